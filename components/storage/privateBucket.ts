import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { auditLog } from "../facts/compliance";
import type { DataClass } from "../facts/dataClasses";
import { retention } from "../facts/retention";
import { tlsMin } from "../facts/security";
import { check, policyDocument, type PolicyStatement, type RegionContext } from "../shared";
import { lifecycleRules, type LifecycleDays } from "./lifecycleRules";

export interface PrivateBucketArgs extends Partial<LifecycleDays> {
  readonly context: RegionContext;
  /** Last word of its name, for example `logs`; unique in the region. */
  readonly purpose: string;
  /** The part of the platform that it serves; becomes its tag. */
  readonly service: string;
  readonly dataClass: DataClass;
  /** KMS key of the data class; `s3` encrypts with keys of S3's own, for what S3 delivers to no other bucket. */
  readonly keyArn: pulumi.Input<string>;
  /** Days for which nobody, not the account's owner either, can delete or change an object; default none. */
  readonly lockDays?: number;
  /** Who else may do what, for example `flowLogDelivery`; default nobody. */
  readonly statements?: readonly PolicyStatement[];
}

/** ARN of a bucket by its purpose: it follows from the name, so a policy can be written before the bucket exists. */
export function bucketArn(context: RegionContext, purpose: string): string {
  return `arn:aws:s3:::${context.bucketName(purpose)}`;
}

/** What every bucket refuses, whoever asks: plain HTTP, and old TLS from anyone but AWS services. */
function transportStatements(arn: string): PolicyStatement[] {
  const Resource = [arn, `${arn}/*`];
  return [
    {
      Sid: "RefusePlainHttp",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource,
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    },
    {
      Sid: "RefuseOldTls",
      Effect: "Deny",
      Principal: "*",
      Action: "s3:*",
      Resource,
      Condition: {
        NumericLessThan: { "s3:TlsVersion": tlsMin.version },
        Bool: { "aws:PrincipalIsAWSService": "false" },
      },
    },
  ];
}

/**
 * A bucket that nobody outside reaches: versioned, encrypted with the data class's key, TLS only, no ACLs, no public access.
 * Runs: a charge a gigabyte and month, noncurrent versions included, and one a request.
 */
export class PrivateBucket extends pulumi.ComponentResource {
  readonly bucketName: pulumi.Output<string>;
  /** Known once the policy is in force, so that what writes to the bucket waits for it. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, args: PrivateBucketArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:storage:PrivateBucket", name, {}, opts);
    const { context, dataClass } = args;
    const bucketName = context.bucketName(args.purpose);
    const arn = bucketArn(context, args.purpose);
    const days: LifecycleDays = {
      ...args,
      noncurrentDays: args.noncurrentDays ?? retention.noncurrentVersionDays,
    };
    check(
      /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucketName),
      "PrivateBucket.purpose",
      args.purpose,
      `what makes "${bucketName}" a name of 3 to 63 lower-case letters, digits and hyphens`,
    );
    const rules = lifecycleRules(days);
    check(
      args.lockDays === undefined || (Number.isInteger(args.lockDays) && args.lockDays >= 1),
      "PrivateBucket.lockDays",
      args.lockDays,
      "whole days, 1 or more",
    );
    const child = { parent: this };

    const bucket = new aws.s3.Bucket(
      `${name}-bucket`,
      {
        bucket: bucketName,
        forceDestroy: false,
        ...(args.lockDays === undefined ? {} : { objectLockEnabled: true }),
        tags: context.tags({ service: args.service, dataClass, name: bucketName }),
      },
      { parent: this, protect: true },
    );
    new aws.s3.BucketOwnershipControls(
      `${name}-ownership`,
      { bucket: bucket.bucket, rule: { objectOwnership: "BucketOwnerEnforced" } },
      child,
    );
    const publicAccessBlock = new aws.s3.BucketPublicAccessBlock(
      `${name}-public-access`,
      {
        bucket: bucket.bucket,
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      child,
    );
    new aws.s3.BucketServerSideEncryptionConfiguration(
      `${name}-encryption`,
      {
        bucket: bucket.bucket,
        rules: [
          {
            ...(args.keyArn === "s3"
              ? { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }
              : {
                  applyServerSideEncryptionByDefault: {
                    sseAlgorithm: "aws:kms",
                    kmsMasterKeyId: args.keyArn,
                  },
                  bucketKeyEnabled: true,
                }),
            // Objects under keys that only a client holds could never be read back by us.
            blockedEncryptionTypes: ["SSE-C"],
          },
        ],
      },
      child,
    );
    const versioning = new aws.s3.BucketVersioning(
      `${name}-versioning`,
      { bucket: bucket.bucket, versioningConfiguration: { status: "Enabled" } },
      child,
    );
    new aws.s3.BucketLifecycleConfiguration(
      `${name}-lifecycle`,
      { bucket: bucket.bucket, rules },
      { parent: this, dependsOn: [versioning] },
    );
    if (args.lockDays !== undefined)
      new aws.s3.BucketObjectLockConfiguration(
        `${name}-lock`,
        {
          bucket: bucket.bucket,
          rule: { defaultRetention: { mode: auditLog.objectLockMode, days: args.lockDays } },
        },
        { parent: this, dependsOn: [versioning] },
      );
    // Both write the bucket's policy status; side by side S3 answers "conflicting conditional operation".
    const policy = new aws.s3.BucketPolicy(
      `${name}-policy`,
      {
        bucket: bucket.bucket,
        policy: policyDocument([...transportStatements(arn), ...(args.statements ?? [])]),
      },
      { parent: this, dependsOn: [publicAccessBlock] },
    );
    this.bucketName = bucket.bucket;
    this.arn = pulumi.all([bucket.arn, policy.id]).apply(([known]) => known);

    this.registerOutputs({ bucketName: this.bucketName, arn: this.arn });
  }
}
