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
    reason:
      "advises against zone names in templates; the plan's zones are facts, and zonesOfRegion checks them",
  },
];
