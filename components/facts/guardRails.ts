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

/** Calls by which records stop being made or are taken away; none of them is needed to set one up ("Service Authorization Reference", read 2026-11). */
export const recordsOff = [
  "access-analyzer:DeleteAnalyzer",
  "access-analyzer:DeleteServiceLinkedAnalyzer",
  "auditmanager:Delete*",
  "auditmanager:Deregister*",
  "cloudtrail:DeleteChannel",
  "cloudtrail:DeleteEventDataStore",
  "cloudtrail:DeleteTrail",
  "cloudtrail:DeregisterOrganizationDelegatedAdmin",
  "cloudtrail:PutEventSelectors",
  "cloudtrail:PutInsightSelectors",
  "cloudtrail:StopEventDataStoreIngestion",
  "cloudtrail:StopLogging",
  "cloudtrail:UpdateEventDataStore",
  "cloudtrail:UpdateTrail",
  "config:Delete*",
  "config:DisassociateResourceTypes",
  "config:StopConfigurationRecorder",
  "detective:DeleteGraph",
  "ec2:DeleteFlowLogs",
  "guardduty:DeleteDetector",
  "guardduty:DeleteMembers",
  "guardduty:DeletePublishingDestination",
  "guardduty:DisableOrganizationAdminAccount",
  "guardduty:Disassociate*",
  "guardduty:StopMonitoringMembers",
  "guardduty:UpdateDetector",
  "guardduty:UpdateMemberDetectors",
  "inspector2:Disable*",
  "logs:DeleteAccountPolicy",
  "logs:DeleteDelivery*",
  "logs:DeleteDestination",
  "logs:DeleteLogGroup",
  "logs:DeleteLogStream",
  "logs:DeleteResourcePolicy",
  "logs:DeleteSubscriptionFilter",
  "macie2:DeleteMember",
  "macie2:Disable*",
  "macie2:Disassociate*",
  "macie2:UpdateMacieSession",
  "macie2:UpdateMemberSession",
  "securityhub:BatchDisableStandards",
  "securityhub:DeleteMembers",
  "securityhub:Disable*",
  "securityhub:Disassociate*",
  "securitylake:Delete*",
] as const;

/**
 * Calls that set a record up as well as they narrow it: AWS has one call for both. A recorder of fewer types, a filter that
 * files findings away unseen, a list of addresses that are trusted.
 */
export const recordSettings = [
  "access-analyzer:CreateArchiveRule",
  "access-analyzer:UpdateAnalyzer",
  "access-analyzer:UpdateArchiveRule",
  "config:PutConfigurationRecorder",
  "config:PutDeliveryChannel",
  "config:PutRetentionConfiguration",
  "guardduty:CreateFilter",
  "guardduty:CreateIPSet",
  "guardduty:CreateTrustedEntitySet",
  "guardduty:UpdateFilter",
  "guardduty:UpdateIPSet",
  "guardduty:UpdateOrganizationConfiguration",
  "guardduty:UpdateTrustedEntitySet",
  "macie2:CreateFindingsFilter",
  "macie2:UpdateFindingsFilter",
  "securityhub:BatchUpdateStandardsControlAssociations",
  "securityhub:UpdateOrganizationConfiguration",
  "securityhub:UpdateStandardsControl",
] as const;

/** Logs of a cluster's control plane by which can be told who did what (EKS' key of conditions names each by its type). */
export const auditLogTypes = ["api", "audit", "authenticator"] as const;

/** Buckets of logs: audit trails and logs of the network, by name. */
export const logBuckets = ["arn:aws:s3:::azora-*-audit-*", "arn:aws:s3:::azora-*-logs-*"] as const;

/** Buckets whose objects are records: logs, and the state of Pulumi, by name. */
export const recordBuckets = [...logBuckets, "arn:aws:s3:::azora-state-*"] as const;

/** Calls by which a record that was kept is lost. */
export const recordsLost = [
  "s3:BypassGovernanceRetention",
  "s3:DeleteBucket*",
  "s3:DeleteObjectVersion",
] as const;

/**
 * Calls on a bucket of records that set it up as well as they empty it, open it or stop what writes there: an end after a day,
 * no versions, no lock, a key or a copy of somebody else's. They are a person's.
 */
export const bucketSettings = [
  "s3:PutBucket*",
  "s3:PutEncryptionConfiguration",
  "s3:PutLifecycleConfiguration",
  "s3:PutObjectLegalHold",
  "s3:PutObjectRetention",
  "s3:PutReplicationConfiguration",
] as const;

/** Calls by which a key is lost, and all that it encrypted. */
export const keysLost = [
  "kms:DeleteImportedKeyMaterial",
  "kms:DisableKey",
  "kms:ScheduleKeyDeletion",
] as const;
