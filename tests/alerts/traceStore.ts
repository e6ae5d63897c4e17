import { growing, series, steady, type AlertCases } from "./case";

const region = "asia";
const of = (metric: string, labels: Record<string, string>): string =>
  series(metric, { region, job: "trace-store", ...labels });
const node = { cluster: "trace-store", name: "trace-store-hot-0" };
const heap = { ...node, area: "heap" };
const [available, size] = [
  "elasticsearch_filesystem_data_available_bytes",
  "elasticsearch_filesystem_data_size_bytes",
];
const created = "elasticsearch_indices_settings_creation_timestamp_seconds";
const spans = { index: "traces-jaeger-span-1969-11-28" };
const day = 86_400;

export const traceStoreCases: AlertCases = {
  "TraceStoreNotWhole warning": {
    fires: { [of("elasticsearch_cluster_health_status", { color: "red" })]: steady(1, 60) },
    // A node that started again.
    quiet: {
      [of("elasticsearch_cluster_health_status", { color: "yellow" })]: "0x10 1x25 0x25",
      [of("elasticsearch_cluster_health_status", { color: "green" })]: steady(1, 60),
    },
    at: 45,
    about: { region, color: "red" },
  },
  "TraceStoreDiskFull warning": {
    fires: { [of(available, node)]: steady(19, 40), [of(size, node)]: steady(100, 40) },
    quiet: { [of(available, node)]: steady(21, 40), [of(size, node)]: steady(100, 40) },
    at: 30,
    about: { region, name: "trace-store-hot-0" },
  },
  "TraceStoreHeapFull warning": {
    fires: {
      [of("elasticsearch_jvm_memory_used_bytes", heap)]: steady(95, 40),
      [of("elasticsearch_jvm_memory_max_bytes", heap)]: steady(100, 40),
    },
    // It rises until it is tidied up.
    quiet: {
      [of("elasticsearch_jvm_memory_used_bytes", heap)]: "95x10 40 95x10 40 95x20",
      [of("elasticsearch_jvm_memory_max_bytes", heap)]: steady(100, 40),
    },
    at: 30,
    about: { region, name: "trace-store-hot-0" },
  },
  "TraceStoreRejects warning": {
    fires: { [of("elasticsearch_thread_pool_rejected_count", { ...node, type: "write" })]: growing(60, 30) },
    quiet: {
      [of("elasticsearch_thread_pool_rejected_count", { ...node, type: "write" })]: steady(60, 30),
      [of("elasticsearch_thread_pool_rejected_count", { ...node, type: "warmer" })]: growing(60, 30),
    },
    at: 20,
    about: { region, name: "trace-store-hot-0", type: "write" },
  },
  "TracesKeptTooLong warning": {
    // Before the time that the test begins with, by days.
    fires: { [of(created, spans)]: steady(-33 * day, 90) },
    // The store's own are as old as the store.
    quiet: {
      [of(created, spans)]: steady(-31 * day, 90),
      [of(created, { index: ".opendistro_security" })]: steady(-99 * day, 90),
    },
    at: 80,
    about: { region },
  },
  "TraceStoreNotSeen warning": {
    fires: { [of("up", { pod: "trace-store-exporter-a" })]: steady(1, 30) },
    quiet: {
      [of("up", { pod: "trace-store-exporter-a" })]: steady(1, 30),
      [of("elasticsearch_cluster_health_number_of_nodes", { cluster: "trace-store" })]: steady(6, 30),
    },
    at: 20,
    about: { region },
  },
};
