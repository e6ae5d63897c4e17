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
}

/** A pool as the API gave it. */
export interface Pool {
  readonly id: string;
  readonly region: string;
  readonly enabled: boolean;
  /** `disabled_at`: when the API says that the pool was disabled; `null` while it is enabled. */
  readonly disabledAt: string | null;
}

export interface PoolsRead {
  readonly pools: readonly Pool[];
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

/** What the controllers did to a pool, kept by all of them, so that it outlives any one. */
export interface PoolRecord {
  /** Counts the changes; of two records the higher is the newer. */
  readonly version: number;
  readonly by: string;
  /** Values of `disabled_at` that the API answered our own disabling with: a pool with another one is out by somebody else's hand. */
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
  /** Whether its last call of the API succeeded: one that cannot write is no writer. */
  readonly apiWorks: boolean;
  readonly records: Readonly<Record<string, PoolRecord>>;
}

/** A report as it was received; times in it are on the receiver's clock. */
export interface Heard extends Report {
  readonly heardAt: number;
}

export type Action =
  | { readonly kind: "read"; readonly reason: string }
  | { readonly kind: "disable"; readonly pool: Pool; readonly reason: string }
  | { readonly kind: "enable"; readonly pool: Pool; readonly putBack: boolean; readonly reason: string };
