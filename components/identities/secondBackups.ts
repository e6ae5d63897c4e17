/** Backups that a region's roles write a second time themselves, in another region; pure, so that every statement can be tested. */
import { clusterBackupLocations, clusterBackupPurpose } from "../facts/clusterBackup";
import { homePrefix } from "../facts/objectCopies";
import { repositoryPrefix } from "../facts/objects";
import { repositoryKinds } from "../facts/repositories";
import type { PolicyStatement } from "../shared";
import { allow } from "./boundaryParts";

/** The first region to which the law lets a home's backups go, if there is one. */
function secondPlace(home: string): string | undefined {
  return clusterBackupLocations(home).find(({ region }) => region !== home)?.region;
}

/**
 * Backups there, below the home's folder, and repositories wherever clusters have them that it has members of: of what lies beside
 * them nothing is read, and nothing hidden. There is no room to name each bucket of repositories; a role's own policy does, and their
 * clusters.
 */
export function secondBackups(accountId: string, home: string): PolicyStatement[] {
  const bucket = (region: string, purpose: string = clusterBackupPurpose): string =>
    `arn:aws:s3:::azora-${region}-${purpose}-${accountId}`;
  const repositories = [
    ...new Set(Object.values(repositoryKinds).map(({ purpose }) => bucket("*", purpose))),
  ];
  const second = secondPlace(home);
  return [
    allow(
      "SecondBackups",
      ["s3:*Multipart*", "s3:*Object", "s3:ListBucket"],
      [
        ...repositories,
        ...(second === undefined ? [] : [`${bucket(second)}/${homePrefix(home)}*`]),
        // No other bucket has such a folder.
        `arn:aws:s3:::azora-*-${accountId}/${repositoryPrefix}*`,
      ],
    ),
    allow("SecondKeys", ["kms:Decrypt", "kms:GenerateDataKey"], "*", {
      StringLike: { "kms:ViaService": "s3.*" },
    }),
  ];
}
