import type * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../shared";

export interface KarpenterPolicyArgs {
  readonly awsRegion: string;
  readonly accountId: string;
  /** Plain text: it is part of condition keys. */
  readonly clusterName: string;
  readonly clusterArn: pulumi.Input<string>;
  readonly queueArn: pulumi.Input<string>;
  readonly nodeRoleArn: pulumi.Input<string>;
}

/**
 * What Karpenter's controller may do: the documented policies of version 1.14, one by one and under their own names
 * (`getting-started-with-karpenter/cloudformation.yaml`, aws/karpenter-provider-aws at 1d92708). Everything that changes
 * something is limited to what carries this cluster's tags.
 */
export function karpenterPolicies(
  args: KarpenterPolicyArgs,
): Readonly<Record<string, readonly PolicyStatement[]>> {
  return {
    "node-lifecycle": nodeLifecycle(args),
    "iam-integration": iamIntegration(args),
    "eks-integration": [
      {
        Sid: "AllowAPIServerEndpointDiscovery",
        Effect: "Allow",
        Action: "eks:DescribeCluster",
        Resource: args.clusterArn,
      },
    ],
    interruption: [
      {
        Sid: "AllowInterruptionQueueActions",
        Effect: "Allow",
        Action: ["sqs:DeleteMessage", "sqs:GetQueueUrl", "sqs:ReceiveMessage"],
        Resource: args.queueArn,
      },
    ],
    "zonal-shift": [
      {
        Sid: "AllowZonalShiftStatusReadOnly",
        Effect: "Allow",
        Action: "arc-zonal-shift:GetManagedResource",
        Resource: "*",
        Condition: { StringEquals: { "arc-zonal-shift:ResourceIdentifier": args.clusterArn } },
      },
    ],
    "resource-discovery": resourceDiscovery(args),
  };
}

function nodeLifecycle({ awsRegion, clusterName }: KarpenterPolicyArgs): readonly PolicyStatement[] {
  const ec2 = (resource: string): string => `arn:aws:ec2:${awsRegion}:*:${resource}/*`;
  const publicEc2 = (resource: string): string => `arn:aws:ec2:${awsRegion}::${resource}/*`;
  const owned = `kubernetes.io/cluster/${clusterName}`;
  const created = [
    "fleet",
    "instance",
    "volume",
    "network-interface",
    "launch-template",
    "spot-instances-request",
  ];
  const requestedForThisCluster = {
    [`aws:RequestTag/${owned}`]: "owned",
    "aws:RequestTag/eks:eks-cluster-name": clusterName,
  };
  const ofThisCluster = {
    StringEquals: { [`aws:ResourceTag/${owned}`]: "owned" },
    StringLike: { "aws:ResourceTag/karpenter.sh/nodepool": "*" },
  };
  return [
    {
      Sid: "AllowScopedEC2InstanceAccessActions",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateFleet"],
      Resource: [
        publicEc2("image"),
        publicEc2("snapshot"),
        ...["security-group", "subnet", "capacity-reservation", "placement-group"].map(ec2),
      ],
    },
    {
      Sid: "AllowScopedEC2LaunchTemplateAccessActions",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateFleet"],
      Resource: ec2("launch-template"),
      Condition: ofThisCluster,
    },
    {
      Sid: "AllowScopedEC2InstanceActionsWithTags",
      Effect: "Allow",
      Action: ["ec2:RunInstances", "ec2:CreateFleet", "ec2:CreateLaunchTemplate"],
      Resource: created.map(ec2),
      Condition: {
        StringEquals: requestedForThisCluster,
        StringLike: { "aws:RequestTag/karpenter.sh/nodepool": "*" },
      },
    },
    {
      Sid: "AllowScopedResourceCreationTagging",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: created.map(ec2),
      Condition: {
        StringEquals: {
          ...requestedForThisCluster,
          "ec2:CreateAction": ["RunInstances", "CreateFleet", "CreateLaunchTemplate"],
        },
        StringLike: { "aws:RequestTag/karpenter.sh/nodepool": "*" },
      },
    },
    {
      Sid: "AllowScopedResourceTagging",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: ec2("instance"),
      Condition: {
        ...ofThisCluster,
        StringEqualsIfExists: { "aws:RequestTag/eks:eks-cluster-name": clusterName },
        "ForAllValues:StringEquals": {
          "aws:TagKeys": ["eks:eks-cluster-name", "karpenter.sh/nodeclaim", "Name"],
        },
      },
    },
    {
      Sid: "AllowScopedDeletion",
      Effect: "Allow",
      Action: ["ec2:TerminateInstances", "ec2:DeleteLaunchTemplate"],
      Resource: [ec2("instance"), ec2("launch-template")],
      Condition: ofThisCluster,
    },
  ];
}

function iamIntegration(args: KarpenterPolicyArgs): readonly PolicyStatement[] {
  const { awsRegion, accountId, clusterName } = args;
  const profiles = `arn:aws:iam::${accountId}:instance-profile/*`;
  const owned = `kubernetes.io/cluster/${clusterName}`;
  const requested = {
    [`aws:RequestTag/${owned}`]: "owned",
    "aws:RequestTag/eks:eks-cluster-name": clusterName,
    "aws:RequestTag/topology.kubernetes.io/region": awsRegion,
  };
  const existing = {
    [`aws:ResourceTag/${owned}`]: "owned",
    "aws:ResourceTag/topology.kubernetes.io/region": awsRegion,
  };
  return [
    {
      Sid: "AllowPassingInstanceRole",
      Effect: "Allow",
      Action: "iam:PassRole",
      Resource: args.nodeRoleArn,
      Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
    },
    {
      Sid: "AllowScopedInstanceProfileCreationActions",
      Effect: "Allow",
      Action: "iam:CreateInstanceProfile",
      Resource: profiles,
      Condition: {
        StringEquals: requested,
        StringLike: { "aws:RequestTag/karpenter.k8s.aws/ec2nodeclass": "*" },
      },
    },
    {
      Sid: "AllowScopedInstanceProfileTagActions",
      Effect: "Allow",
      Action: "iam:TagInstanceProfile",
      Resource: profiles,
      Condition: {
        StringEquals: { ...existing, ...requested },
        StringLike: {
          "aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass": "*",
          "aws:RequestTag/karpenter.k8s.aws/ec2nodeclass": "*",
        },
      },
    },
    {
      Sid: "AllowScopedInstanceProfileActions",
      Effect: "Allow",
      Action: [
        "iam:AddRoleToInstanceProfile",
        "iam:RemoveRoleFromInstanceProfile",
        "iam:DeleteInstanceProfile",
      ],
      Resource: profiles,
      Condition: {
        StringEquals: existing,
        StringLike: { "aws:ResourceTag/karpenter.k8s.aws/ec2nodeclass": "*" },
      },
    },
  ];
}

function resourceDiscovery({ awsRegion, accountId }: KarpenterPolicyArgs): readonly PolicyStatement[] {
  const describe = [
    "CapacityReservations",
    "Images",
    "Instances",
    "InstanceStatus",
    "InstanceTypeOfferings",
    "InstanceTypes",
    "LaunchTemplates",
    "PlacementGroups",
    "SecurityGroups",
    "SpotPriceHistory",
    "Subnets",
  ];
  return [
    {
      Sid: "AllowRegionalReadActions",
      Effect: "Allow",
      Action: describe.map((what) => `ec2:Describe${what}`),
      Resource: "*",
      Condition: { StringEquals: { "aws:RequestedRegion": awsRegion } },
    },
    {
      Sid: "AllowSSMReadActions",
      Effect: "Allow",
      Action: "ssm:GetParameter",
      Resource: `arn:aws:ssm:${awsRegion}::parameter/aws/service/*`,
    },
    { Sid: "AllowPricingReadActions", Effect: "Allow", Action: "pricing:GetProducts", Resource: "*" },
    {
      Sid: "AllowUnscopedInstanceProfileListAction",
      Effect: "Allow",
      Action: "iam:ListInstanceProfiles",
      Resource: "*",
    },
    {
      Sid: "AllowInstanceProfileReadActions",
      Effect: "Allow",
      Action: "iam:GetInstanceProfile",
      Resource: `arn:aws:iam::${accountId}:instance-profile/*`,
    },
  ];
}
