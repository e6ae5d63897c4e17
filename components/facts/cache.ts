/**
 * Valkey: the replicated cache, its Sentinels, and each region's own cache (ARCHITECTURE section 5). Configuration, rules and
 * drills are made from these; nothing repeats them.
 */
import type { DataClass } from "./dataClasses";
import { failover } from "./promises";

/**
 * The newest of the line that the drills' Debian 13 holds (8.1.10, 2026-08-31: closes CVE-2026-56684 of 8.1.9). The official
 * image of this version, copied as `platform/valkey` into each region's registry.
 */
export const valkeyVersion = "8.1.10";

/** User and group of the official image's `valkey`. */
export const valkeyUserId = 999;

/** What every cache holds; a rule and the component refuse any class that may not be copied everywhere. */
export const cacheDataClass = "internal" satisfies DataClass;

/** All of them speak TLS only. */
export const cachePorts = { replicated: 6379, sentinel: 26_379, local: 6380 } as const;

/** Name of the replicated cache: of its objects, and what Sentinels and clients call it. */
export const cacheName = "cache";

/** How a write reaches the other regions, and when a primary stops taking any. */
export const cacheReplication = {
  /** Members in the home region; one is the primary, so that a pod's restart does not move continents. */
  homeMembers: 2,
  /** One may be the replica beside the primary, so at least one is in another region. */
  minReplicasToWrite: 2,
  /** A replica that has not confirmed for longer does not count: what a primary that was cut off may still take and lose. */
  maxLagSeconds: 5,
  maxLagSecondsMax: 10,
  /** Valkey looks once a second, and counts whole seconds: this much later a primary has stopped at the latest. */
  lagCheckSeconds: 2,
  /** `replica-priority` of the home region, and how much more each later place in the failover order has. */
  priorityStep: 10,
  pingSeconds: 2,
  /** A link that is silent for so long is made anew; several pings, and far above any round trip. */
  timeoutSeconds: 20,
  /** Shared by the backlog and all replicas' output (valkey.conf, `repl-backlog-size`). */
  backlogMib: 256,
  /** A replica this far behind is cut off and comes back with a full copy: at once, and after a minute. */
  outputHardMib: 512,
  outputSoftMib: 256,
  outputSoftSeconds: 60,
} as const;

/** How Sentinels find that a primary is lost, and replace it. */
export interface SentinelTimes {
  /** Silence after which one Sentinel takes the primary for lost, in milliseconds. */
  readonly downAfterMs: number;
  /**
   * What one attempt may take, in milliseconds; the next begins after twice this ("failover-timeout", sentinel.conf). That of
   * the Sentinel whose turn is the first.
   */
  readonly failoverTimeoutMs: number;
  /** How much more each later turn has, in milliseconds. */
  readonly turnMs: number;
  /** Replicas that turn to a new primary at the same time. */
  readonly parallelSyncs: number;
}

/**
 * A primary that is cut off has stopped writing (`maxLagSeconds`) before its Sentinels call it lost, so two never write at the
 * same time. Sentinels that lose a region lose it at one moment, so their votes often split (tried: twice in a row, and the
 * third attempt came after 37 s). With times of their own their second attempts do not meet, and the first of them still ends
 * within the promise of 30 s (`settingsCheck`).
 */
export const sentinelTimes: SentinelTimes = {
  downAfterMs: 8000,
  failoverTimeoutMs: 4000,
  turnMs: 1000,
  // As many as writing waits for, or the new primary would refuse writes until the second has had its turn.
  parallelSyncs: cacheReplication.minReplicasToWrite + 1,
};

/**
 * What an attempt takes beside the silence: asking the others (once a second), the vote, which each Sentinel delays by up to a
 * second, and the new primary's first answer to `INFO`, asked each second (sentinel.c of Valkey 8.1).
 */
export const sentinelSteps = { askMs: 1000, voteDelayMsMax: 1000, promoteMs: 1000, followMs: 1000 } as const;

export const cacheRecoverySecondsMax = failover.fullRecoverySecondsMax;

/** What one server gets; `maxmemory` follows from it. */
export const cacheSize = {
  cpu: 2,
  memoryMib: 4096,
  volumeGib: 20,
  /** The program itself, its clients' buffers and its scripts. */
  baseMib: 256,
  /** Share of the data that is copied while a child writes the append-only file anew: half of all pages change meanwhile. */
  forkShare: 0.5,
  clientsMax: 4000,
} as const;

export const sentinelSize = { cpuMillis: 100, memoryMib: 128, volumeGib: 1 } as const;

/** The region's own cache: nothing on disk, nothing replicated, the least used goes when it is full. */
export const localCache = {
  name: "cache-local",
  replicas: 2,
  cpu: 1,
  memoryMib: 2048,
  /** Who invalidates, beside it. */
  invalidatorMib: 64,
  /** Longest time for which a service may keep anything in it: heals an invalidation that was lost. */
  ttlSecondsMax: 300,
} as const;

/** By which their series are known: of members and Sentinels, and of the regions' own caches. */
export const cacheJobs = { servers: "cache-servers", locals: "local-caches" } as const;

/** Who asks the servers for their numbers; its port is the program's own. */
export const cacheExporter = {
  name: "cache-exporter",
  port: 9121,
  /** Either one answers for all members and Sentinels of the region. */
  replicas: 2,
  cpuMillis: 50,
  memoryMib: 64,
  /** How long it may take to reach a server of its own region; Prometheus gives up after ten seconds. */
  connectSeconds: 5,
} as const;

/**
 * The stream by which services take entries out of every region's own cache: each entry has one field, `key` with a whole key
 * or `prefix` with the beginning of keys. It is written to the primary and read from each region's own replica.
 */
export const invalidationStream = {
  key: "invalidations",
  fields: ["key", "prefix"],
  /** Entries kept, about: at 1,000 a second a reader may be away for a minute and a half before it must forget everything. */
  lengthMax: 100_000,
  /** Entries read at a time, and how long a reader waits for one: below the three seconds that a call of its script may take. */
  batch: 500,
  waitMs: 2000,
} as const;

/**
 * Who may log in, by what it is for. Each region has a password of its own for each; what others need to check it is its
 * SHA-256. A service gets its keys by its prefix, and no other's.
 */
export const cacheUsers = {
  /** Replicas, which also ask Sentinels who the primary is. */
  replication: { kind: "replication" },
  /** Sentinels, towards servers and each other. */
  sentinel: { kind: "sentinel" },
  /** Reads the stream of invalidations. */
  invalidator: { kind: "invalidator" },
  /** Adds to the stream what commits made stale. */
  relay: { kind: "relay" },
  /** Asks servers and Sentinels for their numbers, and sees no key. */
  monitor: { kind: "monitor" },
  /** Results of queries that hold nothing about people. */
  "query-results": { kind: "service", prefix: "query-results:" },
} as const satisfies Record<
  string,
  | { readonly kind: "replication" | "sentinel" | "invalidator" | "relay" | "monitor" }
  | { readonly kind: "service"; readonly prefix: string }
>;

export type CacheUser = keyof typeof cacheUsers;

export const cacheUserNames = Object.keys(cacheUsers) as CacheUser[];

/**
 * Passwords: two for each user, of which one is in use, so that a new one is known everywhere before it is used. To replace
 * them raise the turn of the one that is not in use, hand the verifiers out, then change `inUse`.
 */
export const cachePasswords = {
  slots: ["a", "b"],
  turns: { a: 1, b: 1 },
  inUse: "a",
  /** Letters and digits: more than 256 bits (log2 of 62 to the 43rd). */
  length: 43,
} as const;
