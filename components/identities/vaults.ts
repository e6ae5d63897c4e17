/** The most that AWS Backup may do when it keeps volumes; pure, so that every statement can be tested. */
import { snapshotTag } from "../facts/backupVaults";
import { boundaryName, deliveryNames, otherHolders } from "../facts/delivery";
import { dataRegions } from "../facts/guardRails";
import { vaultDataClass, vaultNamespaces, volumeTags } from "../facts/keptVolumes";
import type { PolicyStatement } from "../shared";
import { allow } from "./boundaryParts";

/** The boundary as others let it be given, in short: no other policy of the account ends so. */
export const vaultsBoundary = `*${deliveryNames.boundaryPath}${boundaryName(otherHolders.vaults)}`;

/**
 * Snapshots of the volumes that a tag tells, by keys of their class, and copies into our vaults, in every region: a copy lands in
 * another one. It ends no snapshot that is not AWS Backup's own, and reads no other store.
 */
export function keepingVolumes(accountId: string): PolicyStatement[] {
  const snapshots = "arn:aws:ec2:*::snapshot/*";
  const ofClass = { "aws:ResourceTag/data-class": vaultDataClass };
  const keys = `arn:aws:kms:*:${accountId}:key/*`;
  return [
    allow(
      "Find",
      ["ec2:DescribeSnapshots", "ec2:DescribeTags", "ec2:DescribeVolumes", "tag:GetResources"],
      "*",
      { StringEquals: { "aws:RequestedRegion": dataRegions() } },
    ),
    allow("Volumes", "ec2:CreateSnapshot", `arn:aws:ec2:*:${accountId}:volume/*`, {
      StringEquals: { [`aws:ResourceTag/${volumeTags.namespace.key}`]: vaultNamespaces },
    }),
    allow("Snapshots", ["ec2:CopySnapshot", "ec2:CreateSnapshot", "ec2:CreateTags"], snapshots, {
      StringEquals: { "aws:RequestedRegion": dataRegions() },
    }),
    allow(
      "Vaults",
      ["backup:CopyFromBackupVault", "backup:CopyIntoBackupVault", "backup:DescribeBackupVault"],
      `arn:aws:backup:*:${accountId}:backup-vault:azora-*`,
    ),
    allow("DescribeKeys", "kms:DescribeKey", keys, { StringEquals: ofClass }),
    allow(
      "Keys",
      [
        "kms:CreateGrant",
        "kms:Decrypt",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ],
      keys,
      { StringEquals: ofClass, StringLike: { "kms:ViaService": "ec2.*.amazonaws.com" } },
    ),
    allow("OwnSnapshots", ["ec2:DeleteSnapshot", "ec2:ModifySnapshotAttribute"], snapshots, {
      Null: { [`aws:ResourceTag/${snapshotTag}`]: "false" },
    }),
  ];
}
