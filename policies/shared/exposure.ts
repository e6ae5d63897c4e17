import type { Path } from "./look";

/**
 * How a field opens a resource to the internet, or to every AWS account. In a path `*` stands for each item of a list, and `{}`
 * for what a JSON text holds.
 */
export interface Opening {
  readonly at: Path;
  /** The value that opens it. */
  readonly open?: true | false | string;
  /** The only value that keeps it closed, where it is open by default. */
  readonly closed?: false | string;
  /** It is closed only where this is there at all, or is not. */
  readonly needed?: boolean;
  /** What there is instead. */
  readonly fix: string;
}

const inVpc = "reach it inside the VPC";
const publicly: readonly Opening[] = [{ at: ["publiclyAccessible"], open: true, fix: inVpc }];
/** Where AWS decides by the subnet unless it is told. */
const notPublicly: readonly Opening[] = [{ at: ["publiclyAccessible"], closed: false, fix: inVpc }];
const searchDomain: readonly Opening[] = [
  { at: ["vpcOptions", "subnetIds"], needed: true, fix: "give the domain subnets of the VPC" },
];
const publicAddress = "reach it by a load balancer, and the internet by NAT";
const machine: readonly Opening[] = [{ at: ["associatePublicIpAddress"], open: true, fix: publicAddress }];
const sharing: readonly Opening[] = [
  { at: ["sharedAccounts", "*"], open: "all", fix: "share with accounts that are named" },
];
const accessPoint = (...block: readonly string[]): readonly Opening[] =>
  ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"].map((flag) => ({
    at: [...block, flag],
    open: false,
    fix: "leave the block as it is by default: all of it on",
  }));

/** What is public whatever its fields say, with what to do instead. */
export const publicTypes: Readonly<Record<string, string>> = {
  "aws:ec2/eipAssociation:EipAssociation": publicAddress,
  "aws:ecrpublic/repository:Repository": "use the private kind",
};

/**
 * Fields of @pulumi/aws 7.48 by which a resource is made public. Buckets, load balancers, security groups, policies and Kubernetes
 * have rules of their own; what `refusedTypes.ts` names is not made at all. Every field of
 * the SDK that sounds public is in one of these (`tests/policies/knownTypes.test.ts`). No subnet gives its machines public addresses: load balancers and NAT gateways bring their own.
 */
export const openings: Readonly<Record<string, readonly Opening[]>> = {
  "aws:apprunner/service:Service": [
    {
      at: ["networkConfiguration", "ingressConfiguration", "isPubliclyAccessible"],
      closed: false,
      fix: inVpc,
    },
  ],
  "aws:cloudwatch/eventTarget:EventTarget": [
    { at: ["ecsTarget", "networkConfiguration", "assignPublicIp"], open: true, fix: publicAddress },
  ],
  "aws:dms/instanceProfile:InstanceProfile": notPublicly,
  "aws:dms/replicationInstance:ReplicationInstance": publicly,
  "aws:drs/replicationConfigurationTemplate:ReplicationConfigurationTemplate": [
    { at: ["createPublicIp"], open: true, fix: publicAddress },
  ],
  "aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess": [
    { at: ["state"], closed: "block-all-sharing", fix: "block all public sharing" },
  ],
  "aws:ec2/amiLaunchPermission:AmiLaunchPermission": [
    { at: ["group"], open: "all", fix: "share with accounts that are named" },
  ],
  "aws:ec2/defaultSubnet:DefaultSubnet": [{ at: ["mapPublicIpOnLaunch"], closed: false, fix: publicAddress }],
  "aws:ec2/eip:Eip": ["instance", "networkInterface", "associateWithPrivateIp"].map((field) => ({
    at: [field],
    needed: false,
    fix: publicAddress,
  })),
  "aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess": [
    { at: ["state"], closed: "block-new-sharing", fix: "block public sharing" },
  ],
  "aws:ec2/instance:Instance": machine,
  "aws:ec2/launchConfiguration:LaunchConfiguration": machine,
  "aws:ec2/launchTemplate:LaunchTemplate": [
    { at: ["networkInterfaces", "*", "associatePublicIpAddress"], open: true, fix: publicAddress },
  ],
  "aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission": [
    { at: ["accountId"], open: "all", fix: "share with accounts that are named" },
  ],
  "aws:ec2/spotFleetRequest:SpotFleetRequest": [
    { at: ["launchSpecifications", "*", "associatePublicIpAddress"], open: true, fix: publicAddress },
  ],
  "aws:ec2/spotInstanceRequest:SpotInstanceRequest": machine,
  "aws:ec2/subnet:Subnet": [{ at: ["mapPublicIpOnLaunch"], open: true, fix: publicAddress }],
  "aws:ecs/service:Service": [
    { at: ["networkConfiguration", "assignPublicIp"], open: true, fix: publicAddress },
  ],
  "aws:elasticsearch/domain:Domain": searchDomain,
  "aws:lambda/functionUrl:FunctionUrl": [
    { at: ["authorizationType"], closed: "AWS_IAM", fix: "let IAM decide who calls" },
  ],
  "aws:lightsail/database:Database": publicly,
  "aws:m2/environment:Environment": publicly,
  "aws:mq/broker:Broker": publicly,
  "aws:msk/cluster:Cluster": [
    {
      at: ["brokerNodeGroupInfo", "connectivityInfo", "publicAccess", "type"],
      open: "SERVICE_PROVIDED_EIPS",
      fix: inVpc,
    },
  ],
  "aws:neptune/clusterInstance:ClusterInstance": publicly,
  "aws:neptunegraph/graph:Graph": [{ at: ["publicConnectivity"], open: true, fix: inVpc }],
  "aws:opensearch/domain:Domain": searchDomain,
  "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy": [
    { at: ["policy", "{}", "*", "AllowFromPublic"], open: true, fix: "name the endpoints of the VPC" },
  ],
  "aws:rds/clusterInstance:ClusterInstance": publicly,
  "aws:rds/clusterSnapshot:ClusterSnapshot": sharing,
  "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy": sharing,
  "aws:rds/instance:Instance": publicly,
  "aws:rds/shardGroup:ShardGroup": notPublicly,
  "aws:rds/snapshot:Snapshot": sharing,
  "aws:rds/snapshotCopy:SnapshotCopy": sharing,
  "aws:redshift/cluster:Cluster": publicly,
  "aws:redshiftserverless/workgroup:Workgroup": publicly,
  "aws:s3/accessPoint:AccessPoint": accessPoint("publicAccessBlockConfiguration"),
  "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint": accessPoint("details", "publicAccessBlock"),
  "aws:sagemaker/notebookInstance:NotebookInstance": [
    { at: ["directInternetAccess"], closed: "Disabled", fix: "reach the internet by the VPC" },
  ],
  "aws:scheduler/schedule:Schedule": [
    {
      at: ["target", "ecsParameters", "networkConfiguration", "assignPublicIp"],
      open: true,
      fix: publicAddress,
    },
  ],
  "aws:timestreaminfluxdb/dbCluster:DbCluster": publicly,
  "aws:timestreaminfluxdb/dbInstance:DbInstance": publicly,
  "aws:transfer/server:Server": [{ at: ["endpointType"], closed: "VPC", fix: inVpc }],
};
