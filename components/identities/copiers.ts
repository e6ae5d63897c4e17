/** What copies objects between the regions, by name; pure, so that every statement can be tested. */
import { deliveryNames } from "../facts/delivery";
import { objectCopies } from "../facts/objectCopies";
import { bucketPurpose, bucketPurposeNames, type BucketPurpose } from "../facts/objects";
import type { PolicyStatement } from "../shared";
import { allow } from "./boundaryParts";

/** The roles by which S3 copies objects. */
export function copierRoles(accountId: string): string {
  return `arn:aws:iam::${accountId}:role/${deliveryNames.copierPrefix}*`;
}

/** Setting up the copies of one purpose, whose buckets are named one by one. */
export interface CopiedPurpose {
  readonly purpose: BucketPurpose;
  readonly bucketArns: readonly string[];
}

/** What the stack that joins the regions sets up: purposes with copies between regions. */
export function copiedPurposes(accountId: string): CopiedPurpose[] {
  const copies = objectCopies();
  return bucketPurposeNames.flatMap((purpose) => {
    const sources = new Set(copies.filter((copy) => copy.purpose === purpose).map(({ from }) => from));
    return sources.size === 0
      ? []
      : [
          {
            purpose,
            bucketArns: [...sources].map((from) => `arn:aws:s3:::azora-${from}-${purpose}-${accountId}`),
          },
        ];
  });
}

/** The same in short, for a boundary: no bucket of ours that fits is another's. */
export function copiedOutline(accountId: string): string[] {
  return copiedPurposes(accountId).map(({ purpose }) => `arn:aws:s3:::azora-*-${purpose}-${accountId}`);
}

/** The alarms on copies, in every region. */
export function copyAlarms(accountId: string): string {
  return `arn:aws:cloudwatch:*:${accountId}:alarm:${deliveryNames.copierPrefix}*`;
}

/**
 * The most that S3 may do when it copies: read versions of ours and write copies of them, through S3 alone. It changes no
 * setting, reads no object as a person would, and deletes no version.
 */
export function copying(accountId: string): PolicyStatement[] {
  const copied = bucketPurposeNames.filter((purpose) => bucketPurpose(purpose).reach !== "nowhere");
  const ours = copied.map((purpose) => `arn:aws:s3:::azora-*-${purpose}-${accountId}`);
  return [
    allow("Rules", ["s3:GetReplicationConfiguration", "s3:ListBucket"], ours),
    allow(
      "Versions",
      [
        "s3:GetObjectLegalHold",
        "s3:GetObjectRetention",
        "s3:GetObjectVersionAcl",
        "s3:GetObjectVersionForReplication",
        "s3:GetObjectVersionTagging",
      ],
      ours.map((arn) => `${arn}/*`),
    ),
    allow(
      "Copies",
      ["s3:ReplicateDelete", "s3:ReplicateObject", "s3:ReplicateTags"],
      ours.map((arn) => `${arn}/*`),
    ),
    // Archives of audit records are another account's, which says itself whom it lets in.
    allow(
      "Archives",
      ["s3:ObjectOwnerOverrideToBucketOwner", "s3:ReplicateObject", "s3:ReplicateTags"],
      "*",
      {
        StringNotEquals: { "aws:ResourceAccount": accountId },
      },
    ),
    allow("Keys", ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"], "arn:aws:kms:*:*:key/*", {
      StringLike: { "kms:ViaService": "s3.*.amazonaws.com" },
    }),
  ];
}
