import { rule } from "../../../../policies/compliance/rules/nothingPublic";
import { setAt, stepsOf } from "../../../support/mutations";
import { absent, unknown, type Fixture, type Mutation, type RuleCases } from "../../../support/rules";

const accessible = (type: string) => [type, "publiclyAccessible", false, true] as const;
const blocks = ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"];
const blocked = (type: string, at: string) =>
  blocks.map((flag) => [type, `${at}.${flag}`, true, false] as const);
const shared = (type: string) => [type, "sharedAccounts[0]", "444455556666", "all"] as const;

/** Each type with the field that opens it, closed and open. */
const openings: readonly (readonly [type: string, path: string, closed: unknown, open: unknown])[] = [
  [
    "aws:apprunner/service:Service",
    "networkConfiguration.ingressConfiguration.isPubliclyAccessible",
    false,
    true,
  ],
  ["aws:cloudwatch/eventTarget:EventTarget", "ecsTarget.networkConfiguration.assignPublicIp", false, true],
  [
    "aws:scheduler/schedule:Schedule",
    "target.ecsParameters.networkConfiguration.assignPublicIp",
    false,
    true,
  ],
  accessible("aws:dms/instanceProfile:InstanceProfile"),
  accessible("aws:dms/replicationInstance:ReplicationInstance"),
  [
    "aws:drs/replicationConfigurationTemplate:ReplicationConfigurationTemplate",
    "createPublicIp",
    false,
    true,
  ],
  [
    "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
    "state",
    "block-all-sharing",
    "block-new-sharing",
  ],
  ["aws:ec2/amiLaunchPermission:AmiLaunchPermission", "group", "none", "all"],
  ["aws:ec2/defaultSubnet:DefaultSubnet", "mapPublicIpOnLaunch", false, absent],
  ["aws:ec2/eip:Eip", "instance", absent, "i-0123456789abcdef0"],
  ["aws:ec2/eip:Eip", "networkInterface", absent, "eni-0123456789abcdef0"],
  ["aws:ec2/eip:Eip", "associateWithPrivateIp", absent, "10.32.0.10"],
  ["aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess", "state", "block-new-sharing", "unblocked"],
  ["aws:ec2/instance:Instance", "associatePublicIpAddress", false, true],
  ["aws:ec2/launchConfiguration:LaunchConfiguration", "associatePublicIpAddress", false, true],
  ["aws:ec2/launchTemplate:LaunchTemplate", "networkInterfaces[0].associatePublicIpAddress", "false", "true"],
  [
    "aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission",
    "accountId",
    "444455556666",
    "all",
  ],
  [
    "aws:ec2/spotFleetRequest:SpotFleetRequest",
    "launchSpecifications[0].associatePublicIpAddress",
    false,
    true,
  ],
  ["aws:ec2/spotInstanceRequest:SpotInstanceRequest", "associatePublicIpAddress", false, true],
  ["aws:ec2/subnet:Subnet", "mapPublicIpOnLaunch", false, true],
  ["aws:ecs/service:Service", "networkConfiguration.assignPublicIp", false, true],
  ["aws:elasticsearch/domain:Domain", "vpcOptions.subnetIds", ["subnet-1"], []],
  ["aws:lambda/functionUrl:FunctionUrl", "authorizationType", "AWS_IAM", "NONE"],
  accessible("aws:lightsail/database:Database"),
  accessible("aws:m2/environment:Environment"),
  accessible("aws:mq/broker:Broker"),
  [
    "aws:msk/cluster:Cluster",
    "brokerNodeGroupInfo.connectivityInfo.publicAccess.type",
    "DISABLED",
    "SERVICE_PROVIDED_EIPS",
  ],
  accessible("aws:neptune/clusterInstance:ClusterInstance"),
  ["aws:neptunegraph/graph:Graph", "publicConnectivity", false, true],
  ["aws:opensearch/domain:Domain", "vpcOptions.subnetIds", ["subnet-1"], absent],
  [
    "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy",
    "policy[0].AllowFromPublic",
    false,
    true,
  ],
  accessible("aws:rds/clusterInstance:ClusterInstance"),
  shared("aws:rds/clusterSnapshot:ClusterSnapshot"),
  shared("aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy"),
  accessible("aws:rds/instance:Instance"),
  ["aws:rds/shardGroup:ShardGroup", "publiclyAccessible", false, absent],
  shared("aws:rds/snapshot:Snapshot"),
  shared("aws:rds/snapshotCopy:SnapshotCopy"),
  accessible("aws:redshift/cluster:Cluster"),
  accessible("aws:redshiftserverless/workgroup:Workgroup"),
  ...blocked("aws:s3/accessPoint:AccessPoint", "publicAccessBlockConfiguration"),
  ...blocked("aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint", "details.publicAccessBlock"),
  ["aws:sagemaker/notebookInstance:NotebookInstance", "directInternetAccess", "Disabled", "Enabled"],
  accessible("aws:timestreaminfluxdb/dbCluster:DbCluster"),
  accessible("aws:timestreaminfluxdb/dbInstance:DbInstance"),
  ["aws:transfer/server:Server", "endpointType", "VPC", "PUBLIC"],
];

/** Each type is closed by default, too, but for these. */
const openByDefault = new Set([
  "aws:apprunner/service:Service",
  "aws:dms/instanceProfile:InstanceProfile",
  "aws:ec2/defaultSubnet:DefaultSubnet",
  "aws:elasticsearch/domain:Domain",
  "aws:lambda/functionUrl:FunctionUrl",
  "aws:opensearch/domain:Domain",
  "aws:rds/shardGroup:ShardGroup",
  "aws:sagemaker/notebookInstance:NotebookInstance",
  "aws:transfer/server:Server",
  "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess",
  "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess",
]);

function fixture(type: string, path: string, closed: unknown): Fixture {
  if (path.startsWith("policy"))
    return { type, props: { policy: JSON.stringify([{ AllowFromPublic: closed }]) } };
  const [first = ""] = stepsOf(path);
  const base = path.includes(`${first}[`) ? { [first]: [] } : {};
  return { type, props: setAt(base, stepsOf(path), closed) as Fixture["props"] };
}

const found = (open: unknown): string => (open === absent ? "absent" : JSON.stringify(open));

export const cases: RuleCases = {
  rule,
  fixtures: [
    ...openings.map(([type, path, closed]) => fixture(type, path, closed)),
    ...openings.filter(([type]) => !openByDefault.has(type)).map(([type]) => ({ type, props: {} })),
  ],
  mutations: [
    ...openings.map(([type, path, , open], resource): Mutation => ({
      name: `${type} with ${path} ${found(open)}`,
      resource,
      path,
      to: open,
      finding: { path, found: found(open) },
    })),
    ...openings.flatMap(([type, path], resource): Mutation[] =>
      openByDefault.has(type)
        ? [
            {
              name: `${type} that does not say ${path}`,
              resource,
              path,
              to: absent,
              finding: { path, found: "absent" },
            },
          ]
        : [],
    ),
    ...openings.map(([type, path], resource): Mutation => ({
      name: `${type} of which ${path} is not known`,
      resource,
      path,
      to: unknown,
      finding: { path, state: "undecided" },
    })),
    {
      name: "a collection whose policy is not known",
      resource: openings.findIndex(([type]) => type.includes("serverlessSecurityPolicy")),
      path: "policy",
      to: unknown,
      finding: { path: "policy", state: "undecided" },
    },
    {
      name: "a database, in words",
      resource: openings.findIndex(([type]) => type === "aws:rds/instance:Instance"),
      path: "publiclyAccessible",
      to: "true",
      finding: { path: "publiclyAccessible", found: '"true"', wanted: "anything but true" },
    },
  ],
};
