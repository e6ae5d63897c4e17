/** Database clusters and their locks, as the members of this region see them. */
import { alertLimits } from "../../facts/alertLimits";
import { lockElection } from "../../facts/database";
import type { Region } from "../../facts/regions";
import { here, type Alert, type RuleGroup } from "./rule";

const lag = "member:replica_lag_seconds:last";

function lags(severity: "warning" | "critical"): Alert {
  return {
    alert: "ReplicaLags",
    severity,
    service: "database",
    expr: lag,
    threshold: { is: ">", value: alertLimits.replicaLagSeconds[severity], unit: "seconds" },
    forMinutes: 2,
    summary:
      "{{ $labels.region }}: {{ $labels.scope }}'s copy {{ $labels.name }} is {{ $value | humanizeDuration }} behind",
    description:
      severity === "critical"
        ? "More than may be lost: if the leader is lost now, writes of minutes go with it, unless another copy has them."
        : "Writes reach it late; it is no good place to lead from.",
    runbook: "alerts",
    dashboard: "database",
  };
}

export const databaseRules = (region: Region): RuleGroup => ({
  name: "databases",
  recordings: [
    {
      record: lag,
      labels: ["region", "scope", "name"],
      expr: "max by (region, scope, name) ((time() - (patroni_xlog_replayed_timestamp > 0)) and patroni_replica == 1)",
      help: "seconds since what a copy replayed last was written; something is written each minute",
    },
    {
      record: "cluster:timeline:max",
      labels: ["region", "scope"],
      expr: "max by (region, scope) (patroni_postgres_timeline)",
      help: "the timeline that a cluster's members in the region follow; each failover begins a new one",
    },
  ],
  alerts: [
    {
      alert: "DatabasesSilent",
      severity: "critical",
      service: "database",
      expr: here(region, "absent(patroni_postgres_running)"),
      forMinutes: 3,
      summary: "{{ $labels.region }}: no member of any database says that it is there",
      description:
        "Not one Patroni of the region is asked with success for three minutes: all are away, or cannot be reached.",
      runbook: "region-lost",
      dashboard: "database",
    },
    lags("warning"),
    lags("critical"),
    {
      alert: "DatabaseWithoutLeader",
      severity: "critical",
      service: "database",
      expr: "max by (region, scope) (patroni_cluster_unlocked) == 1",
      forMinutes: 1,
      summary: "{{ $labels.scope }} has no leader, as {{ $labels.region }} sees it",
      description:
        "Nobody holds its lock for a minute, where a new leader takes half of one: there are no writes.",
      runbook: "two-regions-lost",
      dashboard: "database",
    },
    {
      alert: "DatabaseFailedOver",
      severity: "warning",
      service: "database",
      expr: "changes(cluster:timeline:max[15m]) > 0",
      forMinutes: 0,
      summary: "{{ $labels.scope }} has a new leader, as {{ $labels.region }} sees it",
      description:
        "A failover or a switchover took place within a quarter of an hour. If nobody meant it, ask why.",
      runbook: "region-lost",
      dashboard: "database",
    },
    {
      alert: "DatabaseMemberDown",
      severity: "warning",
      service: "database",
      expr: "max by (region, scope, name) (patroni_postgres_running) == 0",
      forMinutes: 5,
      summary: "{{ $labels.region }}: PostgreSQL of {{ $labels.scope }}'s {{ $labels.name }} does not run",
      description: "Its Patroni answers and does not get it up for five minutes.",
      runbook: "alerts",
      dashboard: "database",
    },
    {
      alert: "DatabaseLockSilent",
      severity: "critical",
      service: "database",
      expr: "max by (region, scope, name) (time() - patroni_dcs_last_seen)",
      threshold: { is: ">", value: alertLimits.lockSilentSeconds, unit: "seconds" },
      forMinutes: 1,
      summary: "{{ $labels.region }}: {{ $labels.scope }}'s {{ $labels.name }} hears nothing of its lock",
      description:
        "For {{ $value | humanizeDuration }}, longer than a lease: a leader that hears nothing gives the lead away.",
      runbook: "region-lost",
      dashboard: "database",
    },
    {
      alert: "DatabasePaused",
      severity: "warning",
      service: "database",
      expr: "max by (region, scope) (patroni_is_paused) == 1",
      forMinutes: 60,
      summary: "{{ $labels.scope }} is paused for an hour: nobody would take over",
      description: "A person took Patroni's hands off it, and may have forgotten.",
      runbook: "alerts",
      dashboard: "database",
    },
    {
      alert: "LockWithoutLeader",
      severity: "critical",
      service: "database",
      expr: "min by (region, pod) (etcd_server_has_leader) == 0",
      forMinutes: 1,
      summary: "{{ $labels.region }}: the lock's member {{ $labels.pod }} has no leader",
      description:
        "It and others find no majority. Where two of three are away, databases keep their leaders only as long as nothing happens.",
      runbook: "two-regions-lost",
      dashboard: "database",
    },
    {
      alert: "LockLeaderUnsteady",
      severity: "warning",
      service: "database",
      expr: "max by (region, pod) (increase(etcd_server_leader_changes_seen_total[1h]))",
      threshold: { is: ">", value: alertLimits.leaderChangesPerHour, unit: "count" },
      forMinutes: 0,
      summary:
        "{{ $labels.region }}: {{ $labels.pod }} saw {{ $value | humanize }} leaders of its lock in an hour",
      description: "The way between regions is bad, or a disk is slow.",
      runbook: "alerts",
      dashboard: "database",
    },
    {
      alert: "LockStoreFills",
      severity: "warning",
      service: "database",
      expr: `max by (region, pod) (etcd_mvcc_db_total_size_in_bytes) / ${lockElection.quotaBytes}`,
      threshold: { is: ">", value: alertLimits.storeRatio, unit: "ratio" },
      forMinutes: 15,
      summary:
        "{{ $labels.region }}: {{ $labels.pod }} has used {{ $value | humanizePercentage }} of its store",
      description: "At its quota it refuses writes, and databases lose their leaders.",
      runbook: "alerts",
      dashboard: "database",
    },
    {
      alert: "LockDiskSlow",
      severity: "warning",
      service: "database",
      expr: "histogram_quantile(0.99, sum by (region, pod, le) (rate(etcd_disk_wal_fsync_duration_seconds_bucket[5m])))",
      threshold: { is: ">", value: alertLimits.etcdSyncSeconds, unit: "seconds" },
      forMinutes: 10,
      summary:
        "{{ $labels.region }}: the disk of {{ $labels.pod }} takes {{ $value | humanizeDuration }} a write",
      description: "Heartbeats come late, and the lock changes its leader without need.",
      runbook: "alerts",
      dashboard: "database",
    },
  ],
});
