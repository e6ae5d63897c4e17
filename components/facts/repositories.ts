/**
 * pgBackRest's repositories of the database clusters: where they are, and how a server's log comes to them. The archiver writes
 * both itself (ARCHITECTURE section 2): S3 promises a copy after 15 minutes only.
 */
import { clusterBackupLocations, clusterBackupPurpose } from "./clusterBackup";
import { databaseKinds, databasePorts, type DatabaseKind } from "./database";
import { databaseClusters, groupName, type DatabaseClusterFact } from "./databaseClusters";
import { keyAlias } from "./dataClasses";
import { recovery } from "./promises";
import { bucketPurpose, lifecycleRoundingDays, repositoryPrefix, type BucketPurpose } from "./objects";
import { regionNamed } from "./regions";
import { retention } from "./retention";

/** Options are named as in "Configuration Reference", pgbackrest.org, of the image's version. */
export const repositorySettings = {
  /** Longest that a row waits in a segment that is not full; the log's part of what a lost region may cost. */
  archiveTimeoutSeconds: 60,
  /**
   * Part of a member's volume that its log may take while a repository does not answer: beyond it pgBackRest gives the log up
   * (`archive-push-queue-max`), since a full disk would stop the database. At core's 100 GiB it is 30 GiB, more than the 22.5
   * GiB that an idle server writes a day, a segment of 16 MiB each minute.
   */
  queueShareOfVolumeMax: 0.3,
  /** For a repository's answer; pgBackRest's own 60 s is longer than anything of S3's takes. */
  ioTimeoutSeconds: 10,
  /** How long PostgreSQL's archiver waits for a file to be in all repositories; then as long again for what waits behind it. */
  archiveWaitSeconds: 15,
  /**
   * Such waits until a segment is in the repositories that answer while another does not: it may have come just after what waited was
   * looked for, so that the next file is waited for first, and then it.
   */
  archiveWaitsMax: 3,
  /** Processes that push segments side by side. */
  pushProcesses: 2,
  /** Processes that back files up side by side. */
  backupProcesses: 2,
  /** pgBackRest's own level for zstd. */
  compressLevel: 3,
} as const;

/** What a repository of a kind of cluster is: its bucket, and how long a moment in it can be restored to. */
interface KeptFact {
  readonly purpose: BucketPurpose;
  /** A restore goes back this far, and an erasure waits for as long, and for what `repositoryTailDays` adds. */
  readonly retentionDays: number;
  /** Between full backups: a full one ends the chain that a restore depends on, and is what the retention counts. */
  readonly fullDays: number;
}

const longKept: KeptFact = {
  purpose: clusterBackupPurpose,
  retentionDays: retention.backupDays,
  fullDays: 7,
};

/** Repositories by what their clusters hold. */
export const repositoryKinds: Readonly<Record<DatabaseKind, KeptFact>> = {
  core: longKept,
  people: longKept,
  // Sealed data end with their keys: these end soon, and every full backup keeps the days before it.
  keys: { purpose: "subject-keys", retentionDays: retention.keyBackupDays, fullDays: 1 },
};

/**
 * How often a repository gets a backup of each kind. What a restore replays is at most an hour of the log, and what it reads is the
 * database once: of a chain of block-incremental backups each block is read from the newest that has it.
 */
export const backupSchedule = {
  /** Each repository has its own, half an hour apart, so that while both answer the newest is at most half an hour old. */
  everyMinutes: 60,
  differentialHours: 24,
  /** A first full backup of the largest volume takes hours. */
  hoursMax: 12,
} as const;

/**
 * Days until the last backup with a row that VACUUM has removed is gone from a repository: the full backup before the window is kept for
 * the window's sake, pgBackRest ends it with the next one after that, and S3 keeps what was deleted for a while as a version.
 * @example repositoryTailDays("people") // 46
 */
export function repositoryTailDays(kind: DatabaseKind): number {
  const { purpose, retentionDays, fullDays } = repositoryKinds[kind];
  return retentionDays + fullDays + bucketPurpose(purpose).noncurrentDays + lifecycleRoundingDays;
}

/** Minutes after the hour at which a repository's backup begins: groups by turns, so that they do not all begin at once. */
export function backupMinute(groupIndex: number, { number }: Pick<Repository, "number">): number {
  const apart = backupSchedule.everyMinutes / repositoriesMin;
  return (5 + 7 * groupIndex + apart * (number - 1)) % backupSchedule.everyMinutes;
}

/** How backups are tried: the newest of each repository is restored and looked at each day, in its own region. */
export const backupTrials = {
  /** Hour (UTC) of the first group's; those of a region begin a quarter of an hour apart. */
  hour: 3,
  apartMinutes: 15,
  /** What it may take until the server writes: the promise. */
  minutesMax: recovery.rtoMinutesMax,
  /** How old the newest row may be then. */
  lossMinutesMax: recovery.rpoMinutesMax,
  /** Until it is given up, with reading every index beside its table. */
  hoursMax: 8,
  /** Processes that fetch files and log, and that check. */
  processes: 4,
  size: { cpu: 4, memoryGib: 4 },
} as const;

/** When a group's backups are tried, as cron. */
export function backupTrialCron(groupIndex: number): string {
  const minutes = backupTrials.hour * 60 + backupTrials.apartMinutes * groupIndex;
  return `${minutes % 60} ${Math.floor(minutes / 60) % 24} * * *`;
}

/** How a cluster's groups are restored where members stand. */
export const restores = {
  /** Until it is given up: the largest volume at the rate of its disk, with the log since the newest backup (decision 11). */
  hoursMax: 6,
  /** Of its pod. */
  container: "restore",
  /** What is restored where no moment is asked for: all that the log has. */
  latest: "latest",
  /** Until members are gone: their pods' grace of 120 s, and as long for their volumes. */
  stopSeconds: 240,
  /** Until what the leader has written is in both repositories: a segment, and what waited before it. */
  handOverSeconds: 120,
  /** Until a member leads, or answers. */
  leadSeconds: 300,
  /** To tell a cluster of erasures: some hundred thousand, each with an index to look in. */
  eraseSeconds: 600,
  /** To read the segments of some minutes. */
  pointsSeconds: 600,
  /** How far before a moment restore points are looked for; there is one each minute. */
  pointMinutes: 5,
} as const;

/** What bounds a restore beside the machine's cores. */
export const restoreLimits = {
  /** MiB a second of a gp3 volume of which nothing is said ("Amazon EBS volume types", docs.aws.amazon.com, read 2026-11). */
  volumeMibPerSecond: 125,
  /**
   * MiB a second for each vCPU: the baseline of 0.75 Gbit/s of c6g.large and m6g.large, with two, the least of the families that nodes
   * may be of ("Network specifications", docs.aws.amazon.com/ec2, read 2026-11). What is above it is only lent.
   */
  networkMibPerSecondAndCpu: 44,
  /** Cores of the machine that the committed drill ran on. */
  drillCores: 2,
} as const;

/** Name of the job that restores a group, and of its files. @example restoreJob("core") // "core-restore" */
export function restoreJob(group: string): string {
  return `${group}-restore`;
}

/** Name of the job that brings one table back beside the one in use; of a cluster that is not sharded. */
export function restoreTableJob(group: string): string {
  return `${restoreJob(group)}-table`;
}

/** Purposes of the roles that may hide what they have backed up: nobody else lets a backup go. */
export const backupHiders = ["cluster-backup", "database-backup"] as const;

/** Where a member's backup server listens, by which jobs read its files: pgBackRest's own (`tls-server-port`). */
export const backupServerPort = 8432;

/** Where a member is asked, by whomever. */
export const memberPorts = [databasePorts.postgres, databasePorts.patroni, backupServerPort] as const;

/** Repositories that every cluster has at least, in as many regions. */
export const repositoriesMin = 2;

/** One repository of a cluster's group. */
export interface Repository {
  /** As pgBackRest counts them. */
  readonly number: number;
  readonly region: string;
  readonly purpose: BucketPurpose;
  /** Begins the keys of its objects, without a slash at the end. */
  readonly prefix: string;
  /** Alias of the key that encrypts the bucket, in its region. */
  readonly keyAlias: string;
}

/** Name of a region's bucket that holds repositories: it follows from the region's, also before that is deployed. */
export function repositoryBucket({ region, purpose }: Repository, accountId: string): string {
  return `azora-${region}-${purpose}-${accountId}`;
}

/** The secret that gives a cluster's members the passphrase of its repositories; it comes from outside the plan. */
export function repositorySecret({ name }: Pick<DatabaseClusterFact, "name">): string {
  return `${name}-repository`;
}

/**
 * Repositories of a cluster's group, or what those of all its groups begin with: at home, and in the first region to which the law
 * lets backups go.
 * @param group name of its objects (`groupName`).
 * @throws Error where the law leaves one place only.
 * @example repositoriesOf(core, "core").map(({ region }) => region) // ["africa", "europe"]
 */
export function repositoriesOf(
  { name, home, kind }: Pick<DatabaseClusterFact, "name" | "home" | "kind">,
  group: string,
): readonly Repository[] {
  const places = clusterBackupLocations(home).map(({ region }) => region);
  if (places.length < repositoriesMin)
    throw new Error(
      `cluster "${name}" has its repositories in ${places.join(", ")}; allowed: ${repositoriesMin} regions or more to which ${databaseKinds[kind].dataClass} data may go`,
    );
  const { purpose } = repositoryKinds[kind];
  return places.map((region, index) => ({
    number: index + 1,
    region: regionNamed(region).name,
    purpose,
    prefix: `${repositoryPrefix}${group}`,
    keyAlias: keyAlias(region, bucketPurpose(purpose).dataClass),
  }));
}

/** Names of all groups that have a repository in a region, in one order. */
export function groupsKeptIn(region: string): readonly string[] {
  return databaseClusters()
    .filter((cluster) =>
      repositoriesOf(cluster, cluster.name).some((repository) => repository.region === region),
    )
    .flatMap((cluster) => cluster.groups.map((group) => groupName(cluster, group)));
}
