import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { allRegions, stackNames } from "../../components/facts/regions";
import { tradeOffs } from "../../components/facts/tradeoffs";
import { mermaid } from "../../preview/reports/diagram";
import { writeOut } from "../../preview/out";
import { comparePlans } from "../../preview/diff";
import { page } from "../../preview/page";
import { painter } from "../../preview/page/text";
import type { Plan, PlannedResource, StackPlan } from "../../preview/plan";
import { readmeWith } from "../../scripts/readme";
import { start, testDay, type CliResult } from "../support/cli";

const root = path.resolve(__dirname, "..", "..");
const asOf = ["--as-of", testDay];
const escape = "\u001b";

let dir: string;
let out: string;
let run: CliResult;
let plan: Plan;

beforeAll(() => {
  dir = mkdtempSync(path.join(tmpdir(), "azora-output-"));
  out = path.join(dir, "new", "reports");
  run = start([...asOf, "--out", out]);
  plan = JSON.parse(readFileSync(path.join(out, "plan.json"), "utf8")) as Plan;
});

afterAll(() => {
  rmSync(dir, { recursive: true });
});

/** What `--out` writes of the whole plan. */
const reports = [
  "dashboards",
  "databases.json",
  "edge.mmd",
  "failover.json",
  "obligations.json",
  "plan.json",
  "report.md",
  "report.sarif",
  "routes.json",
  "steering.json",
];

describe("the page", () => {
  test("fits a terminal", () => {
    const lines = run.stdout.split("\n");
    // Two screens: the failure states of the databases alone take a third of one.
    expect(lines.length).toBeLessThanOrEqual(100);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(160);
    expect(run.status).toBe(0);
  });

  test.each(stackNames())("has one line for %s, with its resources by kind", (stack) => {
    const lines = run.stdout.split("\n").filter((line) => line.startsWith(`${stack} `));
    expect(lines).toHaveLength(1);
    const resources = plan.stacks[stack]?.resources ?? [];
    const of = (pkg: string): number => resources.filter(({ type }) => type.startsWith(`${pkg}:`)).length;
    const [aws, kubernetes, azora, other, all, isProtected] = (lines[0] ?? "")
      .split(/\s{2,}/)
      .slice(-6)
      .map(Number);
    expect({ aws, kubernetes, azora, all }).toEqual({
      aws: of("aws"),
      kubernetes: of("kubernetes"),
      azora: of("azora"),
      all: resources.length,
    });
    expect((aws ?? 0) + (kubernetes ?? 0) + (azora ?? 0) + (other ?? 0)).toBe(all);
    expect(isProtected).toBe(resources.filter(({ protect }) => protect).length);
  });

  test("says where each region is", () => {
    for (const { name, city, awsRegion, role } of allRegions()) {
      const line = run.stdout.split("\n").find((text) => text.startsWith(`${name} `));
      for (const word of [city, awsRegion, role]) expect(line).toContain(word);
    }
  });

  test("prints every trade-off, whole", () => {
    const unwrapped = run.stdout.replaceAll(/\s+/g, " ");
    for (const { promise, instead } of tradeOffs()) expect(unwrapped).toContain(`${promise}: ${instead}`);
  });

  test.each([0, 60, 80, 86, 100, 200])("fits a terminal of %i columns", (width) => {
    const changes = comparePlans({ ...plan, stacks: {} }, plan);
    const lines = page(plan, changes, painter(false, {}), width).split("\n");
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width || 120);
    // Nothing is left out for it.
    for (const stack of stackNames())
      expect(lines.filter((line) => line.startsWith(`${stack} `))).toHaveLength(1);
  });

  test("says where a stack is in as many words as there is room for", () => {
    const line = (width: number): string =>
      page(plan, undefined, painter(false, {}), width)
        .split("\n")
        .find((text) => text.startsWith("africa ")) ?? "";
    expect(line(100)).toContain("Lagos, primary (af-south-1)");
    expect(line(80)).toContain("af-south-1, primary");
    expect(line(60)).not.toContain("af-south-1");
  });

  test("breaks what is longer than a line", () => {
    const finding = {
      policy: "p",
      severity: "high",
      level: "mandatory",
      state: "violated",
      urn: "a::b::t::n",
    };
    const message = `arn:${"x".repeat(150)} is too long`;
    const europe = { ...plan.stacks.europe, findings: [{ ...finding, message }] } as unknown as StackPlan;
    const text = page({ ...plan, stacks: { europe } }, undefined, painter(false, {}), 60);
    expect(Math.max(...text.split("\n").map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(text.replaceAll(/\s/g, "")).toContain(`arn:${"x".repeat(150)}istoolong`);
  });

  test("names types that no rule of their own looks at, each with its package", () => {
    const unjudgedTypes = Object.fromEntries(
      ["aws:a/a:A", "aws:b/b:B", "aws:c/c:C", "tls:d:D", "tls:e:E", "tls:f:F", "tls:g:G"].map(
        (type, index) => [type, index + 1],
      ),
    );
    const text = page(
      { ...plan, summary: { ...plan.summary, unjudgedTypes } },
      undefined,
      painter(false, {}),
      100,
    );
    expect(text.replaceAll(/\s+/g, " ")).toContain(
      "looks at (7): tls:g:G 7, tls:f:F 6, tls:e:E 5, tls:d:D 4, 3 more",
    );
  });

  test("is in the README as it is", () => {
    const readme = readFileSync(path.join(root, "README.md"), "utf8");
    expect(readmeWith(readme, run.stdout)).toBe(readme);
  });

  test("has nothing to say of changes unless it is asked", () => {
    expect(run.stdout).not.toContain("Changed");
  });
});

describe("colours", () => {
  test("are for a terminal only", () => {
    expect(run.stdout + run.stderr).not.toContain(escape);
    expect(painter(false, {})("red", "text")).toBe("text");
    expect(painter(true, {})("red", "text")).toContain(escape);
  });

  test("are off with NO_COLOR, unless it is empty", () => {
    expect(painter(true, { NO_COLOR: "1" })("bold", "text")).toBe("text");
    expect(painter(true, { NO_COLOR: "" })("bold", "text")).toContain(escape);
  });

  const hasScript = spawnSync("script", ["--version"]).status === 0;
  const reason = hasScript ? "" : " (skipped: script(1), which makes a terminal, is not installed)";
  /** What a person's terminal gets. */
  const onTerminal = (env: NodeJS.ProcessEnv): string => {
    const command = `"${process.execPath}" scripts/start.mjs --as-of ${testDay} --stack global`;
    return spawnSync("script", ["-qec", command, "/dev/null"], {
      cwd: root,
      encoding: "utf8",
      env: { ...process.env, ...env },
    }).stdout.replaceAll("\r\n", "\n");
  };
  const colour = new RegExp(`${escape}\\[\\d+m`);

  (hasScript ? test : test.skip)(`show on a real terminal, with progress while it works${reason}`, () => {
    const seen = onTerminal({ NO_COLOR: "" });
    expect(seen).toMatch(colour);
    for (const stack of stackNames()) expect(seen).toContain(`planning ${stack} …`);
  });

  (hasScript ? test : test.skip)(`do not show there with NO_COLOR${reason}`, () => {
    const seen = onTerminal({ NO_COLOR: "1" });
    expect(seen).toContain("No fault found.");
    expect(seen).not.toMatch(colour);
  });
});

test("a reader that has read enough ends it quietly", () => {
  const command = `{ "${process.execPath}" scripts/start.mjs --as-of ${testDay} --stack europe --json; echo "exit $?" >&2; } | head -c 20`;
  const { stdout, stderr } = spawnSync("sh", ["-c", command], { cwd: root, encoding: "utf8" });
  expect(stdout).toHaveLength(20);
  expect(stderr).toMatch(/^planned in [\d.]+ s\nexit 0\n$/);
});

describe("--help", () => {
  test.each(["--help", "-h"])("%s names every option and exit status, and plans nothing", (option) => {
    const { status, stdout, stderr } = start([option]);
    for (const word of ["--stack", "--json", "--out", "--diff", "--as-of", "--help"])
      expect(stdout).toContain(word);
    expect(stdout).toMatch(/0 clean; 1 .+; 2 /);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
});

describe("--out", () => {
  test("makes the folder, and in it the plan, the reports and a diagram of each stack, and nothing else", () => {
    expect(readdirSync(out).sort()).toEqual(
      [...reports, ...stackNames().map((stack) => `${stack}.mmd`)].sort(),
    );
  });

  test("is where the person stands who typed it, not where npm goes", () => {
    const here = path.join(dir, "here");
    mkdirSync(here);
    start([...asOf, "--stack", "global", "--out", "reports"], root, { INIT_CWD: here });
    expect(readdirSync(path.join(here, "reports"))).toContain("global.mmd");
  });

  test("that fails in the middle leaves nothing of itself", () => {
    const parent = path.join(dir, "parent");
    mkdirSync(parent);
    for (const folder of [parent, path.join(parent, "new", "deep")]) {
      expect(() => {
        writeOut(folder, { a: "", ["x".repeat(300)]: "" });
      }).toThrow(/cannot be written \(ENAMETOOLONG/);
    }
    expect(readdirSync(parent)).toEqual([]);
  });

  test("replaces what it wrote before, and leaves alone what it did not write", () => {
    const old = path.join(dir, "old");
    mkdirSync(old);
    writeFileSync(path.join(old, "plan.json"), "old");
    writeFileSync(path.join(old, "notes.txt"), "mine");
    expect(start([...asOf, "--stack", "global", "--out", old]).status).toBe(0);
    expect(readdirSync(old).sort()).toEqual(["global.mmd", "notes.txt", ...reports].sort());
    expect(readFileSync(path.join(old, "notes.txt"), "utf8")).toBe("mine");
    expect((JSON.parse(readFileSync(path.join(old, "plan.json"), "utf8")) as Plan).stacks.global).toEqual(
      plan.stacks.global,
    );
  });
});

/** What is wrong with a flowchart, as far as its own grammar and names go. */
function diagramFaults(text: string): string[] {
  const [head, ...lines] = text.trimEnd().split("\n");
  const faults = head === "flowchart LR" ? [] : [`begins with "${head ?? ""}"`];
  const declared = new Set<string>();
  const edges: [string, string][] = [];
  for (const line of lines) {
    const node = /^ {2}(\w+)\["([^"]+)"\]$/.exec(line);
    const edge = /^ {2}(\w+) (?:-->|-\.->) (\w+)$/.exec(line);
    if (node?.[1]) {
      if (declared.has(node[1])) faults.push(`${node[1]} is declared twice`);
      declared.add(node[1]);
      const tags = (node[2] ?? "").replaceAll(/<\/?b>|<br\/>/g, "");
      if (/[<>[\]{}#;]/.test(tags)) faults.push(`${node[1]} has a sign in its text that Mermaid reads`);
    } else if (edge?.[1] && edge[2]) edges.push([edge[1], edge[2]]);
    else faults.push(`is no node and no edge: ${line}`);
  }
  for (const end of edges.flat()) if (!declared.has(end)) faults.push(`${end} is not declared`);
  for (const [from, to] of edges) if (from === to) faults.push(`${from} points at itself`);
  if (new Set(edges.map(String)).size !== edges.length) faults.push("an edge is drawn twice");
  return faults;
}

describe("the diagram", () => {
  test.each(stackNames())("of %s is a flowchart whose edges join nodes that it declares", (stack) => {
    expect(diagramFaults(readFileSync(path.join(out, `${stack}.mmd`), "utf8"))).toEqual([]);
  });

  test.each(stackNames())("of %s shows the stack and each of its components", (stack) => {
    const text = readFileSync(path.join(out, `${stack}.mmd`), "utf8");
    const components = (plan.stacks[stack]?.resources ?? []).filter(({ type }) => type.startsWith("azora:"));
    expect(text).toContain(`<b>${stack}</b>`);
    for (const { type, name } of components)
      expect(text).toContain(`<b>${type.split(":").pop() ?? ""} ${name}</b>`);
    // A tree over all of them: every component hangs below another, or below the stack.
    expect(text.split(" --> ")).toHaveLength(components.length + 1);
  });

  test.each([
    ['flowchart LR\n  a["A"]\n  a --> b\n', "b is not declared"],
    ['flowchart LR\n  a["A"]\n  a["B"]\n', "a is declared twice"],
    ['flowchart LR\n  a["A "quoted""]\n', 'is no node and no edge:   a["A "quoted""]'],
    ["graph LR\n", 'begins with "graph LR"'],
  ])("that is broken would be seen: %j", (text, fault) => {
    expect(diagramFaults(text)).toEqual([fault]);
  });

  test("draws an arrow where one component's resources depend on another's, and to no parent", () => {
    const resource = (
      type: string,
      name: string,
      parent: string,
      dependencies: string[] = [],
    ): PlannedResource => ({
      urn: `${type}::${name}`,
      type,
      name,
      parent,
      provider: "",
      dependencies,
      protect: false,
      inputs: {},
      resolved: {},
    });
    const stackUrn = "pulumi:pulumi:Stack::s";
    const small: StackPlan = {
      resources: [
        resource("pulumi:pulumi:Stack", "s", ""),
        resource("azora:a:A", "one", stackUrn),
        resource("azora:b:B", "two", stackUrn),
        resource("aws:x:X", "x", "azora:a:A::one"),
        resource("aws:x:X", "z", "azora:a:A::one"),
        resource("aws:y:Y", "y", "azora:b:B::two", ["aws:x:X::x", "azora:b:B::two"]),
      ],
      outputs: {},
      resolvedOutputs: {},
      findings: [],
    };
    expect(mermaid("s", small).split("\n")).toEqual([
      "flowchart LR",
      '  n0["<b>s</b>"]',
      '  n1["<b>A one</b><br/>2 × X"]',
      '  n2["<b>B two</b><br/>Y"]',
      "  n0 --> n1",
      "  n0 --> n2",
      "  n2 -.-> n1",
      "",
    ]);
  });
});
