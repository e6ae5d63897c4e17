/** Where logs lie, for how long, and what that takes. */
import { hoursPerDay } from "./days";
import { retention } from "./retention";

export const logStore = {
  retentionDays: retention.operationalDays,
  /** Each line is written to three, one a zone; two that take it are enough. */
  replicas: 3,
  copies: 3,
  /** Tried: a third of a core for 20,000 lines (3.7 MiB) a second. */
  cpu: "1",
  /** Lines that are not in the bucket yet, and what was asked for lately. Tried: 0.9 GiB while 1.6 GB were written and searched. */
  memoryGib: 6,
  /** For what follows a restart one at a time: a member counts again after some fifteen seconds. */
  minReadySeconds: 30,
  /** Until it has told the others, and written what it holds; 21 s were seen. */
  graceSeconds: 120,
  /** Lines until they are in the bucket, once more as a log of them, and what was fetched for queries. */
  volumeGib: 50,
  /** How long a stream's lines are gathered before they are written to the bucket, in minutes: idle, and at the most. */
  chunkIdleMinutes: 30,
  chunkAgeMinutes: 120,
  /** Longest search. */
  queryMinutesMax: 2,
  /** What compaction lets go is gone a little later, when nobody can be reading it. */
  deleteDelayHours: 2,
  /**
   * Days until the bucket itself lets an object go that compaction has forgotten. An object is younger than its newest line, and a day's
   * index is last written after the day, so that neither goes before its lines may.
   */
  bucketDays: retention.operationalDays,
  /** Last word of its bucket's name. */
  bucket: "workload-logs",
} as const;

/** Hours that a line can be asked for. @example logHours() // 720 */
export function logHours(): number {
  return logStore.retentionDays * hoursPerDay;
}
