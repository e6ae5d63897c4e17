import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { spawnSync } from "node:child_process";
import { charts, type ChartFact } from "../../components/facts/charts";
import { chartReference, crdReference, type ChartReference } from "../../scripts/refreshReference";
import { chartReferences } from "../support/helmPaths";

const root = path.join(__dirname, "..", "..");

/** What is wrong with the lists, given the pins. */
function staleness(pins: readonly ChartFact[], references: ReadonlyMap<string, ChartReference>): string[] {
  const missing = pins.flatMap(({ chart, version }) => {
    const listed = references.get(chart)?.version;
    if (listed === version) return [];
    return [
      `${chart} is pinned at ${version}, tests/reference lists ${listed ?? "nothing"}; run "npm run reference"`,
    ];
  });
  const unused = [...references.keys()].filter((chart) => !pins.some((pin) => pin.chart === chart));
  return [...missing, ...unused.map((chart) => `tests/reference lists ${chart}, which is not pinned`)];
}

describe("the lists are those of the pinned charts", () => {
  const pins: readonly ChartFact[] = Object.values(charts);

  test("each pinned version is the listed one, and no list is left over", () => {
    expect(staleness(pins, chartReferences())).toEqual([]);
  });

  test("files are named after their charts, and no chart is pinned twice", () => {
    const files = readdirSync(path.join(root, "tests", "reference", "charts"));
    expect(files.sort()).toEqual(pins.map(({ chart }) => `${chart}.json`).sort());
    expect(new Set(pins.map(({ chart }) => chart)).size).toBe(pins.length);
  });

  test("another version, a missing list and a list too many are each named", () => {
    const references = chartReferences();
    const [first, second] = pins;
    if (!first || !second) throw new Error("two pins are needed");
    references.delete(second.chart);
    const other = { ...first, version: "0.0.1" };
    const pinned = [other, second, ...pins.slice(3)];
    expect(staleness(pinned, references)).toEqual([
      `${first.chart} is pinned at 0.0.1, tests/reference lists ${first.version}; run "npm run reference"`,
      `${second.chart} is pinned at ${second.version}, tests/reference lists nothing; run "npm run reference"`,
      `tests/reference lists ${pins[2]?.chart ?? ""}, which is not pinned`,
    ]);
  });

  test("every schema says where it comes from", () => {
    const crds = path.join(root, "tests", "reference", "crds");
    for (const group of readdirSync(crds)) {
      for (const file of readdirSync(path.join(crds, group))) {
        const { source } = JSON.parse(readFileSync(path.join(crds, group, file), "utf8")) as {
          source: string;
        };
        expect(`${group}/${file} ${source}`).toMatch(/\d+\.\d+/);
        expect(source).not.toBe("unknown");
      }
    }
  });
});

describe("how a list is made", () => {
  let folder = "";
  const write = (name: string, text: string): void => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  };
  const listOf = (): ChartReference =>
    chartReference(folder, { chart: "example", version: "1.0.0", repository: "https://example.com" });

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), "azora-reference-"));
    write("Chart.yaml", "name: example\nversion: 1.0.0\n");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  test("defaults give paths and kinds; empty and unsaid ones are free below", () => {
    write(
      "values.yaml",
      "a: 1\nb: {c: x, d: true}\ne: {}\nf: []\ng:\nh: [{i: 1}]\nk.l: 1\n# m: 1\nn: {nodeSelector: {os: linux}}\n",
    );
    expect(listOf().paths).toEqual({
      a: "number",
      b: "map",
      "b.c": "string",
      "b.d": "boolean",
      e: "map",
      f: "list",
      g: "any",
      h: "list",
      "k\\.l": "number",
      n: "map",
      "n.nodeSelector": "map",
      "n.nodeSelector.os": "string",
    });
    expect(listOf().free).toEqual(["e", "g", "n.nodeSelector"]);
    expect(listOf()).toMatchObject({ chart: "example", version: "1.0.0", strictRoot: false });
    expect(listOf().source).toBe("https://example.com 1.0.0, values");
  });

  test("a schema adds paths and kinds, and says which maps are closed", () => {
    write("values.yaml", "a: 1\nb: {}\nc: {}\nd:\n");
    write(
      "values.schema.json",
      JSON.stringify({
        type: "object",
        additionalProperties: false,
        properties: {
          a: { $ref: "#/$defs/number" },
          b: { type: "object", properties: { x: { type: "string" } }, additionalProperties: false },
          c: {
            type: "object",
            additionalProperties: { type: "object", properties: { y: { enum: ["p", 1] } } },
          },
          d: { type: ["null", "boolean"] },
          e: { type: "object" },
          f: { type: "array", items: { type: "object", properties: { z: {} }, additionalProperties: false } },
          g: { anyOf: [{ type: "string" }, { type: "object", properties: { h: { type: "string" } } }] },
          tree: { $ref: "#/$defs/tree" },
        },
        $defs: {
          number: { type: "integer" },
          tree: { type: "object", properties: { below: { $ref: "#/$defs/tree" } } },
        },
      }),
    );
    expect(listOf().paths).toEqual({
      a: "number",
      b: "map",
      "b.x": "string",
      c: "map",
      "c.*": "map",
      "c.*.y": "number|string",
      d: "boolean",
      e: "map",
      f: "list",
      "f[]": "map",
      "f[].z": "any",
      g: "map|string",
      "g.h": "string",
      tree: "map",
      "tree.below": "any",
    });
    expect(listOf().free).toEqual(["e", "f[].z", "tree.below"]);
    expect(listOf().strictRoot).toBe(true);
  });

  test("a schema that lets any key pass does not make the chart read it", () => {
    write("values.yaml", "a: {b: 1}\n");
    const open = { additionalProperties: true };
    write("values.schema.json", JSON.stringify({ ...open, properties: { a: { type: "object", ...open } } }));
    expect(listOf().free).toEqual([]);
  });

  test("a dependency's values live under its alias, with the switch that turns it on", () => {
    write(
      "Chart.yaml",
      "name: example\nversion: 1.0.0\ndependencies:\n" +
        "- {name: cache, alias: store, condition: store.enabled}\n- {name: plain}\n- {name: absent, condition: absent.on}\n",
    );
    write("values.yaml", "store: {own: 1}\nplain: {}\n");
    write("charts/cache/Chart.yaml", "name: cache\n");
    write("charts/cache/values.yaml", "size: 1\n");
    write("charts/plain/Chart.yaml", "name: plain\n");
    write("charts/plain/values.yaml", "port: 1\n");
    expect(listOf().paths).toEqual({
      absent: "map",
      "absent.on": "boolean",
      plain: "map",
      "plain.port": "number",
      store: "map",
      "store.enabled": "boolean",
      "store.own": "number",
      "store.size": "number",
    });
    expect(listOf().free).toEqual([]);
  });

  test("Istio's hidden defaults are set at the top", () => {
    write("values.yaml", "_internal_defaults_do_not_set:\n  cni: {chained: true}\n");
    expect(Object.keys(listOf().paths)).toEqual(["cni", "cni.chained"]);
  });
});

describe("how a schema is kept", () => {
  const crd = `# Source: example v1.2.3 crd.yaml
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Thing, plural: things}
  versions:
  - name: v1
    served: true
    schema: {openAPIV3Schema: {type: object, required: [spec, status], properties: {spec: {type: string}, status: {type: object}}}}
  - name: v1alpha1
    served: false
    schema: {openAPIV3Schema: {type: object}}
`;

  test("served versions only, and without status", () => {
    expect(crdReference(crd)).toEqual({
      source: "example v1.2.3 crd.yaml",
      group: "example.com",
      kind: "Thing",
      plural: "things",
      scope: "Namespaced",
      versions: { v1: { type: "object", required: ["spec"], properties: { spec: { type: "string" } } } },
      shared: [],
    });
  });

  test("a part that occurs twice is kept once", () => {
    const part = `{type: object, properties: {${Array.from({ length: 20 }, (_, i) => `f${i}: {type: string}`).join(", ")}}}`;
    const kept = crdReference(crd.replace("spec: {type: string}", `a: ${part}, b: ${part}`));
    expect(kept.versions.v1).toMatchObject({ properties: { a: { $shared: 0 }, b: { $shared: 0 } } });
    expect(kept.shared).toHaveLength(1);
  });
});

describe("npm run reference says what is wrong", () => {
  const runIt = (...args: string[]) => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ["scripts/run.mjs", "scripts/refreshReference.ts", ...args],
      { cwd: root, encoding: "utf8" },
    );
    return { status, stderr: stderr.trim() };
  };

  test("a pinned chart that the reference lacks, or has at another version", () => {
    const from = mkdtempSync(path.join(tmpdir(), "azora-reference-"));
    mkdirSync(path.join(from, "charts", "other"), { recursive: true });
    mkdirSync(path.join(from, "crds"));
    const about = path.join(from, "charts", "other", "Chart.yaml");
    // The first that is looked for.
    const [{ chart, version }] = Object.values(charts) as [ChartFact];
    writeFileSync(about, "name: other\nversion: 1.0.0\n");
    expect(runIt("--from", from)).toEqual({
      status: 2,
      stderr: `error chart ${chart} ${version} is not in ${from}/charts: it is not there at any version`,
    });
    writeFileSync(about, `name: ${chart}\nversion: 0.1.0\n`);
    expect(runIt("--from", from)).toEqual({
      status: 2,
      stderr: `error chart ${chart} ${version} is not in ${from}/charts: there is 0.1.0`,
    });
    writeFileSync(path.join(from, "Chart.yaml"), `name: ${chart}\nversion: 0.1.0\n`);
    expect(runIt("--from", from)).toEqual({
      status: 2,
      stderr: `error ${from} holds ${chart} 0.1.0, but ${version} is pinned`,
    });
    rmSync(from, { recursive: true });
  });

  test("a folder that is no reference, and an unknown option", () => {
    expect(runIt("--from", "/nowhere")).toEqual({
      status: 2,
      stderr: "error /nowhere holds neither charts/ and crds/ nor Chart.yaml",
    });
    expect(runIt("--form", "x")).toEqual({
      status: 2,
      stderr: 'error unknown arguments "--form x"; allowed: --from DIR',
    });
  });
});
