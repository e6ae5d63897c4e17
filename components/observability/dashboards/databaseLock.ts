/** Of the databases' dashboard: the lock that decides who leads. */
import { alertLimits } from "../../facts/alertLimits";
import { lockElection } from "../../facts/database";
import { namespaces } from "../../facts/namespaces";
import type { PanelRow } from "./panel";
import { inScope, inRegion } from "./variables";

const locks = `${inRegion},namespace="${namespaces.postgresLock.name}"`;

export const lockRow: PanelRow = {
  title: "The lock that decides who leads",
  across: 2,
  panels: [
    {
      kind: "timeseries",
      title: "Since the lock was heard",
      description: "By each member; a leader that hears nothing for as long as a lease gives the lead away.",
      queries: [
        {
          kind: "promql",
          expr: `max by (region, scope, name) (time() - patroni_dcs_last_seen{${inScope}})`,
          legend: "{{region}} {{scope}} {{name}}",
        },
      ],
      unit: "seconds",
      limits: { worse: "above", critical: alertLimits.lockSilentSeconds },
      links: [{ runbook: "region-lost" }],
    },
    {
      kind: "timeseries",
      title: "Leaders of the lock",
      description:
        "Whether each member knows one, and how often it changed in an hour; many changes are a bad way or a slow disk.",
      queries: [
        {
          kind: "promql",
          expr: `min by (region, pod) (etcd_server_has_leader{${locks}})`,
          legend: "{{pod}} knows one",
        },
        {
          kind: "promql",
          expr: `max by (region, pod) (increase(etcd_server_leader_changes_seen_total{${locks}}[1h]))`,
          legend: "{{pod}}, changes",
        },
      ],
      limits: { worse: "above", warning: alertLimits.leaderChangesPerHour },
      links: [{ runbook: "two-regions-lost" }, { runbook: "alerts", alert: "LockLeaderUnsteady" }],
    },
    {
      kind: "timeseries",
      title: "Disks of the lock, and ways between its members",
      description:
        "The slowest of a hundred writes to disk, and of messages to each other; both late make leaders change without need.",
      queries: [
        {
          kind: "promql",
          expr: `histogram_quantile(0.99, sum by (region, pod, le) (rate(etcd_disk_wal_fsync_duration_seconds_bucket{${locks}}[$__rate_interval])))`,
          legend: "{{pod}}, disk",
        },
        {
          kind: "promql",
          expr: `histogram_quantile(0.99, sum by (region, pod, To, le) (rate(etcd_network_peer_round_trip_time_seconds_bucket{${locks}}[$__rate_interval])))`,
          legend: "{{pod}} to {{To}}",
        },
      ],
      unit: "seconds",
      limits: { worse: "above", warning: alertLimits.etcdSyncSeconds },
      links: [{ runbook: "alerts", alert: "LockDiskSlow" }],
    },
    {
      kind: "timeseries",
      title: "Room in the lock's store",
      description:
        "Share of its quota that is used; at the whole it refuses writes, and databases lose their leaders.",
      queries: [
        {
          kind: "promql",
          expr: `max by (region, pod) (etcd_mvcc_db_total_size_in_bytes{${locks}}) / ${lockElection.quotaBytes}`,
          legend: "{{pod}}",
        },
      ],
      unit: "ratio",
      limits: { worse: "above", warning: alertLimits.storeRatio },
      links: [{ runbook: "alerts", alert: "LockStoreFills" }],
    },
  ],
};
