/** What copies objects between the regions, by name; pure, so that every statement can be tested. */
import { deliveryNames } from "../facts/delivery";
import { objectCopies } from "../facts/objectCopies";
import { bucketPurpose, bucketPurposeNames } from "../facts/objects";
import type { PolicyStatement } from "../shared";
import { allow } from "./boundaryParts";

/** The roles by which S3 copies objects. */
export function copierRoles(accountId: string): string {
  return `arn:aws:iam::${accountId}:role/${deliveryNames.copierPrefix}*`;
}

/** The buckets whose copies the stack that joins the regions sets up: those with copies between regions. */
export function copiedBuckets(accountId: string): string[] {
  const names = objectCopies().map(({ purpose, from }) => `azora-${from}-${purpose}-${accountId}`);
  return [...new Set(names)].map((name) => `arn:aws:s3:::${name}`);
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
