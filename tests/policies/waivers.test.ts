import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { stringify } from "yaml";
import { loadWaivers } from "../../policies/framework/load";
import type { Verdict } from "../../policies/framework/evaluate";
import { applyWaivers, checkWaivers, type Waiver } from "../../policies/framework/waivers";
import { mergeVerdicts, stops } from "../../preview/findings";

const rules = [
  { id: "may-be-waived", level: "mandatory", severity: "high" },
  { id: "never-waived", level: "mandatory", severity: "critical" },
  { id: "critical-advice", level: "advisory", severity: "critical" },
] as const;

const urn = "urn:pulumi:europe::azora::azora:storage:PrivateBucket$aws:s3/bucket:Bucket::europe-logs";

const waiver: Waiver = {
  policy: "may-be-waived",
  resource: urn,
  owner: "ada@azora.example",
  approver: "grace@azora.example",
  reason: "the bucket moves in January",
  ticket: "AZ-17",
  created: "2026-11-01",
  expires: "2027-01-30",
};

function mistakesOf(change: Readonly<Record<string, unknown>>, asOf = "2026-11-24"): readonly string[] {
  return checkWaivers({ waivers: [{ ...waiver, ...change }] }, rules, asOf).mistakes;
}

test("a complete waiver of at most 90 days is accepted", () => {
  expect(mistakesOf({})).toEqual([]);
  expect(mistakesOf({ resource: "urn:pulumi:*::azora::*$aws:s3/bucket:Bucket::*-logs" })).toEqual([]);
  expect(mistakesOf({ policy: "critical-advice" })).toEqual([]);
});

test.each<[string, Readonly<Record<string, unknown>>, string]>([
  ["an unknown rule", { policy: "no-rule" }, 'policy is "no-rule"; allowed: the id of a rule'],
  ["a critical mandatory rule", { policy: "never-waived" }, 'policy is "never-waived", which is critical'],
  ["no reason", { reason: " " }, 'reason is " "; allowed: a text'],
  ["no ticket", { ticket: undefined }, "ticket is undefined; allowed: a text"],
  ["an approver who is the owner", { approver: waiver.owner }, "the owner; allowed: somebody else"],
  ["an owner in other letters", { approver: "ADA@azora.example " }, "the owner; allowed: somebody else"],
  ["91 days", { expires: "2027-01-31" }, "91 days after it was created; allowed: 1 to 90 days"],
  ["no day at all", { expires: "2026-11-01" }, "0 days after it was created"],
  ["a day that the calendar lacks", { expires: "2027-02-30" }, 'expires is "2027-02-30"; allowed: a date'],
  ["a day to come", { created: "2026-11-25" }, "created is 2026-11-25, after 2026-11-24"],
  ["every resource", { resource: "*" }, 'resource is "*", which is too broad'],
  ["every name", { resource: "urn:pulumi:europe::azora::aws:s3/bucket:Bucket::*" }, "which is too broad"],
  ["every type", { resource: "urn:pulumi:europe::azora::*::europe-logs" }, "which is too broad"],
  ["a type in hints", { resource: "urn:pulumi:europe::azora::*:*::europe-logs" }, "which is too broad"],
  ["a name with gaps", { resource: "urn:pulumi:*::azora::aws:s3/bucket:Bucket::*-*e*r*e*" }, "too broad"],
  ["an open end", { resource: "urn:pulumi:*::azora::aws:s3/bucket:Bucket::europe-*" }, "too broad"],
  ["a name in hints", { resource: "urn:pulumi:europe::azora::aws:s3/bucket:Bucket::*-*" }, "too broad"],
  ["a field that nobody knows", { until: "2027" }, "until is unknown; allowed keys: policy, resource"],
])("a waiver with %s is a mistake", (_, change, message) => {
  expect(mistakesOf(change).join("\n")).toContain(message);
});

test("what is no list of waivers is a mistake", () => {
  expect(checkWaivers({ waivers: "all" }, rules, "2026-11-24").mistakes).toEqual([
    "waivers is no list; allowed: a list of waivers",
  ]);
  expect(checkWaivers({ waivers: ["all"] }, rules, "2026-11-24").mistakes[0]).toContain(
    "waivers[0] is no map",
  );
  expect(checkWaivers(null, rules, "2026-11-24")).toEqual({ waivers: [], mistakes: [] });
});

const violated: Verdict = {
  policy: "may-be-waived",
  level: "mandatory",
  severity: "high",
  state: "violated",
  urn,
  path: "acl",
  found: "public-read",
  wanted: "private",
  fix: "make it private",
};

describe("as the clock goes forward", () => {
  const on = (asOf: string) => {
    const { waivers, mistakes } = checkWaivers({ waivers: [waiver] }, rules, asOf);
    const { findings } = mergeVerdicts([{ ...violated, pack: "compliance" }], [], waivers, asOf);
    return { mistakes, findings };
  };

  test.each([
    ["2026-11-01", "waived for 91 more days"],
    ["2026-11-24", "waived for 68 more days"],
    ["2027-01-29", "waived for 2 more days"],
    ["2027-01-30", "waived for its last day"],
  ])("on %s the violation is %s, and printed", (asOf, message) => {
    const { mistakes, findings } = on(asOf);
    expect(mistakes).toEqual([]);
    expect(findings).toHaveLength(1);
    expect(findings[0]?.message).toContain(
      `${message} by grace@azora.example (AZ-17): [may-be-waived] acl is`,
    );
    expect(findings.some(stops)).toBe(false);
  });

  test("the day after, the waiver is an error and the violation is back", () => {
    const { mistakes, findings } = on("2027-01-31");
    expect(mistakes).toEqual([
      `waivers[0].expires is 2027-01-30, which is past: what may-be-waived says of ${urn} counts again; allowed: remove the waiver and mend the resource, or have it approved anew`,
    ]);
    expect(findings.map(({ state }) => state)).toEqual(["violated"]);
    expect(findings.some(stops)).toBe(true);
  });
});

test("a waiver covers its rule and its resource only, and never what is undecided", () => {
  const other = { ...violated, urn: urn.replace("europe-logs", "europe-logs-2") };
  const otherRule = { ...violated, policy: "critical-advice" };
  const undecided: Verdict = { ...violated, state: "undecided" };
  const { verdicts, waived, unmatched } = applyWaivers([other, otherRule, undecided], [waiver], "2026-11-24");
  expect(verdicts).toHaveLength(3);
  expect(waived).toEqual([]);
  expect(unmatched).toEqual([waiver]);
});

test("a waiver's signs stand for themselves, but for the star", () => {
  const dotted = { ...waiver, resource: urn.replace("europe-logs", "europe.logs") };
  expect(applyWaivers([violated], [dotted], "2026-11-24").waived).toEqual([]);
  const starred = { ...waiver, resource: urn.replace("europe-logs", "*-logs") };
  expect(applyWaivers([violated], [starred], "2026-11-24").waived).toHaveLength(1);
  const longer = { ...violated, urn: urn.replace("europe-logs", "europe-audit-logs") };
  expect(applyWaivers([longer], [starred], "2026-11-24").waived).toEqual([]);
});

test("a rule that fails is not waived, however mild it is", () => {
  const failed: Verdict = { ...violated, severity: "critical", found: "rule may-be-waived failed: boom" };
  expect(applyWaivers([failed], [waiver], "2026-11-24").waived).toEqual([]);
});

test("a waiver of one field leaves what is open beside it", () => {
  const beside = (state: Verdict["state"], path: string) => ({
    ...violated,
    state,
    path,
    pack: "compliance" as const,
  });
  const preview = [beside("undecided", "tags"), beside("passed-with-note", "owner")];
  const { findings } = mergeVerdicts(preview, [beside("violated", "acl")], [waiver], "2026-11-24");
  expect(findings.map(({ state, path: at }) => `${state} ${at}`)).toEqual([
    "undecided tags",
    "waived acl",
    "passed-with-note owner",
  ]);
  expect(findings.some(stops)).toBe(true);
  const unwaived = mergeVerdicts(preview, [beside("violated", "acl")], [], "2026-11-24").findings;
  expect(unwaived.map(({ state }) => state)).toEqual(["violated"]);
});

describe("the file of waivers", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "azora-waivers-"));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test("that is broken YAML or not there is a mistake", () => {
    const file = path.join(folder, "broken.yaml");
    writeFileSync(file, "waivers: [");
    expect(loadWaivers("2026-11-24", file).mistakes[0]).toContain("it cannot be read: ");
    expect(loadWaivers("2026-11-24", path.join(folder, "gone.yaml")).mistakes[0]).toContain("ENOENT");
  });

  test("is held against the rules of both packs and of the plan", () => {
    const file = path.join(folder, "waivers.yaml");
    writeFileSync(file, stringify({ waivers: [{ ...waiver, policy: "secrets-searched" }] }));
    expect(loadWaivers("2026-11-24", file).mistakes).toEqual([]);
    writeFileSync(file, stringify({ waivers: [{ ...waiver, policy: "secrets-marked" }] }));
    expect(loadWaivers("2026-11-24", file).mistakes[0]).toContain("critical and mandatory");
  });
});
