import { rule } from "../../../../policies/cost/rules/volumesGp3";
import { absent, unknown, type RuleCases } from "../../../support/rules";
import { otherProvider, productionTags } from "../../../support/ruleFixtures";

const nodeClass = "kubernetes:karpenter.k8s.aws/v1:EC2NodeClass";
const storageClass = "kubernetes:storage.k8s.io/v1:StorageClass";
const lagos = "af-south-1-los-1a";
const device = (volumeType: string) => ({ deviceName: "/dev/xvda", ebs: { volumeType, volumeSize: "4Gi" } });
const topology = (zone: string) => [
  { matchLabelExpressions: [{ key: "topology.kubernetes.io/zone", values: [zone] }] },
];

/** Types whose volumes are named in one field, with fixtures from the 12th on. */
const single: readonly (readonly [type: string, path: string, props: object])[] = [
  ["aws:rds/instance:Instance", "storageType", { storageType: "gp3" }],
  ["aws:rds/cluster:Cluster", "storageType", { storageType: "gp3", dbClusterInstanceClass: "db.m7g.large" }],
  ["aws:opensearch/domain:Domain", "ebsOptions.volumeType", { ebsOptions: { volumeType: "gp3" } }],
  ["aws:elasticsearch/domain:Domain", "ebsOptions.volumeType", { ebsOptions: { volumeType: "gp3" } }],
  [
    "aws:ec2/spotInstanceRequest:SpotInstanceRequest",
    "rootBlockDevice.volumeType",
    { rootBlockDevice: { volumeType: "gp3" } },
  ],
  [
    "aws:ec2/launchConfiguration:LaunchConfiguration",
    "rootBlockDevice.volumeType",
    { rootBlockDevice: { volumeType: "gp3" } },
  ],
];
const firstSingle = 11;

export const cases: RuleCases = {
  rule,
  fixtures: [
    { type: "aws:ebs/volume:Volume", props: { availabilityZone: "eu-central-1a", type: "gp3", size: 100 } },
    { type: "aws:ebs/volume:Volume", props: { availabilityZone: lagos, type: "gp2", size: 100 } },
    {
      type: "aws:ec2/launchTemplate:LaunchTemplate",
      props: { blockDeviceMappings: [device("gp3"), device("gp3")] },
    },
    {
      type: "aws:ec2/launchTemplate:LaunchTemplate",
      props: { placement: { availabilityZone: lagos }, blockDeviceMappings: [device("gp2")] },
    },
    {
      type: "aws:ec2/instance:Instance",
      props: { rootBlockDevice: { volumeType: "gp3" }, ebsBlockDevices: [{ volumeType: "gp3" }] },
    },
    {
      type: storageClass,
      props: { provisioner: "ebs.csi.aws.com", parameters: { type: "gp3", encrypted: "true" } },
    },
    {
      type: storageClass,
      props: {
        provisioner: "ebs.csi.aws.com",
        parameters: { type: "gp2" },
        allowedTopologies: topology(lagos),
      },
    },
    { type: storageClass, props: { provisioner: "efs.csi.aws.com", parameters: {} } },
    {
      type: nodeClass,
      props: {
        spec: {
          subnetSelectorTerms: [{ tags: { "karpenter.sh/discovery": "azora-africa-cluster" } }],
          blockDeviceMappings: [device("gp3"), device("gp3")],
          tags: { ...productionTags, region: "africa" },
        },
      },
    },
    {
      type: nodeClass,
      props: {
        spec: {
          subnetSelectorTerms: [{ tags: { "azora/edge": "azora-africa-cluster" } }],
          blockDeviceMappings: [device("gp2")],
          tags: { ...productionTags, region: "africa" },
        },
      },
    },
    // 10
    { type: storageClass, props: { provisioner: "kubernetes.io/aws-ebs", parameters: { type: "gp3" } } },
    ...single.map(([type, , props]) => ({ type, props: { ...props } })),
    // Aurora's storage is its own.
    { type: "aws:rds/cluster:Cluster", props: { engine: "aurora-postgresql", storageType: "aurora-iopt1" } },
  ],
  mutations: [
    ...single.flatMap(([type, path], index) => [
      ...["gp2", "io1", absent].map((to) => ({
        name: `${type} with ${path} ${String(to)}`,
        resource: firstSingle + index,
        path,
        to,
        finding: { path, found: to === absent ? "absent" : JSON.stringify(to), wanted: "gp3" },
      })),
      {
        name: `${type} of which ${path} is unknown`,
        resource: firstSingle + index,
        path,
        to: unknown,
        finding: { path, state: "undecided" as const },
      },
    ]),
    {
      name: "a cluster of instances that has Aurora's storage no more",
      resource: firstSingle + single.length,
      path: "dbClusterInstanceClass",
      to: "db.m7g.large",
      finding: { path: "storageType", found: '"aurora-iopt1"', wanted: "gp3" },
    },
    {
      name: "a volume of the old type",
      path: "type",
      to: "gp2",
      finding: { path: "type", found: '"gp2"', wanted: "gp3" },
    },
    {
      name: "a volume of the dearest type",
      path: "type",
      to: "io1",
      finding: { path: "type", found: '"io1"' },
    },
    {
      name: "a volume that names no type, which AWS makes gp2",
      path: "type",
      to: absent,
      finding: { path: "type", found: "absent", wanted: "gp3" },
    },
    {
      name: "a volume of an unknown type",
      path: "type",
      to: unknown,
      finding: { path: "type", state: "undecided" },
    },
    {
      name: "a volume in an unknown zone",
      path: "availabilityZone",
      to: unknown,
      finding: { path: "availabilityZone", state: "undecided" },
    },
    {
      name: "a volume that leaves the Local Zone",
      resource: 1,
      path: "availabilityZone",
      to: "af-south-1a",
      finding: { path: "type", found: '"gp2"', wanted: "gp3" },
    },
    {
      name: "a volume of a type that the Local Zone lacks",
      resource: 1,
      path: "type",
      to: "gp3",
      finding: { path: "type", found: '"gp3"', wanted: "gp2" },
    },
    {
      name: "a volume in the Local Zone, accepted with the reason",
      resource: 1,
      path: "@provider",
      to: otherProvider,
      finding: { path: "type", found: '"gp2"', wanted: "gp3", state: "passed-with-note" },
    },
    {
      name: "a launch template with one old volume",
      resource: 2,
      path: "blockDeviceMappings[1].ebs.volumeType",
      to: "gp2",
      finding: { path: "blockDeviceMappings[1].ebs.volumeType", found: '"gp2"', wanted: "gp3" },
    },
    {
      name: "a launch template whose image decides",
      resource: 2,
      path: "blockDeviceMappings[0].ebs.volumeType",
      to: absent,
      finding: { path: "blockDeviceMappings[0].ebs.volumeType", found: "absent" },
    },
    {
      name: "a launch template without volumes",
      resource: 2,
      path: "blockDeviceMappings",
      to: absent,
      finding: { path: "blockDeviceMappings", found: "absent", wanted: "volumes of type gp3" },
    },
    {
      name: "a launch template whose volumes are unknown",
      resource: 2,
      path: "blockDeviceMappings",
      to: unknown,
      finding: { path: "blockDeviceMappings", state: "undecided" },
    },
    {
      name: "a launch template that leaves the Local Zone",
      resource: 3,
      path: "placement.availabilityZone",
      to: "af-south-1b",
      finding: { path: "blockDeviceMappings[0].ebs.volumeType", found: '"gp2"', wanted: "gp3" },
    },
    {
      name: "a launch template for an unknown zone",
      resource: 3,
      path: "placement.availabilityZone",
      to: unknown,
      finding: { path: "placement.availabilityZone", state: "undecided" },
    },
    {
      name: "an instance whose image decides",
      resource: 4,
      path: "rootBlockDevice",
      to: absent,
      finding: { path: "rootBlockDevice.volumeType", found: "absent", wanted: "gp3" },
    },
    {
      name: "an instance with a second volume of the old type",
      resource: 4,
      path: "ebsBlockDevices[0].volumeType",
      to: "gp2",
      finding: { path: "ebsBlockDevices[0].volumeType", found: '"gp2"' },
    },
    {
      name: "an instance with an unknown volume",
      resource: 4,
      path: "ebsBlockDevices[0]",
      to: unknown,
      finding: { path: "ebsBlockDevices[0]", state: "undecided" },
    },
    {
      name: "a storage class of the old type",
      resource: 5,
      path: "parameters.type",
      to: "gp2",
      finding: { path: "parameters.type", found: '"gp2"', wanted: "gp3" },
    },
    {
      name: "a storage class without a type",
      resource: 5,
      path: "parameters.type",
      to: absent,
      finding: { path: "parameters.type", found: "absent" },
    },
    {
      name: "a storage class of an unknown type",
      resource: 5,
      path: "parameters.type",
      to: unknown,
      finding: { path: "parameters.type", state: "undecided" },
    },
    {
      name: "a storage class with an unknown provisioner",
      resource: 5,
      path: "provisioner",
      to: unknown,
      finding: { path: "provisioner", state: "undecided" },
    },
    {
      name: "a storage class of Kubernetes' own old driver",
      resource: 10,
      path: "parameters.type",
      to: "gp2",
      finding: { path: "parameters.type", found: '"gp2"', wanted: "gp3" },
    },
    {
      name: "a storage class that leaves the Local Zone",
      resource: 6,
      path: "allowedTopologies[0].matchLabelExpressions[0].values",
      to: ["af-south-1a"],
      finding: { path: "parameters.type", found: '"gp2"', wanted: "gp3" },
    },
    {
      name: "a storage class in the Local Zone and beside it",
      resource: 6,
      path: "allowedTopologies[0].matchLabelExpressions[0].values",
      to: [lagos, "af-south-1a"],
      finding: { path: "parameters.type", found: '"gp2"', wanted: "gp3" },
    },
    {
      name: "a storage class bound by something else than a zone",
      resource: 6,
      path: "allowedTopologies[0].matchLabelExpressions[0].key",
      to: "topology.kubernetes.io/region",
      finding: { path: "parameters.type", found: '"gp2"', wanted: "gp3" },
    },
    {
      name: "a storage class in an unknown zone",
      resource: 6,
      path: "allowedTopologies[0].matchLabelExpressions[0].values[0]",
      to: unknown,
      finding: { path: "allowedTopologies[0].matchLabelExpressions[0].values[0]", state: "undecided" },
    },
    {
      name: "a node class with an old volume",
      resource: 8,
      path: "spec.blockDeviceMappings[1].ebs.volumeType",
      to: "io2",
      finding: { path: "spec.blockDeviceMappings[1].ebs.volumeType", found: '"io2"', wanted: "gp3" },
    },
    {
      name: "a node class without volumes",
      resource: 8,
      path: "spec.blockDeviceMappings",
      to: [],
      finding: { path: "spec.blockDeviceMappings", found: "[]", wanted: "volumes of type gp3" },
    },
    {
      name: "a node class with an unknown volume",
      resource: 8,
      path: "spec.blockDeviceMappings[0].ebs",
      to: unknown,
      finding: { path: "spec.blockDeviceMappings[0].ebs", state: "undecided" },
    },
    {
      name: "a node class in unknown subnets",
      resource: 8,
      path: "spec.subnetSelectorTerms",
      to: unknown,
      finding: { path: "spec.subnetSelectorTerms", state: "undecided" },
    },
    {
      name: "a node class of the edge that leaves it",
      resource: 9,
      path: "spec.subnetSelectorTerms[0].tags",
      to: { "karpenter.sh/discovery": "azora-africa-cluster" },
      finding: { path: "spec.blockDeviceMappings[0].ebs.volumeType", found: '"gp2"', wanted: "gp3" },
    },
    {
      name: "a node class of the edge that selects no subnets",
      resource: 9,
      path: "spec.subnetSelectorTerms",
      to: absent,
      finding: { path: "spec.blockDeviceMappings[0].ebs.volumeType", found: '"gp2"', wanted: "gp3" },
    },
    {
      name: "a node class of the edge that may also be elsewhere",
      resource: 9,
      path: "spec.subnetSelectorTerms[1]",
      to: { tags: { "karpenter.sh/discovery": "azora-africa-cluster" } },
      finding: { path: "spec.blockDeviceMappings[0].ebs.volumeType", found: '"gp2"', wanted: "gp3" },
    },
    {
      name: "a node class of the edge in a region without a Local Zone",
      resource: 9,
      path: "spec.tags.region",
      to: "europe",
      finding: { path: "spec.blockDeviceMappings[0].ebs.volumeType", found: '"gp2"', wanted: "gp3" },
    },
    {
      name: "a node class of the edge of an unknown region",
      resource: 9,
      path: "spec.tags.region",
      to: unknown,
      finding: { path: "spec.tags.region", state: "undecided" },
    },
    {
      name: "a node class of the edge of a type that the zone lacks",
      resource: 9,
      path: "spec.blockDeviceMappings[0].ebs.volumeType",
      to: "gp3",
      finding: { path: "spec.blockDeviceMappings[0].ebs.volumeType", found: '"gp3"', wanted: "gp2" },
    },
  ],
  survivors: [{ path: "provisioner", why: "what another driver makes is no volume of EBS" }],
};
