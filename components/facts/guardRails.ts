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

/** The AWS regions in which the platform's data may be. */
export function dataRegions(): readonly string[] {
  return allRegions().map(({ awsRegion }) => awsRegion);
}

/** Calls by which records stop being made or are taken away; none of them is needed to set one up ("Service Authorization Reference", read 2026-11). */
export const recordsOff = [
  "cloudtrail:DeleteTrail",
  "cloudtrail:PutEventSelectors",
  "cloudtrail:StopLogging",
  "cloudtrail:UpdateTrail",
  "config:DeleteConfigurationRecorder",
  "config:DeleteDeliveryChannel",
  "config:StopConfigurationRecorder",
  "ec2:DeleteFlowLogs",
  "guardduty:DeleteDetector",
  "guardduty:DeleteMembers",
  "guardduty:DisassociateFromAdministratorAccount",
  "guardduty:DisassociateMembers",
  "guardduty:StopMonitoringMembers",
  "guardduty:UpdateDetector",
  "logs:DeleteLogGroup",
  "logs:DeleteLogStream",
] as const;

/** Calls that make a credential which works until somebody takes it back. */
export const longLivedCredentials = [
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:CreateServiceSpecificCredential",
  "iam:CreateUser",
  "iam:UploadSSHPublicKey",
  "iam:UploadSigningCertificate",
] as const;

/** Buckets whose objects are records: audit trails, logs of the network and the state of Pulumi, by name. */
export const recordBuckets = [
  "arn:aws:s3:::azora-*-audit-*",
  "arn:aws:s3:::azora-*-logs-*",
  "arn:aws:s3:::azora-state-*",
] as const;

/** Calls by which a record that was kept is lost; deleting an object of a versioned bucket hides it only. */
export const recordsLost = [
  "s3:BypassGovernanceRetention",
  "s3:DeleteBucket",
  "s3:DeleteBucketPolicy",
  "s3:DeleteObjectVersion",
] as const;
