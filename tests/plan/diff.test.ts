import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { tradeOffs } from "../../components/facts/tradeoffs";
import { stackNames } from "../../components/facts/regions";
import { comparePlans, type StackChange } from "../../preview/diff";
import type { PlanObject } from "../../preview/engine/values";
import type { Plan, PlannedResource, StackPlan } from "../../preview/plan";
import { start, StackFiles, testDay, type CliResult } from "../support/cli";

const asOf = ["--as-of", testDay];

function resource(urn: string, change: Partial<PlannedResource> = {}): PlannedResource {
  return {
    urn,
    type: "t",
    name: urn,
    parent: "p",
    provider: "q",
    dependencies: ["a", "b"],
    protect: false,
    inputs: { size: 1, tags: { a: "x" } },
    resolved: { size: 1, tags: { a: "x" } },
    ...change,
  };
}

function planOf(stacks: Record<string, readonly PlannedResource[]>): Pick<Plan, "schemaVersion" | "stacks"> {
  const whole = (resources: readonly PlannedResource[]): StackPlan => ({
    resources,
    outputs: {},
    resolvedOutputs: {},
    findings: [],
  });
  return {
    schemaVersion: 1,
    stacks: Object.fromEntries(Object.entries(stacks).map(([name, list]) => [name, whole(list)])),
  };
}

const unchanged = { added: [], removed: [], changed: [], outputs: [] };

describe("the comparison of two plans", () => {
  test("finds nothing between a plan and itself", () => {
    const plan = planOf({ one: [resource("a")], two: [] });
    expect(comparePlans(plan, plan)).toEqual([
      { stack: "one", ...unchanged },
      { stack: "two", ...unchanged },
    ]);
  });

  test("names what was added and what was removed", () => {
    const before = planOf({ one: [resource("a"), resource("b")] });
    const after = planOf({ one: [resource("b"), resource("c")] });
    expect(comparePlans(before, after)).toEqual([
      { ...unchanged, stack: "one", added: ["c"], removed: ["a"] },
    ]);
  });

  test("names stacks that only one of them has", () => {
    expect(comparePlans(planOf({ old: [resource("a")] }), planOf({ new: [resource("a")] }))).toEqual([
      { ...unchanged, stack: "old", removed: ["a"] },
      { ...unchanged, stack: "new", added: ["a"] },
    ]);
  });

  test.each<[string, Partial<PlannedResource>, string[]]>([
    ["an input's value", { inputs: { size: 2, tags: { a: "x" } } }, ["size"]],
    ["a value deep in an input", { inputs: { size: 1, tags: { a: "y" } } }, ["tags"]],
    ["an input that is gone", { inputs: { size: 1 }, resolved: { size: 1 } }, ["tags"]],
    ["an input that is new", { inputs: { size: 1, tags: { a: "x" }, zone: "z" } }, ["zone"]],
    ["a value that shows in resolved mode only", { resolved: { size: 1, tags: { a: "y" } } }, ["tags"]],
    ["a value that became secret", { inputs: { size: { $secret: true }, tags: { a: "x" } } }, ["size"]],
    ["protection", { protect: true }, ["protect"]],
    ["the provider", { provider: "other" }, ["provider"]],
    ["the parent", { parent: "other" }, ["parent"]],
    ["dependencies", { dependencies: ["a"] }, ["dependencies"]],
    [
      "several at once, sorted",
      { protect: true, inputs: { size: 2, tags: {} } },
      ["protect", "size", "tags"],
    ],
  ])("names the field when it is %s that changed", (_, change, fields) => {
    const [found] = comparePlans(planOf({ one: [resource("a")] }), planOf({ one: [resource("a", change)] }));
    expect(found).toEqual({ ...unchanged, stack: "one", changed: [{ urn: "a", fields }] });
  });
});

test("outputs of a stack that are new, gone, or of another value are named, in either mode", () => {
  const withOutputs = (
    outputs: PlanObject,
    resolvedOutputs: PlanObject,
  ): Parameters<typeof comparePlans>[0] => ({
    schemaVersion: 1,
    stacks: { one: { resources: [], outputs, resolvedOutputs } },
  });
  const unknown = { $unknown: true };
  const before = withOutputs({ a: 1, b: 1, c: unknown, d: unknown }, { a: 1, b: 1, c: "x", d: "x" });
  const after = withOutputs({ a: 2, c: unknown, d: unknown, e: 1 }, { a: 2, c: "y", d: "x", e: 1 });
  expect(comparePlans(before, after)).toEqual([
    { ...unchanged, stack: "one", outputs: ["a", "b", "c", "e"] },
  ]);
  expect(comparePlans(before, before)).toEqual([{ ...unchanged, stack: "one" }]);
});

describe("npm start -- --diff", () => {
  let dir: string;
  let earlier: string;
  let files: StackFiles;
  beforeAll(() => {
    dir = mkdtempSync(path.join(tmpdir(), "azora-diff-"));
    earlier = path.join(dir, "plan.json");
    files = new StackFiles();
    const { status, stderr } = start([...asOf, "--out", dir]);
    if (status !== 0) throw new Error(stderr);
  });
  afterAll(() => {
    files.remove();
    rmSync(dir, { recursive: true });
  });

  /** What stands below "Changed", until the next paragraph. */
  const changedPart = ({ stdout }: CliResult): string[] =>
    (stdout.split("\nChanged\n")[1] ?? "").split("\n\n")[0]?.split("\n") ?? [];

  test("against a plan of the same says that nothing changed", () => {
    const run = start([...asOf, "--diff", earlier]);
    expect(changedPart(run)).toEqual(stackNames().map((stack) => `  ${stack}: nothing`));
    expect(run.status).toBe(0);
  });

  test("names what a choice in a stack file adds, removes and changes, in that stack and where others know it", () => {
    files.set("asia", "azora:natGateways", "single");
    files.set("asia", "azora:serviceRepositories", "[payments/api]");
    const later = path.join(dir, "later");
    const run = start([...asOf, "--diff", earlier, "--out", later], files.home);
    const [before, after] = [earlier, path.join(later, "plan.json")].map(
      (file) => JSON.parse(readFileSync(file, "utf8")) as Plan,
    );
    const changes = comparePlans(before as Plan, after as Plan);
    const asia = changes.find(({ stack }) => stack === "asia") as StackChange;
    for (const other of changes.filter(({ stack }) => !["asia", "global"].includes(stack)))
      expect(other).toMatchObject(unchanged);
    // The others let in one address of asia's where there were three.
    const { changed: letIn, ...rest } = changes.find(({ stack }) => stack === "global") as StackChange;
    expect(rest).toMatchObject({ added: [], removed: [], outputs: [] });
    expect(letIn.map(({ urn }) => urn.split("::").pop()).sort()).toEqual(
      ["africa", "americas", "europe"].map((region) => `probe-access-${region}-peers`),
    );

    const kinds = (urns: readonly string[]): string[] => [
      ...new Set(urns.map((urn) => urn.split("::")[2]?.split("$").pop() ?? "")),
    ];
    expect(kinds(asia.removed)).toEqual(
      expect.arrayContaining(["aws:ec2/eip:Eip", "aws:ec2/natGateway:NatGateway"]),
    );
    expect(kinds(asia.added)).toContain("aws:ecr/repository:Repository");
    const route = asia.changed.find(({ urn }) => urn.includes("aws:ec2/route:Route"));
    expect(route?.fields).toContain("natGatewayId");

    const printed = changedPart(run);
    const { length: added } = asia.added;
    const { length: removed } = asia.removed;
    const { length: changed } = asia.changed;
    expect(printed).toContain(`  asia: ${added} added, ${removed} removed, ${changed} changed`);
    expect(printed.filter((line) => line.endsWith(": nothing"))).toHaveLength(stackNames().length - 2);
    expect(printed.some((line) => /^ {4}\+ aws:ecr\/repository:Repository \S*payments/.test(line))).toBe(
      true,
    );
    expect(printed.at(-2) ?? "").toMatch(/^ {4}… and \d+ more$|^ {2}/);
  });

  test("shows changed fields on the page", () => {
    files.set("europe", "azora:systemNodesMax", "7");
    const printed = changedPart(start([...asOf, "--stack", "europe", "--diff", earlier], files.home));
    expect(printed).toContain("  europe: 0 added, 0 removed, 1 changed");
    expect(
      printed.some((line) => /^ {4}~ aws:eks\/nodeGroup:NodeGroup .+\(scalingConfig\)$/.test(line)),
    ).toBe(true);
  });

  test("with --stack compares the stacks that were selected, and takes no other for removed", () => {
    const run = start([...asOf, "--stack", "global", "--diff", earlier]);
    expect(changedPart(run)).toEqual(["  global: nothing"]);
  });

  test("keeps the page a page, however much changed", () => {
    const run = start([...asOf, "--diff", earlier], files.home);
    const lines = run.stdout.split("\n");
    expect(lines.length).toBeLessThanOrEqual(104);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(160);
    // Trade-offs as far as there is room, in their order, and how many more there are.
    const told = (run.stdout.split("\nTrade-offs\n")[1] ?? "").split("\n\n")[0]?.split("\n") ?? [];
    const begun = tradeOffs().filter(({ promise }) => told.some((line) => line.startsWith(`  ${promise}: `)));
    expect(begun.length).toBeGreaterThan(0);
    expect(begun.length).toBeLessThan(tradeOffs().length);
    expect(begun).toEqual(tradeOffs().slice(0, begun.length));
    expect(told.at(-1)).toBe(
      `  … and ${tradeOffs().length - begun.length} more: npm start, without --diff, prints them all`,
    );
  });

  test("with --json prints the plan, as without", () => {
    const { stdout } = start([...asOf, "--json", "--diff", earlier]);
    expect(stdout).toBe(readFileSync(earlier, "utf8"));
  });
});
