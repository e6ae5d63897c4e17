/** Where AWS cannot be held to the letter of least privilege, and why. A room that needs more adds its row. */

/** Longest policies that IAM takes, in characters without white space ("IAM and AWS STS quotas", IAM user guide, read 2026-11). */
export const iamPolicySize = {
  /** A managed policy, which a permission boundary is too. */
  managedCharactersMax: 6144,
  /** How many of them a role may have, unless the account asks for more. */
  managedPerRoleMax: 10,
  /** All policies inline in a role, together. */
  inlinePerRoleCharactersMax: 10_240,
  /** Who may take a role, unless the account asks for more. */
  trustCharactersMax: 2048,
} as const;

/** Actions, `*` at the end for all that begin so, that may stand with the resource `*` and no condition. */
export interface UnboundAction {
  readonly actions: string;
  readonly reason: string;
}

/** Source: "Actions, resources, and condition keys for AWS services", Service Authorization Reference (read 2026-11). */
export const unboundActions: readonly UnboundAction[] = [
  {
    actions: "backup-storage:MountCapsule",
    // "API permissions: actions, resources, and conditions reference", AWS Backup developer guide.
    reason: "what a vault stores on; AWS Backup binds it to no resource, and CreateBackupVault asks for it",
  },
  {
    actions: "backup:UpdateRegionSettings",
    reason: "a region's one setting of what AWS Backup may keep; AWS Backup binds it to no resource",
  },
  {
    actions: "cloudwatch:GetMetricData",
    reason: "reads only; CloudWatch binds it to no resource, and to no namespace",
  },
  { actions: "cloudwatch:ListMetrics", reason: "reads only; CloudWatch binds it to no resource" },
  { actions: "ec2:Describe*", reason: "reads only; EC2 binds most of these to no resource" },
  {
    actions: "ecr:PutRegistryScanningConfiguration",
    reason: "a region's one setting of how images are scanned; ECR binds it to no resource",
  },
  {
    actions: "ecr:PutReplicationConfiguration",
    reason: "a region's one setting of where images go; ECR binds it to no resource",
  },
  { actions: "ecr:GetAuthorizationToken", reason: "the token is the registry's, not a repository's" },
  { actions: "elasticloadbalancing:Describe*", reason: "reads only; ELB binds these to no resource" },
  { actions: "iam:ListInstanceProfiles", reason: "reads only; a list of all cannot name one" },
  { actions: "pricing:GetProducts", reason: "AWS' public price list" },
  { actions: "tag:GetResources", reason: "reads only; a search by tags cannot name what it finds" },
  { actions: "route53:ListHostedZones", reason: "reads only; Route 53 binds it to no resource" },
];

/** Actions that may stand with every resource of a kind, since nobody knows the names when the policy is written. */
export interface KindWideActions {
  readonly actions: readonly string[];
  /** The last part of the ARNs, to the letter; the service is that of the action. */
  readonly resources: readonly string[];
  readonly reason: string;
}

export const kindWideActions: readonly KindWideActions[] = [
  {
    actions: ["ec2:CreateNetworkInterface", "ec2:DeleteNetworkInterface"],
    resources: ["network-interface/*", "subnet/*", "security-group/*"],
    // "Allow CodeBuild access to AWS services required to create a VPC network interface", CodeBuild user guide.
    reason: "CodeBuild makes an interface for each build and documents these for every resource",
  },
  {
    actions: ["ec2:RunInstances", "ec2:CreateFleet"],
    resources: [
      "image/*",
      "snapshot/*",
      "security-group/*",
      "subnet/*",
      "capacity-reservation/*",
      "placement-group/*",
    ],
    // "AllowScopedEC2InstanceAccessActions", karpenter.sh/docs/reference/cloudformation.
    reason: "Karpenter's launches take these in; what they make is bound by tags",
  },
  {
    actions: [
      "elasticloadbalancing:DeregisterTargets",
      "elasticloadbalancing:ModifyTargetGroup",
      "elasticloadbalancing:ModifyTargetGroupAttributes",
      "elasticloadbalancing:RegisterTargets",
    ],
    resources: ["targetgroup/*"],
    // docs/deploy/installation.md, kubernetes-sigs/aws-load-balancer-controller.
    reason: "AWS makes up the names of target groups that are replaced before they are removed",
  },
  {
    actions: ["ec2:CopySnapshot", "ec2:CreateSnapshot", "ec2:CreateTags"],
    resources: ["snapshot/*"],
    // `EBSCopyPermissions` and `EBSTagAndDeletePermissions` of AWSBackupServiceRolePolicyForBackup.
    reason:
      "AWS makes up the ids of snapshots, whose ARNs have no account; which volumes they are of is bound by a tag",
  },
  {
    actions: ["ec2:CreateVolume"],
    resources: ["snapshot/*", "volume/*"],
    // `EBSPermissions` of AWSBackupServiceRolePolicyForRestores.
    reason: "AWS makes up the ids of what is restored, and the key says which snapshots can be read",
  },
  {
    actions: ["iam:GetInstanceProfile"],
    resources: ["instance-profile/*"],
    reason: "reads only; Karpenter makes up the names of its profiles",
  },
  {
    actions: ["ec2:AcceptTransitGatewayPeeringAttachment"],
    resources: ["transit-gateway-attachment/*"],
    reason:
      "AWS makes the accepter's side of a peering, with an id that it makes up and no tag; one that has an owner's tag is left out",
  },
  {
    actions: ["route53:AssociateVPCWithHostedZone", "route53:DisassociateVPCFromHostedZone"],
    resources: ["hostedzone/*"],
    reason:
      "Route 53 makes up the ids of zones, and binds these calls to no tag; the networks are held to the platform's regions by route53:VPCs",
  },
  {
    actions: ["ssm:GetParameter"],
    resources: ["parameter/aws/service/*"],
    reason: "parameters that AWS publishes to everybody",
  },
];

/** Condition keys, in lower case, that say which resources are meant, beside the tags of what exists and what is made. */
export const selectingKeys: Readonly<Record<string, string>> = {
  "arc-zonal-shift:resourceidentifier": "the resource itself, which the action takes by this key only",
  "cloudwatch:namespace":
    "numbers of a namespace: CloudWatch binds PutMetricData to no resource, and reads its own from nowhere else",
  "ec2:subnet": "network interfaces of a subnet, whose own ids are made up for each build",
  "kms:resourcealiases": "the key by its alias, which no deployer may move",
  "iam:awsservicename": "the service that a service-linked role is for, which is all its name says",
};

/**
 * Actions with which one may give oneself, or what one runs, all other rights.
 *
 * Source: "Summary of AWS privilege escalation methods", github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation; permission
 * sets and identity providers by their actions in the Service Authorization Reference (read 2026-11).
 */
export const escalatingActions = [
  "iam:AddUserToGroup",
  "iam:AttachGroupPolicy",
  "iam:AttachRolePolicy",
  "iam:AttachUserPolicy",
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:CreatePolicyVersion",
  "iam:DeleteRolePermissionsBoundary",
  "iam:DeleteUserPermissionsBoundary",
  "iam:PassRole",
  "iam:PutGroupPolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
  "iam:PutUserPermissionsBoundary",
  "iam:PutUserPolicy",
  "iam:SetDefaultPolicyVersion",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateLoginProfile",
  "iam:UpdateSAMLProvider",
  "sso:AttachManagedPolicyToPermissionSet",
  "sso:CreateAccountAssignment",
  "sso:PutInlinePolicyToPermissionSet",
] as const;

/** AWS services that assume a role without saying for which account or resource, and why that is harmless. */
export const unboundServices: Readonly<Record<string, string>> = {
  "ec2.amazonaws.com":
    "EC2 names no source when it hands a role to an instance, and whoever attaches the role needs iam:PassRole in its own account",
  // "Setting up permissions for live replication", S3 user guide (read 2026-11).
  "s3.amazonaws.com":
    "S3 documents no source for the roles by which it copies objects, and whoever sets copies up needs iam:PassRole in its own account",
};

/** A service that a resource's policy may let in for some actions without a condition on the source, and why. */
export interface UnboundGuest {
  readonly service: string;
  readonly actions: readonly string[];
  readonly reason: string;
}

export const unboundGuests: readonly UnboundGuest[] = [
  {
    service: "events.amazonaws.com",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    // "Managing Amazon SNS encryption keys", SNS developer guide; "Amazon SQS key management", SQS developer guide.
    reason:
      "AWS documents a condition on EventBridge's source in a key's policy as not supported; the queue's policy says whose rules may send",
  },
];

/** Accounts of others that a resource's policy may name, by their number, and why: none so far. */
export const admittedAccounts: Readonly<Record<string, string>> = {};
