/**
 * What deployers call, by how AWS can be told which resources are meant. A stack that makes a new kind of resource adds its
 * calls here; which calls a kind needs stands in the handlers of its CloudFormation schema.
 *
 * Source: "Actions, resources, and condition keys for AWS services", Service Authorization Reference (read 2026-11).
 */

/** Calls that make something: what is made gets the stack's tag, what it is made in has it already. */
export const makingActions = [
  "backup:CreateBackupPlan",
  "backup:CreateBackupVault",
  "backup:CreateLogicallyAirGappedBackupVault",
  "backup:CreateReportPlan",
  "backup:CreateRestoreTestingPlan",
  "ec2:AllocateAddress",
  "ec2:AuthorizeSecurityGroupEgress",
  "ec2:AuthorizeSecurityGroupIngress",
  "ec2:CreateFlowLogs",
  "ec2:CreateInternetGateway",
  "ec2:CreateLaunchTemplate",
  "ec2:CreateManagedPrefixList",
  "ec2:CreateNatGateway",
  "ec2:CreateNetworkAcl",
  "ec2:CreateRouteTable",
  "ec2:CreateSecurityGroup",
  "ec2:CreateSubnet",
  "ec2:CreateTransitGateway",
  "ec2:CreateTransitGatewayRouteTable",
  "ec2:CreateTransitGatewayVpcAttachment",
  "ec2:CreateVpc",
  "ec2:CreateVpcEndpoint",
  "ecr:CreateRepository",
  "elasticloadbalancing:CreateTargetGroup",
  "elasticloadbalancing:CreateTrustStore",
  "kms:CreateKey",
] as const;

/** Calls on a region's one setting of something, and on what a vault stands on, which AWS binds to no resource. */
export const settingActions = [
  "backup-storage:MountCapsule",
  "backup:UpdateRegionSettings",
  "ecr:PutRegistryScanningConfiguration",
] as const;

/** Calls that tag what there is; of what is made, each is allowed for the call that makes it. */
export const taggingActions = [
  "backup:TagResource",
  "ec2:CreateTags",
  "ecr:TagResource",
  "elasticloadbalancing:AddTags",
  "kms:TagResource",
] as const;

/** Calls on the security group that EKS makes for a cluster: EKS tags it with the cluster's name, and with no tag of ours. */
export const clusterGroupActions = [
  "ec2:AuthorizeSecurityGroupEgress",
  "ec2:AuthorizeSecurityGroupIngress",
  "ec2:ModifySecurityGroupRules",
  "ec2:RevokeSecurityGroupEgress",
  "ec2:RevokeSecurityGroupIngress",
] as const;

/** Calls that change or remove what has the stack's tag. Keys, zones and vaults are removed by a person only. */
export const keepingActions = [
  "backup:CreateBackupSelection",
  "backup:CreateRestoreTestingSelection",
  "backup:DeleteBackupPlan",
  "backup:DeleteBackupSelection",
  "backup:DeleteReportPlan",
  "backup:DeleteRestoreTestingPlan",
  "backup:DeleteRestoreTestingSelection",
  "backup:PutBackupVaultAccessPolicy",
  "backup:PutBackupVaultLockConfiguration",
  "backup:UntagResource",
  "backup:UpdateBackupPlan",
  "backup:UpdateReportPlan",
  "backup:UpdateRestoreTestingPlan",
  "backup:UpdateRestoreTestingSelection",
  "ec2:AssociateAddress",
  "ec2:AssociateRouteTable",
  "ec2:AssociateTransitGatewayRouteTable",
  "ec2:AttachInternetGateway",
  "ec2:CreateLaunchTemplateVersion",
  "ec2:CreateNetworkAclEntry",
  "ec2:CreateRoute",
  "ec2:DeleteInternetGateway",
  "ec2:DeleteLaunchTemplate",
  "ec2:DeleteLaunchTemplateVersions",
  "ec2:DeleteManagedPrefixList",
  "ec2:DeleteNatGateway",
  "ec2:DeleteNetworkAcl",
  "ec2:DeleteNetworkAclEntry",
  "ec2:DeleteRoute",
  "ec2:DeleteRouteTable",
  "ec2:DeleteSecurityGroup",
  "ec2:DeleteSubnet",
  "ec2:DeleteTags",
  "ec2:DeleteTransitGateway",
  "ec2:DeleteTransitGatewayRouteTable",
  "ec2:DeleteTransitGatewayVpcAttachment",
  "ec2:DeleteVpc",
  "ec2:DeleteVpcEndpoints",
  "ec2:DetachInternetGateway",
  "ec2:DisableTransitGatewayRouteTablePropagation",
  "ec2:DisassociateAddress",
  "ec2:DisassociateRouteTable",
  "ec2:DisassociateTransitGatewayRouteTable",
  "ec2:EnableTransitGatewayRouteTablePropagation",
  "ec2:ModifyLaunchTemplate",
  "ec2:ModifyManagedPrefixList",
  "ec2:ModifySecurityGroupRules",
  "ec2:ModifySubnetAttribute",
  "ec2:ModifyTransitGateway",
  "ec2:ModifyTransitGatewayVpcAttachment",
  "ec2:ModifyVpcAttribute",
  "ec2:ModifyVpcEndpoint",
  "ec2:ReleaseAddress",
  "ec2:ReplaceNetworkAclAssociation",
  "ec2:ReplaceNetworkAclEntry",
  "ec2:ReplaceRoute",
  "ec2:ReplaceRouteTableAssociation",
  "ec2:RevokeSecurityGroupEgress",
  "ec2:RevokeSecurityGroupIngress",
  "ecr:DeleteLifecyclePolicy",
  "ecr:DeleteRepository",
  "ecr:DeleteRepositoryPolicy",
  "ecr:PutImageScanningConfiguration",
  "ecr:PutImageTagMutability",
  "ecr:PutLifecyclePolicy",
  "ecr:SetRepositoryPolicy",
  "ecr:UntagResource",
  "elasticloadbalancing:DeleteTargetGroup",
  "elasticloadbalancing:DeleteTrustStore",
  "elasticloadbalancing:ModifyTargetGroup",
  "elasticloadbalancing:ModifyTargetGroupAttributes",
  "elasticloadbalancing:ModifyTrustStore",
  "elasticloadbalancing:RemoveTags",
  // With `EnableKey` what a person needs to take back what somebody else did to a key (docs/runbooks/keys-lost.md).
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  // EKS asks who makes a cluster for a grant, without saying that it is for a resource of AWS ("Encrypt Kubernetes secrets").
  "kms:CreateGrant",
  "kms:DeleteAlias",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:PutKeyPolicy",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
] as const;

/** Calls of the stack that joins the regions that make something. */
export const joiningActions = [
  "ec2:AuthorizeSecurityGroupIngress",
  "ec2:CreateManagedPrefixList",
  "ec2:CreateTransitGatewayPeeringAttachment",
  "ec2:CreateTransitGatewayRouteTable",
  "kms:CreateKey",
] as const;

/** Calls of the stack that joins the regions on what they and it made. */
export const joinedActions = [
  "ec2:AssociateTransitGatewayRouteTable",
  "ec2:CreateTransitGatewayRoute",
  "ec2:DeleteManagedPrefixList",
  "ec2:DeleteTags",
  "ec2:DeleteTransitGatewayPeeringAttachment",
  "ec2:DeleteTransitGatewayRoute",
  "ec2:DeleteTransitGatewayRouteTable",
  "ec2:DisassociateTransitGatewayRouteTable",
  "ec2:ModifyManagedPrefixList",
  "ec2:ModifySecurityGroupRules",
  "ec2:ReplaceTransitGatewayRoute",
  "ec2:RevokeSecurityGroupIngress",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:PutKeyPolicy",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
] as const;

/** Calls of the stack that joins the regions on the roles by which S3 copies objects; it makes no others. */
export const copierRoleActions = [
  "iam:CreateRole",
  "iam:DeleteRole",
  "iam:DeleteRolePolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
  "iam:TagRole",
  "iam:UntagRole",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateRole",
  "iam:UpdateRoleDescription",
] as const;

/** Calls of the same on the alarms that watch those copies. */
export const copyAlarmActions = [
  "cloudwatch:DeleteAlarms",
  "cloudwatch:PutMetricAlarm",
  "cloudwatch:TagResource",
  "cloudwatch:UntagResource",
] as const;
