/**
 * How AWS Backup keeps the volumes that `keptVolumes.ts` leaves to it. Names and ARNs of vaults follow from a region's name, so
 * that a plan can name the vault of another region's stack.
 *
 * Sources: AWS Backup developer guide and API reference (read 2026-11). Marks as in `jurisdictions.ts`: `U` is to be confirmed in
 * an account before it is relied on.
 */
import { hoursPerDay } from "./days";
import { mayMove, type Confidence } from "./jurisdictions";
import { vaultDataClass } from "./keptVolumes";
import { allRegions, regionNamed, type Region } from "./regions";
import { retention } from "./retention";
import { hourUtc, longestGapDays } from "./schedules";

/** What a region's vaults are called: its own, the one that takes other regions' copies, and the one that AWS keeps for it. */
export const vaultPurposes = { own: "backups", copies: "copies", airGapped: "air-gapped" } as const;

export type VaultPurpose = (typeof vaultPurposes)[keyof typeof vaultPurposes];

/** @example vaultName("africa", "backups") // "azora-africa-backups" */
export function vaultName(region: string, purpose: VaultPurpose): string {
  return `azora-${region}-${purpose}`;
}

/** ARN of a region's vault, logically air-gapped or not. */
export function vaultArn(accountId: string, region: string, purpose: VaultPurpose): string {
  return `arn:aws:backup:${regionNamed(region).awsRegion}:${accountId}:backup-vault:${vaultName(region, purpose)}`;
}

/** The role by which AWS Backup keeps a region's volumes. @example "azora-africa-backups" */
export function backupRole(region: string): string {
  return `azora-${region}-backups`;
}

/** Where a region's backups are copied to: its partner, which the law must let hold them. */
export function copyTarget({ name, jurisdiction, partner }: Region): Region {
  const target = regionNamed(partner);
  if (!mayMove(vaultDataClass, jurisdiction, target.jurisdiction))
    throw new Error(
      `region "${name}".partner is "${partner}"; allowed for backups of volumes: a region to which ${vaultDataClass} data may go`,
    );
  return target;
}

/** The regions whose backups are copied to one. */
export function homesCopiedTo(region: string): readonly Region[] {
  return allRegions().filter((home) => copyTarget(home).name === region);
}

/**
 * Where logically air-gapped vaults are offered: CloudFormation's specification of each of these regions has the type
 * (cfn-lint 1.58; the guide's "Feature availability by AWS Region" was not read).
 */
export const airGappedVaults: Readonly<Record<string, Confidence>> = {
  "af-south-1": "M",
  "eu-central-1": "M",
  "ap-southeast-1": "M",
  "sa-east-1": "M",
};

/** How a vault is locked ("AWS Backup Vault Lock"). */
export const vaultLock = {
  /** In mode compliance nobody lifts the lock once this is over, AWS neither; three days are the least that AWS takes. */
  changeableForDays: 3,
  /** Nothing ends earlier than promised, and nothing later, since what is kept is also to end. */
  minRetentionDays: retention.backupDays,
  maxRetentionDays: retention.backupDays,
} as const;

/** When everybody near a region sleeps: two o'clock by the sun. */
const localHour = 2;

/** AWS Backup snapshots at most hourly and EBS not continuously: the five-minute promise rests on each store's own log. */
export const dailyBackup = {
  /** How long a job may wait for its start; 60 minutes are the least that AWS takes ("BackupRule"). */
  startWindowMinutes: 60,
  /** Counted from the same moment; a job that takes longer is ended and told as expired. */
  completionWindowMinutes: 360,
  /** How long a copy to another continent may take. */
  copyHoursMax: 6,
} as const;

/** Once a day, in UTC. @example dailySchedule(regionNamed("africa")) // "cron(0 1 * * ? *)" */
export function dailySchedule(region: Region): string {
  return `cron(0 ${hourUtc(region, localHour)} * * ? *)`;
}

/**
 * Restores that are tried ("Restore testing"). Monthly is promised; CloudWatch looks back 7 days at most, so that a test must run
 * more often than that, or nobody would hear that it did not. A test is a volume of some GiB for some hours.
 */
export const restoreTests = {
  daysOfWeek: ["SUN", "WED"],
  /** Hours after the backup: by then it and its copies are over. */
  hoursAfterBackup: 12,
  startWindowHours: 1,
  /** How long what was restored stays, for whoever looks whether it is whole; then AWS deletes it. */
  validationWindowHours: 4,
  /** Any that is promised must be restorable, not the newest only. */
  algorithm: "RANDOM_WITHIN_WINDOW",
  selectionWindowDays: retention.backupDays,
} as const;

/** @example restoreSchedule(regionNamed("africa")) // "cron(0 13 ? * SUN,WED *)" */
export function restoreSchedule(region: Region): string {
  const hour = hourUtc(region, localHour + restoreTests.hoursAfterBackup);
  return `cron(0 ${hour} ? * ${restoreTests.daysOfWeek.join(",")} *)`;
}

/** A count of jobs that CloudWatch keeps by vault, and what it must not be. */
export interface WatchedJobs {
  readonly label: string;
  readonly metricName: string;
  readonly says: string;
  /** Hours without a single one after which people are told; without it they are told of every one. */
  readonly missedAfterHours?: number;
}

const backupHoursMax = hoursPerDay + dailyBackup.completionWindowMinutes / 60;
const restoreGapDays = longestGapDays(`cron(0 0 ? * ${restoreTests.daysOfWeek.join(",")} *)`) ?? 0;

/**
 * What is told of each region's own vault. Source: "AWS Backup metrics with Amazon CloudWatch": counts by `BackupVaultName`. Of
 * copies it is not said whether that is the vault that they come from (`U`): if it is not, the alarm on missed copies says so on
 * the second day.
 */
export const watchedJobs: readonly WatchedJobs[] = [
  { label: "backup-failed", metricName: "NumberOfBackupJobsFailed", says: "a volume was not backed up" },
  {
    label: "backup-expired",
    metricName: "NumberOfBackupJobsExpired",
    says: "a backup did not start or end in time",
  },
  {
    label: "backup-aborted",
    metricName: "NumberOfBackupJobsAborted",
    says: "somebody or something ended a backup",
  },
  {
    label: "backup-missed",
    metricName: "NumberOfBackupJobsCompleted",
    says: "no volume was backed up for a day",
    missedAfterHours: backupHoursMax,
  },
  {
    label: "copy-failed",
    metricName: "NumberOfCopyJobsFailed",
    says: "a backup was not copied to another vault",
  },
  {
    label: "copy-missed",
    metricName: "NumberOfCopyJobsCompleted",
    says: "no backup was copied for a day",
    missedAfterHours: backupHoursMax + dailyBackup.copyHoursMax,
  },
  {
    label: "restore-failed",
    metricName: "NumberOfRestoreJobsFailed",
    says: "a backup could not be restored",
  },
  {
    label: "restore-missed",
    metricName: "NumberOfRestoreJobsCompleted",
    says: "no restore was tried in the last days",
    missedAfterHours: (restoreGapDays + 1) * hoursPerDay,
  },
];

/** Every span above is a whole number of these, and CloudWatch takes at most 7 days of them. */
export const jobPeriodHours = 6;

/** What nobody may do in a vault, whoever allows it; a recovery point ends by its lifecycle, which asks no policy. */
export const vaultRefusals = [
  "backup:DeleteBackupVault",
  "backup:DeleteBackupVaultAccessPolicy",
  "backup:DeleteRecoveryPoint",
  "backup:DisassociateRecoveryPoint",
  "backup:DisassociateRecoveryPointFromParent",
  "backup:UpdateRecoveryPointLifecycle",
] as const;

/**
 * Kinds of resources that AWS Backup may keep in an account, each said, so that none is kept by a default: volumes only. Which of
 * them a region knows shows `aws backup describe-region-settings` (`U`: those that all four regions offer).
 */
export const keptResourceTypes: Readonly<Record<string, boolean>> = {
  Aurora: false,
  CloudFormation: false,
  DocumentDB: false,
  DynamoDB: false,
  EBS: true,
  EC2: false,
  EFS: false,
  FSx: false,
  Neptune: false,
  RDS: false,
  Redshift: false,
  S3: false,
  "Storage Gateway": false,
  VirtualMachine: false,
};

/** What is reported once a day ("Creating report plans": templates of jobs). */
export const backupReports = {
  templates: { backups: "BACKUP_JOB_REPORT", copies: "COPY_JOB_REPORT", restores: "RESTORE_JOB_REPORT" },
  formats: ["CSV", "JSON"],
  /** Begins the keys of reports in the region's bucket of logs. */
  prefix: "backup-reports",
  /** The role of AWS' own that writes them ("Using service-linked roles for AWS Backup"); docs/deploy.md makes it. */
  role: "aws-service-role/reports.backup.amazonaws.com/AWSServiceRoleForBackupReports",
} as const;

/** Tag that AWS Backup gives a snapshot of its own; EC2 deletes none that has it for anybody else. */
export const snapshotTag = "aws:backup:source-resource";

/** Tag that it gives what a test restored, and by which it finds that again to delete it ("Restore testing"). */
export const restoredTag = "awsbackup-restore-test";
