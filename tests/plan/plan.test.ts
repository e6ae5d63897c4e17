import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import Ajv, { type ValidateFunction } from "ajv";
import { allRegions, stackNames } from "../../components/facts/regions";
import { unansweredPrefix, unknownSentinel } from "../../preview/engine/values";
import type { Plan, PlannedResource } from "../../preview/plan";
import { packageOf } from "../../preview/summary";
import { start, StackFiles, testDay, type CliResult } from "../support/cli";
import { allResources } from "../support/plan";

const root = path.resolve(__dirname, "..", "..");
const asOf = ["--as-of", testDay];

/** Every file of a folder, by name. */
function filesOf(dir: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(dir, { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => path.relative(dir, path.join(parentPath, name)))
      .sort()
      .map((name) => [name, readFileSync(path.join(dir, name), "utf8")]),
  );
}

/** Where the keys of an object are not in order, at any depth. */
function unsorted(value: unknown, at = ""): string[] {
  if (typeof value !== "object" || value === null) return [];
  const keys = Object.keys(value);
  const own = !Array.isArray(value) && keys.join() !== [...keys].sort().join() ? [at] : [];
  return [...own, ...Object.entries(value).flatMap(([key, item]) => unsorted(item, `${at}/${key}`))];
}

let outs: string[];
let pages: CliResult[];
let json: CliResult;
let plan: Plan;

beforeAll(() => {
  outs = [0, 1].map((index) => mkdtempSync(path.join(tmpdir(), `azora-plan-${index}-`)));
  // The second run is another person's: another place, another language.
  const others = { TZ: "Pacific/Auckland", LC_ALL: "et_EE.UTF-8", LANG: "et_EE.UTF-8" };
  pages = outs.map((out, index) =>
    start([...asOf, "--out", out], undefined, index === 0 ? { TZ: "UTC", LC_ALL: "C" } : others),
  );
  json = start([...asOf, "--json"]);
  plan = JSON.parse(json.stdout) as Plan;
}, 120_000);

afterAll(() => {
  for (const out of outs) rmSync(out, { recursive: true });
});

describe("the plan of all stacks", () => {
  test("ends clean, and says nothing on the error stream but how long it took", () => {
    for (const { status, stderr } of [...pages, json]) {
      expect(stderr).toMatch(/^planned in \d+\.\d s\n$/);
      expect(status).toBe(0);
    }
  });

  test("holds every stack, the regions first", () => {
    expect(Object.keys(plan.stacks)).toEqual(stackNames());
    for (const { resources } of Object.values(plan.stacks)) expect(resources.length).toBeGreaterThan(10);
  });

  test("is byte-identical for the same day, wherever it is made", () => {
    const [first, second] = outs.map((out) => filesOf(out));
    expect(pages[1]?.stdout).toBe(pages[0]?.stdout);
    expect(second).toEqual(first);
    expect(first?.["plan.json"]).toBe(json.stdout);
  });

  test("says for which day it holds", () => {
    expect(plan.asOf).toBe(testDay);
    expect(pages[0]?.stdout).toContain(testDay);
  });

  test("lists resources by URN, each once, with sorted keys", () => {
    for (const { resources, outputs, resolvedOutputs } of Object.values(plan.stacks)) {
      const urns = resources.map(({ urn }) => urn);
      expect(urns).toEqual([...new Set(urns)].sort());
      for (const { urn, inputs, resolved, dependencies } of resources) {
        expect(unsorted({ inputs, resolved }, urn)).toEqual([]);
        expect(dependencies).toEqual([...dependencies].sort());
      }
      expect(unsorted(outputs)).toEqual([]);
      expect(unsorted(resolvedOutputs)).toEqual([]);
    }
    expect(unsorted({ a: [{ c: 1, b: 2 }] })).toEqual(["/a/0"]);
  });

  test("refers to resources of the same stack, and to other stacks as wholes", () => {
    const references = new Set(allRegions().map(({ name }) => `organization/${plan.project}/${name}`));
    const isReference = (urn: string): boolean => {
      const [, , type, name = ""] = urn.split("::");
      return type === "pulumi:pulumi:StackReference" && references.has(name);
    };
    const loose = Object.values(plan.stacks).flatMap(({ resources }) => {
      const known = new Set(resources.map(({ urn }) => urn));
      return resources.flatMap(({ urn, parent, provider, dependencies }) =>
        [parent, provider, ...dependencies]
          .filter((other) => other !== "" && !known.has(other) && !isReference(other))
          .map((other) => `${urn} → ${other}`),
      );
    });
    expect(loose).toEqual([]);
  });

  test("leaves nothing of the engine's own writing in its values", () => {
    expect(json.stdout).not.toContain(unknownSentinel);
    expect(json.stdout).not.toContain(unansweredPrefix);
    expect(json.stdout).toContain('"$unknown": true');
    expect(json.stdout).toContain('"$secret": true');
  });

  test("knows everything in resolved mode", () => {
    const resolved = Object.values(plan.stacks).map((stack) => [
      stack.resolvedOutputs,
      stack.resources.map((resource) => resource.resolved),
    ]);
    expect(JSON.stringify(resolved)).not.toContain("$unknown");
  });

  test("counts what it holds", () => {
    const all = allResources(plan).map(({ resource }) => resource);
    expect(plan.summary.stacks).toBe(stackNames().length);
    expect(plan.summary.resources).toBe(all.length);
    expect(Object.values(plan.summary.byPackage).reduce((sum, count) => sum + count, 0)).toBe(all.length);
    expect(plan.summary.byPackage.aws).toBe(all.filter(({ type }) => type.startsWith("aws:")).length);
    const inputs = JSON.stringify(all.map((resource) => resource.inputs));
    expect(plan.summary.unknownInputs).toBe(inputs.split('{"$unknown":true}').length - 1);
    expect(plan.summary.secretInputs).toBe(inputs.split('{"$secret":true}').length - 1);
  });

  test("has the default providers of the engine, and none for a cloud or a cluster", () => {
    const defaults = allResources(plan)
      .map(({ resource }) => resource)
      .filter(({ name, type }) => type.startsWith("pulumi:providers:") && name.startsWith("default"));
    expect([...new Set(defaults.map(({ type }) => type.split(":").pop()))].sort()).toEqual([
      "pulumi",
      "random",
      "tls",
    ]);
  });
});

describe("the plan's schema", () => {
  let valid: ValidateFunction;
  beforeAll(() => {
    const schema = JSON.parse(readFileSync(path.join(root, "docs", "plan.schema.json"), "utf8")) as object;
    valid = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
  });

  test("describes what --json prints and --out writes", () => {
    valid(plan);
    expect(valid.errors ?? []).toEqual([]);
  });

  const withResource = (change: Partial<Record<keyof PlannedResource, unknown>>): unknown => {
    const [stack = "", { resources }] = Object.entries(plan.stacks)[0] ?? ["", { resources: [] }];
    const [first, ...rest] = resources;
    return {
      ...plan,
      stacks: {
        ...plan.stacks,
        [stack]: { ...plan.stacks[stack], resources: [{ ...first, ...change }, ...rest] },
      },
    };
  };

  test.each([
    ["a plan without stacks", () => ({ ...plan, stacks: undefined })],
    ["a field that it does not know", () => ({ ...plan, extra: 1 })],
    ["a resource without its type", () => withResource({ type: undefined })],
    ["protection that is no yes or no", () => withResource({ protect: "yes" })],
    ["dependencies that are no list", () => withResource({ dependencies: "none" })],
    ["inputs that are no object", () => withResource({ inputs: [] })],
  ])("refuses %s", (_, change) => {
    expect(valid(JSON.parse(JSON.stringify(change())))).toBe(false);
  });
});

describe("--stack", () => {
  test.each([
    [
      ["asia", "europe"],
      ["europe", "asia"],
    ],
    [["global"], ["global"]],
  ])("%j plans those only, as the whole plan has them", (given, expected) => {
    const selected = start([...asOf, "--json", "--stack", ...given]);
    const part = JSON.parse(selected.stdout) as Plan;
    expect(Object.keys(part.stacks)).toEqual(expected);
    for (const stack of expected) expect(part.stacks[stack]).toEqual(plan.stacks[stack]);
    expect(part.summary.stacks).toBe(expected.length);
  });

  test("given twice selects both", () => {
    const { stdout } = start([...asOf, "--json", "--stack", "asia", "--stack=europe"]);
    expect(Object.keys((JSON.parse(stdout) as Plan).stacks)).toEqual(["europe", "asia"]);
  });
});

describe("a region in phase network", () => {
  let early: Plan;
  let joined: CliResult;
  beforeAll(() => {
    const files = new StackFiles();
    for (const { name } of allRegions()) files.set(name, "azora:phase", "network");
    const regions = allRegions().flatMap(({ name }) => ["--stack", name]);
    const { stdout, stderr } = start([...asOf, ...regions, "--json"], files.home);
    if (stdout === "") throw new Error(stderr);
    early = JSON.parse(stdout) as Plan;
    joined = start([...asOf, "--json"], files.home);
    files.remove();
  });

  test("has no Kubernetes object and no cluster", () => {
    expect(plan.summary.byPackage.kubernetes).toBeGreaterThan(0);
    for (const { resource } of allResources(early)) {
      expect(packageOf(resource.type)).not.toBe("kubernetes");
      expect(resource.type).not.toMatch(/^pulumi:providers:kubernetes$|^aws:eks\/(cluster|nodeGroup|addon):/);
    }
  });

  test.each(allRegions().map(({ name }) => name))("says so in the contract of %s", (region) => {
    for (const outputs of [early.stacks[region]?.outputs, early.stacks[region]?.resolvedOutputs]) {
      expect(outputs).toMatchObject({
        phase: "network",
        cluster: null,
        caCertificatePem: null,
        cacheVerifiers: null,
        data: null,
        kubeconfig: null,
      });
    }
  });

  test("has the network, the runner and all else that the complete region has before its cluster", () => {
    for (const { name } of allRegions()) {
      const foundation = (stack: Plan): string[] =>
        (stack.stacks[name]?.resources ?? [])
          .map(({ urn }) => urn)
          .filter((urn) => urn.includes(":cluster:RegionFoundation"));
      expect(foundation(early)).toEqual(foundation(plan));
      expect(foundation(early).length).toBeGreaterThan(100);
    }
  });

  test("is not enough for the global stack: the edge must know whose certificates gateways show", () => {
    expect(joined.status).not.toBe(0);
    expect(joined.stderr).toContain(
      "contract of organization/azora/africa: caCertificatePem is null; allowed: what azora:phase complete gives",
    );
  });
});

/** How to be in a network namespace of one's own here; as root, or as a user where the kernel lets users. */
const unshare = [["-n"], ["-r", "-n"]].find(
  (options) => spawnSync("unshare", [...options, "true"]).status === 0,
);
const reason = unshare ? "" : " (skipped: unshare -n is not permitted here)";

(unshare ? test : test.skip)(`the plan needs no network${reason}`, () => {
  const script = `cat /proc/net/dev; echo ---; exec "$0" scripts/start.mjs --as-of ${testDay}`;
  const { status, stdout } = spawnSync(
    "unshare",
    [...(unshare ?? []), "sh", "-c", script, process.execPath],
    {
      cwd: root,
      encoding: "utf8",
    },
  );
  const [devices = "", page] = stdout.split("---\n");
  // Two lines of heading, then a line a device: the loopback alone, so that there is no network to be had.
  expect(
    devices
      .trim()
      .split("\n")
      .slice(2)
      .map((line) => line.trim().split(":")[0]),
  ).toEqual(["lo"]);
  expect(page).toBe(pages[0]?.stdout);
  expect(status).toBe(0);
});
