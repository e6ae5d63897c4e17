import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  airGappedVaults,
  backupRole,
  homesCopiedTo,
  keptResourceTypes,
  vaultLock,
  vaultName,
  vaultPurposes,
} from "../facts/backupVaults";
import { vaultDataClass } from "../facts/keptVolumes";
import type { RegionContext } from "../shared";
import { BackupAlarms } from "./backupAlarms";
import { BackupReports } from "./backupReports";
import { LockedVault } from "./lockedVault";
import { RestoreTests } from "./restoreTests";
import { copiesOf } from "./vaultStatements";
import { VolumeBackups } from "./volumeBackups";

export interface RegionBackupsArgs {
  readonly context: RegionContext;
  /** KMS key of the class of the volumes that vaults keep. */
  readonly keyArn: pulumi.Input<string>;
  readonly alertTopicArn: pulumi.Input<string>;
  /** The region's bucket of logs, which takes reports. */
  readonly logBucketName: pulumi.Input<string>;
}

/**
 * What AWS Backup keeps of a region: its volumes without personal data, every night for 30 days, in a vault that nobody opens
 * before its time, in the partner's and in one that AWS holds apart; restores are tried, jobs reported and watched.
 * Runs: what its parts do.
 */
export class RegionBackups extends pulumi.ComponentResource {
  readonly planId: pulumi.Output<string>;

  constructor(name: string, args: RegionBackupsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:backup:RegionBackups", name, {}, opts);
    const { context, keyArn } = args;
    const child = { parent: this };
    new aws.backup.RegionSettings(
      `${name}-settings`,
      { resourceTypeOptInPreference: { ...keptResourceTypes } },
      child,
    );
    const own = new LockedVault(
      `${name}-own`,
      {
        context,
        purpose: vaultPurposes.own,
        keyArn,
        statements: [copiesOf([roleArn(context, context.region.name)])],
      },
      child,
    );
    const copies = this.copies(name, args);
    const airGapped = this.airGapped(name, args);

    this.planId = new VolumeBackups(
      `${name}-volumes`,
      { context, keyArn, vaultName: own.vaultName, airGapped },
      child,
    ).planId;
    new RestoreTests(
      `${name}-restores`,
      {
        context,
        keyArn,
        purposes: [vaultPurposes.own, ...(copies === undefined ? [] : [vaultPurposes.copies])],
        after: [own, ...(copies === undefined ? [] : [copies])],
      },
      child,
    );
    new BackupReports(`${name}-reports`, { context, bucketName: args.logBucketName }, child);
    new BackupAlarms(
      `${name}-alarms`,
      {
        context,
        vaultName: vaultName(context.region.name, vaultPurposes.own),
        alertTopicArn: args.alertTopicArn,
      },
      child,
    );
    this.registerOutputs({ planId: this.planId });
  }

  /** The vault for what other regions copy here; none where no region does. */
  private copies(name: string, { context, keyArn }: RegionBackupsArgs): LockedVault | undefined {
    const homes = homesCopiedTo(context.region.name);
    if (homes.length === 0) return undefined;
    return new LockedVault(
      `${name}-copies`,
      {
        context,
        purpose: vaultPurposes.copies,
        keyArn,
        statements: [copiesOf(homes.map((home) => roleArn(context, home.name)))],
      },
      { parent: this },
    );
  }

  /** The vault that AWS holds in an account of its own, where it offers one. */
  private airGapped(
    name: string,
    { context, keyArn }: RegionBackupsArgs,
  ): aws.backup.LogicallyAirGappedVault | undefined {
    const { name: region, awsRegion } = context.region;
    if (!Object.hasOwn(airGappedVaults, awsRegion)) return undefined;
    const airGappedName = vaultName(region, vaultPurposes.airGapped);
    const { minRetentionDays, maxRetentionDays } = vaultLock;
    return new aws.backup.LogicallyAirGappedVault(
      `${name}-air-gapped`,
      {
        name: airGappedName,
        encryptionKeyArn: keyArn,
        minRetentionDays,
        maxRetentionDays,
        tags: context.tags({ service: "backup", dataClass: vaultDataClass, name: airGappedName }),
      },
      { parent: this, protect: true },
    );
  }
}

/** The role that copies a region's backups. */
function roleArn({ accountId }: RegionContext, region: string): string {
  return `arn:aws:iam::${accountId}:role/${backupRole(region)}`;
}
