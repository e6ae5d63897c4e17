import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import Ajv, { type ValidateFunction } from "ajv";
import { defaultStorageClass, regionAuthority } from "../../components/facts/addons";
import { dataClassNames } from "../../components/facts/dataClasses";
import { allRegions, globalStackName } from "../../components/facts/regions";
import type { RecordedResource } from "../../preview/engine/monitor";
import {
  containsSecret,
  isWireSecret,
  unknownPaths,
  unknownSentinel,
  unwrapSecrets,
  type WireObject,
} from "../../preview/engine/values";
import { projectName, readStackFile } from "../../preview/stackFiles";
import { testDay } from "../support/cli";
import { contractVersion, type RegionOutputs } from "../../stacks/contract";

const root = path.resolve(__dirname, "..", "..");
const regionNames = allRegions().map(({ name }) => name);

/** Where the consumer stands: regions only planned; regions built and the consumer previewed; all built. */
const situations = ["regions planned", "consumer previewed", "all built"] as const;
type Situation = (typeof situations)[number];

/** What the consumer made of one region's contract, or why it could not. */
interface ConsumerRun {
  readonly resources: readonly RecordedResource[];
  readonly outputs: WireObject;
  readonly refused?: string;
}

interface Answer {
  /** Outputs of the region's stack as they travel, by region: in preview mode, and resolved. */
  readonly outputs: Record<"preview" | "resolved", Record<string, WireObject>>;
  readonly consumer: Record<Situation, Record<string, ConsumerRun>>;
  /** The consumer's runs against outputs that the regions do not give: `<what>, <mode>`. */
  readonly against: Record<string, ConsumerRun>;
}

/**
 * Plans the regions and runs the consumer against each, in a process of its own: Jest would take the rejected promises of
 * a refused contract for failures of a test.
 */
const child = `
  require("./scripts/transpile.cjs");
  const { runMode } = require("./preview/mode.ts");
  const { runProgram } = require("./preview/engine/run.ts");
  const entry = require.resolve("./examples/consumer/index.ts");
  const { project, asOf, stackFiles, other } = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
  const consume = async (region, outputs, preview) => {
    const regionStack = "organization/" + project + "/" + region;
    delete require.cache[entry];
    return runProgram({
      project: "payments", stack: region, preview, secretKeys: [],
      config: { "payments:accountId": "111122223333", "payments:regionStack": regionStack },
      program: () => require(entry),
      stackOutputs: new Map([[regionStack, outputs]]),
    }).then(
      ({ resources, outputs }) => ({ resources: [...resources.values()], outputs }),
      (error) => ({ resources: [], outputs: {}, refused: error.message }),
    );
  };
  (async () => {
    const answer = {
      outputs: {}, against: {},
      consumer: { "regions planned": {}, "consumer previewed": {}, "all built": {} },
    };
    for (const mode of ["preview", "resolved"]) {
      const { runs, faults } = await runMode({
        project, asOf, preview: mode === "preview", stackFiles, extraRegions: [],
      });
      if (faults.length > 0) throw new Error(JSON.stringify(faults));
      answer.outputs[mode] = Object.fromEntries(runs.map((run) => [run.stack, run.outputs]));
    }
    const { preview, resolved } = answer.outputs;
    for (const { stack } of stackFiles) {
      answer.consumer["regions planned"][stack] = await consume(stack, preview[stack], true);
      answer.consumer["consumer previewed"][stack] = await consume(stack, resolved[stack], true);
      answer.consumer["all built"][stack] = await consume(stack, resolved[stack], false);
    }
    for (const [name, change] of Object.entries(other)) {
      const [{ stack }] = stackFiles;
      const outputs = { ...resolved[stack], ...change };
      for (const key of Object.keys(outputs)) if (outputs[key] === "(absent)") delete outputs[key];
      answer.against[name + ", preview"] = await consume(stack, outputs, true);
      answer.against[name + ", resolved"] = await consume(stack, outputs, false);
    }
    process.stdout.write(JSON.stringify(answer));
  })();
`;

let answer: Answer;
let valid: ValidateFunction;

beforeAll(() => {
  const project = projectName(root);
  const stackFiles = regionNames.map((name) => {
    const file = readStackFile(root, project, name);
    return { ...file, config: { ...file.config, [`${project}:asOf`]: testDay } };
  });
  const other = {
    "the next version": { contractVersion: contractVersion + 1 },
    "the next version without a field": { contractVersion: contractVersion + 1, network: "(absent)" },
    "no version": { contractVersion: "(absent)" },
    "no network": { network: "(absent)" },
  };
  const printed = execFileSync(process.execPath, ["-e", child], {
    cwd: root,
    input: JSON.stringify({ project, asOf: testDay, stackFiles, other }),
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  answer = JSON.parse(printed) as Answer;
  const schema = JSON.parse(
    readFileSync(path.join(root, "docs", "stack-outputs.schema.json"), "utf8"),
  ) as object;
  valid = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema);
}, 120_000);

/** The resolved outputs of a region with their secrets laid open. */
const contractOf = (region: string): RegionOutputs =>
  unwrapSecrets(answer.outputs.resolved[region] ?? {}) as unknown as RegionOutputs;

const consumed = (region: string, situation: Situation): ConsumerRun => {
  const run = answer.consumer[situation][region];
  if (!run) throw new Error(`no run against ${region}`);
  return run;
};

const inputsOf = (run: ConsumerRun, type: string): WireObject => {
  const found = run.resources.filter((resource) => resource.type === type);
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} resources of type ${type}`);
  return found[0].inputs;
};

describe.each(regionNames)("the outputs of %s", (region) => {
  test("are what the contract's schema says", () => {
    valid(contractOf(region));
    expect(valid.errors ?? []).toEqual([]);
  });

  test("have the same fields before and after they are known", () => {
    expect(Object.keys(answer.outputs.preview[region] ?? {}).sort()).toEqual(
      Object.keys(answer.outputs.resolved[region] ?? {}).sort(),
    );
  });

  test("are all known once resolved", () => {
    expect(unknownPaths(answer.outputs.preview[region] ?? {})).toContain("network");
    expect(unknownPaths(answer.outputs.resolved[region] ?? {})).toEqual([]);
  });

  test("hold the kubeconfig, and nothing else, as a secret in both modes", () => {
    for (const mode of ["preview", "resolved"] as const) {
      const outputs = answer.outputs[mode][region] ?? {};
      expect(Object.keys(outputs).filter((key) => containsSecret(outputs[key]))).toEqual(["kubeconfig"]);
      expect(isWireSecret(outputs.kubeconfig)).toBe(true);
    }
  });

  test("hold a kubeconfig for the cluster that they name", () => {
    const { cluster, kubeconfig } = contractOf(region);
    const { clusters } = JSON.parse(kubeconfig ?? "") as {
      clusters: { cluster: Record<string, string> }[];
    };
    expect(clusters[0]?.cluster).toEqual({
      server: cluster?.endpoint,
      "certificate-authority-data": cluster?.certificateAuthority,
    });
  });

  test("name the parts of the network and of the entry that others build on, in the Local Zone where there is one", () => {
    const { network, ingress, region: facts } = contractOf(region);
    const hasEdge = allRegions().some(
      ({ name, localZone }) => name === facts.name && localZone !== undefined,
    );
    expect(network.endpointSecurityGroupId).toMatch(/^sg-/);
    const tables = [...network.privateRouteTableIds, network.intraRouteTableId];
    const subnets = [...network.publicSubnetIds, ...network.privateSubnetIds, ...network.intraSubnetIds];
    expect(network.edge !== null).toBe(hasEdge);
    expect(ingress.edge !== null).toBe(hasEdge);
    if (network.edge) {
      tables.push(network.edge.privateRouteTableId);
      subnets.push(network.edge.publicSubnetId, network.edge.privateSubnetId);
    }
    expect(tables.filter((id) => !/^rtb-/.test(id))).toEqual([]);
    expect(new Set(tables).size).toBe(hasEdge ? 5 : 4);
    expect(new Set(subnets).size).toBe(hasEdge ? 11 : 9);
    const groups = [
      ...Object.values(ingress.targetGroupArns),
      ...(ingress.edge ? [ingress.edge.targetGroupArn] : []),
    ];
    expect(new Set(groups).size).toBe(hasEdge ? 2 : 1);
    expect(new Set(ingress.securityGroupIds).size).toBe(hasEdge ? 2 : 1);
  });

  test("name what a service in the cluster refers to", () => {
    const { cluster } = contractOf(region);
    expect(cluster).toMatchObject({
      storageClassName: defaultStorageClass,
      clusterIssuerName: regionAuthority.name,
      trust: { configMapName: regionAuthority.name, key: regionAuthority.certificateKey },
    });
    expect(cluster?.oidcIssuerUrl).toMatch(/^https:/);
  });

  test("name a key of their own for each data class", () => {
    const { keys, region: facts } = contractOf(region);
    expect(Object.keys(keys).sort()).toEqual([...dataClassNames].sort());
    expect(new Set(Object.values(keys)).size).toBe(dataClassNames.length);
    for (const arn of Object.values(keys)) expect(arn).toContain(`:kms:${facts.awsRegion}:`);
  });
});

describe("the contract's schema", () => {
  test.each([
    ["a field that is missing", (outputs: WireObject) => ({ ...outputs, network: undefined })],
    ["a field that it does not know", (outputs: WireObject) => ({ ...outputs, password: "x" })],
    ["a phase that does not exist", (outputs: WireObject) => ({ ...outputs, phase: "half" })],
    ["a cluster without its endpoint", (outputs: WireObject) => ({ ...outputs, cluster: { name: "x" } })],
    ["a number where a text belongs", (outputs: WireObject) => ({ ...outputs, kubeconfig: 7 })],
  ])("refuses %s", (_, change) => {
    const changed = JSON.parse(
      JSON.stringify(change(contractOf("europe") as unknown as WireObject)),
    ) as unknown;
    expect(valid(changed)).toBe(false);
  });

  test("allows a region whose cluster is not built yet", () => {
    const early = {
      ...contractOf("europe"),
      phase: "network",
      cluster: null,
      caCertificatePem: null,
      cacheVerifiers: null,
      data: null,
      kubeconfig: null,
    };
    expect(valid(early)).toBe(true);
  });
});

describe.each(regionNames)("another team's program, given the contract of %s", (region) => {
  test("runs in every situation and makes the same resources", () => {
    const [first, ...others] = situations.map((situation) => {
      const { refused, resources } = consumed(region, situation);
      expect(refused).toBeUndefined();
      return resources.map(({ urn }) => urn).sort();
    });
    expect(first?.length).toBeGreaterThanOrEqual(4);
    for (const other of others) expect(other).toEqual(first);
  });

  test("works in the region's VPC, private zone and AWS region", () => {
    const { network, ingress, region: facts } = contractOf(region);
    const run = consumed(region, "all built");
    expect(inputsOf(run, "aws:ec2/securityGroup:SecurityGroup").vpcId).toBe(network.vpcId);
    expect(inputsOf(run, "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule").cidrIpv4).toBe(
      network.cidr,
    );
    expect(inputsOf(run, "aws:route53/record:Record")).toMatchObject({
      zoneId: network.privateZoneId,
      name: `payments.${network.privateZoneName}`,
      records: [ingress.dnsName],
    });
    expect(inputsOf(run, "pulumi:providers:aws").region).toBe(facts.awsRegion);
    expect(run.outputs.personalDataKeyArn).toBe(contractOf(region).keys.personal);
    expect(run.outputs.trust).toEqual(contractOf(region).cluster?.trust);
  });

  test("knows in its own preview what the built region is, and not what the planned one will be", () => {
    const vpcIn = (situation: Situation): unknown =>
      inputsOf(consumed(region, situation), "aws:ec2/securityGroup:SecurityGroup").vpcId;
    expect(vpcIn("regions planned")).toBe(unknownSentinel);
    expect(vpcIn("consumer previewed")).toBe(contractOf(region).network.vpcId);
  });

  test.each(situations)("keeps the kubeconfig secret, and nothing else: %s", (situation) => {
    const { outputs, resources } = consumed(region, situation);
    expect(isWireSecret(outputs.kubeconfig)).toBe(true);
    expect(Object.keys(outputs).filter((key) => containsSecret(outputs[key]))).toEqual(["kubeconfig"]);
    expect(resources.filter(({ inputs }) => containsSecret(inputs))).toEqual([]);
  });

  test("passes the kubeconfig on whole", () => {
    expect(unwrapSecrets(consumed(region, "all built").outputs.kubeconfig ?? null)).toBe(
      contractOf(region).kubeconfig,
    );
  });
});

const modes = ["preview", "resolved"];

describe("a contract that the reader cannot read", () => {
  describe.each(["the next version", "the next version without a field"])("%s", (what) => {
    test.each(modes)("gives both versions and the stack in %s mode", (mode) => {
      const { refused } = answer.against[`${what}, ${mode}`] ?? {};
      expect(refused).toContain(`contractVersion is ${contractVersion + 1}; allowed: ${contractVersion}`);
      expect(refused).toContain(`organization/azora/${regionNames[0] ?? ""}`);
    });
  });

  test.each(modes)("without a version names what is missing, and where, in %s mode", (mode) => {
    const { refused } = answer.against[`no version, ${mode}`] ?? {};
    expect(refused).toContain("contractVersion");
    expect(refused).toContain(`organization/azora/${regionNames[0] ?? ""}`);
  });

  test.each(modes)("without a field names what is missing, and where, in %s mode", (mode) => {
    const { refused } = answer.against[`no network, ${mode}`] ?? {};
    expect(refused).toContain("network");
    expect(refused).toContain(`organization/azora/${regionNames[0] ?? ""}`);
  });
});

test("the global stack is no region, and its outputs are no contract", () => {
  expect(Object.keys(answer.outputs.resolved)).not.toContain(globalStackName);
  expect(valid({ zoneAssociations: [] })).toBe(false);
});
