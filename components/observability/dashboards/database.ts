/** Databases: who leads, how far copies are behind, the lock that decides it, and the way in. */
import { alertLimits } from "../../facts/alertLimits";
import { colourLimits } from "../../facts/dashboards";
import { namespaces } from "../../facts/namespaces";
import { upOrDown } from "./common";
import { lockRow } from "./databaseLock";
import type { DashboardData } from "./panel";
import { anyRegion, databaseScope, inRegion, inScope, linesInRegion } from "./variables";

const member = "{{region}} {{scope}} {{name}}";
const by = "region, scope, name";
const members = `${inRegion},namespace="${namespaces.postgres.name}"`;
const ways = `${inRegion},namespace="${namespaces.postgresEntry.name}"`;

export const database: DashboardData = {
  title: "Database and replication",
  description: "Who leads, how far the others are behind, and whether the lock and the way in are well.",
  variables: [anyRegion, databaseScope],
  runbooks: ["region-lost", "two-regions-lost", "corrupt-data", "alerts"],
  rows: [
    {
      title: "Who leads",
      panels: [
        {
          kind: "timeline",
          title: "Members",
          description: "Each member as its own Patroni says; exactly one of a database leads at any time.",
          queries: [
            {
              kind: "promql",
              expr: `max by (${by}) (patroni_postgres_running{${inScope}}) + max by (${by}) (patroni_primary{${inScope}})`,
              legend: member,
            },
          ],
          states: {
            0: { text: "down", is: "critical" },
            1: { text: "copies", is: "neutral" },
            2: { text: "leads", is: "well" },
          },
          links: [
            { to: "kubernetes", with: { region: "region" } },
            { runbook: "alerts", alert: "DatabaseMemberDown" },
          ],
        },
        {
          kind: "timeline",
          title: "Without a leader, or paused",
          description:
            "As each region sees it; without a leader nothing is written, and who is paused does not take over.",
          queries: [
            {
              kind: "promql",
              expr: `2 * max by (region, scope) (patroni_cluster_unlocked{${inScope}})`,
              legend: "{{region}} {{scope}}",
            },
            {
              kind: "promql",
              expr: `max by (region, scope) (patroni_is_paused{${inScope}})`,
              legend: "{{region}} {{scope}}, by hand",
            },
          ],
          states: {
            0: { text: "well", is: "well" },
            1: { text: "paused", is: "warning" },
            2: { text: "no leader", is: "critical" },
          },
          links: [{ runbook: "two-regions-lost" }, { runbook: "alerts", alert: "DatabasePaused" }],
        },
        {
          kind: "timeseries",
          title: "Timelines",
          description:
            "Each failover begins a new one; members on different ones do not follow the same leader.",
          queries: [
            { kind: "promql", expr: `cluster:timeline:max{${inScope}}`, legend: "{{region}} {{scope}}" },
          ],
          links: [{ to: "recovery", with: { region: "region" } }, { runbook: "region-lost" }],
        },
      ],
    },
    {
      title: "Replication",
      across: 2,
      panels: [
        {
          kind: "timeseries",
          title: "How far copies are behind",
          description:
            "Seconds since what a copy replayed last was written; beyond the upper line more would be lost than may be.",
          queries: [{ kind: "promql", expr: `member:replica_lag_seconds:last{${inScope}}`, legend: member }],
          unit: "seconds",
          limits: { worse: "above", ...alertLimits.replicaLagSeconds },
          links: [
            { runbook: "alerts", alert: "ReplicaLags" },
            { to: "logs", with: { region: "region" } },
          ],
        },
        {
          kind: "timeseries",
          title: "Bytes that copies lack",
          description:
            "Of the leader's log; if it grows while little is written the way between regions is too narrow.",
          queries: [
            {
              kind: "promql",
              expr: `max by (scope) (patroni_xlog_location{scope=~"$scope"}) - on (scope) group_right () max by (${by}) (patroni_xlog_replayed_location{${inScope}} and patroni_replica == 1)`,
              legend: member,
            },
          ],
          unit: "bytes",
          links: [{ to: "mesh", with: { region: "region" } }],
        },
        {
          kind: "timeline",
          title: "Copies that durable writes wait for",
          description: "One that is in step is enough; with none of them durable writes wait.",
          queries: [
            {
              kind: "promql",
              expr: `max by (${by}) (patroni_sync_standby{${inScope}} + patroni_quorum_standby{${inScope}})`,
              legend: member,
            },
          ],
          states: { 0: { text: "not waited for", is: "neutral" }, 1: { text: "in step", is: "well" } },
          links: [{ runbook: "two-regions-lost" }],
        },
        {
          kind: "timeseries",
          title: "Written by leaders",
          description: "Bytes of log a second; none while requests come in means that writes fail.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, scope) (rate(patroni_xlog_location{${inScope}}[$__rate_interval]) and patroni_primary == 1)`,
              legend: "{{region}} {{scope}}",
            },
          ],
          unit: "bytesPerSecond",
          links: [{ to: "anomalies", with: { region: "region" } }],
        },
      ],
    },
    lockRow,
    {
      title: "The way in, and room",
      panels: [
        {
          kind: "timeline",
          title: "Members as the way in sees them",
          description: "Behind primary one server is up, the leader; with none, clients are refused.",
          queries: [
            {
              kind: "promql",
              expr: `max by (region, proxy, server) (haproxy_server_status{${ways},state="UP"})`,
              legend: "{{region}} {{proxy}}, {{server}}",
            },
          ],
          states: upOrDown,
          links: [{ runbook: "region-lost" }],
        },
        {
          kind: "timeseries",
          title: "Connections that wait or fail",
          description:
            "Clients in the queue, and attempts a second that fail; both grow when the leader is gone or full.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, proxy) (haproxy_backend_current_queue{${ways}})`,
              legend: "{{region}} {{proxy}}, waiting",
            },
            {
              kind: "promql",
              expr: `sum by (region, proxy) (rate(haproxy_backend_connection_errors_total{${ways}}[$__rate_interval]))`,
              legend: "{{region}} {{proxy}}, failed / s",
            },
          ],
          links: [{ to: "logs", with: { region: "region" } }],
        },
        {
          kind: "timeseries",
          title: "Free room on volumes",
          description: "Of databases and their locks; a full volume stops the member that writes to it.",
          queries: [
            {
              kind: "promql",
              expr: `min by (region, namespace, persistentvolumeclaim) (volume:free:ratio{${inRegion},namespace=~"postgres.*"})`,
              legend: "{{region}} {{persistentvolumeclaim}}",
            },
          ],
          unit: "ratio",
          limits: { worse: "below", ...alertLimits.volumeFreeRatio },
          links: [
            { to: "kubernetes", with: { region: "region", namespace: "namespace" } },
            { runbook: "alerts", alert: "VolumeFills" },
          ],
        },
        {
          kind: "timeseries",
          title: "Memory of members",
          description:
            "Share of its limit that each uses; one that is killed for it comes back by itself, and its leader's part is taken over.",
          queries: [
            {
              kind: "promql",
              expr: `max by (region, namespace, pod, container) (container_memory_working_set_bytes{${members},container!=""}) / max by (region, namespace, pod, container) (kube_pod_container_resource_limits{${members},resource="memory"})`,
              legend: "{{region}} {{pod}} {{container}}",
            },
          ],
          unit: "ratio",
          limits: { worse: "above", ...colourLimits.memoryRatio },
          links: [{ to: "kubernetes", with: { region: "region", namespace: "namespace" } }],
        },
      ],
    },
    {
      title: "What they say",
      panels: [
        {
          kind: "logs",
          title: "Lines of members, locks and the way in",
          description: "Warnings and errors, and who became leader, in the region whose Grafana this is.",
          queries: [
            {
              kind: "logql",
              tenant: "platform",
              expr: `{${linesInRegion},k8s_namespace_name=~"postgres.*"} |~ "(?i)error|fatal|panic|promot|demot|no longer|lock"`,
            },
          ],
          links: [{ to: "logs" }],
        },
      ],
    },
  ],
};
