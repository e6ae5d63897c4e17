/** What policies of buckets say beside TLS; pure, so that every statement can be tested. */
import { backupReports } from "../facts/backupVaults";
import type { PolicyStatement, RegionContext } from "../shared";

/**
 * Keys begin with a prefix of a home that may be here, or objects are refused: what lies under no prefix would be copied by no
 * rule, and what lies under another home's would have been moved without a basis.
 */
export function knownPrefixesOnly(arn: string, prefixes: readonly string[]): PolicyStatement {
  return {
    Sid: "KnownPrefixesOnly",
    Effect: "Deny",
    Principal: "*",
    Action: ["s3:PutObject", "s3:ReplicateObject"],
    NotResource: prefixes.map((prefix) => `${arn}/${prefix}*`),
  };
}

/** Versions end by the lifecycle only, which no policy binds: whoever got in can hide objects, and not lose them. */
export function keepVersions(arn: string): PolicyStatement {
  return {
    Sid: "KeepVersions",
    Effect: "Deny",
    Principal: "*",
    Action: "s3:DeleteObjectVersion",
    Resource: `${arn}/*`,
  };
}

function ofOurBuckets({ accountId, region }: RegionContext): NonNullable<PolicyStatement["Condition"]> {
  return {
    StringEquals: { "aws:SourceAccount": accountId },
    ArnLike: { "aws:SourceArn": `arn:aws:s3:::azora-${region.name}-*` },
  };
}

/** Lists of what the region's buckets hold. Source: "Amazon S3 Inventory and S3 analytics", S3 user guide, policy examples. */
export function inventoryDelivery(context: RegionContext, arn: string): PolicyStatement {
  return {
    Sid: "InventoryDelivery",
    Effect: "Allow",
    Principal: { Service: "s3.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: `${arn}/${inventoryPrefix}/*`,
    Condition: ofOurBuckets(context),
  };
}

/**
 * What became of backups, job by job. S3 refuses a policy that names a role which does not exist: docs/deploy.md makes it once.
 * Source: "Creating report plans using the AWS Backup console", AWS Backup developer guide, bucket policy.
 */
export function backupReportDelivery({ accountId }: RegionContext, arn: string): PolicyStatement {
  return {
    Sid: "BackupReportDelivery",
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${accountId}:role/${backupReports.role}` },
    Action: "s3:PutObject",
    Resource: `${arn}/${backupReports.prefix}/*`,
    Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } },
  };
}

/** Who asked the region's buckets for what. Source: "Enabling Amazon S3 server access logging", S3 user guide. */
export function accessLogDelivery(context: RegionContext, arn: string): PolicyStatement {
  return {
    Sid: "AccessLogDelivery",
    Effect: "Allow",
    Principal: { Service: "logging.s3.amazonaws.com" },
    Action: "s3:PutObject",
    Resource: `${arn}/*`,
    Condition: ofOurBuckets(context),
  };
}

/** Begins the keys of inventories in the region's bucket of logs. */
export const inventoryPrefix = "inventory";
