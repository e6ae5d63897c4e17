/** Of the dashboard of traces: the nodes of their store. */
import { alertLimits } from "../../facts/alertLimits";
import { traceStore, traceWatermarks } from "../../facts/traceStore";
import type { PanelRow } from "./panel";
import { inRegion } from "./variables";

export const storeRow: PanelRow = {
  title: "The store's nodes",
  panels: [
    {
      kind: "timeseries",
      title: "Nodes, and parts without a node",
      description: "Six of one, none of the other; nodes that are not seen are told as well.",
      queries: [
        {
          kind: "promql",
          expr: `max by (region) (elasticsearch_cluster_health_number_of_nodes{${inRegion}})`,
          legend: "{{region}}, nodes",
        },
        {
          kind: "promql",
          expr: `max by (region) (up{${inRegion},job="trace-store"})`,
          legend: "{{region}}, exporter",
        },
        {
          kind: "promql",
          expr: `max by (region) (elasticsearch_cluster_health_unassigned_shards{${inRegion}})`,
          legend: "{{region}}, parts",
        },
        {
          kind: "promql",
          expr: `max by (region, color) (elasticsearch_cluster_health_status{${inRegion},color=~"yellow|red"}) > 0`,
          legend: "{{region}}, {{color}}",
        },
      ],
      links: [
        { runbook: "alerts", alert: "TraceStoreNotWhole" },
        { runbook: "alerts", alert: "TraceStoreNotSeen" },
      ],
    },
    {
      kind: "timeseries",
      title: "Disks and Java's memory",
      description:
        "Share that is used, by node; above the line a node takes no new index, and above nine tenths of memory none of the work.",
      queries: [
        {
          kind: "promql",
          expr: `max by (region, name) (1 - elasticsearch_filesystem_data_available_bytes{${inRegion}} / elasticsearch_filesystem_data_size_bytes{${inRegion}})`,
          legend: "{{region}} {{name}}, disk",
        },
        {
          kind: "promql",
          expr: `max by (region, name) (elasticsearch_jvm_memory_used_bytes{${inRegion},area="heap"} / elasticsearch_jvm_memory_max_bytes{${inRegion},area="heap"})`,
          legend: "{{region}} {{name}}, memory",
        },
      ],
      unit: "ratio",
      limits: { worse: "above", warning: traceWatermarks.low, critical: alertLimits.heapRatio },
      links: [
        { runbook: "alerts", alert: "TraceStoreDiskFull" },
        { runbook: "alerts", alert: "TraceStoreHeapFull" },
      ],
    },
    {
      kind: "timeseries",
      title: "What nodes refuse, and the oldest day",
      description: "Requests a second that found a queue full; and for how long the oldest traces are kept.",
      queries: [
        {
          kind: "promql",
          expr: `sum by (region, name, type) (rate(elasticsearch_thread_pool_rejected_count{${inRegion},type=~"write|search"}[$__rate_interval])) > 0`,
          legend: "{{region}} {{name}}, {{type}}",
        },
        {
          kind: "promql",
          expr: `max by (region) (time() - elasticsearch_indices_settings_creation_timestamp_seconds{${inRegion},index=~"${traceStore.indexPrefix}-jaeger-.+"})`,
          legend: "{{region}}, oldest",
          unit: "seconds",
        },
      ],
      unit: "perSecond",
      links: [
        { runbook: "alerts", alert: "TraceStoreRejects" },
        { runbook: "alerts", alert: "TracesKeptTooLong" },
      ],
    },
  ],
};
