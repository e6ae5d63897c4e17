/** How recovery is rehearsed by nobody's hand: what, how often, when it counts as missed, and where it is written down. */
import { clusterBackupTimes } from "./clusterBackup";
import { homePrefix } from "./objectCopies";
import { recovery } from "./promises";
import type { Region } from "./regions";
import { backupSchedule, backupTrials } from "./repositories";
import { hourUtc } from "./schedules";

/** What is done again and again. A day's run decides by the newest record whether it is due, so that what was missed is made up for. */
export const rehearsals = {
  test: {
    says: "the newest backup of every group that the region keeps is restored, as if its home were lost",
    intervalDays: recovery.drTestIntervalDays,
    /** By the region's sun; the daily trials, which need the same room, are over by then. */
    hour: 12,
    /** Whether one that failed, or never ended, is due again the next day; it disturbs nobody. */
    repeatsFailed: true,
  },
  evacuation: {
    says: "databases at home in the region are led from the partner for a while, and from home again",
    intervalDays: recovery.evacuationIntervalDays,
    /** Of least traffic, by the region's sun. */
    hour: 3,
    /** One that failed waits for a person: it takes writes away for seconds. */
    repeatsFailed: false,
  },
} as const;

export type Rehearsal = keyof typeof rehearsals;

/** Days before the interval ends at which one is due: a run that fails has a day to be repeated. */
const dueBeforeDays = 2;
/** Days after which one that is missed is told, as many as a drill has (`recovery.drillResultDaysMax`). */
const graceDays = recovery.drillResultDaysMax - recovery.drTestIntervalDays;

/** How old the newest record may be before the next run does it again. @example dueDays("test") // 28 */
export function dueDays(kind: Rehearsal): number {
  return rehearsals[kind].intervalDays - dueBeforeDays;
}

/** When it is looked whether one is due, as cron in UTC. @example rehearsalCron("test", regionNamed("africa")) // "0 11 * * *" */
export function rehearsalCron(kind: Rehearsal, region: Region): string {
  return `0 ${hourUtc(region, rehearsals[kind].hour)} * * *`;
}

/** How a member of the plan's clusters takes the lead and gives it back. */
export const evacuationTimes = {
  /** How long the partner leads: services' pools and caches have met it by then. */
  awayMinutes: 10,
  /** Until a switch of leaders is given up; what it may take is `failover.fullRecoverySecondsMax`. */
  switchSeconds: 120,
  /** Until a row of the minute is written by the new leader and copied: a minute, and what the job needs. */
  rowSeconds: 180,
  /** Until all members follow and one elsewhere is in step. */
  wellSeconds: 300,
} as const;

/**
 * Begins the keys of records in a region's bucket `audit`, whose lock keeps each for years: below the home's prefix, as the bucket's policy
 * asks, and as what copies it to the archive takes. @example recordPrefix("africa", "restores") // "africa/restores"
 */
export function recordPrefix(region: string, what: "recovery" | "restores"): string {
  return `${homePrefix(region)}${what}`;
}

/** What is told each hour, of which an alarm asks; a region that tells nothing is as bad as one that tells of an old backup. */
export const recoveryMetrics = {
  namespace: "Azora/Recovery",
  age: "HoursSinceSuccess",
  seconds: "RestoreSeconds",
  cron: "17 * * * *",
  everyHours: 1,
  /** Hours without a word until that is told. */
  silentHours: 3,
} as const;

/** The oldest that the newest success of each kind may be, in hours; of several groups the worst counts. */
export const ageHoursMax = {
  /** pgBackRest's, each hour; the first full one of a large volume takes hours. */
  backup: (2 * backupSchedule.everyMinutes) / 60 + backupSchedule.hoursMax,
  /** Velero's. */
  objects: (12 * clusterBackupTimes.everyMinutes) / 60,
  /** Each day's, and as long as one may take. */
  trial: 24 + backupTrials.hoursMax,
  test: 24 * (rehearsals.test.intervalDays + graceDays),
  evacuation: 24 * (rehearsals.evacuation.intervalDays + graceDays),
} as const;

export type Watched = keyof typeof ageHoursMax;

/** What runs them in a region: Node, kubectl and the AWS CLI, with the program of `npm run restore` and `npm run recovery`. */
export const operator = {
  image: "platform/operator",
  /** Nobody in particular; the image makes no such user. */
  userId: 65_532,
  /** A restore of a sharded cluster runs a dozen of kubectl side by side, half of them with a token of the AWS CLI's. */
  restore: { cpu: "1", memory: "2Gi" },
  rehearsal: { cpu: "200m", memory: "512Mi" },
} as const;

/** Held by what changes who leads a database: a restore and an evacuation are never under way at once in a region. */
export const leadMutex = "database-leads";

/** Whom a restore in another region shows itself as to a cluster's API: a group of the access entries. */
export const restorerGroup = "azora:restorers";
