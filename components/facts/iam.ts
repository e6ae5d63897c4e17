/** Where AWS cannot be held to the letter of least privilege, and why. A room that needs more adds its row. */

/** Actions, `*` at the end for all that begin so, that may stand with the resource `*` and no condition. */
export interface UnboundAction {
  readonly actions: string;
  readonly reason: string;
}

/** Source: "Actions, resources, and condition keys for AWS services", Service Authorization Reference (read 2026-11). */
export const unboundActions: readonly UnboundAction[] = [
  { actions: "ec2:Describe*", reason: "reads only; EC2 binds most of these to no resource" },
  { actions: "ecr:GetAuthorizationToken", reason: "the token is the registry's, not a repository's" },
  { actions: "elasticloadbalancing:Describe*", reason: "reads only; ELB binds these to no resource" },
  { actions: "iam:ListInstanceProfiles", reason: "reads only; a list of all cannot name one" },
  { actions: "pricing:GetProducts", reason: "AWS' public price list" },
  { actions: "route53:ListHostedZones", reason: "reads only; Route 53 binds it to no resource" },
];

/** AWS services that assume a role without saying for which account or resource, and why that is harmless. */
export const unboundServices: Readonly<Record<string, string>> = {
  "ec2.amazonaws.com":
    "EC2 names no source when it hands a role to an instance, and whoever attaches the role needs iam:PassRole in its own account",
};
