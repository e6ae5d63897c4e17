/** What S3 may do when it copies one bucket's objects; pure, so that every statement can be tested. */
import type * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../shared";

/** Where copies go, and by which key they are encrypted there. */
export interface CopyTarget {
  /** ARN of the bucket. */
  readonly bucketArn: string;
  readonly awsRegion: string;
  /** ARN of the key itself, since an alias gives no rights. */
  readonly keyArn: pulumi.Input<string>;
  /** Begin the keys of what is copied there. */
  readonly prefixes: readonly string[];
  /** The account that owns the bucket and is to own the copies, where it is another. */
  readonly accountId?: string;
}

export interface CopySource {
  readonly bucketArn: string;
  readonly awsRegion: string;
  readonly keyArn: pulumi.Input<string>;
  readonly copiesDeletions: boolean;
  /** Whether objects are locked, so that S3 reads for how long. */
  readonly locked: boolean;
}

/**
 * Use of a key through S3 in one region, for one bucket: with a bucket key KMS is told the bucket, without one the object.
 * Source: "Replicating encrypted objects", S3 user guide.
 */
function throughS3(
  Sid: string,
  Action: string | readonly string[],
  { bucketArn, awsRegion, keyArn }: Pick<CopySource, "bucketArn" | "awsRegion" | "keyArn">,
): PolicyStatement {
  return {
    Sid,
    Effect: "Allow",
    Action,
    Resource: keyArn,
    Condition: {
      StringEquals: { "kms:ViaService": `s3.${awsRegion}.amazonaws.com` },
      StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucketArn, `${bucketArn}/*`] },
    },
  };
}

/**
 * Least rights of a role by which S3 copies. Source: "Setting up permissions for live replication", S3 user guide; with a
 * bucket key at the target S3 asks there for a data key as well.
 */
export function replicationStatements(source: CopySource, targets: readonly CopyTarget[]): PolicyStatement[] {
  const prefixes = [...new Set(targets.flatMap((target) => target.prefixes))];
  return [
    {
      Sid: "ReadRules",
      Effect: "Allow",
      Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
      Resource: source.bucketArn,
    },
    {
      Sid: "ReadVersions",
      Effect: "Allow",
      Action: [
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionTagging",
        ...(source.locked ? ["s3:GetObjectLegalHold", "s3:GetObjectRetention"] : []),
      ],
      Resource: prefixes.map((prefix) => `${source.bucketArn}/${prefix}*`),
    },
    throughS3("Decrypt", "kms:Decrypt", source),
    ...targets.flatMap((target, index): PolicyStatement[] => [
      {
        Sid: `WriteCopies${index + 1}`,
        Effect: "Allow",
        Action: [
          "s3:ReplicateObject",
          "s3:ReplicateTags",
          ...(source.copiesDeletions ? ["s3:ReplicateDelete"] : []),
          ...(target.accountId === undefined ? [] : ["s3:ObjectOwnerOverrideToBucketOwner"]),
        ],
        Resource: target.prefixes.map((prefix) => `${target.bucketArn}/${prefix}*`),
      },
      throughS3(`Encrypt${index + 1}`, ["kms:Encrypt", "kms:GenerateDataKey"], target),
    ]),
  ];
}
