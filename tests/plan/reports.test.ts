import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Ajv from "ajv";
import type { Log } from "sarif";
import type { Finding } from "../../preview/findings";
import type { Plan } from "../../preview/plan";
import { checkDashboardsOut, writeDashboards } from "../../preview/reports/dashboards";
import { markdown } from "../../preview/reports/markdown";
import { obligationsOf } from "../../preview/reports/obligations";
import { sarif } from "../../preview/reports/sarif";
import { testDay } from "../support/cli";

const urn = "urn:pulumi:global::azora::azora:storage:PrivateBucket$aws:s3/bucket:Bucket::global-logs";

function finding(change: Partial<Finding>): Finding {
  return {
    pack: "compliance",
    policy: "buckets-private",
    level: "mandatory",
    severity: "critical",
    urn,
    path: "acl",
    found: "public-read",
    wanted: "private | nothing",
    fix: "make it private",
    state: "violated",
    message: "[buckets-private] acl is public-read;\nwanted: private | nothing. Fix: make it private.",
    ...change,
  };
}

const every: readonly Finding[] = [
  finding({}),
  finding({ level: "advisory", policy: "helm-seen", severity: "medium" }),
  finding({ state: "undecided", path: "policy" }),
  finding({ state: "deferred", path: "kmsKeyId" }),
  finding({ state: "waived", severity: "high" }),
  finding({ state: "passed-with-note" }),
];

function planOf(findings: readonly Finding[], waiverMistakes: readonly string[] = []): Plan {
  const counts = { violated: 0, undecided: 0, deferred: 0, waived: 0, "passed-with-note": 0 };
  for (const { state } of findings) counts[state]++;
  return {
    schemaVersion: 1,
    asOf: testDay,
    project: "azora",
    stacks: { global: { resources: [], outputs: {}, resolvedOutputs: {}, findings } },
    summary: {
      stacks: 1,
      resources: 0,
      byPackage: {},
      unknownInputs: 0,
      secretInputs: 0,
      decided: 10,
      unjudgedTypes: {},
      findings: counts,
      waiverMistakes,
    },
  };
}

const file = path.join(__dirname, "..", "reference", "sarif", "sarif-2.1.0.json");
const { schema } = JSON.parse(readFileSync(file, "utf8")) as { readonly schema: object };
const isSarif = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false }).compile(schema);

describe("report.sarif", () => {
  test("is valid SARIF 2.1.0, with and without findings", () => {
    for (const findings of [every, []]) {
      expect([isSarif(JSON.parse(sarif(planOf(findings)))), isSarif.errors]).toEqual([true, null]);
    }
    expect(isSarif({ version: "2.1.0", runs: [{ results: [] }] })).toBe(false);
  });

  test("says by its level what stops the merge, and closes what is waived", () => {
    const log = JSON.parse(sarif(planOf(every))) as Log;
    const results = log.runs[0]?.results ?? [];
    expect(results.map(({ level, kind, suppressions }) => [level, kind, suppressions?.length ?? 0])).toEqual([
      ["error", "fail", 0],
      ["warning", "fail", 0],
      ["error", "fail", 0],
      ["none", "open", 0],
      ["note", "fail", 1],
      ["none", "pass", 0],
    ]);
    expect(results[0]?.locations?.[0]).toMatchObject({
      physicalLocation: { artifactLocation: { uri: "Pulumi.global.yaml" } },
      logicalLocations: [{ fullyQualifiedName: `${urn}.acl` }],
    });
  });

  test("points at the waivers' file for a waiver that counts for nothing", () => {
    const report = JSON.parse(sarif(planOf([], ["waivers[0].expires is past"]))) as Log;
    expect([isSarif(report), isSarif.errors]).toEqual([true, null]);
    expect(report.runs[0]?.results).toMatchObject([
      {
        ruleId: "waivers",
        level: "error",
        message: { text: "waivers[0].expires is past" },
        locations: [{ physicalLocation: { artifactLocation: { uri: "policies/waivers.yaml" } } }],
      },
    ]);
  });

  test("describes the rule of every result", () => {
    const log = JSON.parse(sarif(planOf([finding({ policy: "secrets-searched" })]))) as Log;
    const run = log.runs[0];
    const rule = run?.tool.driver.rules?.find(({ id }) => id === run.results?.[0]?.ruleId);
    expect(rule?.properties?.tags).toContain("soc2:CC6.1");
  });
});

describe("report.md", () => {
  test("says first whether the change is stopped, then why", () => {
    const text = markdown(planOf(every));
    expect(text.split("\n")[0]).toBe("## ❌ 2 findings stop this change");
    expect(markdown(planOf([])).split("\n")[0]).toBe("## ✅ The gates are open");
    expect(text).toContain("1 waived");
    const titles = [...text.matchAll(/<summary><b>(.*?)<\/b>/g)].map((match) => match[1]);
    expect(titles).toEqual([
      "Violations (2)",
      "Undecided (1)",
      "Waived (1)",
      "Deferred until deployment (1)",
      "Passed with a note (1)",
    ]);
  });

  test("is closed by a waiver that counts for nothing", () => {
    const text = markdown(planOf([], ["waivers[0].expires is past"]));
    expect(text.split("\n")[0]).toBe("## ❌ 1 finding stops this change");
    expect(text).toContain("- waivers[0].expires is past");
  });

  test("names every type that no rule of its own looks at, the most frequent first", () => {
    const plan = planOf([]);
    expect(markdown(plan)).not.toContain("no rule of their own");
    const unjudgedTypes = {
      "aws:eks/addon:Addon": 2,
      "aws:kms/alias:Alias": 3,
      "random:index/randomId:RandomId": 2,
    };
    const text = markdown({ ...plan, summary: { ...plan.summary, unjudgedTypes } });
    expect(text).toContain("<b>Types that no rule of their own looks at (3)</b>");
    expect(text.split("\n").filter((line) => line.startsWith("| `"))).toEqual([
      "| `aws:kms/alias:Alias` | 3 |",
      "| `aws:eks/addon:Addon` | 2 |",
      "| `random:index/randomId:RandomId` | 2 |",
    ]);
  });

  test("keeps each finding on one row of five cells", () => {
    const rows = markdown(planOf(every))
      .split("\n")
      .filter((line) => line.startsWith("| global"));
    expect(rows).toHaveLength(6);
    for (const row of rows) expect(row.split(/(?<!\\)\|/)).toHaveLength(7);
  });

  test("names fifty of each kind and counts the rest", () => {
    const many = Array.from({ length: 51 }, (_, index) => finding({ path: `acl${index}` }));
    expect(markdown(planOf(many))).toContain("… and 1 more, in `report.sarif`.");
    expect(markdown(planOf(many.slice(0, 50)))).not.toContain("more, in");
  });
});

test("obligations.json names what is deferred, what is unknown, and how to discharge it", () => {
  expect(obligationsOf(planOf(every))).toEqual({
    schemaVersion: 1,
    asOf: testDay,
    obligations: [
      {
        stack: "global",
        pack: "compliance",
        policy: "buckets-private",
        severity: "critical",
        urn,
        path: "kmsKeyId",
        discharge:
          "pulumi stack export --stack global --show-secrets --file global.json && npm run discharge -- global.json --obligations obligations.json",
      },
    ],
  });
});

describe("dashboards", () => {
  const url = "https://github.com/azora/platform";
  let dir: string;
  beforeEach(() => {
    dir = mkdtempSync(path.join(tmpdir(), "azora-dashboards-"));
  });
  afterEach(() => {
    rmSync(dir, { recursive: true });
  });

  test("are written into a folder of their own, a file each, with their addresses", () => {
    writeDashboards(dir, url);
    const folder = path.join(dir, "dashboards");
    const names = readdirSync(folder);
    expect(names).toHaveLength(15);
    for (const name of names) {
      const text = readFileSync(path.join(folder, name), "utf8");
      expect(JSON.parse(text)).toMatchObject({ uid: `azora-${path.basename(name, ".json")}` });
      expect(text.endsWith("}\n")).toBe(true);
    }
    expect(readFileSync(path.join(folder, "region.json"), "utf8")).toContain(
      `${url}/blob/main/docs/runbooks/alerts.md#latencyhigh`,
    );
  });

  test("are the same bytes when they are written again, in place of what was there", () => {
    writeDashboards(dir, url);
    const file = path.join(dir, "dashboards", "overview.json");
    const before = readFileSync(file, "utf8");
    writeFileSync(file, "old");
    writeDashboards(dir, url);
    expect(readFileSync(file, "utf8")).toBe(before);
  });

  test("are refused before anything is planned where a file has the folder's name", () => {
    writeFileSync(path.join(dir, "dashboards"), "");
    expect(() => {
      checkDashboardsOut(dir);
    }).toThrow(
      `--out is "${path.join(dir, "dashboards")}", which is no folder; allowed: a folder that can be written`,
    );
  });
});
