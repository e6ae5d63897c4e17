import { growing, series, steady, type AlertCases } from "./case";

const region = "europe";
const member = { region, scope: "core", name: "europe-1" };
const of = (metric: string, labels: Record<string, string> = member): string => series(metric, labels);

/** A copy that replayed last what was written at the beginning, or that follows. */
const copy = (values: string): Record<string, string> => ({
  [of("patroni_xlog_replayed_timestamp")]: values,
  [of("patroni_replica")]: steady(1, 30),
});
const lock = { region, pod: "lock-africa-0" };

export const databaseCases: AlertCases = {
  "DatabasesSilent critical": {
    fires: { up: steady(1, 10) },
    quiet: { [of("patroni_postgres_running")]: steady(0, 10) },
    at: 8,
    about: { region: "africa" },
  },
  "ReplicaLags warning": { fires: copy(steady(1, 30)), quiet: copy(growing(60, 30)), at: 6, about: member },
  "ReplicaLags critical": {
    fires: copy(steady(1, 30)),
    // A leader replays nothing, and lags behind nobody.
    quiet: { [of("patroni_xlog_replayed_timestamp")]: steady(1, 30), [of("patroni_replica")]: steady(0, 30) },
    at: 10,
    about: member,
  },
  "DatabaseWithoutLeader critical": {
    fires: { [of("patroni_cluster_unlocked")]: steady(1, 5) },
    quiet: { [of("patroni_cluster_unlocked")]: "0 1 0 0 1 0" },
    at: 4,
    about: { region, scope: "core" },
  },
  "DatabaseFailedOver warning": {
    fires: { [of("patroni_postgres_timeline")]: "4x10 5x10" },
    quiet: { [of("patroni_postgres_timeline")]: steady(4, 20) },
    at: 15,
    about: { region, scope: "core" },
  },
  "DatabaseMemberDown warning": {
    fires: { [of("patroni_postgres_running")]: steady(0, 10) },
    quiet: { [of("patroni_postgres_running")]: "0 0 0 1x10" },
    at: 8,
    about: member,
  },
  "DatabaseLockSilent critical": {
    fires: { [of("patroni_dcs_last_seen")]: steady(0, 10) },
    quiet: { [of("patroni_dcs_last_seen")]: growing(60, 10) },
    at: 5,
    about: member,
  },
  "DatabasePaused warning": {
    fires: { [of("patroni_is_paused")]: steady(1, 90) },
    quiet: { [of("patroni_is_paused")]: "1x50 0x40" },
    at: 80,
    about: { region, scope: "core" },
  },
  "LockWithoutLeader critical": {
    fires: { [of("etcd_server_has_leader", lock)]: steady(0, 5) },
    quiet: { [of("etcd_server_has_leader", lock)]: "1 0 1x5" },
    at: 4,
    about: lock,
  },
  "LockLeaderUnsteady warning": {
    fires: { [of("etcd_server_leader_changes_seen_total", lock)]: "1x30 9x60" },
    quiet: { [of("etcd_server_leader_changes_seen_total", lock)]: "1x30 2x60" },
    at: 60,
    about: lock,
  },
  "LockStoreFills warning": {
    fires: { [of("etcd_mvcc_db_total_size_in_bytes", lock)]: steady(240_000_000, 30) },
    quiet: { [of("etcd_mvcc_db_total_size_in_bytes", lock)]: steady(200_000_000, 30) },
    at: 25,
    about: lock,
  },
  "LockDiskSlow warning": {
    fires: {
      [of("etcd_disk_wal_fsync_duration_seconds_bucket", { ...lock, le: "0.128" })]: growing(0, 30),
      [of("etcd_disk_wal_fsync_duration_seconds_bucket", { ...lock, le: "0.256" })]: growing(60, 30),
      [of("etcd_disk_wal_fsync_duration_seconds_bucket", { ...lock, le: "+Inf" })]: growing(60, 30),
    },
    quiet: {
      [of("etcd_disk_wal_fsync_duration_seconds_bucket", { ...lock, le: "0.008" })]: growing(60, 30),
      [of("etcd_disk_wal_fsync_duration_seconds_bucket", { ...lock, le: "+Inf" })]: growing(60, 30),
    },
    at: 25,
    about: lock,
  },
};
