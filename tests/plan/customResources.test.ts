import {
  celRules,
  checkCustomResource,
  crdOf,
  isCustomResource,
  strictValidator,
} from "../support/customResourceSchema";
import { allResources, planAllStacks, type LocatedResource } from "../support/plan";

function located(resolved: Record<string, unknown>): LocatedResource {
  return {
    stack: "test",
    resource: { type: "kubernetes:g/v1:K", name: "r", resolved },
  } as unknown as LocatedResource;
}

function faultsOf(resolved: Record<string, unknown>): string[] {
  return checkCustomResource(located(resolved)).faults.map((fault) => fault.replace(/^.*? "r": /, ""));
}

const nodePool = (over: { template?: object; spec?: object; metadata?: object; root?: object } = {}) => ({
  apiVersion: "karpenter.sh/v1",
  kind: "NodePool",
  metadata: { name: "on-demand", ...over.metadata },
  spec: {
    template: {
      spec: {
        nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "default" },
        requirements: [{ key: "kubernetes.io/arch", operator: "In", values: ["arm64"] }],
        ...over.template,
      },
    },
    ...over.spec,
  },
  ...over.root,
});

const bundle = (spec: object) => ({
  apiVersion: "trust.cert-manager.io/v1alpha1",
  kind: "Bundle",
  metadata: { name: "ca" },
  spec,
});

describe("which resources are custom", () => {
  test.each([
    ["kubernetes:karpenter.sh/v1:NodePool", true],
    ["kubernetes:snapshot.storage.k8s.io/v1:VolumeSnapshotClass", true],
    ["kubernetes:gateway.networking.k8s.io/v1:Gateway", true],
    ["kubernetes:nobody.knows/v1:Thing", true],
    ["kubernetes:core/v1:Namespace", false],
    ["kubernetes:storage.k8s.io/v1:StorageClass", false],
    ["kubernetes:helm.sh/v3:Release", false],
    ["pulumi:providers:kubernetes", false],
    ["aws:s3/bucket:Bucket", false],
  ])("%s: %p", (type, custom) => {
    expect(isCustomResource(type)).toBe(custom);
  });
});

describe("the checker of custom resources", () => {
  test("a valid one passes; what is required and has a default may be left out", () => {
    expect(faultsOf(nodePool())).toEqual([]);
    expect(faultsOf(nodePool({ spec: { disruption: { consolidateAfter: "5m" } } }))).toEqual([]);
  });

  test("a secret stands for any value", () => {
    expect(
      faultsOf(nodePool({ template: { nodeClassRef: { $secret: true }, requirements: { $secret: true } } })),
    ).toEqual([]);
  });

  test.each([
    [
      "an unknown field",
      nodePool({ spec: { disruptions: {} } }),
      'spec has the unknown field "disruptions"; nearest: "disruption"',
    ],
    [
      "an unknown field deep down",
      nodePool({ template: { taint: [] } }),
      'spec.template.spec has the unknown field "taint"; nearest: "taints"',
    ],
    [
      "an unknown field at the root",
      nodePool({ root: { specs: {} } }),
      'the object has the unknown field "specs"; nearest: "spec"',
    ],
    [
      "status, which a program never sets",
      nodePool({ root: { status: {} } }),
      'the object has the unknown field "status"; nearest: "spec"',
    ],
    [
      "an unknown field of metadata",
      nodePool({ metadata: { label: {} } }),
      'metadata has the unknown field "label"; nearest: "labels"',
    ],
    [
      "a label that is no text",
      nodePool({ metadata: { labels: { a: true } } }),
      "metadata.labels.a must be string",
    ],
    [
      "a missing field",
      nodePool({ template: { nodeClassRef: { kind: "EC2NodeClass", name: "x" } } }),
      "spec.template.spec.nodeClassRef must have required property 'group'",
    ],
    [
      "a field that is required where its parent is given",
      nodePool({ spec: { disruption: { consolidationPolicy: "WhenEmpty" } } }),
      "spec.disruption must have required property 'consolidateAfter'",
    ],
    ["a wrong type", nodePool({ spec: { weight: "10" } }), "spec.weight must be integer"],
    ["a number out of range", nodePool({ spec: { weight: 101 } }), "spec.weight must be <= 100"],
    ["null", nodePool({ spec: { weight: null } }), "spec.weight must be integer"],
    [
      "a value outside its enum",
      nodePool({ template: { taints: [{ key: "k", effect: "Never" }] } }),
      'spec.template.spec.taints.0.effect must be one of ["NoSchedule","PreferNoSchedule","NoExecute"]',
    ],
  ])("%s is refused", (_what, object, fault) => {
    expect(faultsOf(object)).toEqual([fault]);
  });

  test("a missing schema or version is a fault that names it", () => {
    const other = { apiVersion: "nobody.knows/v1", kind: "Thing", metadata: { name: "x" } };
    expect(checkCustomResource(located(other)).faults).toEqual([
      'test: g/v1:K "r": no schema in tests/reference/crds/nobody.knows; add the CRD to the reference and run "npm run reference"',
    ]);
    expect(faultsOf({ ...nodePool(), apiVersion: "karpenter.sh/v1beta1" })).toEqual([
      'version "v1beta1" is not served; served: v1',
    ]);
    expect(faultsOf({ ...nodePool(), kind: "NodePol" })[0]).toContain(
      "no schema in tests/reference/crds/karpenter.sh",
    );
    expect(faultsOf({ metadata: {} })).toHaveLength(1);
  });

  test("a real Bundle, right and wrong", () => {
    const sources = [{ useDefaultCAs: true }];
    expect(faultsOf(bundle({ sources, target: { configMap: { key: "ca.crt" } } }))).toEqual([]);
    expect(faultsOf(bundle({ sources, target: { configmap: { key: "ca.crt" } } }))).toEqual([
      'spec.target has the unknown field "configmap"; nearest: "configMap"',
    ]);
  });
});

describe("Kubernetes' own words in schemas", () => {
  const faults = (spec: Record<string, unknown>, value: unknown): number => {
    const validate = strictValidator({ type: "object", properties: { spec } });
    return validate({ apiVersion: "g/v1", kind: "K", metadata: {}, spec: value })
      ? 0
      : (validate.errors?.length ?? 0);
  };

  test.each([
    [
      "unknown fields pass where they are preserved",
      { type: "object", "x-kubernetes-preserve-unknown-fields": true },
      { a: 1 },
      true,
    ],
    ["but not where nothing is said", { type: "object" }, { a: 1 }, false],
    [
      "known fields are checked where others are preserved",
      { type: "object", properties: { a: { type: "string" } }, "x-kubernetes-preserve-unknown-fields": true },
      { a: 1, b: 2 },
      false,
    ],
    [
      "a field without a type may be anything where it preserves",
      { "x-kubernetes-preserve-unknown-fields": true },
      [1],
      true,
    ],
    ["a map takes any key", { type: "object", additionalProperties: { type: "string" } }, { a: "x" }, true],
    [
      "a map checks its values",
      { type: "object", additionalProperties: { type: "string" } },
      { a: 1 },
      false,
    ],
    ["int-or-string takes a number", { "x-kubernetes-int-or-string": true }, 1, true],
    [
      "int-or-string takes a text",
      { "x-kubernetes-int-or-string": true, anyOf: [{ type: "integer" }, { type: "string" }] },
      "50%",
      true,
    ],
    ["int-or-string takes no fraction", { "x-kubernetes-int-or-string": true }, 1.5, false],
    ["int-or-string takes no map", { "x-kubernetes-int-or-string": true }, {}, false],
    ["null where nullable", { type: "string", nullable: true, enum: ["a"] }, null, true],
    ["no null elsewhere", { type: "string" }, null, false],
    [
      "an embedded object has its type and metadata",
      {
        type: "object",
        "x-kubernetes-embedded-resource": true,
        "x-kubernetes-preserve-unknown-fields": true,
      },
      { apiVersion: "v1", kind: "Pod", metadata: { name: "x" }, spec: {} },
      true,
    ],
    [
      "an embedded object without a kind",
      {
        type: "object",
        "x-kubernetes-embedded-resource": true,
        "x-kubernetes-preserve-unknown-fields": true,
      },
      { apiVersion: "v1" },
      false,
    ],
    [
      "an embedded object with unknown metadata",
      { type: "object", "x-kubernetes-embedded-resource": true },
      { apiVersion: "v1", kind: "Pod", metadata: { nam: "x" } },
      false,
    ],
    [
      "a default fills a required field",
      { type: "object", required: ["a"], properties: { a: { type: "string", default: "x" } } },
      {},
      true,
    ],
    [
      "a required field without default",
      { type: "object", required: ["a"], properties: { a: { type: "string" } } },
      {},
      false,
    ],
    [
      "anyOf limits values, not fields",
      {
        type: "object",
        properties: { a: { type: "string" }, b: { type: "string" } },
        anyOf: [{ required: ["a"] }, { required: ["b"] }],
      },
      { a: "x", b: "y" },
      true,
    ],
    [
      "anyOf is enforced",
      { type: "object", properties: { a: { type: "string" } }, anyOf: [{ required: ["a"] }] },
      {},
      false,
    ],
    [
      "not is enforced",
      { type: "object", properties: { a: { type: "string" } }, not: { required: ["a"] } },
      { a: "x" },
      false,
    ],
    ["an exclusive minimum", { type: "integer", minimum: 0, exclusiveMinimum: true }, 0, false],
    ["above an exclusive minimum", { type: "integer", minimum: 0, exclusiveMinimum: true }, 1, true],
    [
      "a set has no item twice",
      { type: "array", items: { type: "string" }, "x-kubernetes-list-type": "set" },
      ["a", "a"],
      false,
    ],
    [
      "an atomic list may",
      { type: "array", items: { type: "string" }, "x-kubernetes-list-type": "atomic" },
      ["a", "a"],
      true,
    ],
    [
      "a list that is a map has no key twice",
      {
        type: "array",
        items: { type: "object", properties: { n: { type: "string" }, v: { type: "string" } } },
        "x-kubernetes-list-type": "map",
        "x-kubernetes-list-map-keys": ["n"],
      },
      [
        { n: "a", v: "1" },
        { n: "a", v: "2" },
      ],
      false,
    ],
    ["base64", { type: "string", format: "byte" }, "not base64!", false],
    ["a date", { type: "string", format: "date-time" }, "tomorrow", false],
    ["a 32-bit number", { type: "integer", format: "int32" }, 2 ** 40, false],
  ])("%s", (_what, spec, value, valid) => {
    expect(faults(spec, value) === 0).toBe(valid);
  });

  test("a keyword that this check does not know is an error, not a pass", () => {
    expect(() => strictValidator({ type: "object", properties: { a: { minimumm: 1 } } })).toThrow(
      'the schema keyword "minimumm" is not known to this check',
    );
  });

  test("CEL rules are counted at every depth", () => {
    const rules = [{ rule: "true" }, { rule: "true" }];
    expect(
      celRules({
        "x-kubernetes-validations": rules,
        properties: { a: { "x-kubernetes-validations": rules } },
      }),
    ).toBe(4);
    expect(celRules(crdOf("karpenter.sh", "NodePool")?.versions.v1)).toBeGreaterThan(5);
  });
});

describe("the program", () => {
  const planned = async (): Promise<LocatedResource[]> =>
    allResources(await planAllStacks()).filter(({ resource }) => isCustomResource(resource.type));

  test("every custom resource is valid against its CRD", async () => {
    const found = await planned();
    const results = found.map(checkCustomResource);
    const unrun = new Map(results.map(({ kind, celRules: rules }) => [kind, rules]));
    process.stderr.write(
      `${results.length} custom resources checked; CEL rules that only an API server runs: ` +
        `${[...unrun].map(([kind, rules]) => `${kind} ${rules}`).join(", ")}\n`,
    );
    expect(results.flatMap(({ faults }) => faults)).toEqual([]);
  });

  test("one unknown field in any of them would be found", async () => {
    const found = await planned();
    expect(found.length).toBeGreaterThan(0);
    for (const { stack, resource } of found) {
      const broken = { ...resource, resolved: { ...resource.resolved, metadata: { names: "x" } } };
      expect(checkCustomResource({ stack, resource: broken }).faults).toContain(
        `${stack}: ${resource.type.replace("kubernetes:", "")} "${resource.name}": ` +
          'metadata has the unknown field "names"; nearest: "name"',
      );
    }
  });
});
