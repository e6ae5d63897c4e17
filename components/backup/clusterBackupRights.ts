/** What backups and restores of a cluster's objects may do in S3; pure, so that every statement can be tested. */
import {
  clusterBackupFolder,
  clusterBackupLocations,
  clusterBackupPurpose,
  type ClusterBackupLocation,
} from "../facts/clusterBackup";
import { keyAlias } from "../facts/dataClasses";
import { keyPrefixes } from "../facts/objectCopies";
import { bucketPurpose } from "../facts/objects";
import { regionNamed, type Region } from "../facts/regions";
import type { PolicyStatement, RegionContext } from "../shared";

/** The name of a region's bucket of backups: it follows from the region's, also before that is deployed. */
export function backupBucket({ accountId }: Pick<RegionContext, "accountId">, region: string): string {
  return `azora-${region}-${clusterBackupPurpose}-${accountId}`;
}

/** A word of a statement's id. */
const word = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** Use of the key that encrypts a bucket of backups, through S3 there. Another region's is known by its alias only. */
function throughS3(
  accountId: string,
  { name, awsRegion }: Region,
  Action: string | readonly string[],
): PolicyStatement {
  return {
    Sid: `Key${word(name)}`,
    Effect: "Allow",
    Action,
    Resource: `arn:aws:kms:${awsRegion}:${accountId}:key/*`,
    Condition: {
      "ForAnyValue:StringEquals": {
        "kms:ResourceAliases": keyAlias(name, bucketPurpose(clusterBackupPurpose).dataClass),
      },
      StringEquals: { "kms:ViaService": `s3.${awsRegion}.amazonaws.com` },
    },
  };
}

function listing(bucket: string, name: string, prefixes: readonly string[]): PolicyStatement {
  return {
    Sid: `List${word(name)}`,
    Effect: "Allow",
    Action: "s3:ListBucket",
    Resource: `arn:aws:s3:::${bucket}`,
    Condition: { StringLike: { "s3:prefix": prefixes.map((prefix) => `${prefix}/*`) } },
  };
}

function backsUpTo(context: RegionContext, { region, prefix }: ClusterBackupLocation): PolicyStatement[] {
  const bucket = backupBucket(context, region);
  return [
    listing(bucket, region, [prefix]),
    {
      Sid: `Objects${word(region)}`,
      Effect: "Allow",
      // Deleting hides an object for as long as its version stays; that itself nobody deletes.
      Action: [
        "s3:AbortMultipartUpload",
        "s3:DeleteObject",
        "s3:GetObject",
        "s3:ListMultipartUploadParts",
        "s3:PutObject",
      ],
      Resource: `arn:aws:s3:::${bucket}/${prefix}/*`,
    },
    throughS3(context.accountId, regionNamed(region), ["kms:Decrypt", "kms:GenerateDataKey"]),
  ];
}

/** To back up: the home's own folders, in each of its places, and nothing beside them. */
export function backupStatements(context: RegionContext): readonly PolicyStatement[] {
  return clusterBackupLocations(context.region.name).flatMap((location) => backsUpTo(context, location));
}

/**
 * To restore what other regions backed up, once one of them is lost: the folders of every home whose backups may lie in this region,
 * read only; Velero writes what came of a restore beside the backup.
 */
export function restoreStatements(context: RegionContext): readonly PolicyStatement[] {
  const { region, accountId } = context;
  const bucket = backupBucket(context, region.name);
  const others = bucketPurpose(clusterBackupPurpose).otherPrefixes;
  const folders = keyPrefixes(clusterBackupPurpose, region.name)
    .filter((prefix) => !others.includes(prefix))
    .map((prefix) => `${prefix}${clusterBackupFolder}`);
  return [
    listing(bucket, region.name, folders),
    {
      Sid: "ReadBackups",
      Effect: "Allow",
      Action: "s3:GetObject",
      Resource: folders.map((folder) => `arn:aws:s3:::${bucket}/${folder}/*`),
    },
    {
      Sid: "WriteResults",
      Effect: "Allow",
      Action: "s3:PutObject",
      Resource: folders.map((folder) => `arn:aws:s3:::${bucket}/${folder}/*/restores/*`),
    },
    throughS3(accountId, region, ["kms:Decrypt", "kms:GenerateDataKey"]),
  ];
}
