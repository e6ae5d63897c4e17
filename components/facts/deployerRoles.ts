/**
 * What deployers call on identities, and which services they hand roles to. Source as in `deployerActions.ts`.
 */

/** Calls on roles and instance profiles of a stack's name. */
export const roleActions = [
  "iam:AddRoleToInstanceProfile",
  "iam:AttachRolePolicy",
  "iam:CreateInstanceProfile",
  "iam:CreateRole",
  "iam:DeleteInstanceProfile",
  "iam:DeleteRole",
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
  "iam:RemoveRoleFromInstanceProfile",
  "iam:TagInstanceProfile",
  "iam:TagRole",
  "iam:UntagInstanceProfile",
  "iam:UntagRole",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateRole",
  "iam:UpdateRoleDescription",
] as const;

/** What a person mends on a role of delivery; to make one, or to bound it otherwise, is no mending. */
export const mendingActions = [
  "iam:AttachRolePolicy",
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:PutRolePolicy",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateRole",
  "iam:UpdateRoleDescription",
] as const;

/** Services to which stacks hand roles. */
export const roleTakers = [
  "backup.amazonaws.com",
  "codebuild.amazonaws.com",
  "ec2.amazonaws.com",
  "eks.amazonaws.com",
  "pods.eks.amazonaws.com",
] as const;

/** Services that make a role of their own the first time that they are used. */
export const roleOwners = [
  "autoscaling.amazonaws.com",
  "backup.amazonaws.com",
  "eks-nodegroup.amazonaws.com",
  "eks.amazonaws.com",
  "elasticloadbalancing.amazonaws.com",
  "replication.ecr.amazonaws.com",
  "reports.backup.amazonaws.com",
  "restore-testing.backup.amazonaws.com",
  "spot.amazonaws.com",
  "transitgateway.amazonaws.com",
] as const;

/** Calls on the identity provider of a cluster. */
export const providerActions = [
  "iam:AddClientIDToOpenIDConnectProvider",
  "iam:CreateOpenIDConnectProvider",
  "iam:DeleteOpenIDConnectProvider",
  "iam:TagOpenIDConnectProvider",
  "iam:UntagOpenIDConnectProvider",
  "iam:UpdateOpenIDConnectProviderThumbprint",
] as const;
