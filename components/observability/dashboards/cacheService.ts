/** How well the caches serve: what is found in them, what they have room for, and how soon they forget what is stale. */
import { alertLimits } from "../../facts/alertLimits";
import { cacheJobs } from "../../facts/cache";
import type { PanelRow } from "./panel";
import { inRegion } from "./variables";

const locals = `${inRegion},job="${cacheJobs.locals}"`;
const pod = "{{region}} {{pod}}";

export const cacheService: PanelRow = {
  title: "What services ask",
  across: 2,
  panels: [
    {
      kind: "timeseries",
      title: "Found in the region's own caches",
      description:
        "Of what services ask for; a fall means that databases answer the rest, and comes after a release, a restart or a flood of new keys.",
      queries: [
        { kind: "promql", expr: `region:cache_hits:ratio_rate5m{${inRegion}}`, legend: "{{region}}" },
      ],
      unit: "ratio",
      links: [{ to: "service" }, { to: "database" }],
    },
    {
      kind: "timeseries",
      title: "Commands a second",
      description: "By server; a server answers from one thread.",
      queries: [
        {
          kind: "promql",
          expr: `sum by (region, pod) (rate(redis_commands_processed_total{${inRegion}}[$__rate_interval]))`,
          legend: pod,
        },
      ],
      unit: "perSecond",
      links: [{ to: "service" }],
    },
    {
      kind: "timeseries",
      title: "Room of the replicated cache",
      description: "Of what a member may hold; a full one refuses writes and forgets nothing.",
      queries: [{ kind: "promql", expr: `member:cache_memory:ratio{${inRegion}}`, legend: pod }],
      unit: "ratio",
      limits: { worse: "above", warning: alertLimits.storeRatio, critical: 1 },
      links: [{ runbook: "alerts", alert: "CacheFills" }],
    },
    {
      kind: "timeseries",
      title: "Thrown out of the region's own caches",
      description:
        "Entries a second that made room for others; many of them with few found means that it is too small.",
      queries: [
        {
          kind: "promql",
          expr: `sum by (region, pod) (rate(redis_evicted_keys_total{${locals}}[$__rate_interval]))`,
          legend: pod,
        },
      ],
      unit: "perSecond",
      links: [{ to: "kubernetes", with: { region: "region" } }],
    },
    {
      kind: "timeseries",
      title: "Clients",
      description: "Connections by server, and those that were turned away.",
      queries: [
        {
          kind: "promql",
          expr: `max by (region, pod) (redis_connected_clients{${inRegion}})`,
          legend: pod,
        },
        {
          kind: "promql",
          expr: `sum by (region, pod) (increase(redis_rejected_connections_total{${inRegion}}[5m])) > 0`,
          legend: `${pod}, turned away`,
        },
      ],
      links: [{ runbook: "alerts", alert: "CacheTurnsAway" }],
    },
    {
      kind: "timeseries",
      title: "Age of outboxes",
      description: "How long the oldest row waits to take what is stale out of the caches.",
      queries: [
        {
          kind: "promql",
          expr: `min by (region, cluster) (azora_outbox_age_seconds{${inRegion}})`,
          legend: "{{region}} {{cluster}}",
        },
        {
          kind: "promql",
          expr: `time() - max by (region, cluster) (azora_outbox_looked_timestamp_seconds{${inRegion}})`,
          legend: "{{region}} {{cluster}}, since anybody looked",
        },
      ],
      unit: "seconds",
      limits: { worse: "above", warning: alertLimits.outboxSeconds },
      links: [{ to: "database" }, { runbook: "alerts", alert: "OutboxWaits" }],
    },
    {
      kind: "timeline",
      title: "Writes to volumes",
      description: "A member that cannot keep what it takes refuses to take more.",
      queries: [
        {
          kind: "promql",
          expr: `min by (region, pod) (redis_aof_last_write_status{${inRegion},job="${cacheJobs.servers}"})`,
          legend: pod,
        },
      ],
      states: { 0: { text: "fail", is: "critical" }, 1: { text: "well", is: "well" } },
      links: [{ runbook: "alerts", alert: "CacheNotOnDisk" }],
    },
  ],
};
