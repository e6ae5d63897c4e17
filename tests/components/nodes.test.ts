import { NodeAddons, SystemNodes } from "../../components/cluster";
import { kubernetesVersion } from "../../components/facts/kubernetes";
import { built, refusal, statementsOf, type Built } from "../support/built";
import { testContext } from "../support/testContext";

const text = (value: unknown): string => String(value);
const context = testContext("europe");
const clusterName = "azora-europe-cluster";
const clusterArn = "arn:aws:eks:eu-central-1:111122223333:cluster/azora-europe-cluster";
const keyArn = "arn:aws:kms:eu-central-1:111122223333:key/internal";

const argsFor = (after: SystemNodesAfter = []) => ({
  context,
  clusterName,
  clusterArn,
  kubernetesVersion,
  subnetIds: ["subnet-a", "subnet-b", "subnet-c"],
  keyArn,
  after,
});
type SystemNodesAfter = ConstructorParameters<typeof SystemNodes>[1]["after"];

describe("the system nodes", () => {
  let nodes: Built;
  beforeAll(async () => {
    nodes = await built(() => {
      const addons = new NodeAddons("addons", { context, clusterName, clusterArn });
      new SystemNodes("europe", argsFor([addons]));
    });
  });

  test("run Bottlerocket on Graviton, on demand, tainted for the platform's controllers", () => {
    expect(nodes.named("europe").inputs).toMatchObject({
      amiType: "BOTTLEROCKET_ARM_64",
      capacityType: "ON_DEMAND",
      instanceTypes: ["m7g.large", "m6g.large"],
      version: kubernetesVersion,
      taints: [{ key: "CriticalAddonsOnly", value: "true", effect: "NO_SCHEDULE" }],
      scalingConfig: { minSize: 3, desiredSize: 3, maxSize: 6 },
      updateConfig: { maxUnavailable: 1 },
      nodeRepairConfig: { enabled: true },
    });
  });

  test("stand still outside working hours, but for those of production", async () => {
    const trial = await built(
      () => new SystemNodes("trial", { ...argsFor(), context: testContext("europe", "staging") }),
    );
    expect(trial.named("trial").inputs.tags).toMatchObject({
      environment: "staging",
      schedule: "office-hours",
    });
    expect(nodes.named("europe").inputs.tags).not.toHaveProperty("schedule");
    // A stopped machine of a group would be replaced: the group is what stands still.
    const template = trial.named("trial-template").inputs.tagSpecifications as { tags: object }[];
    for (const { tags } of template) expect(tags).not.toHaveProperty("schedule");
  });

  test("come after the network plugin", () => {
    expect(nodes.named("europe").dependencies).toContain(nodes.named("addons-vpc-cni").urn);
  });

  test("keep the number of nodes that the group has by now", () => {
    expect(nodes.named("europe").ignoreChanges).toEqual(["scalingConfig.desiredSize"]);
  });

  test("give containers no way to the node's own credentials", () => {
    expect(nodes.named("europe-template").inputs.metadataOptions).toEqual({
      httpEndpoint: "enabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
    });
  });

  test("have both of Bottlerocket's volumes encrypted with our key", () => {
    const { blockDeviceMappings } = nodes.named("europe-template").inputs;
    expect(blockDeviceMappings).toMatchObject(
      ["/dev/xvda", "/dev/xvdb"].map((deviceName) => ({
        deviceName,
        ebs: { encrypted: "true", kmsKeyId: keyArn, volumeType: "gp3" },
      })),
    );
  });

  test("hold as many pods as delegated prefixes allow", () => {
    const { userData } = nodes.named("europe-template").inputs;
    expect(Buffer.from(text(userData), "base64").toString()).toBe("[settings.kubernetes]\nmax-pods = 110\n");
  });

  test("tag what the group makes", () => {
    const { tagSpecifications } = nodes.named("europe-template").inputs;
    expect(tagSpecifications).toMatchObject(
      ["instance", "volume", "network-interface"].map((resourceType) => ({
        resourceType,
        tags: { owner: "platform@azora.example" },
      })),
    );
  });

  test("may themselves only join, pull images, open sessions and look up where they are", () => {
    const attached = nodes
      .inputsOf("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
      .map(({ policyArn }) => text(policyArn).split("/").at(-1))
      .filter((policy) => policy !== "AmazonEKS_CNI_Policy");
    expect(attached.sort()).toEqual([
      "AmazonEC2ContainerRegistryPullOnly",
      "AmazonEKSWorkerNodeMinimalPolicy",
      "AmazonSSMManagedInstanceCore",
    ]);
    const [bootstrap] = nodes.inputsOf("aws:iam/rolePolicy:RolePolicy");
    expect(statementsOf(bootstrap?.policy)).toMatchObject([
      { Action: "ec2:DescribeInstances" },
      { Action: "eks:DescribeCluster", Resource: clusterArn },
    ]);
  });

  test("refuse a size before anything is made", async () => {
    expect(await refusal(() => new SystemNodes("europe", { ...argsFor(), minSize: 1 }))).toBe(
      "SystemNodes.minSize is 1; allowed: a whole number from 3 (one node a zone) to 12",
    );
  });
});
