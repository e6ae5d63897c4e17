import { keyAlias } from "../facts/dataClasses";
import { bucketPurpose, type BucketPurpose } from "../facts/objects";
import type { PolicyStatement, RegionContext } from "../shared";

/** Lets a role use the key of a bucket of the region, by its alias and through S3 only: to write objects, and to read them. */
export function bucketKeyStatement(
  Sid: string,
  { accountId, region }: RegionContext,
  purpose: BucketPurpose,
): PolicyStatement {
  return {
    Sid,
    Effect: "Allow",
    Action: ["kms:Decrypt", "kms:GenerateDataKey"],
    Resource: `arn:aws:kms:${region.awsRegion}:${accountId}:key/*`,
    Condition: {
      "ForAnyValue:StringEquals": {
        "kms:ResourceAliases": keyAlias(region.name, bucketPurpose(purpose).dataClass),
      },
      StringEquals: { "kms:ViaService": `s3.${region.awsRegion}.amazonaws.com` },
    },
  };
}
