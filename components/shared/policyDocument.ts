import * as pulumi from "@pulumi/pulumi";

/** One statement of an IAM or resource policy. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?:
    pulumi.Input<string> | { readonly [kind: string]: pulumi.Input<string | pulumi.Input<string>[]> };
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: pulumi.Input<string> | readonly pulumi.Input<string>[];
  /** Everything but these; for refusals. */
  readonly NotResource?: readonly string[];
  readonly Condition?: Readonly<
    Record<string, Readonly<Record<string, pulumi.Input<string | readonly pulumi.Input<string>[]>>>>
  >;
}

/** A policy as JSON text; unknown while one of its parts is. */
export function policyDocument(
  statements: readonly (PolicyStatement | Omit<PolicyStatement, "Sid">)[],
): pulumi.Output<string> {
  return pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements as PolicyStatement[] });
}

/**
 * Lets one AWS service assume a role, for this account's resources only (against the confused deputy).
 * @example serviceTrust("vpc-flow-logs.amazonaws.com", "111122223333")
 */
export function serviceTrust(service: string, accountId: string): pulumi.Output<string> {
  return policyDocument([
    {
      Sid: "AssumedByService",
      Effect: "Allow",
      Principal: { Service: service },
      Action: "sts:AssumeRole",
      Condition: { StringEquals: { "aws:SourceAccount": accountId } },
    },
  ]);
}

/**
 * Lets EKS Pod Identity hand a role to one service account of one cluster.
 * @param clusterArn only pods of this cluster get the role.
 */
export function podIdentityTrust(accountId: string, clusterArn: pulumi.Input<string>): pulumi.Output<string> {
  return policyDocument([
    {
      Sid: "AssumedByPods",
      Effect: "Allow",
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: {
        StringEquals: { "aws:SourceAccount": accountId },
        ArnEquals: { "aws:SourceArn": clusterArn },
      },
    },
  ]);
}
