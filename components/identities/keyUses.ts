/** What a region's deployer uses keys for; pure, so that every statement can be tested. */
import { edgeTrustPurpose } from "../facts/edgeOrigins";
import type { Region } from "../facts/regions";
import type { PolicyStatement } from "../shared";
import { allow, ownerTag } from "./boundaryParts";

/** Writing and handing over the one object that a stack makes itself: whom its load balancers trust. */
export function edgeTrust(accountId: string, { name, awsRegion }: Region): PolicyStatement {
  return allow(
    "EdgeTrust",
    ["kms:Decrypt", "kms:GenerateDataKey"],
    `arn:aws:kms:${awsRegion}:${accountId}:key/*`,
    {
      StringEquals: {
        [ownerTag.existing]: name,
        "kms:EncryptionContext:aws:s3:arn": `arn:aws:s3:::azora-${name}-${edgeTrustPurpose}-${accountId}`,
      },
    },
  );
}

/** A vault takes its key into use when it is made ("Access control", AWS Backup developer guide). */
export function vaultKeys(accountId: string, { name, awsRegion }: Region): PolicyStatement {
  return allow(
    "VaultKeys",
    ["kms:Decrypt", "kms:GenerateDataKey"],
    `arn:aws:kms:${awsRegion}:${accountId}:key/*`,
    { StringEquals: { [ownerTag.existing]: name, "kms:ViaService": `backup.${awsRegion}.amazonaws.com` } },
  );
}
