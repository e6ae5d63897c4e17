import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { keyPrefixes } from "../facts/objectCopies";
import { bucketPurpose, bucketPurposeNames, bucketPurposes, type BucketPurpose } from "../facts/objects";
import { retention } from "../facts/retention";
import { check, type RegionContext } from "../shared";
import { inventoryPrefix, keepVersions, knownPrefixesOnly } from "./bucketStatements";
import { bucketArn, PrivateBucket } from "./privateBucket";

export interface ReplicatedBucketArgs {
  readonly context: RegionContext;
  /** What it is for; class, copies, lifecycle and lock follow. @example "data" */
  readonly purpose: BucketPurpose;
  /** KMS key of the purpose's class. */
  readonly keyArn: pulumi.Input<string>;
  /** Bucket of the region that takes access logs. */
  readonly accessLogs: pulumi.Input<string>;
  /** ARN of the region's bucket of logs, which takes inventories. */
  readonly inventories: pulumi.Input<string>;
}

/** What an inventory tells of each version; `ReplicationStatus` finds what no metric remembers: copies that failed. */
const inventoryFields = [
  "BucketKeyStatus",
  "EncryptionStatus",
  "IntelligentTieringAccessTier",
  "IsMultipartUploaded",
  "LastModifiedDate",
  "ObjectLockMode",
  "ObjectLockRetainUntilDate",
  "ReplicationStatus",
  "Size",
  "StorageClass",
] as const;

/**
 * A region's bucket of one purpose, ready to be copied: a private bucket whose keys begin with the home of what they hold,
 * whose versions nobody deletes, and of which every request is logged and every version listed once a day. The copies
 * themselves are made by the stack that joins the regions (`ObjectCopies`).
 * Runs: storage and requests, a charge a million objects listed, and access logs as storage.
 */
export class ReplicatedBucket extends pulumi.ComponentResource {
  readonly bucketName: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;

  /** @throws InvalidValueError before anything is created, if nothing is known of the purpose. */
  constructor(name: string, args: ReplicatedBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:storage:ReplicatedBucket", name, {}, opts);
    const { context, purpose } = args;
    check(
      Object.hasOwn(bucketPurposes, purpose),
      "ReplicatedBucket.purpose",
      purpose,
      bucketPurposeNames.join(", "),
    );
    const fact = bucketPurpose(purpose);
    const prefixes = keyPrefixes(purpose, context.region.name);
    const arn = bucketArn(context, purpose);
    const isAudit = fact.dataClass === "audit";
    const homes = prefixes.filter((prefix) => !fact.otherPrefixes.includes(prefix));
    const { homeExpireAfterDays } = fact;

    const bucket = new PrivateBucket(
      name,
      {
        context,
        purpose,
        service: "objects",
        dataClass: fact.dataClass,
        keyArn: args.keyArn,
        noncurrentDays: fact.noncurrentDays,
        ...(fact.expireAfterDays === undefined ? {} : { expireAfterDays: fact.expireAfterDays }),
        ...(fact.tierAfterDays === undefined ? {} : { tierAfterDays: fact.tierAfterDays }),
        ...(homeExpireAfterDays === undefined
          ? {}
          : {
              prefixExpireAfterDays: Object.fromEntries(homes.map((prefix) => [prefix, homeExpireAfterDays])),
            }),
        ...(isAudit ? { lockDays: retention.auditDays } : {}),
        statements: [knownPrefixesOnly(arn, prefixes), keepVersions(arn)],
      },
      { parent: this },
    );
    new aws.s3.BucketLogging(
      `${name}-access-log`,
      {
        bucket: bucket.bucketName,
        targetBucket: args.accessLogs,
        targetPrefix: `${purpose}/`,
        targetObjectKeyFormat: { partitionedPrefix: { partitionDateSource: "EventTime" } },
      },
      { parent: this },
    );
    new aws.s3.Inventory(
      `${name}-inventory`,
      {
        bucket: bucket.bucketName,
        name: "all-versions",
        enabled: true,
        includedObjectVersions: "All",
        schedule: { frequency: "Daily" },
        optionalFields: [...inventoryFields],
        destination: {
          bucket: {
            bucketArn: args.inventories,
            accountId: context.accountId,
            format: "Parquet",
            prefix: inventoryPrefix,
          },
        },
      },
      { parent: this },
    );
    this.bucketName = bucket.bucketName;
    this.arn = bucket.arn;
    this.registerOutputs({ bucketName: this.bucketName, arn: this.arn });
  }
}
