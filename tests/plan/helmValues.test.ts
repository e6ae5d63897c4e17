import { charts } from "../../components/facts/charts";
import type { ChartReference } from "../../scripts/refreshReference";
import { chartReferences, isHelm, releaseFaults, valueFaults } from "../support/helmPaths";
import { allResources, planAllStacks, type LocatedResource } from "../support/plan";

const list: ChartReference = {
  chart: "example",
  version: "1.0.0",
  source: "made up",
  strictRoot: false,
  paths: {
    replicas: "number",
    image: "map",
    "image.tag": "string",
    enabled: "boolean",
    anything: "any",
    labels: "map",
    nodeSelector: "map",
    "nodeSelector.kubernetes\\.io/os": "string",
    tolerations: "list",
    hosts: "list",
    "hosts[]": "map",
    "hosts[].name": "string",
    zones: "map",
    "zones.*": "map",
    "zones.*.weight": "number",
  },
  free: ["anything", "labels"],
};

describe("the checker of Helm values", () => {
  test("values that the chart knows pass", () => {
    const values = {
      replicas: 2,
      image: { tag: "v1" },
      enabled: false,
      anything: { at: ["all"] },
      labels: { "app.kubernetes.io/name": "x", deep: { er: 1 } },
      nodeSelector: { "kubernetes.io/os": "linux" },
      tolerations: [{ key: "k", operator: "Exists" }],
      hosts: [{ name: "a" }],
      zones: { a: { weight: 1 }, b: { weight: 2 } },
    };
    expect(valueFaults(values, list)).toEqual([]);
  });

  test("numbers and texts stand for one another, null takes a default away, a secret is not looked into", () => {
    const values = { replicas: "2", image: { tag: 1 }, zones: null, hosts: { $secret: true } };
    expect(valueFaults(values, list)).toEqual([]);
  });

  test.each([
    [{ replica: 2 }, '"replica" is no value of the chart (Helm would ignore it); nearest: "replicas"'],
    [
      { image: { tags: "v1" } },
      '"image.tags" is no value of the chart (Helm would ignore it); nearest: "image.tag"',
    ],
    [
      { "image.tag": "v1" },
      '"image\\.tag" is no value of the chart (Helm would ignore it); nearest: "image.tag"',
    ],
    [
      { nodeSelector: { "kubernetes.io/so": "linux" } },
      '"nodeSelector.kubernetes\\.io/so" is no value of the chart (Helm would ignore it); nearest: "nodeSelector.kubernetes\\.io/os"',
    ],
    [
      { hosts: [{ name: "a" }, { nam: "b" }] },
      '"hosts[1].nam" is no value of the chart (Helm would ignore it); nearest: "hosts[].name"',
    ],
    [
      { zones: { a: { wait: 1 } } },
      '"zones.a.wait" is no value of the chart (Helm would ignore it); nearest: "zones.*.weight"',
    ],
    [{ image: "v1" }, '"image" is a string ("v1"), but the chart takes a map'],
    [{ replicas: { min: 1 } }, '"replicas" is a map ({"min":1}), but the chart takes a number'],
    [{ tolerations: { key: "k" } }, '"tolerations" is a map ({"key":"k"}), but the chart takes a list'],
    [{ labels: ["a"] }, '"labels" is a list (["a"]), but the chart takes a map'],
    [{ zones: { a: 1 } }, '"zones.a" is a number (1), but the chart takes a map'],
    [{ enabled: "false" }, '"enabled" is a string ("false"), but the chart takes a boolean'],
  ])("%j is refused", (values, fault) => {
    expect(valueFaults(values, list)).toEqual([fault]);
  });

  test("every fault is reported, and an unknown map once", () => {
    expect(valueFaults({ imag: { a: 1, b: 2 }, replica: 1 }, list)).toHaveLength(2);
  });

  test("the message says so where Helm itself would refuse the key", () => {
    expect(valueFaults({ replica: 1 }, { ...list, strictRoot: true })[0]).toContain("Helm would refuse it");
  });
});

describe("a release that cannot be judged is a fault", () => {
  const release = (resolved: Record<string, unknown>, type = "kubernetes:helm.sh/v3:Release") =>
    ({ stack: "test", resource: { type, name: "r", resolved } }) as unknown as LocatedResource;
  const known = new Map([["example", list]]);

  test("the chart is found by the last part of its address, in a mirror too", () => {
    const values = { replicas: 1 };
    for (const chart of ["example", "oci://example.com/charts/example", "oci://mirror/deep/er/example"]) {
      expect(releaseFaults(release({ chart, version: "1.0.0", values }), known)).toEqual([]);
    }
    expect(releaseFaults(release({ chart: "oci://x/example", version: "1.0.0" }), known)).toEqual([]);
  });

  test.each([
    [
      "a chart without a list",
      { chart: "oci://x/other", version: "1.0.0" },
      'chart "oci://x/other" has no list',
    ],
    [
      "another version",
      { chart: "example", version: "1.0.1" },
      'chart example "1.0.1", but tests/reference lists 1.0.0',
    ],
    ["no version", { chart: "example" }, "chart example undefined, but tests/reference lists 1.0.0"],
    [
      "values in a file",
      { chart: "example", version: "1.0.0", valueYamlFiles: [] },
      "valueYamlFiles cannot be checked",
    ],
    [
      "a misspelt value",
      { chart: "example", version: "1.0.0", values: { replica: 1 } },
      '(example 1.0.0): "replica" is no',
    ],
  ])("%s", (_what, resolved, fault) => {
    const faults = releaseFaults(release(resolved), known);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain('test: release "r"');
    expect(faults[0]).toContain(fault);
  });

  test("a chart installed by another kind of resource", () => {
    expect(releaseFaults(release({ chart: "example" }, "kubernetes:helm.sh/v4:Chart"), known)).toEqual([
      'test: release "r": kubernetes:helm.sh/v4:Chart cannot be checked; use helm.v3.Release',
    ]);
  });
});

describe("the lists know the charts", () => {
  const references = chartReferences();
  const faultsOf = (chart: string, values: unknown): string[] => {
    const reference = references.get(chart);
    if (!reference) throw new Error(`no list of ${chart}`);
    return valueFaults(values, reference);
  };

  test("settings that are known to work pass", () => {
    expect(
      faultsOf(charts.karpenter.chart, {
        settings: { clusterName: "c", interruptionQueue: "q" },
        controller: { resources: { requests: { cpu: 1 } } },
        tolerations: [{ key: "k", effect: "NoSchedule" }],
        nodeSelector: { "azora.io/pool": "system" },
      }),
    ).toEqual([]);
    expect(
      faultsOf(charts.certManager.chart, { crds: { enabled: true }, webhook: { replicaCount: 3 } }),
    ).toEqual([]);
    expect(faultsOf(charts.externalDns.chart, { provider: { name: "aws" }, policy: "sync" })).toEqual([]);
  });

  test("typical mistakes do not", () => {
    // The key of Karpenter before 0.32, and cert-manager's before 1.15.
    expect(faultsOf(charts.karpenter.chart, { settings: { aws: { clusterName: "c" } } })).toHaveLength(1);
    expect(faultsOf(charts.karpenter.chart, { controler: {} })).toHaveLength(1);
    expect(faultsOf(charts.certManager.chart, { crds: { enable: true } })[0]).toContain(
      'nearest: "crds.enabled"',
    );
    expect(faultsOf(charts.externalDns.chart, { serviceAcount: { name: "x" } })).toHaveLength(1);
    expect(faultsOf(charts.metricsServer.chart, { replica: 2 })).toHaveLength(1);
  });
});

describe("the program", () => {
  const references = chartReferences();
  const planned = async (): Promise<LocatedResource[]> =>
    allResources(await planAllStacks()).filter(({ resource }) => isHelm(resource.type));

  test("every value that it gives to a chart exists in that chart", async () => {
    expect((await planned()).flatMap((release) => releaseFaults(release, references))).toEqual([]);
  });

  test("one misspelt value in any release would be found", async () => {
    const found = await planned();
    expect(found.length).toBeGreaterThan(0);
    for (const { stack, resource } of found) {
      const broken = { ...resource, resolved: { ...resource.resolved, values: { replicsa: 2 } } };
      expect(releaseFaults({ stack, resource: broken }, references)).toEqual([
        expect.stringContaining(`${stack}: release "${resource.name}"`),
      ]);
    }
  });

  test("a plan that cannot be made says why, and is no empty plan", async () => {
    await expect(planAllStacks({ stacks: ["nowhere"] })).rejects.toThrow(
      /the plan cannot be made:\n.*nowhere/,
    );
  });
});
