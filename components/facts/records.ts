/**
 * Calls by which records and keys are lost, for permission boundaries and the organisation's service control policies ("Service
 * Authorization Reference", read 2026-11).
 */

/** Calls by which records stop being made or are taken away; none of them is needed to set one up. */
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
