import type * as aws from "@pulumi/aws";
import {
  identityPolicy,
  alike,
  list,
  none,
  object,
  oneOf,
  tags,
  text,
  to,
  value,
  whole,
  type Conversion,
} from "../fields";
import { fold, row, type Entry } from "../rows";

type Cluster = aws.eks.ClusterArgs;
type NodeGroup = aws.eks.NodeGroupArgs;
interface In {
  access: aws.types.input.eks.ClusterAccessConfig;
  vpc: aws.types.input.eks.ClusterVpcConfig;
  network: aws.types.input.eks.ClusterKubernetesNetworkConfig;
  encryption: aws.types.input.eks.ClusterEncryptionConfig;
  scaling: aws.types.input.eks.NodeGroupScalingConfig;
  repair: aws.types.input.eks.NodeGroupNodeRepairConfig;
}

const cidrs = value((from) => [from], [["*", "Cidrs", "*"]]);

const policyText: Conversion["convert"] = (from, field, notes) => {
  identityPolicy.convert(from, field, notes);
  return { value: from, origins: [{ path: [], field }] };
};

/** cfn-lint knows which instance types a region has, but does not look for them in node groups. */
const instanceTypes: Conversion = {
  ...list(value((type) => type)),
  convert: (from, field, notes) => {
    for (const [index, type] of (Array.isArray(from) ? from : [from]).entries()) {
      const properties = { LaunchTemplateData: { InstanceType: type } };
      notes.pieces.push({
        cfn: "AWS::EC2::LaunchTemplate",
        properties,
        origins: [{ path: [], field: `${field}[${index}]` }],
      });
    }
    return { value: from, origins: [{ path: [], field }] };
  },
  pieces: [{ cfn: "AWS::EC2::LaunchTemplate", targets: [["LaunchTemplateData", "InstanceType"]] }],
};

export const eks: readonly Entry[] = [
  row<Cluster>("aws:eks/cluster:Cluster", "AWS::EKS::Cluster", {
    ...alike<Cluster>("bootstrapSelfManagedAddons", "deletionProtection", "name", "roleArn", "version"),
    accessConfig: to(
      "AccessConfig",
      object<In["access"]>(alike("authenticationMode", "bootstrapClusterCreatorAdminPermissions")),
    ),
    controlPlaneScalingConfig: to(
      "ControlPlaneScalingConfig",
      object<aws.types.input.eks.ClusterControlPlaneScalingConfig>(alike("tier")),
    ),
    computeConfig: to(
      "ComputeConfig",
      object<aws.types.input.eks.ClusterComputeConfig>(alike("enabled", "nodePools", "nodeRoleArn")),
    ),
    enabledClusterLogTypes: to(
      "Logging.ClusterLogging.EnabledTypes",
      list(value((type) => ({ Type: type }), [["Type"]])),
    ),
    encryptionConfig: to(
      "EncryptionConfig",
      list(
        object<In["encryption"]>({
          provider: to(
            "Provider",
            object<aws.types.input.eks.ClusterEncryptionConfigProvider>(alike("keyArn")),
          ),
          resources: to("Resources", oneOf("secrets")),
        }),
      ),
    ),
    kubernetesNetworkConfig: to(
      "KubernetesNetworkConfig",
      object<In["network"]>({
        ...alike<In["network"]>("ipFamily", "serviceIpv4Cidr"),
        elasticLoadBalancing: to(
          "ElasticLoadBalancing",
          object<aws.types.input.eks.ClusterKubernetesNetworkConfigElasticLoadBalancing>(alike("enabled")),
        ),
        serviceIpv6Cidr: none("read-only in CloudFormation"),
      }),
    ),
    remoteNetworkConfig: to(
      "RemoteNetworkConfig",
      object<aws.types.input.eks.ClusterRemoteNetworkConfig>({
        remoteNodeNetworks: to("RemoteNodeNetworks", cidrs),
        remotePodNetworks: to("RemotePodNetworks", cidrs),
      }),
    ),
    storageConfig: to(
      "StorageConfig",
      object<aws.types.input.eks.ClusterStorageConfig>({
        blockStorage: to(
          "BlockStorage",
          object<aws.types.input.eks.ClusterStorageConfigBlockStorage>(alike("enabled")),
        ),
      }),
    ),
    upgradePolicy: to(
      "UpgradePolicy",
      object<aws.types.input.eks.ClusterUpgradePolicy>(alike("supportType")),
    ),
    vpcConfig: to(
      "ResourcesVpcConfig",
      object<In["vpc"]>({
        ...alike<In["vpc"]>(
          "controlPlaneEgressMode",
          "endpointPrivateAccess",
          "endpointPublicAccess",
          "publicAccessCidrs",
          "securityGroupIds",
          "subnetIds",
        ),
        clusterSecurityGroupId: none("computed by EKS"),
        vpcId: none("computed by EKS"),
      }),
    ),
    zonalShiftConfig: to(
      "ZonalShiftConfig",
      object<aws.types.input.eks.ClusterZonalShiftConfig>(alike("enabled")),
    ),
    tags: to("Tags", tags),
    forceUpdateVersion: "Force",
  }),
  row<NodeGroup>("aws:eks/nodeGroup:NodeGroup", "AWS::EKS::Nodegroup", {
    ...alike<NodeGroup>(
      "amiType",
      "capacityType",
      "clusterName",
      "diskSize",
      "labels",
      "releaseVersion",
      "version",
    ),
    launchTemplate: to(
      "LaunchTemplate",
      object<aws.types.input.eks.NodeGroupLaunchTemplate>({
        ...alike<aws.types.input.eks.NodeGroupLaunchTemplate>("id", "name"),
        version: to("Version", text),
      }),
    ),
    instanceTypes: to("InstanceTypes", instanceTypes),
    nodeGroupName: "NodegroupName",
    nodeRoleArn: "NodeRole",
    nodeRepairConfig: to(
      "NodeRepairConfig",
      object<In["repair"]>(
        alike(
          "enabled",
          "maxParallelNodesRepairedCount",
          "maxParallelNodesRepairedPercentage",
          "maxUnhealthyNodeThresholdCount",
          "maxUnhealthyNodeThresholdPercentage",
        ),
      ),
    ),
    scalingConfig: to("ScalingConfig", object<In["scaling"]>(alike("desiredSize", "maxSize", "minSize"))),
    subnetIds: "Subnets",
    taints: to("Taints", list(object<aws.types.input.eks.NodeGroupTaint>(alike("effect", "key", "value")))),
    updateConfig: to(
      "UpdateConfig",
      object<aws.types.input.eks.NodeGroupUpdateConfig>(
        alike("maxUnavailable", "maxUnavailablePercentage", "updateStrategy"),
      ),
    ),
    // Unlike almost everywhere else, CloudFormation has a map here.
    tags: "Tags",
    forceUpdateVersion: "ForceUpdateEnabled",
    nodeGroupNamePrefix: none("auto-naming"),
  }),
  row<aws.eks.AddonArgs>("aws:eks/addon:Addon", "AWS::EKS::Addon", {
    ...alike<aws.eks.AddonArgs>(
      "addonName",
      "addonVersion",
      "clusterName",
      "configurationValues",
      "serviceAccountRoleArn",
    ),
    namespaceConfig: to(
      "NamespaceConfig",
      object<aws.types.input.eks.AddonNamespaceConfig>(alike("namespace")),
    ),
    podIdentityAssociations: to(
      "PodIdentityAssociations",
      list(object<aws.types.input.eks.AddonPodIdentityAssociation>(alike("roleArn", "serviceAccount"))),
    ),
    preserve: "PreserveOnDelete",
    resolveConflictsOnCreate: "ResolveConflicts",
    tags: to("Tags", tags),
    resolveConflictsOnUpdate: none("CloudFormation has one word for both"),
  }),
  row<aws.eks.AccessEntryArgs>("aws:eks/accessEntry:AccessEntry", "AWS::EKS::AccessEntry", {
    ...alike<aws.eks.AccessEntryArgs>("clusterName", "kubernetesGroups", "principalArn"),
    type: to("Type", oneOf("STANDARD", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "EC2", "HYBRID_LINUX")),
    userName: "Username",
    tags: to("Tags", tags),
  }),
  fold<aws.eks.AccessPolicyAssociationArgs, aws.eks.AccessEntryArgs>(
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
    "aws:eks/accessEntry:AccessEntry",
    { principalArn: "principalArn", clusterName: "clusterName" },
    {
      accessScope: to(
        "AccessScope",
        object<aws.types.input.eks.AccessPolicyAssociationAccessScope>(alike("namespaces", "type")),
      ),
      policyArn: "PolicyArn",
      clusterName: whole,
      principalArn: whole,
    },
    "AccessPolicies[]",
  ),
  row<aws.eks.PodIdentityAssociationArgs>(
    "aws:eks/podIdentityAssociation:PodIdentityAssociation",
    "AWS::EKS::PodIdentityAssociation",
    {
      ...alike<aws.eks.PodIdentityAssociationArgs>(
        "clusterName",
        "disableSessionTags",
        "namespace",
        "roleArn",
        "serviceAccount",
        "targetRoleArn",
      ),
      // CloudFormation takes the text here; laid open, it is judged as a policy of IAM's.
      policy: to("Policy", { ...identityPolicy, convert: policyText }),
      tags: to("Tags", tags),
    },
  ),
];
