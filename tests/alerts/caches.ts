import { growing, series, steady, type AlertCases } from "./case";

const region = "asia";
const pod = "cache-0";
const member = (metric: string, more: Readonly<Record<string, string>> = {}): string =>
  series(metric, { region, pod, job: "cache-servers", ...more });
const local = (metric: string): string =>
  series(metric, { region, pod: "cache-local-7d", job: "local-caches" });
const sentinel = (metric: string, name: string, more: Readonly<Record<string, string>> = {}): string =>
  series(metric, { region, pod: name, job: "cache-servers", master_name: "cache", ...more });
const outbox = (metric: string, relay: string): string =>
  series(metric, { region, cluster: "people-asia", pod: relay });
const about = { region, pod };
const ofCache = { region, master_name: "cache" };
const ofOutbox = { region, cluster: "people-asia" };

export const cacheCases: AlertCases = {
  "CacheServerSilent warning": {
    fires: { [member("redis_up")]: steady(0, 10) },
    // One that is started anew.
    quiet: { [member("redis_up")]: "1 0 0 1x10" },
    at: 6,
    about,
  },
  "CacheWithoutPrimary critical": {
    fires: {
      [sentinel("redis_sentinel_master_status", "cache-sentinel-0", { master_status: "odown" })]: steady(
        0,
        10,
      ),
    },
    // One of two does not hear it.
    quiet: {
      [sentinel("redis_sentinel_master_status", "cache-sentinel-0", { master_status: "sdown" })]: steady(
        0,
        10,
      ),
      [sentinel("redis_sentinel_master_status", "cache-sentinel-1", { master_status: "ok" })]: steady(1, 10),
    },
    at: 5,
    about: ofCache,
  },
  "CacheQuorumThin warning": {
    fires: { [sentinel("redis_sentinel_master_ok_sentinels", "cache-sentinel-0")]: steady(3, 15) },
    quiet: { [sentinel("redis_sentinel_master_ok_sentinels", "cache-sentinel-0")]: steady(4, 15) },
    at: 10,
    about: ofCache,
  },
  "CacheRefusesWrites critical": {
    fires: {
      [member("redis_connected_slaves")]: steady(1, 10),
      [member("redis_instance_info", { role: "master" })]: steady(1, 10),
    },
    // A replica has none itself.
    quiet: {
      [member("redis_connected_slaves")]: steady(0, 10),
      [member("redis_instance_info", { role: "slave" })]: steady(1, 10),
      [series("redis_connected_slaves", { region, pod: "cache-1", job: "cache-servers" })]: steady(2, 10),
      [series("redis_instance_info", { region, pod: "cache-1", job: "cache-servers", role: "master" })]:
        steady(1, 10),
    },
    at: 6,
    about,
  },
  "CacheReplicaCut warning": {
    fires: { [member("redis_master_link_up")]: steady(0, 10) },
    quiet: { [member("redis_master_link_up")]: "1 0 0 1x10" },
    at: 6,
    about,
  },
  "CacheCopiesAnew warning": {
    fires: { [member("redis_replica_resyncs_full")]: growing(1, 90) },
    // A failover: each of the others once.
    quiet: { [member("redis_replica_resyncs_full")]: "0x40 4x50" },
    at: 80,
    about,
  },
  "CacheFills warning": {
    fires: {
      [member("redis_memory_used_bytes")]: steady(900, 20),
      [member("redis_memory_max_bytes")]: steady(1000, 20),
    },
    // A local cache is full by design.
    quiet: {
      [local("redis_memory_used_bytes")]: steady(1000, 20),
      [local("redis_memory_max_bytes")]: steady(1000, 20),
      [member("redis_memory_used_bytes")]: steady(700, 20),
      [member("redis_memory_max_bytes")]: steady(1000, 20),
    },
    at: 15,
    about,
  },
  "CacheTurnsAway warning": {
    fires: { [member("redis_rejected_connections_total")]: growing(2, 15) },
    quiet: { [member("redis_rejected_connections_total")]: steady(12, 15) },
    at: 12,
    about,
  },
  "CacheNotOnDisk warning": {
    fires: { [member("redis_aof_last_write_status")]: steady(0, 10) },
    quiet: {
      [member("redis_aof_last_write_status")]: "1 0 1x10",
      [local("redis_aof_last_write_status")]: steady(0, 10),
    },
    at: 6,
    about,
  },
  "OutboxWaits warning": {
    fires: {
      [outbox("azora_outbox_age_seconds", "relay-a")]: growing(60, 10),
      [outbox("azora_outbox_age_seconds", "relay-b")]: growing(60, 10),
    },
    // One sees nothing any more, and says what it saw last.
    quiet: {
      [outbox("azora_outbox_age_seconds", "relay-a")]: steady(500, 10),
      [outbox("azora_outbox_age_seconds", "relay-b")]: steady(1, 10),
    },
    at: 8,
    about: ofOutbox,
  },
  "OutboxSilent warning": {
    fires: { [outbox("azora_outbox_looked_timestamp_seconds", "relay-a")]: steady(0, 10) },
    quiet: {
      [outbox("azora_outbox_looked_timestamp_seconds", "relay-a")]: steady(0, 10),
      [outbox("azora_outbox_looked_timestamp_seconds", "relay-b")]: growing(60, 10),
    },
    at: 8,
    about: ofOutbox,
  },
};
