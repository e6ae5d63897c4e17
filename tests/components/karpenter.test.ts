import { Karpenter, type KarpenterArgs } from "../../components/cluster";
import { interruptionEvents } from "../../components/cluster/karpenterQueue";
import { charts } from "../../components/facts/charts";
import { GuardRails } from "../../components/guardrails";
import { built, refusal, statementsOf, type Built } from "../support/built";
import { checkCustomResource, isCustomResource } from "../support/customResourceSchema";
import { chartReferences, valueFaults } from "../support/helmPaths";
import type { LocatedResource } from "../support/plan";
import { testContext } from "../support/testContext";

const text = (value: unknown): string => String(value);
const clusterArn = "arn:aws:eks:af-south-1:111122223333:cluster/azora-africa-cluster";
const keyArn = "arn:aws:kms:af-south-1:111122223333:key/internal";
const releaseType = "kubernetes:helm.sh/v3:Release";

function argsFor(region: string, changes: Partial<KarpenterArgs> = {}): KarpenterArgs {
  const context = testContext(region);
  return {
    context,
    clusterName: context.name("cluster"),
    clusterArn,
    securityGroupId: "sg-0123",
    keyArn,
    zones: context.region.zones,
    spotSharePercent: 60,
    cpuLimit: 400,
    edge: context.region.localZone !== undefined,
    after: [],
    ...changes,
  };
}

const build = (region: string, changes: Partial<KarpenterArgs> = {}): Promise<Built> =>
  built(() => {
    const guardRails = new GuardRails("rails", {
      context: testContext(region),
      controlPlaneCidrs: ["10.16.192.0/24"],
    });
    new Karpenter("karpenter", argsFor(region, { after: [guardRails.namespace("karpenter")], ...changes }));
  });

/** Policies of the controller, by name. */
const policiesOf = (made: Built): Map<string, ReturnType<typeof statementsOf>> =>
  new Map(
    made
      .ofType("aws:iam/rolePolicy:RolePolicy")
      .filter(({ name }) => name.startsWith("karpenter-controller-"))
      .map(({ inputs }) => [text(inputs.name), statementsOf(inputs.policy)]),
  );

describe("Karpenter", () => {
  let africa: Built;
  let europe: Built;
  beforeAll(async () => {
    africa = await build("africa");
    europe = await build("europe");
  });

  test("is installed after its namespace and its definitions, at the pinned versions", () => {
    const release = africa.named("karpenter");
    expect(release.inputs).toMatchObject({
      chart: charts.karpenter.repository,
      version: charts.karpenter.version,
      namespace: "karpenter",
      atomic: true,
      skipCrds: true,
    });
    expect(release.dependencies).toContain(africa.named("karpenter-crd").urn);
    expect(release.dependencies).toContain(africa.named("rails-karpenter").urn);
  });

  test("sets only values that its chart has", () => {
    const references = chartReferences();
    for (const { inputs } of africa.ofType(releaseType)) {
      const reference = references.get(text(inputs.chart).split("/").at(-1) ?? "");
      expect(reference && valueFaults(inputs.values, reference)).toEqual([]);
    }
  });

  test("has node classes and pools that satisfy their definitions", () => {
    const objects = africa.resources.filter(({ type }) => isCustomResource(type));
    expect(objects).toHaveLength(5);
    for (const resource of objects) {
      const located = { stack: "test", resource: { ...resource, resolved: resource.inputs } };
      expect(checkCustomResource(located as unknown as LocatedResource).faults).toEqual([]);
    }
  });

  test("makes edge nodes only where there is a Local Zone, on the volumes that it offers", () => {
    const classes = (made: Built): unknown[] =>
      made
        .ofType("kubernetes:karpenter.k8s.aws/v1:EC2NodeClass")
        .map(({ inputs }) => (inputs.metadata as { name: string }).name);
    expect(classes(africa)).toEqual(["default", "edge"]);
    expect(classes(europe)).toEqual(["default"]);
    expect(africa.named("karpenter-class-edge").inputs.spec).toMatchObject({
      subnetSelectorTerms: [{ tags: { "azora/edge": "azora-africa-cluster" } }],
      blockDeviceMappings: [{ ebs: { volumeType: "gp2" } }, { ebs: { volumeType: "gp2" } }],
    });
  });

  test("lets nodes stand still outside working hours, but for those of production", async () => {
    const trial = await build("europe", { context: testContext("europe", "development") });
    const tagsOf = (made: Built): unknown =>
      (made.named("karpenter-class-default").inputs.spec as { tags: unknown }).tags;
    expect(tagsOf(trial)).toMatchObject({ environment: "development", schedule: "office-hours" });
    expect(tagsOf(europe)).not.toHaveProperty("schedule");
  });

  test("makes nodes of a pinned Bottlerocket, encrypted, closed to containers, in private subnets", () => {
    expect(africa.named("karpenter-class-default").inputs.spec).toMatchObject({
      amiSelectorTerms: [{ alias: "bottlerocket@v1.68.1" }],
      role: "azora-africa-karpenter-node",
      associatePublicIPAddress: false,
      subnetSelectorTerms: [{ tags: { "karpenter.sh/discovery": "azora-africa-cluster" } }],
      securityGroupSelectorTerms: [{ tags: { "karpenter.sh/discovery": "azora-africa-cluster" } }],
      metadataOptions: { httpTokens: "required", httpPutResponseHopLimit: 1 },
      blockDeviceMappings: [
        { deviceName: "/dev/xvda", ebs: { encrypted: true, kmsKeyID: keyArn, volumeType: "gp3" } },
        { deviceName: "/dev/xvdb", ebs: { encrypted: true, kmsKeyID: keyArn, volumeType: "gp3" } },
      ],
      tags: { owner: "platform@azora.example" },
    });
  });

  test("finds the cluster's security group by a tag that it gets", () => {
    expect(africa.inputsOf("aws:ec2/tag:Tag")).toEqual([
      { resourceId: "sg-0123", key: "karpenter.sh/discovery", value: "azora-africa-cluster" },
    ]);
  });

  test("lets its nodes join", () => {
    expect(africa.inputsOf("aws:eks/accessEntry:AccessEntry")).toMatchObject([{ type: "EC2_LINUX" }]);
  });

  test("hears of every kind of interruption", () => {
    const patterns = africa
      .inputsOf("aws:cloudwatch/eventRule:EventRule")
      .map(({ eventPattern }) => text(eventPattern));
    const wanted = Object.values(interruptionEvents).map(({ source, detailType }) =>
      JSON.stringify({ source: [source], "detail-type": [detailType] }),
    );
    expect(patterns.sort()).toEqual(wanted.sort());
    expect(africa.ofType("aws:cloudwatch/eventTarget:EventTarget")).toHaveLength(patterns.length);
  });

  test("has a queue that is encrypted, forgets after five minutes and takes messages from its rules by TLS only", () => {
    expect(africa.named("karpenter-interruption").inputs).toMatchObject({
      messageRetentionSeconds: 300,
      kmsMasterKeyId: keyArn,
    });
    const [allow, deny] = statementsOf(africa.named("karpenter-interruption-policy").inputs.policy);
    expect(allow).toMatchObject({ Effect: "Allow", Principal: { Service: "events.amazonaws.com" } });
    expect(allow).toHaveProperty(["Condition", "ArnEquals", "aws:SourceArn", "length"], 5);
    expect(deny).toMatchObject({ Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } });
  });

  test("may change only what carries this cluster's tags", () => {
    // The documented policy ties these to nothing of ours: what an instance is made from, and what AWS itself is granted.
    const untied = [
      "AllowScopedEC2InstanceAccessActions",
      "GrantVolumeKeyToEc2",
      "AllowInterruptionQueueActions",
    ];
    const changing = [...policiesOf(africa).values()]
      .flat()
      .filter(({ Action }) =>
        /"\w+:(Create|Delete|Terminate|Add|Remove|Tag|Run)/.test(JSON.stringify([Action].flat())),
      )
      .filter(({ Sid }) => !untied.includes(text(Sid)));
    expect(changing).toHaveLength(8);
    for (const statement of changing) {
      expect(JSON.stringify(statement.Condition)).toContain("kubernetes.io/cluster/azora-africa-cluster");
    }
  });

  test("has policies that fit into what IAM allows a role", () => {
    const policies = africa
      .ofType("aws:iam/rolePolicy:RolePolicy")
      .filter(({ name }) => name.startsWith("karpenter-controller-"));
    const characters = policies.reduce(
      (sum, { inputs }) => sum + text(inputs.policy).replaceAll(/\s/g, "").length,
      0,
    );
    expect(characters).toBeLessThan(10_240);
  });

  test("can read its encrypted queue", () => {
    expect(policiesOf(africa).get("queue-key")).toMatchObject([
      {
        Action: "kms:Decrypt",
        Condition: { StringEquals: { "kms:ViaService": "sqs.af-south-1.amazonaws.com" } },
      },
    ]);
  });

  test("refuses a share before anything is made", async () => {
    expect(await refusal(() => new Karpenter("karpenter", argsFor("africa", { spotSharePercent: 61 })))).toBe(
      "Karpenter.spotSharePercent is 61; allowed: a multiple of 5 from 5 to 95",
    );
  });
});
