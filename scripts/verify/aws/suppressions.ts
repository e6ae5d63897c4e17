/** What the linter says of templates that says nothing of values. */

export interface Suppression {
  readonly rule: string;
  /** Only for this type; absent: for all. */
  readonly cfn?: string;
  /** Only for messages that it matches; absent: for all. */
  readonly message?: RegExp;
  readonly reason: string;
}

export const suppressions: readonly Suppression[] = [
  {
    rule: "E3010",
    reason: "how many resources a CloudFormation stack may have; a Pulumi stack may have more",
  },
  { rule: "E1002", reason: "how large a template may be; none is ever sent" },
  {
    rule: "W3010",
    reason: "advises against zone names in templates; zone-of-region holds them against facts",
  },
  {
    rule: "E3680",
    cfn: "AWS::ElasticLoadBalancingV2::LoadBalancer",
    message: /minimum item count/,
    reason:
      "does not know that one subnet is right in a Local Zone; placement does and judges all load balancers",
  },
  {
    rule: "E3006",
    cfn: "AWS::Budgets::Budget",
    reason: "budgets belong to the account; the region of their provider does not matter",
  },
];
