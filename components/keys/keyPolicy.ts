/** Who may use a data class's key; pure, so that every statement can be tested. */
import { backupReports } from "../facts/backupVaults";
import type { DataClass } from "../facts/dataClasses";
import type { PolicyStatement, RegionContext } from "../shared";

const use = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncrypt*",
  "kms:GenerateDataKey*",
  "kms:DescribeKey",
] as const;

/**
 * Roles by which AWS launches nodes with encrypted disks. KMS refuses a policy that names a role which does not exist:
 * a new account needs `aws iam create-service-linked-role` for both once.
 *
 * Sources: "Required AWS KMS key policy for use with encrypted volumes", docs.aws.amazon.com/autoscaling/ec2/userguide;
 * "Service-linked role for Spot Instance requests", docs.aws.amazon.com/AWSEC2/latest/UserGuide.
 */
const launchRoles = [
  "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling",
  "aws-service-role/spot.amazonaws.com/AWSServiceRoleForEC2Spot",
] as const;

/** The account decides by IAM who else may do what; without this statement a key can become unmanageable. */
function administration(context: RegionContext): PolicyStatement {
  return {
    Sid: "AccountAdministers",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${context.accountId}:root` },
    Action: "kms:*",
    Resource: "*",
  };
}

/** CloudWatch Logs encrypts log groups of this account and region. */
function logGroups(context: RegionContext): PolicyStatement {
  return {
    Sid: "LogGroups",
    Effect: "Allow",
    Principal: { Service: `logs.${context.region.awsRegion}.amazonaws.com` },
    Action: use,
    Resource: "*",
    Condition: {
      ArnLike: { "kms:EncryptionContext:aws:logs:arn": context.arn("logs", "log-group:*") },
    },
  };
}

/** Flow logs are delivered to encrypted buckets. */
function logDelivery(context: RegionContext): PolicyStatement {
  return {
    Sid: "LogDelivery",
    Effect: "Allow",
    Principal: { Service: "delivery.logs.amazonaws.com" },
    Action: use,
    Resource: "*",
    Condition: {
      StringEquals: { "aws:SourceAccount": context.accountId },
      ArnLike: { "aws:SourceArn": context.arn("logs", "*") },
    },
  };
}

/** S3 lists what buckets hold into an encrypted bucket ("Amazon S3 Inventory", key policy, S3 user guide). */
function inventories(context: RegionContext): PolicyStatement {
  return {
    Sid: "Inventories",
    Effect: "Allow",
    Principal: { Service: "s3.amazonaws.com" },
    Action: "kms:GenerateDataKey",
    Resource: "*",
    Condition: {
      StringEquals: { "aws:SourceAccount": context.accountId },
      ArnLike: { "aws:SourceArn": `arn:aws:s3:::azora-${context.region.name}-*` },
    },
  };
}

/** AWS Backup writes reports into an encrypted bucket ("Creating report plans", AWS Backup developer guide, key policy). */
function reportsOnBackups({ accountId, region }: RegionContext): PolicyStatement {
  return {
    Sid: "ReportsOnBackups",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${accountId}:role/${backupReports.role}` },
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: "*",
    Condition: { StringEquals: { "kms:ViaService": `s3.${region.awsRegion}.amazonaws.com` } },
  };
}

/** CloudWatch sends alarms to encrypted topics ("Amazon SNS encryption with AWS services", SNS developer guide). */
function alarmsToTopics(context: RegionContext): PolicyStatement {
  return {
    Sid: "AlarmsToTopics",
    Effect: "Allow",
    Principal: { Service: "cloudwatch.amazonaws.com" },
    Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
    Resource: "*",
    Condition: {
      StringEquals: { "aws:SourceAccount": context.accountId },
      ArnLike: { "aws:SourceArn": context.arn("cloudwatch", "alarm:azora-*") },
    },
  };
}

/** Disks of nodes: use, and grants that AWS resources need to go on using it. */
function nodeDisks(context: RegionContext): PolicyStatement[] {
  const Principal = { AWS: launchRoles.map((role) => `arn:aws:iam::${context.accountId}:role/${role}`) };
  return [
    { Sid: "NodeDisks", Effect: "Allow", Principal, Action: use, Resource: "*" },
    {
      Sid: "NodeDiskGrants",
      Effect: "Allow",
      Principal,
      Action: "kms:CreateGrant",
      Resource: "*",
      Condition: { Bool: { "kms:GrantIsForAWSResource": "true" } },
    },
  ];
}

/**
 * EventBridge sends to encrypted queues, for example Karpenter's interruption queue. No condition on the source: for
 * EventBridge to encrypted topics AWS documents `aws:SourceAccount` and `aws:SourceArn` in a key's policy as not supported
 * ("Managing Amazon SNS encryption keys", SNS developer guide), and for queues documents this statement without them
 * ("Amazon SQS key management"); with them the warnings would be lost without a trace. Whose rules may send is limited by
 * the queue's own policy.
 */
const eventsToQueues: PolicyStatement = {
  Sid: "EventsToQueues",
  Effect: "Allow",
  Principal: { Service: "events.amazonaws.com" },
  Action: ["kms:GenerateDataKey", "kms:Decrypt"],
  Resource: "*",
};

const services: Readonly<Record<DataClass, (context: RegionContext) => readonly PolicyStatement[]>> = {
  personal: () => [],
  internal: (context) => [...nodeDisks(context), eventsToQueues],
  operational: (context) => [
    logGroups(context),
    logDelivery(context),
    inventories(context),
    reportsOnBackups(context),
    alarmsToTopics(context),
  ],
  audit: (context) => [logGroups(context)],
};

/** The policy of a data class's key: the account administers, and AWS services use what that class needs; nobody else. */
export function keyStatements(dataClass: DataClass, context: RegionContext): PolicyStatement[] {
  return [administration(context), ...services[dataClass](context)];
}
