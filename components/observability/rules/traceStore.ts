/** The store of traces: whether its nodes are well, have room, and let go what is old. */
import { alertLimits } from "../../facts/alertLimits";
import { secondsPerDay } from "../../facts/days";
import { traceStore, traceWatermarks } from "../../facts/traceStore";
import type { Alert, RuleGroup } from "./rule";

const common = {
  severity: "warning",
  service: "observability",
  runbook: "alerts",
  dashboard: "traces",
} as const satisfies Partial<Alert>;

/** Indices of traces; the store's own stay for ever. */
const ours = `index=~"${traceStore.indexPrefix}-jaeger-.+"`;

export const traceStoreRules: RuleGroup = {
  name: "trace-store",
  alerts: [
    {
      ...common,
      alert: "TraceStoreNotWhole",
      expr: 'max by (region, color) (elasticsearch_cluster_health_status{color=~"yellow|red"}) == 1',
      // A node that starts again has its copies back before.
      forMinutes: 30,
      summary: "{{ $labels.region }}: the store of traces is {{ $labels.color }} for half an hour",
      description: "Yellow has lost the copy of a part, red the part itself: traces in it are not found.",
    },
    {
      ...common,
      alert: "TraceStoreDiskFull",
      expr: "max by (region, name) (1 - elasticsearch_filesystem_data_available_bytes / elasticsearch_filesystem_data_size_bytes)",
      threshold: { is: ">", value: traceWatermarks.low, unit: "ratio" },
      forMinutes: 15,
      summary:
        "{{ $labels.region }}: the disk of {{ $labels.name }} is {{ $value | humanizePercentage }} full",
      description: `No new index is put there; at ${traceWatermarks.flood * 100} % nothing is written at all.`,
    },
    {
      ...common,
      alert: "TraceStoreHeapFull",
      expr: 'max by (region, name) (elasticsearch_jvm_memory_used_bytes{area="heap"} / elasticsearch_jvm_memory_max_bytes{area="heap"})',
      threshold: { is: ">", value: alertLimits.heapRatio, unit: "ratio" },
      forMinutes: 15,
      summary:
        "{{ $labels.region }}: {{ $labels.name }} uses {{ $value | humanizePercentage }} of Java's memory",
      description: "It spends its time tidying up, and refuses requests before it ends.",
    },
    {
      ...common,
      alert: "TraceStoreRejects",
      expr: 'sum by (region, name, type) (rate(elasticsearch_thread_pool_rejected_count{type=~"write|search"}[5m])) > 0',
      forMinutes: 10,
      summary: "{{ $labels.region }}: {{ $labels.name }} refuses to {{ $labels.type }}",
      description: "{{ $value | humanize }} requests a second find its queue full.",
    },
    {
      ...common,
      alert: "TracesKeptTooLong",
      expr: `max by (region) (time() - elasticsearch_indices_settings_creation_timestamp_seconds{${ours}})`,
      threshold: {
        is: ">",
        value: (traceStore.retentionDays + alertLimits.indexGraceDays) * secondsPerDay,
        unit: "seconds",
      },
      forMinutes: 60,
      summary: "{{ $labels.region }}: traces are kept for {{ $value | humanizeDuration }}",
      description: `They may be for ${traceStore.retentionDays} days.`,
    },
    {
      ...common,
      alert: "TraceStoreNotSeen",
      expr: 'max by (region) (up{job="trace-store"}) == 1 unless max by (region) (elasticsearch_cluster_health_number_of_nodes)',
      forMinutes: 10,
      summary: "{{ $labels.region }}: nothing is known of the store of traces",
      description: "Its exporter answers and gets no answer itself: the store is away, or refuses it.",
    },
  ],
};
