import { compareModes } from "../../preview/compare";
import { unansweredPrefix, unknownSentinel, wireSecret, type WireObject } from "../../preview/engine/values";
import type { StackRun } from "../../preview/mode";

type Recorded = StackRun["resources"][number];
type Compared = Parameters<typeof compareModes>[0][number];

const stackUrn = "urn:pulumi:one::azora";
const mine = `${stackUrn}::pulumi:providers:aws::aws`;

function resource(name: string, inputs: WireObject = {}, change: Partial<Recorded> = {}): Recorded {
  const type = change.type ?? "aws:ec2/vpc:Vpc";
  return {
    urn: `${stackUrn}::${type}::${name}`,
    type,
    name,
    parent: "",
    provider: mine,
    custom: true,
    id: "",
    protect: false,
    dependencies: [],
    propertyDependencies: {},
    ignoreChanges: [],
    inputs,
    outputs: {},
    ...change,
  };
}

const run = (resources: readonly Recorded[], outputs: WireObject = {}, stack = "one"): Compared => ({
  stack,
  resources,
  outputs,
});

/** The reasons for which a stack is refused, given its resources in both modes. */
function reasons(before: Compared, after: Compared): string[] {
  return compareModes([before], [after]).map((fault) => {
    expect(fault).toMatchObject({ stack: "one", configuration: false });
    return fault.reason;
  });
}

describe("two modes of a stack that agree", () => {
  test("have no fault: what was unknown is known, and all else is the same", () => {
    const before = run([resource("a", { vpc: unknownSentinel, size: 1 })], { id: unknownSentinel });
    const after = run([resource("a", { vpc: "vpc-1", size: 1 })], { id: "vpc-1" });
    expect(reasons(before, after)).toEqual([]);
  });

  test.each<[string, WireObject, WireObject]>([
    ["in a list", { list: ["x", unknownSentinel] }, { list: ["x", "y"] }],
    ["in an object", { a: { b: { c: unknownSentinel } } }, { a: { b: { c: "known" } } }],
    ["in a secret", { a: wireSecret({ b: unknownSentinel }) }, { a: wireSecret({ b: "known" }) }],
    ["that is a secret itself", { a: wireSecret(unknownSentinel) }, { a: wireSecret("known") }],
    ["as a whole secret that is an object", { a: wireSecret(unknownSentinel) }, { a: wireSecret({ b: 1 }) }],
    [
      "that becomes false or 0 or an empty text",
      { a: unknownSentinel, b: unknownSentinel, c: unknownSentinel },
      { a: false, b: 0, c: "" },
    ],
    [
      "under a key with dots, as Kubernetes has them",
      { annotations: { "service.kubernetes.io/role": unknownSentinel } },
      { annotations: { "service.kubernetes.io/role": "arn" } },
    ],
    ["under a key with brackets", { map: { "a[0]": unknownSentinel } }, { map: { "a[0]": "known" } }],
  ])("may have a value %s that is known later", (_, before, after) => {
    expect(reasons(run([resource("a", before)]), run([resource("a", after)]))).toEqual([]);
  });
});

describe("a fault is found, and named, when", () => {
  test("a resource is in the preview only", () => {
    expect(reasons(run([resource("a"), resource("b")]), run([resource("a")]))).toEqual([
      `${stackUrn}::aws:ec2/vpc:Vpc::b exists in preview mode only`,
    ]);
  });

  test("a resource is in resolved mode only, and why", () => {
    expect(reasons(run([resource("a")]), run([resource("a"), resource("b")]))).toEqual([
      `${stackUrn}::aws:ec2/vpc:Vpc::b exists in resolved mode only: it is created where a value must first be known`,
    ]);
  });

  test.each<[string, WireObject]>([
    ["as the whole input", { role: `${unansweredPrefix}aws:iam/role:Role.arn of mine;` }],
    ["within a text", { policy: `{"Resource":"${unansweredPrefix}aws:iam/role:Role.arn of mine;/*"}` }],
    ["deep in a list", { a: [{ b: `x${unansweredPrefix}aws:iam/role:Role.arn of mine;` }] }],
    ["in a secret", { a: wireSecret(`${unansweredPrefix}aws:iam/role:Role.arn of mine;`) }],
  ])("an output that nobody answers is read: %s", (_, inputs) => {
    const [reason] = reasons(run([resource("a")]), run([resource("a", inputs)]));
    expect(reason).toBe(
      `aws:iam/role:Role.arn of mine is read by ${stackUrn}::aws:ec2/vpc:Vpc::a, and nothing answers it in resolved mode`,
    );
  });

  test("an output that nobody answers is an output of the stack", () => {
    const outputs = { role: { arn: `${unansweredPrefix}aws:iam/role:Role.arn of mine;` } };
    expect(reasons(run([]), run([], outputs))).toEqual([
      "aws:iam/role:Role.arn of mine is an output of the stack, and nothing answers it in resolved mode",
    ]);
  });

  test.each<[string, WireObject, WireObject, string]>([
    ["is missing", { vpc: unknownSentinel }, {}, "vpc"],
    ["is null", { vpc: unknownSentinel }, { vpc: null }, "vpc"],
    ["is unknown still", { vpc: unknownSentinel }, { vpc: unknownSentinel }, "vpc"],
    ["is missing from a list", { list: ["x", unknownSentinel] }, { list: ["x"] }, "list[1]"],
    ["is missing deep down", { a: { b: [{ c: unknownSentinel }] } }, { a: { b: [{}] } }, "a.b[0].c"],
    [
      "is unknown still in a secret",
      { a: wireSecret(unknownSentinel) },
      { a: wireSecret(unknownSentinel) },
      "a",
    ],
    ["is null in a secret", { a: wireSecret(unknownSentinel) }, { a: wireSecret(null) }, "a"],
  ])("an input that was unknown %s when all is known", (_, before, after, at) => {
    const [reason] = reasons(run([resource("r", before)]), run([resource("r", after)]));
    expect(reason).toContain(at);
    expect(reason).toMatch(/::aws:ec2\/vpc:Vpc::r stays undefined in resolved mode$/);
  });

  test.each<[string, WireObject, WireObject]>([
    ["in the middle", { a: unknownSentinel }, { a: "cidr undefined end" }],
    ["between other signs", { a: unknownSentinel }, { a: '{"arn":"arn:aws:s3:::undefined/*"}' }],
    ["in a part of an object", { a: unknownSentinel }, { a: { b: ["undefined"] } }],
    ["in a secret", { a: wireSecret(unknownSentinel) }, { a: wireSecret("server: undefined") }],
  ])("a text that was unknown holds the word undefined %s", (_, before, after) => {
    const [reason] = reasons(run([resource("r", before)]), run([resource("r", after)]));
    const words = 'holds the word "undefined" in resolved mode: it reads a field that nothing answers';
    expect(reason).toContain(`::aws:ec2/vpc:Vpc::r ${words}`);
    expect(reasons(run([], before), run([], after))[0]).toContain(`of the stack's outputs ${words}`);
  });

  test.each<[string, WireObject, WireObject]>([
    [
      "was known before, and is as it was written",
      { a: "if (x === undefined)" },
      { a: "if (x === undefined)" },
    ],
    ["holds it in a longer word only", { a: unknownSentinel }, { a: "undefinedBehaviour" }],
  ])("but not a text that %s", (_, before, after) => {
    expect(reasons(run([resource("r", before)]), run([resource("r", after)]))).toEqual([]);
  });

  test.each<[string, WireObject, WireObject]>([
    ["is missing", { a: { b: unknownSentinel } }, { a: {} }],
    ["is unknown still", { a: { b: unknownSentinel } }, { a: { b: unknownSentinel } }],
  ])("an output of the stack that was unknown %s when all is known", (_, before, after) => {
    const [reason] = reasons(run([], before), run([], after));
    expect(reason).toContain("a.b");
    expect(reason).toMatch(/stays undefined in resolved mode$/);
  });

  test.each(["aws", "kubernetes", "cloudflare", "vault", "datadog"])(
    "a resource uses the default %s provider",
    (pkg) => {
      const type = `${pkg}:a/b:C`;
      for (const name of ["default", "default_7_48_0"]) {
        const own = resource("a", {}, { type, provider: `${stackUrn}::pulumi:providers:${pkg}::${name}` });
        expect(reasons(run([own]), run([own]))).toEqual([
          `${stackUrn}::${type}::a uses the default ${pkg} provider; give it one`,
        ]);
      }
    },
  );

  test.each<[string, string, string]>([
    ["a provider whose name only begins so", "aws:a/b:C", `${stackUrn}::pulumi:providers:aws::defaults`],
    ...["random", "tls", "pulumi"].map((pkg): [string, string, string] => [
      `${pkg}, which reaches into no account`,
      `${pkg}:a/b:C`,
      `${stackUrn}::pulumi:providers:${pkg}::default_4_21_2`,
    ]),
    ["a component, which has no provider", "azora:a:B", ""],
  ])("but not for %s", (_, type, provider) => {
    const own = resource("a", {}, { type, provider });
    expect(reasons(run([own]), run([own]))).toEqual([]);
  });

  test("a stack was run in one mode only", () => {
    expect(compareModes([run([])], [])).toEqual([
      { stack: "one", reason: "has no resolved mode", configuration: false },
    ]);
  });
});

test("each stack's first fault is given, and a sound stack's none", () => {
  const bad = (stack: string): Compared => run([resource("a"), resource("b")], {}, stack);
  const faults = compareModes(
    [bad("one"), run([], {}, "two"), bad("three")],
    [run([], {}, "one"), run([], {}, "two"), run([], {}, "three")],
  );
  expect(faults.map(({ stack }) => stack)).toEqual(["one", "three"]);
});
