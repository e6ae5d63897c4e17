/** What AWS Backup may do by its roles; pure, so that every statement can be tested. */
import type * as pulumi from "@pulumi/pulumi";
import {
  copyTarget,
  restoredTag,
  snapshotTag,
  vaultArn,
  vaultPurposes,
  type VaultPurpose,
} from "../facts/backupVaults";
import { keyAlias } from "../facts/dataClasses";
import { claimsLeftOut, vaultDataClass, vaultNamespaces, volumeTags } from "../facts/keptVolumes";
import type { PolicyStatement, RegionContext } from "../shared";

/** A key in one region, or those of a region that a condition tells. */
interface UsedKey {
  readonly label: string;
  readonly awsRegion: string;
  readonly resource: pulumi.Input<string>;
  readonly which: NonNullable<PolicyStatement["Condition"]>;
}

function ownKey({ region }: RegionContext, keyArn: pulumi.Input<string>): UsedKey {
  return { label: "", awsRegion: region.awsRegion, resource: keyArn, which: {} };
}

/** Use of a key through EC2, which encrypts snapshots and volumes ("Requirements for Amazon EBS encryption", EBS user guide). */
function useKey({ label, awsRegion, resource, which }: UsedKey): PolicyStatement[] {
  const viaService = { "kms:ViaService": `ec2.${awsRegion}.amazonaws.com` };
  return [
    {
      Sid: `Describe${label}Key`,
      Effect: "Allow",
      Action: "kms:DescribeKey",
      Resource: resource,
      ...(Object.keys(which).length === 0 ? {} : { Condition: which }),
    },
    {
      Sid: `Use${label}Key`,
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKeyWithoutPlaintext", "kms:ReEncryptFrom", "kms:ReEncryptTo"],
      Resource: resource,
      Condition: { ...which, StringEquals: viaService },
    },
    {
      Sid: `Grant${label}KeyToEc2`,
      Effect: "Allow",
      Action: "kms:CreateGrant",
      Resource: resource,
      Condition: {
        ...which,
        StringEquals: viaService,
        Bool: { "kms:GrantIsForAWSResource": "true" },
      },
    },
  ];
}

/** Snapshots belong to no account in their ARNs. */
function snapshots(awsRegion: string): string {
  return `arn:aws:ec2:${awsRegion}::snapshot/*`;
}

/**
 * Keeping a region's volumes: snapshots of those that the tag tells, copies to the vaults named, the end of snapshots that are
 * AWS Backup's own. Source: "Customer managed policies" for EBS, AWS Backup developer guide, which names the statements of
 * `AWSBackupServiceRolePolicyForBackup` that EBS takes; a copy into an air-gapped vault is handed over by an attribute.
 */
export function backupStatements(
  context: RegionContext,
  keyArn: pulumi.Input<string>,
  purposes: readonly VaultPurpose[],
): PolicyStatement[] {
  const { accountId, region } = context;
  const partner = copyTarget(region);
  const places = [region.awsRegion, partner.awsRegion];
  return [
    { Sid: "FindVolumes", Effect: "Allow", Action: "tag:GetResources", Resource: "*" },
    {
      Sid: "Describe",
      Effect: "Allow",
      Action: ["ec2:DescribeSnapshots", "ec2:DescribeTags", "ec2:DescribeVolumes"],
      Resource: "*",
    },
    {
      Sid: "SnapshotVolumes",
      Effect: "Allow",
      Action: "ec2:CreateSnapshot",
      Resource: context.arn("ec2", "volume/*"),
      Condition: {
        StringEquals: { [`aws:ResourceTag/${volumeTags.namespace.key}`]: vaultNamespaces },
        StringNotLike: {
          [`aws:ResourceTag/${volumeTags.claim.key}`]: vaultNamespaces.flatMap(claimsLeftOut),
        },
      },
    },
    {
      Sid: "MakeSnapshots",
      Effect: "Allow",
      Action: ["ec2:CopySnapshot", "ec2:CreateSnapshot", "ec2:CreateTags"],
      Resource: places.map(snapshots),
    },
    {
      Sid: "EndOwnSnapshots",
      Effect: "Allow",
      Action: ["ec2:DeleteSnapshot", "ec2:ModifySnapshotAttribute"],
      Resource: places.map(snapshots),
      Condition: { Null: { [`aws:ResourceTag/${snapshotTag}`]: "false" } },
    },
    {
      Sid: "CopyOut",
      Effect: "Allow",
      Action: "backup:CopyFromBackupVault",
      Resource: vaultArn(accountId, region.name, vaultPurposes.own),
    },
    {
      Sid: "CopyIn",
      Effect: "Allow",
      Action: ["backup:CopyIntoBackupVault", "backup:DescribeBackupVault"],
      Resource: [
        ...purposes.map((purpose) => vaultArn(accountId, region.name, purpose)),
        vaultArn(accountId, partner.name, vaultPurposes.copies),
      ],
    },
    ...useKey(ownKey(context, keyArn)),
    // The partner's key by its alias: this stack knows no other stack's outputs.
    ...useKey({
      label: "Partner",
      awsRegion: partner.awsRegion,
      resource: `arn:aws:kms:${partner.awsRegion}:${accountId}:key/*`,
      which: {
        "ForAnyValue:StringEquals": { "kms:ResourceAliases": keyAlias(partner.name, vaultDataClass) },
      },
    }),
  ];
}

/**
 * Trying a restore: volumes of snapshots, and nothing that ends a snapshot or reads another store. Source: as above, statement
 * `EBSPermissions` of `AWSBackupServiceRolePolicyForRestores`; what a test made is deleted by a role of AWS' own.
 */
export function restoreStatements(context: RegionContext, keyArn: pulumi.Input<string>): PolicyStatement[] {
  const volumes = context.arn("ec2", "volume/*");
  return [
    {
      Sid: "Describe",
      Effect: "Allow",
      Action: [
        "ec2:DescribeAvailabilityZones",
        "ec2:DescribeSnapshots",
        "ec2:DescribeTags",
        "ec2:DescribeVolumes",
      ],
      Resource: "*",
    },
    {
      Sid: "MakeVolumes",
      Effect: "Allow",
      Action: "ec2:CreateVolume",
      Resource: [volumes, snapshots(context.region.awsRegion)],
    },
    {
      Sid: "TagTestVolumes",
      Effect: "Allow",
      Action: "ec2:CreateTags",
      Resource: volumes,
      Condition: { Null: { [`aws:RequestTag/${restoredTag}`]: "false" } },
    },
    ...useKey(ownKey(context, keyArn)),
  ];
}
