/**
 * What nobody in an account may do, whatever else allows it: the words of permission boundaries and of the organisation's
 * service control policies. A list of services is that of AWS' own region-deny policy, as far as the platform uses them.
 */
import { allRegions } from "./regions";

/**
 * Services that have one endpoint for the whole account, which counts as another region; each holds no data of users.
 *
 * Source: "Deny access to AWS based on the requested AWS Region", AWS Organizations and Control Tower guides (read 2026-11).
 * S3's are only those that answer for the account as a whole: its buckets are held to their regions.
 */
export const globalServiceActions = [
  "account:*",
  "aws-portal:*",
  "billing:*",
  "budgets:*",
  "ce:*",
  "consolidatedbilling:*",
  "cur:*",
  "freetier:*",
  "health:*",
  "iam:*",
  "invoicing:*",
  "organizations:*",
  "payments:*",
  "pricing:*",
  "route53:*",
  "route53domains:*",
  "s3:GetAccountPublic*",
  "s3:ListAllMyBuckets",
  "s3:PutAccountPublic*",
  "savingsplans:*",
  "shield:*",
  "sts:*",
  "support:*",
  "supportplans:*",
  "tax:*",
  "trustedadvisor:*",
] as const;

/**
 * What the roles of a region call in it, beside what they name; a stack that comes to use another service adds its calls here.
 * Services that watch the account are not among them: whatever a policy says, nobody who delivers can turn one off.
 */
export const regionalActions = [
  "acm:DescribeCertificate",
  "acm:ListCertificates",
  "acm:ListTagsForCertificate",
  "arc-zonal-shift:*",
  "autoscaling:*",
  "backup-storage:*",
  "backup:*",
  "cloudwatch:*",
  "codeconnections:*",
  "ec2:*",
  "ec2messages:*",
  "ecr:*",
  "eks-auth:*",
  "elasticloadbalancing:*",
  "kms:*",
  "secretsmanager:DescribeSecret",
  "secretsmanager:GetSecretValue",
  "ssm:*",
  "ssmmessages:*",
  "tag:GetResources",
] as const;

/** What reads of the services whose resources stacks name, and which carry their names in their ARNs. */
export const namedReads = [
  "codebuild:BatchGet*",
  "codebuild:List*",
  "eks:Describe*",
  "eks:List*",
  "events:Describe*",
  "events:List*",
  "logs:Describe*",
  "logs:List*",
  "sns:Get*",
  "sns:List*",
  "sqs:Get*",
  "sqs:List*",
] as const;

/** What reads of the services that a region's roles call at will; those of them that are missing have nothing that reads. */
export const regionalReads = [
  "acm:DescribeCertificate",
  "acm:ListCertificates",
  "acm:ListTagsForCertificate",
  "arc-zonal-shift:Get*",
  "arc-zonal-shift:List*",
  "autoscaling:Describe*",
  "autoscaling:Get*",
  "backup:Describe*",
  "backup:Get*",
  "backup:List*",
  "cloudwatch:BatchGet*",
  "cloudwatch:Describe*",
  "cloudwatch:Get*",
  "cloudwatch:List*",
  "codeconnections:Get*",
  "codeconnections:List*",
  "ec2:Describe*",
  "ec2:Get*",
  "ec2:List*",
  "ecr:BatchGet*",
  "ecr:Describe*",
  "ecr:Get*",
  "ecr:List*",
  "elasticloadbalancing:Describe*",
  "elasticloadbalancing:Get*",
  "kms:Describe*",
  "kms:Get*",
  "kms:List*",
  "ssm:Describe*",
  "ssm:Get*",
  "ssm:List*",
  "tag:GetResources",
] as const;

/** What joins the regions, beside names and identities. */
export const joiningServices = ["ec2:*", "ecr:*", "kms:*"] as const;

/** What reads of the whole account, which counts as another region. */
export const globalReads = [
  "budgets:Describe*",
  "budgets:List*",
  "budgets:View*",
  // Where a region's cluster answers, for restores by another; a boundary has no room for more letters.
  "eks:Desc*",
  "iam:Get*",
  "iam:List*",
  "pricing:*",
  "route53:Get*",
  "route53:List*",
  "s3:ListAllMyBuckets",
  "sts:Get*",
] as const;

/** The AWS regions in which the platform's data may be. */
export function dataRegions(): readonly string[] {
  return [...new Set(allRegions().map(({ awsRegion }) => awsRegion))];
}
