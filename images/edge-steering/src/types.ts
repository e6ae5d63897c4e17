/** What the parts of the edge-steering controller tell each other. Times are milliseconds. */

/** Numbers of the loop; the program's facts (`components/facts/edge.ts`) give them and say why. */
export interface Settings {
  readonly probeIntervalMs: number;
  readonly probeTimeoutMs: number;
  /** From the start of a probe that failed to the start of the one that confirms it. */
  readonly confirmAfterMs: number;
  /** Failures in a row that make an observer's vote "down". */
  readonly failedProbes: number;
  /** Successes in a row that make an observer's vote "up". */
  readonly goodProbes: number;
  readonly reportIntervalMs: number;
  readonly reportTimeoutMs: number;
  /** An observer that was heard longer ago than this is silent: it has no vote. */
  readonly reportFreshMs: number;
  /** A vote whose last probe ended longer ago than this does not count. */
  readonly voteFreshMs: number;
  readonly apiTimeoutMs: number;
  /** Longest wait that a `Retry-After` may ask for. */
  readonly retryAfterMsMax: number;
  /** How often the pools are read while nothing happens. */
  readonly poolsIntervalMs: number;
  /** A write rests on a list of pools that is no older than this. */
  readonly poolsFreshMs: number;
  /** How long a pool stays out at least; doubles with each time within `flapMemoryMs`. */
  readonly holdOffMs: number;
  readonly holdOffMsMax: number;
  readonly flapMemoryMs: number;
  /** A pool is not written the same way again before this: a list may lag behind the write. */
  readonly writeGapMs: number;
  /** How far the API's `disabled_at` and `modified_on` of one write may be apart. */
  readonly stampToleranceMs: number;
  /** How far the API's clock and the controllers' may be apart. */
  readonly clockSkewMs: number;
  /** A mark that proves nothing is taken off after this: until then the one that can prove it may be heard. */
  readonly settleMs: number;
}

/** A pool as the API gave it. */
export interface Pool {
  readonly id: string;
  readonly region: string;
  readonly enabled: boolean;
  /** `disabled_at`: when the API says that the pool was disabled; `null` while it is enabled. */
  readonly disabledAt: string | null;
  /** `modified_on`: when the API says that the pool was changed last; `null` where it does not say. */
  readonly modifiedAt: string | null;
  /** Free text; the controllers keep their mark in it. */
  readonly description: string;
}

export interface PoolsRead {
  readonly pools: readonly Pool[];
  /** When the list was asked for: it may be as old as that. */
  readonly readAt: number;
}

/** What an observer saw of a region. */
export interface Vote {
  /** Failed probes in a row. */
  readonly failures: number;
  /** Good probes in a row. */
  readonly successes: number;
  /** When the last probe ended. */
  readonly at: number;
}

/**
 * What the controllers did to a pool, kept by all of them, so that it outlives any one: how long the pool stays out. That it is
 * theirs they read from the pool itself (`mark.ts`), so that it outlives them all.
 */
export interface PoolRecord {
  /** Counts the changes; of two records the higher is the newer. */
  readonly version: number;
  readonly by: string;
  /** Whether the last change took it out. */
  readonly isOut: boolean;
  /** Values of `disabled_at` that an answer proved to be of the controllers' own write. */
  readonly stamps: readonly string[];
  /** Times the pool was disabled, each within `flapMemoryMs` of the one before. */
  readonly disables: number;
  /** When it was last changed by us. */
  readonly at: number;
  /** It was enabled again because too few were left, not because it answered. */
  readonly putBack: boolean;
}

/** What a controller tells the others. */
export interface Report {
  readonly from: string;
  /** Grows with each report of a controller, also over its restarts. */
  readonly sequence: number;
  readonly votes: Readonly<Record<string, Vote>>;
  /** Regions whose reports it holds fresh. */
  readonly hears: readonly string[];
  /** Whether it can write: it has a list that it may act on, and its writes do not fail. */
  readonly apiWorks: boolean;
  readonly records: Readonly<Record<string, PoolRecord>>;
}

/** A report as it was received; times in it are on the receiver's clock. */
export interface Heard extends Report {
  readonly heardAt: number;
}

/** A change of one pool, and why. `seal` and `release` change the mark in its description alone. */
export type Write =
  | { readonly kind: "disable" | "seal" | "release"; readonly pool: Pool; readonly reason: string }
  | { readonly kind: "enable"; readonly pool: Pool; readonly putBack: boolean; readonly reason: string };
