/** Backups that a region's roles write a second time themselves, in another region; pure, so that every statement can be tested. */
import {
  clusterBackupLocations,
  clusterBackupPurpose,
  type ClusterBackupLocation,
} from "../facts/clusterBackup";
import { homePrefix } from "../facts/objectCopies";
import { regionNamed } from "../facts/regions";
import type { PolicyStatement } from "../shared";
import { allow } from "./boundaryParts";

/** The first region to which the law lets a home's backups go, if there is one. */
function secondPlace(home: string): ClusterBackupLocation | undefined {
  return clusterBackupLocations(home).find(({ region }) => region !== home);
}

/** What tells calls of KMS by which S3 serves the home's requests in its second place; nothing where there is none. */
export function throughSecondPlace(home: string): Readonly<Record<string, string>> {
  const place = secondPlace(home);
  return place === undefined
    ? {}
    : { "kms:ViaService": `s3.${regionNamed(place.region).awsRegion}.amazonaws.com` };
}

/** Backups there, below the home's prefix: of what lies beside them nothing is read, and nothing hidden. */
export function secondBackups(accountId: string, home: string): PolicyStatement[] {
  const place = secondPlace(home);
  if (place === undefined) return [];
  const bucket = `arn:aws:s3:::azora-${place.region}-${clusterBackupPurpose}-${accountId}`;
  return [
    allow(
      "SecondBackups",
      ["s3:*Multipart*", "s3:*Object", "s3:ListBucket"],
      [bucket, `${bucket}/${homePrefix(home)}*`],
    ),
    allow("SecondKeys", ["kms:Decrypt", "kms:GenerateDataKey"], "*", {
      StringEquals: throughSecondPlace(home),
    }),
  ];
}
