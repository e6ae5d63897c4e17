/**
 * How the clusters of people's data are cut into shards, and how often what belongs to that is done. A shard is a range of hashes
 * of `tenant_id`; each stands on one worker group.
 */
import { retention } from "./retention";

/** How many shards there are, and how they move. */
export const sharding = {
  /**
   * Shards a distributed table. Citus advises 32 to 128 where rows belong to tenants ("Choosing cluster size", docs.citusdata.com)
   * and 32 below 100 GB: that is 16 for each of two worker groups, four for each of their eight vCPUs, and room for 32 groups. A
   * question to all tenants opens one connection a shard, so that more would cost every such question more.
   */
  shards: 32,
  /**
   * Moves of shards at a time that a node takes part in: Citus' own value and the least. A move copies a shard while it is
   * written to, and shares the node's disk with everybody.
   */
  movesPerNode: 1,
  /** How often the rebalance job looks how far it is; Citus itself looks for work every 5 s (`background_task_queue_interval`). */
  rebalanceCheckSeconds: 10,
  /** Longest time that a rebalance may take: a night. 16 shards of 500 GiB in all, at 50 MB a second, take three hours. */
  rebalanceHoursMax: 8,
} as const;

/** A named moment to which all groups of a cluster can be restored together: with its interval, the most that is lost. */
export const restorePoints = {
  schedule: "* * * * *",
  intervalSeconds: 60,
  /** Beginning of every name; PostgreSQL takes names of 63 bytes. */
  prefix: "azora_",
  /** How long the row of each minute stays: as long as a backup may reach back, and a day. */
  rowDays: retention.backupDays + 1,
} as const;

/** How often materialised views are looked at; each has its own age in `azora.refresh_policies`. */
export const refresh = { schedule: "* * * * *", intervalSeconds: 60 } as const;

/** Who carries a cluster's outbox of invalidations to the caches' stream, as role of the database and as user of the cache. */
export const relayRole = "relay";

/** How it does that. */
export const outboxRelay = {
  /** Pause between looks at an outbox that was empty: what an invalidation is later by, beside the way itself. */
  pollMs: 500,
  /** Rows taken at a time: as many as a follower reads of the stream at once (`invalidationStream`). */
  batch: 500,
  /** One carries and one stands ready elsewhere; both may carry, since what comes twice does no harm. */
  replicas: 2,
  cpuMillis: 100,
  memoryMib: 128,
  /** Where it tells its numbers. */
  metricsPort: 9464,
} as const;

/** Common name in the certificate by which a cluster's relay logs in. @example "people-asia.relay.azora" */
export function relayIdentity({ name }: { readonly name: string }): string {
  return `${name}.relay.azora`;
}
