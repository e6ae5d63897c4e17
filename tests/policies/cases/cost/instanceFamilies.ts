import { runnerMachine } from "../../../../components/facts/runner";
import { rule } from "../../../../policies/cost/rules/instanceFamilies";
import { absent, unknown, type Mutation, type RuleCases } from "../../../support/rules";
import { otherProvider } from "../../../support/ruleFixtures";

const families = "one of c6g, c7g, m6g, m7g, r6g, r7g";
const oneOf = (key: string, values: readonly string[]) => ({ key, operator: "In", values });

const pool = (zones: readonly string[], architecture: string, names: readonly string[]) => ({
  spec: {
    template: {
      spec: {
        requirements: [
          oneOf("kubernetes.io/os", ["linux"]),
          oneOf("kubernetes.io/arch", [architecture]),
          oneOf("karpenter.sh/capacity-type", ["on-demand"]),
          oneOf("topology.kubernetes.io/zone", zones),
          oneOf("karpenter.k8s.aws/instance-family", names),
          { key: "karpenter.k8s.aws/instance-cpu", operator: "Gt", values: ["1"] },
          { key: "karpenter.k8s.aws/instance-cpu", operator: "Lt", values: ["33"] },
        ],
      },
    },
  },
});

const requirements = "spec.template.spec.requirements";
/** A type in the middle of other fields, by the type that names it and where. */
const named: readonly [string, string, Readonly<Record<string, unknown>>][] = [
  [
    "aws:autoscaling/group:Group",
    "mixedInstancesPolicy.launchTemplate.overrides[0].instanceType",
    { mixedInstancesPolicy: { launchTemplate: { overrides: [{ instanceType: "r7g.xlarge" }] } } },
  ],
  ["aws:docdb/clusterInstance:ClusterInstance", "instanceClass", { instanceClass: "db.r6g.large" }],
  [
    "aws:ec2/fleet:Fleet",
    "launchTemplateConfigs[0].overrides[0].instanceType",
    { launchTemplateConfigs: [{ overrides: [{ instanceType: "c7g.medium" }] }] },
  ],
  [
    "aws:ec2/spotFleetRequest:SpotFleetRequest",
    "launchSpecifications[0].instanceType",
    { launchSpecifications: [{ instanceType: "c7g.large" }] },
  ],
  ["aws:ec2/spotInstanceRequest:SpotInstanceRequest", "instanceType", { instanceType: "c7g.large" }],
  ["aws:elasticache/cluster:Cluster", "nodeType", { nodeType: "cache.r7g.large" }],
  ["aws:elasticache/replicationGroup:ReplicationGroup", "nodeType", { nodeType: "cache.r7g.large" }],
  ["aws:memorydb/cluster:Cluster", "nodeType", { nodeType: "db.r7g.large" }],
  ["aws:neptune/clusterInstance:ClusterInstance", "instanceClass", { instanceClass: "db.r6g.large" }],
  [
    "aws:opensearch/domain:Domain",
    "clusterConfig.instanceType",
    { clusterConfig: { instanceType: "r7g.large.search", dedicatedMasterType: "m7g.large.search" } },
  ],
  ["aws:rds/cluster:Cluster", "dbClusterInstanceClass", { dbClusterInstanceClass: "db.m7g.large" }],
  ["aws:rds/clusterInstance:ClusterInstance", "instanceClass", { instanceClass: "db.r7g.8xlarge" }],
  ["aws:rds/instance:Instance", "instanceClass", { instanceClass: "db.r7g.large" }],
  [
    "aws:dms/replicationInstance:ReplicationInstance",
    "replicationInstanceClass",
    { replicationInstanceClass: "dms.r6g.large" },
  ],
  ["aws:ec2/capacityReservation:CapacityReservation", "instanceType", { instanceType: "m7g.large" }],
  ["aws:ec2/launchConfiguration:LaunchConfiguration", "instanceType", { instanceType: "m7g.large" }],
  [
    "aws:elasticsearch/domain:Domain",
    "clusterConfig.instanceType",
    { clusterConfig: { instanceType: "r6g.large.elasticsearch" } },
  ],
  ["aws:mq/broker:Broker", "hostInstanceType", { hostInstanceType: "mq.m7g.large" }],
  [
    "aws:msk/cluster:Cluster",
    "brokerNodeGroupInfo.instanceType",
    { brokerNodeGroupInfo: { instanceType: "kafka.m7g.large" } },
  ],
];
/** Types by the names that services give them, which the rule must see through: old, and large. */
const old: readonly (readonly [type: string, to: string, wanted: string])[] = [
  ["aws:ec2/launchConfiguration:LaunchConfiguration", "m4.16xlarge", "generation 6 or later"],
  ["aws:elasticsearch/domain:Domain", "m4.10xlarge.elasticsearch", "generation 6 or later"],
  ["aws:mq/broker:Broker", "mq.m4.large", "generation 6 or later"],
  ["aws:msk/cluster:Cluster", "kafka.m5.24xlarge", "generation 6 or later"],
  ["aws:msk/cluster:Cluster", "express.m7g.16xlarge", "at most 32 vCPU"],
];
const firstNamed = 9;
const lastFixture = firstNamed + named.length + 1;
const warehouse = lastFixture + 1;

const inNamed: readonly Mutation[] = named.flatMap(([type, path], index) => [
  {
    name: `${type} of a family without Graviton`,
    resource: firstNamed + index,
    path,
    to: "m7i.large",
    finding: { path, found: '"m7i.large"', wanted: families },
  },
  {
    name: `${type} of an unknown type`,
    resource: firstNamed + index,
    path,
    to: unknown,
    finding: { path, state: "undecided" as const },
  },
]);

const inServices: readonly Mutation[] = old.map(([type, to, wanted]) => {
  const index = named.findIndex(([known]) => known === type);
  const path = named[index]?.[1] ?? "";
  return {
    name: `${type} of ${to}`,
    resource: firstNamed + index,
    path,
    to,
    finding: { path, found: JSON.stringify(to), wanted },
  };
});

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: "aws:eks/nodeGroup:NodeGroup",
      props: { amiType: "BOTTLEROCKET_ARM_64", instanceTypes: ["m7g.large", "m6g.8xlarge"] },
    },
    { type: "aws:ec2/launchTemplate:LaunchTemplate", props: { instanceType: "c7g.large" } },
    // Its instance types are named by the node group that uses it.
    { type: "aws:ec2/launchTemplate:LaunchTemplate", props: { description: "EKS system nodes" } },
    { type: "aws:ec2/instance:Instance", props: { instanceType: "m7g.large" } },
    {
      type: "aws:ec2/instance:Instance",
      props: { instanceType: "m5.large", availabilityZone: "af-south-1-los-1a" },
    },
    { type: "aws:ec2/instance:Instance", props: { launchTemplate: { id: "lt-0123456789abcdef0" } } },
    {
      type: "kubernetes:karpenter.sh/v1:NodePool",
      props: pool(["eu-central-1a", "eu-central-1b"], "arm64", ["c7g", "m7g"]),
    },
    {
      type: "kubernetes:karpenter.sh/v1:NodePool",
      props: pool(["af-south-1-los-1a"], "amd64", ["c5", "m5", "r5"]),
    },
    {
      type: "aws:codebuild/project:Project",
      props: { environment: { type: "ARM_CONTAINER", computeType: "BUILD_GENERAL1_LARGE" } },
    },
    ...named.map(([type, , props]) => ({ type, props })),
    // A cluster whose instances are named one by one.
    { type: "aws:rds/cluster:Cluster", props: { engine: "aurora-postgresql" } },
    {
      type: "aws:codebuild/project:Project",
      props: { environment: { type: runnerMachine.type, computeType: runnerMachine.computeType } },
    },
    { type: "aws:redshift/cluster:Cluster", props: { nodeType: "ra3.xlplus" } },
  ],
  mutations: [
    {
      name: "a node group of the generation before Graviton2",
      path: "instanceTypes[0]",
      to: "m5.large",
      finding: { path: "instanceTypes[0]", found: '"m5.large"', wanted: "generation 6 or later" },
    },
    {
      name: "a node group of a family that was not chosen",
      path: "instanceTypes[1]",
      to: "x2gd.large",
      finding: { path: "instanceTypes[1]", found: '"x2gd.large"', wanted: "generation 6 or later" },
    },
    {
      name: "a node group of a new family that was not chosen",
      path: "instanceTypes[1]",
      to: "m6i.large",
      finding: { path: "instanceTypes[1]", found: '"m6i.large"', wanted: families },
    },
    {
      name: "machines of 36 vCPU",
      path: "instanceTypes[1]",
      to: "m6g.9xlarge",
      finding: { path: "instanceTypes[1]", found: '"m6g.9xlarge"', wanted: "at most 32 vCPU" },
    },
    {
      name: "a whole machine",
      path: "instanceTypes[1]",
      to: "m6g.metal",
      finding: { path: "instanceTypes[1]", wanted: "at most 32 vCPU" },
    },
    {
      name: "what is no instance type",
      path: "instanceTypes[0]",
      to: "large",
      finding: { path: "instanceTypes[0]", found: '"large"' },
    },
    {
      name: "a node group that names no type",
      path: "instanceTypes",
      to: absent,
      finding: { path: "instanceTypes", found: "absent", wanted: "instance types by name" },
    },
    {
      name: "a node group with an empty list of types",
      path: "instanceTypes",
      to: [],
      finding: { path: "instanceTypes", found: "[]", wanted: "instance types by name" },
    },
    {
      name: "a node group with unknown types",
      path: "instanceTypes",
      to: unknown,
      finding: { path: "instanceTypes", state: "undecided" },
    },
    {
      name: "a node group with an unknown type",
      path: "instanceTypes[1]",
      to: unknown,
      finding: { path: "instanceTypes[1]", state: "undecided" },
    },
    {
      name: "a launch template of an old generation",
      resource: 1,
      path: "instanceType",
      to: "t2.micro",
      finding: { path: "instanceType", found: '"t2.micro"', wanted: "generation 6 or later" },
    },
    {
      name: "a launch template of an unknown type",
      resource: 2,
      path: "instanceType",
      to: unknown,
      finding: { path: "instanceType", state: "undecided" },
    },
    {
      name: "a launch template that takes what fits",
      resource: 2,
      path: "instanceRequirements",
      to: { vcpuCount: { min: 2 } },
      finding: { path: "instanceRequirements", wanted: "instance types by name" },
    },
    {
      name: "a launch template of which it is unknown whether it takes what fits",
      resource: 2,
      path: "instanceRequirements",
      to: unknown,
      finding: { path: "instanceRequirements", state: "undecided" },
    },
    {
      name: "an Auto Scaling group that takes what fits",
      resource: firstNamed,
      path: "mixedInstancesPolicy.launchTemplate.overrides[0].instanceRequirements",
      to: { memoryMib: { min: 1 } },
      finding: {
        path: "mixedInstancesPolicy.launchTemplate.overrides[0].instanceRequirements",
        wanted: "instance types by name",
      },
    },
    {
      name: "a fleet that takes what fits",
      resource: firstNamed + 2,
      path: "launchTemplateConfigs[0].overrides[0].instanceRequirements",
      to: { memoryMib: { min: 1 } },
      finding: { path: "launchTemplateConfigs[0].overrides[0].instanceRequirements" },
    },
    {
      name: "an instance that names no type",
      resource: 3,
      path: "instanceType",
      to: absent,
      finding: { path: "instanceType", found: "absent", wanted: "instance types by name" },
    },
    {
      name: "an instance with an empty type",
      resource: 3,
      path: "instanceType",
      to: "",
      finding: { path: "instanceType", found: '""', wanted: "instance types by name" },
    },
    {
      name: "an instance without its launch template",
      resource: 5,
      path: "launchTemplate",
      to: absent,
      finding: { path: "instanceType", found: "absent" },
    },
    {
      name: "an instance whose launch template is unknown",
      resource: 5,
      path: "launchTemplate",
      to: unknown,
      finding: { path: "launchTemplate", state: "undecided" },
    },
    {
      name: "an instance in a region's zone of a Local Zone's family",
      resource: 4,
      path: "availabilityZone",
      to: "af-south-1a",
      finding: { path: "instanceType", found: '"m5.large"', wanted: "generation 6 or later" },
    },
    {
      name: "an instance in an unknown zone",
      resource: 4,
      path: "availabilityZone",
      to: unknown,
      finding: { path: "availabilityZone", state: "undecided" },
    },
    {
      name: "an instance of a family that the Local Zone lacks",
      resource: 4,
      path: "instanceType",
      to: "m7g.large",
      finding: { path: "instanceType", found: '"m7g.large"', wanted: "one of c5, m5, r5" },
    },
    {
      name: "an instance in a Local Zone that is too large",
      resource: 4,
      path: "instanceType",
      to: "m5.12xlarge",
      finding: { path: "instanceType", wanted: "at most 32 vCPU" },
    },
    {
      name: "an instance in a Local Zone, accepted with the reason",
      resource: 4,
      path: "instanceType",
      to: "c5.8xlarge",
      finding: { path: "instanceType", found: '"c5.8xlarge"', state: "passed-with-note" },
    },
    {
      name: "a pool that may take Intel machines",
      resource: 6,
      path: `${requirements}[4].values[1]`,
      to: "m7i",
      finding: { path: `${requirements}[4].values[1]`, found: '"m7i"', wanted: families },
    },
    {
      name: "a pool that may take old machines",
      resource: 6,
      path: `${requirements}[4].values[0]`,
      to: "c5",
      finding: { path: `${requirements}[4].values[0]`, found: '"c5"', wanted: "generation 6 or later" },
    },
    {
      name: "a pool that takes all families but some",
      resource: 6,
      path: `${requirements}[4].operator`,
      to: "NotIn",
      finding: {
        path: `${requirements}.karpenter.k8s.aws/instance-family`,
        found: "absent",
        wanted: "In a list of families",
      },
    },
    {
      name: "a pool with an empty list of families",
      resource: 6,
      path: `${requirements}[4].values`,
      to: [],
      finding: { path: `${requirements}.karpenter.k8s.aws/instance-family` },
    },
    {
      name: "a pool whose families are unknown",
      resource: 6,
      path: `${requirements}[4].values`,
      to: unknown,
      finding: { path: `${requirements}[4].values`, state: "undecided" },
    },
    {
      name: "a pool one of whose families is unknown",
      resource: 6,
      path: `${requirements}[4].values[0]`,
      to: unknown,
      finding: { path: `${requirements}[4].values[0]`, state: "undecided" },
    },
    {
      name: "a pool whose requirements are unknown",
      resource: 6,
      path: requirements,
      to: unknown,
      finding: { path: requirements, state: "undecided" },
    },
    {
      name: "a requirement on what is unknown",
      resource: 6,
      path: `${requirements}[4].key`,
      to: unknown,
      finding: { path: `${requirements}[4].key`, state: "undecided" },
    },
    {
      name: "a pool of x86 machines in a region's zones",
      resource: 6,
      path: `${requirements}[1].values[0]`,
      to: "amd64",
      finding: { path: `${requirements}[1].values[0]`, found: '"amd64"', wanted: "arm64" },
    },
    {
      name: "a pool of an unknown architecture",
      resource: 6,
      path: `${requirements}[1].values[0]`,
      to: unknown,
      finding: { path: `${requirements}[1].values[0]`, state: "undecided" },
    },
    {
      name: "a pool whose machines may have 33 vCPU",
      resource: 6,
      path: `${requirements}[6].values[0]`,
      to: "34",
      finding: { path: `${requirements}[6].values[0]`, found: '"34"', wanted: "at most 33" },
    },
    {
      name: "a pool whose machines may be of any size",
      resource: 6,
      path: `${requirements}[6]`,
      to: absent,
      finding: { path: `${requirements}.karpenter.k8s.aws/instance-cpu`, wanted: "Lt 33" },
    },
    {
      name: "a pool with an empty bound of size",
      resource: 6,
      path: `${requirements}[6].values`,
      to: [],
      finding: { path: `${requirements}.karpenter.k8s.aws/instance-cpu`, wanted: "Lt 33" },
    },
    {
      name: "a pool with an unknown bound of size",
      resource: 6,
      path: `${requirements}[6].values[0]`,
      to: unknown,
      finding: { path: `${requirements}[6].values[0]`, state: "undecided" },
    },
    {
      name: "a pool of the edge that is moved into the region",
      resource: 7,
      path: `${requirements}[3].values[0]`,
      to: "af-south-1a",
      finding: { path: `${requirements}[4].values[1]`, found: '"m5"', wanted: "generation 6 or later" },
    },
    {
      name: "a pool of the edge that may also be in the region",
      resource: 7,
      path: `${requirements}[3].values`,
      to: ["af-south-1-los-1a", "af-south-1a"],
      finding: { path: `${requirements}[1].values[0]`, found: '"amd64"', wanted: "arm64" },
    },
    {
      name: "a pool of the edge with a family that the Local Zone lacks",
      resource: 7,
      path: `${requirements}[4].values[0]`,
      to: "c7g",
      finding: { path: `${requirements}[4].values[0]`, wanted: "one of c5, m5, r5" },
    },
    {
      name: "a pool of the edge, accepted with the reason",
      resource: 7,
      path: "@provider",
      to: otherProvider,
      finding: { path: `${requirements}[4].values`, found: '["c5","m5","r5"]', state: "passed-with-note" },
    },
    {
      name: "a pool in an unknown zone",
      resource: 7,
      path: `${requirements}[3].values[0]`,
      to: unknown,
      finding: { path: `${requirements}[3].values[0]`, state: "undecided" },
    },
    {
      name: "builds on the chosen x86 machine, accepted with the reason",
      resource: lastFixture,
      path: "@provider",
      to: otherProvider,
      finding: { path: "environment.type", found: '"LINUX_CONTAINER"', state: "passed-with-note" },
    },
    {
      name: "builds on Windows",
      resource: 8,
      path: "environment.type",
      to: "WINDOWS_SERVER_2022_CONTAINER",
      finding: { path: "environment.type", wanted: "an ARM container" },
    },
    {
      name: "builds on a kind of machine that is not stated",
      resource: 8,
      path: "environment.type",
      to: absent,
      finding: { path: "environment.type", found: "absent" },
    },
    {
      name: "builds on an unknown kind of machine",
      resource: 8,
      path: "environment.type",
      to: unknown,
      finding: { path: "environment.type", state: "undecided" },
    },
    {
      name: "builds on 36 vCPU",
      resource: 8,
      path: "environment.computeType",
      to: "BUILD_GENERAL1_XLARGE",
      finding: { path: "environment.computeType", wanted: "at most 32 vCPU" },
    },
    {
      name: "builds on machines of a size that nobody looked up",
      resource: 8,
      path: "environment.computeType",
      to: "ATTRIBUTE_BASED_COMPUTE",
      finding: { path: "environment.computeType", wanted: "at most 32 vCPU" },
    },
    {
      name: "builds on machines of an unknown size",
      resource: 8,
      path: "environment.computeType",
      to: unknown,
      finding: { path: "environment.computeType", state: "undecided" },
    },
    ...inNamed,
    ...inServices,
    ...["dc2.8xlarge", "ra3.16xlarge"].map((to) => ({
      name: `a warehouse of ${to}`,
      resource: warehouse,
      path: "nodeType",
      to,
      finding: {
        path: "nodeType",
        found: JSON.stringify(to),
        wanted: "one of ra3.large, ra3.xlplus, ra3.4xlarge",
      },
    })),
    {
      name: "a warehouse of an unknown type",
      resource: warehouse,
      path: "nodeType",
      to: unknown,
      finding: { path: "nodeType", state: "undecided" },
    },
    {
      name: "an older search domain that names no type",
      resource: firstNamed + named.findIndex(([type]) => type === "aws:elasticsearch/domain:Domain"),
      path: "clusterConfig",
      to: absent,
      finding: { path: "clusterConfig.instanceType", found: "absent", wanted: "instance types by name" },
    },
    {
      name: "a search domain whose masters are too large",
      resource: firstNamed + 9,
      path: "clusterConfig.dedicatedMasterType",
      to: "m7g.12xlarge.search",
      finding: { path: "clusterConfig.dedicatedMasterType", wanted: "at most 32 vCPU" },
    },
    {
      name: "a search domain that names no type",
      resource: firstNamed + 9,
      path: "clusterConfig",
      to: absent,
      finding: { path: "clusterConfig.instanceType", found: "absent", wanted: "instance types by name" },
    },
    {
      name: "a search domain that names its masters only",
      resource: firstNamed + 9,
      path: "clusterConfig.instanceType",
      to: absent,
      finding: { path: "clusterConfig.instanceType", found: "absent", wanted: "instance types by name" },
    },
  ],
  survivors: [
    {
      path: `${requirements}[*]`,
      why: "the families decide the architecture, also where nothing is said of it",
    },
    { path: `${requirements}[*].key`, why: "the same" },
  ],
  partly: [
    { path: `${requirements}[*].operator`, why: "some requirements are not of machines" },
    { path: `${requirements}[*].values[*]`, why: "one family that is allowed says no more than another" },
  ],
};
