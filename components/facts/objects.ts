/**
 * The buckets of objects that every region has, and what each is for. Where their objects are copied to follows from this, from
 * each region's partner and from the law (`objectCopies.ts`).
 */
import { erasure } from "./compliance";
import type { DataClass } from "./dataClasses";
import { recovery } from "./promises";
import { retention } from "./retention";

/** How far a purpose's objects are copied. */
export type CopyReach = "partner and back" | "every lawful region" | "archive of its place" | "nowhere";

export interface BucketPurposeFact {
  readonly dataClass: DataClass;
  readonly reach: CopyReach;
  /** Why objects go there and no further. */
  readonly why: string;
  /**
   * Whether deleting at the source hides the copy as well. A deletion that names a version is never copied, and neither is one
   * by a lifecycle, so that copies have lifecycles of their own ("What does Amazon S3 replicate?", S3 user guide).
   */
  readonly copiesDeletions: boolean;
  /** Days after which every object goes, whoever still points at it; none where only its owner knows when it is of no use. */
  readonly expireAfterDays?: number;
  /** The same for what lies under a home's prefix, and for its copies. */
  readonly homeExpireAfterDays?: number;
  /** Days that an overwritten or deleted version stays. */
  readonly noncurrentDays: number;
  /** Days after which Intelligent-Tiering pays; none where objects do not live long enough for it. */
  readonly tierAfterDays?: number;
  /** Beside the homes', the prefixes that objects may have; none are copied. */
  readonly otherPrefixes: readonly string[];
}

/**
 * A lifecycle acts at the midnight (UTC) after the day is over, so that an expiration takes up to a day longer, and so does
 * that of the version which it leaves ("Lifecycle rules: based on an object's age", S3 user guide).
 */
export const lifecycleRoundingDays = 2;

/**
 * S3 Intelligent-Tiering: an object is looked at for $2.50 a million and month; left alone for 30 days a gigabyte costs $0.0125
 * instead of $0.023 a month, for 90 days $0.004 (S3 pricing, us-east-1, read 2026-11). At $0.019 a gigabyte saved the fee is
 * earned from 132 kB on, which is S3's own limit: smaller objects are not moved.
 */
export const intelligentTiering = {
  monitoringUsdPerMillionObjects: 2.5,
  standardUsdPerGb: 0.023,
  idle90DaysUsdPerGb: 0.004,
  /** "Transitions to INTELLIGENT_TIERING", S3 user guide: 128 KiB. */
  objectBytesMin: 131_072,
  /** What lives shorter never gets to the cheaper tier, and would be charged for the move. */
  afterDays: 30,
} as const;

/** Where pgBackRest keeps its repositories: it writes both copies itself, so that a half-copied one cannot be restored from. */
export const repositoryPrefix = "repositories/";

/**
 * Age at which what lies in a repository is of no use to any restore: the days that backups are kept, once more as long for
 * full backups that failed and were mended, and as long again. pgBackRest expires by itself long before; this bounds what a
 * cluster that is gone leaves behind.
 */
const repositoryDaysMax = 3 * retention.backupDays;

export const bucketPurposes = {
  data: {
    dataClass: "personal",
    reach: "partner and back",
    why: "a copy that outlives the region; a petabyte in four copies would cost more than it protects",
    copiesDeletions: true,
    noncurrentDays: retention.noncurrentVersionDays,
    tierAfterDays: intelligentTiering.afterDays,
    otherPrefixes: [],
  },
  backups: {
    dataClass: "personal",
    reach: "every lawful region",
    why: "two lost regions must leave a backup",
    // Whoever empties the source, by mistake or for ransom, must not empty the copies.
    copiesDeletions: false,
    expireAfterDays: repositoryDaysMax,
    homeExpireAfterDays: retention.backupDays,
    noncurrentDays: retention.noncurrentVersionDays,
    otherPrefixes: [repositoryPrefix],
  },
  "subject-keys": {
    dataClass: "personal",
    reach: "nowhere",
    why: "the key database's archiver writes to both places itself, and erasure needs that no third copy lives on",
    copiesDeletions: false,
    expireAfterDays: erasure.keyBackupDaysMax - retention.keyNoncurrentVersionDays - lifecycleRoundingDays,
    noncurrentDays: retention.keyNoncurrentVersionDays,
    otherPrefixes: [repositoryPrefix],
  },
  audit: {
    dataClass: "audit",
    reach: "archive of its place",
    why: "evidence stays under the law of its place, and the archive's account is out of the platform's hands",
    copiesDeletions: false,
    expireAfterDays: retention.auditDays,
    noncurrentDays: retention.noncurrentVersionDays,
    tierAfterDays: intelligentTiering.afterDays,
    otherPrefixes: [],
  },
} as const satisfies Readonly<Record<string, BucketPurposeFact>>;

export type BucketPurpose = keyof typeof bucketPurposes;

export const bucketPurposeNames = Object.keys(bucketPurposes) as BucketPurpose[];

/** The facts of a purpose, with what it leaves open. */
export function bucketPurpose(purpose: BucketPurpose): BucketPurposeFact {
  return bucketPurposes[purpose];
}

/**
 * When people are told that copies lag.
 *
 * Sources: "Using S3 Replication metrics", S3 user guide (lag and bytes are told in the copy's region, failed operations in the
 * source's); "S3 Replication Time Control quotas": 1 Gbps for each pair of regions, unless the account asks for more.
 */
export const replicationAlarms = {
  /** The promise for backups, which is shorter than S3's own. */
  lagSecondsMax: recovery.rpoMinutesMax * 60,
  failedOperationsMax: 0,
  /** As much as a line of 1 Gbps carries within the promise. */
  pendingBytesMax: (1e9 / 8) * recovery.rpoMinutesMax * 60,
  periodSeconds: 60,
  /** One slow object is not yet a lag. */
  periods: 5,
} as const;
