import { execFileSync } from "node:child_process";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import { toPlanObject, unansweredPrefix, unknownSentinel } from "../../preview/engine/values";
import { Room, run } from "../support/program";

const trust = "{}";
const prefix = "urn:pulumi:test::azora::";

describe("what the plan records equals what the real engine sees", () => {
  test("a URN holds the types of the whole chain of parents, and nothing for the stack", async () => {
    const { resources } = await run(() => {
      const provider = new aws.Provider("aws", { region: "eu-central-1" });
      new Room(
        "outer",
        (outer) => {
          new Room(
            "inner",
            (inner) => {
              new aws.iam.Role("role", { assumeRolePolicy: trust }, { parent: inner });
              return undefined;
            },
            { parent: outer },
          );
          return undefined;
        },
        { provider },
      );
    });
    expect([...resources.keys()]).toContain(
      `${prefix}azora:test:Room$azora:test:Room$aws:iam/role:Role::role`,
    );
    expect([...resources.keys()]).toContain(`${prefix}azora:test:Room::outer`);
  });

  test("a default provider is a resource of its own, with its version and no parent", async () => {
    const { resources } = await run(() => {
      new random.RandomPet("pet");
    });
    const provider = resources.get(`${prefix}pulumi:providers:random::default_4_21_2`);
    expect(provider).toMatchObject({ inputs: { version: "4.21.2" }, parent: "" });
    expect(resources.get(`${prefix}random:index/randomPet:RandomPet::pet`)?.provider).toBe(provider?.urn);
  });

  test("an explicit provider gets its version, and its resources point at it", async () => {
    const { resources } = await run(() => {
      const provider = new aws.Provider("mine", { region: "sa-east-1" });
      new aws.iam.Role("role", { assumeRolePolicy: trust }, { provider });
    });
    expect(resources.get(`${prefix}pulumi:providers:aws::mine`)?.inputs.version).toBe("7.48.0");
    expect(resources.get(`${prefix}aws:iam/role:Role::role`)?.provider).toBe(
      `${prefix}pulumi:providers:aws::mine`,
    );
  });

  test("dependencies and protection are kept", async () => {
    const { resources } = await run(() => {
      const provider = new aws.Provider("aws", { region: "sa-east-1" });
      const role = new aws.iam.Role("role", { assumeRolePolicy: trust }, { provider, protect: true });
      new aws.iam.RolePolicyAttachment(
        "attachment",
        { role: role.name, policyArn: "arn:aws:iam::aws:policy/ReadOnlyAccess" },
        { provider },
      );
    });
    const role = resources.get(`${prefix}aws:iam/role:Role::role`);
    expect(role?.protect).toBe(true);
    expect(
      resources.get(`${prefix}aws:iam/rolePolicyAttachment:RolePolicyAttachment::attachment`)?.dependencies,
    ).toEqual([role?.urn]);
  });

  test("a generated password is a secret wherever it goes, before and after it is known", async () => {
    for (const preview of [true, false]) {
      const { outputs } = await run(
        () => ({ password: new random.RandomPassword("p", { length: 20 }).result }),
        { preview },
      );
      expect(toPlanObject(outputs)).toEqual({ password: { $secret: true } });
    }
  });

  test("what a provider computes is unknown in a preview, and made up the same each time when resolved", async () => {
    const program = (): object => {
      const provider = new aws.Provider("aws", { region: "af-south-1" });
      return { vpcId: new aws.ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" }, { provider }).id };
    };
    expect((await run(program)).outputs).toEqual({ vpcId: unknownSentinel });
    const first = await run(program, { preview: false });
    const second = await run(program, { preview: false });
    expect(first.outputs.vpcId).toMatch(/^vpc-[0-9a-f]{17}$/);
    expect(second.outputs).toEqual(first.outputs);
  });

  test("another stack's outputs are read through a StackReference, and its secrets stay secret", async () => {
    const { outputs: given } = await run(() => ({ open: "seen", hidden: pulumi.secret("unseen") }));
    const stackOutputs = new Map([["organization/azora/africa", given]]);
    const { outputs } = await run(
      () => {
        const reference = new pulumi.StackReference("organization/azora/africa");
        return { open: reference.requireOutput("open"), hidden: reference.requireOutput("hidden") };
      },
      { stackOutputs, preview: false },
    );
    expect(outputs.open).toBe("seen");
    expect(toPlanObject(outputs).hidden).toEqual({ $secret: true });
  });
});

describe("an output that nobody answers is marked when all is known, and so is what is read below it:", () => {
  const network = "aws:eks/cluster:Cluster.kubernetesNetworkConfig";
  const vpcConfig = { subnetIds: ["subnet-1"] };

  test.each<[string, (cluster: aws.eks.Cluster) => unknown, string]>([
    ["itself", (cluster) => cluster.kubernetesNetworkConfig, network],
    ["a field", (cluster) => cluster.kubernetesNetworkConfig.serviceIpv4Cidr, `${network}.serviceIpv4Cidr`],
    [
      "a field of a field",
      (cluster) => cluster.kubernetesNetworkConfig.elasticLoadBalancing.enabled,
      `${network}.elasticLoadBalancing.enabled`,
    ],
    [
      "a field within a text",
      (cluster) => pulumi.interpolate`cidr ${cluster.kubernetesNetworkConfig.serviceIpv4Cidr} end`,
      `${network}.serviceIpv4Cidr`,
    ],
    [
      "a field that apply reads",
      (cluster) => cluster.kubernetesNetworkConfig.apply((config) => `cidr ${config.serviceIpv4Cidr} end`),
      `${network}.serviceIpv4Cidr`,
    ],
    [
      "a field within JSON",
      (cluster) => pulumi.jsonStringify({ cidr: cluster.kubernetesNetworkConfig.serviceIpv4Cidr }),
      `${network}.serviceIpv4Cidr`,
    ],
    [
      "a field that JSON in an apply holds",
      (cluster) =>
        pulumi
          .all([cluster.kubernetesNetworkConfig, cluster.name])
          .apply(([config, name]) => JSON.stringify({ name, cidr: config.serviceIpv4Cidr })),
      `${network}.serviceIpv4Cidr`,
    ],
    [
      "as a text that is taken apart",
      (cluster) => cluster.createdAt.apply((text) => `${text.toLowerCase()};`),
      "aws:eks/cluster:Cluster.createdAt",
    ],
  ])("%s", async (_, read, what) => {
    const { outputs } = await run(
      () => {
        const provider = new aws.Provider("aws", { region: "eu-central-1" });
        const cluster = new aws.eks.Cluster("c", { roleArn: "arn", vpcConfig }, { provider });
        return { value: read(cluster) };
      },
      { preview: false },
    );
    const text = JSON.stringify(outputs.value).toLowerCase();
    expect(text).toContain(`${unansweredPrefix}${what} of c;`.toLowerCase());
  });
});

describe("no mistake is swallowed", () => {
  // In a process of its own: Jest takes every rejected promise for a failure of the test that is running.
  const said = JSON.parse(
    execFileSync(process.execPath, ["scripts/run.mjs", "tests/support/faultyPrograms.ts"], {
      encoding: "utf8",
    }),
  ) as Record<string, Record<"preview" | "resolved", [string, string]>>;

  const faults: [string, RegExp, RegExp?][] = [
    ["exception", /^test: boom$/],
    ["rejection", /^test: lost$/],
    ["apply", /^test: .*inside$/],
    ["logged", /^test: said so$/],
    [
      "twin",
      /^test: two resources have the URN urn:pulumi:test::azora::random:index\/randomPet:RandomPet::twin$/,
    ],
    [
      "invoke",
      /^test: calls aws:index\/getCallerIdentity:getCallerIdentity, and nothing answers that offline$/,
    ],
    ["remote", /^test: kubernetes:helm.sh\/v4:Chart "remote" is a remote component/],
    ["read", /^test: reads an existing resource \(aws:ec2\/vpc:Vpc "existing"\)/],
    [
      "reference",
      /^test: refers to stack "organization\/azora\/atlantis", which is not planned \(planned: none\)$/,
    ],
    [
      "alias",
      /^test: refers to stack "organization\/azora\/asia" by the name "organization\/azora\/europe"; allowed: the stack's own name, /,
    ],
    [
      "never",
      /^test: never ends: nothing moved for 0.3 s; waiting for waiting \[random:index\/randomPet:RandomPet\]$/,
    ],
    ["input", /^test: error serializing property "prefix": never known$/],
    // An unknown input is no fault before it is known.
    [
      "undefined",
      /^$/,
      /^test: prefix of random:index\/randomPet:RandomPet "second" is undefined when everything is known$/,
    ],
    ["lastingList", /^test: and an exception$/],
    [
      "pendingApply",
      /^test: never ends: nothing moved for 0.3 s; 1 waits for a value that never comes: a function given to apply$/,
    ],
    [
      "late",
      /^test: registers random:index\/randomPet:RandomPet "late" after the program has ended; allowed: /,
    ],
    ["timer", /^test: never ends: nothing moved for 0.3 s; still running: Timeout$/],
    [
      "transform",
      /^test: uses registerResourceTransform, which only the engine applies, so no offline plan can/,
    ],
    [
      "ownTransform",
      /^test: random:index\/randomPet:RandomPet "pet" has transforms, which only the engine applies/,
    ],
    ["invokeTransform", /^test: uses registerInvokeTransform, which only the engine applies/],
  ];

  test("and each program is tried", () => {
    expect(Object.keys(said).sort()).toEqual(faults.map(([name]) => name).sort());
  });

  test.each<[string, RegExp, RegExp?]>(faults)(
    "%s, in both modes, and the next run is clean",
    (name, preview, resolved = preview) => {
      expect(said[name]?.preview[0]).toMatch(preview);
      expect(said[name]?.resolved[0]).toMatch(resolved);
      expect([said[name]?.preview[1], said[name]?.resolved[1]]).toEqual(["", ""]);
    },
  );
});
