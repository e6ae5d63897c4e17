import { growing, series, steady, type AlertCases } from "./case";

const region = "africa";
const of = (metric: string, labels: Record<string, string> = {}): string =>
  series(metric, { region, ...labels });
const member = { pod: "logs-0" };
const exporter = "otlp_http/platform";
const queue = (size: number, name = exporter): Record<string, string> => ({
  [of("otelcol_exporter_queue_size", { pod: "a", exporter: name })]: steady(size, 20),
  [of("otelcol_exporter_queue_capacity", { pod: "a", exporter: name })]: steady(1000, 20),
});
const taking = (count: number): Record<string, string> => ({
  [of("loki_ring_members", { ...member, name: "ingester", state: "ACTIVE" })]: steady(count, 30),
  // Of other rings nothing is told.
  [of("loki_ring_members", { ...member, name: "compactor", state: "ACTIVE" })]: steady(1, 30),
});
const shop = { k8s_namespace_name: "shop" };

export const logCases: AlertCases = {
  "LogsWait warning": {
    fires: queue(600),
    // The partner's copy may wait.
    quiet: { ...queue(400), ...queue(990, "otlp_http/partner") },
    at: 15,
    about: { region, pod: "a", exporter },
  },
  "LogsWait critical": {
    fires: queue(950),
    quiet: queue(850),
    at: 15,
    about: { region, pod: "a", exporter },
  },
  "LinesLost critical": {
    fires: { [of("otelcol_exporter_send_failed_log_records", { exporter })]: growing(5, 20) },
    quiet: {
      [of("otelcol_exporter_send_failed_log_records", { exporter })]: steady(5, 20),
      [of("otelcol_exporter_send_failed_log_records", { exporter: "otlp_http/partner" })]: growing(5, 20),
    },
    at: 15,
    about: { region, exporter },
  },
  "LinesDiscarded warning": {
    fires: {
      [of("loki_discarded_samples_total", { ...member, tenant: "services", reason: "rate_limited" })]:
        growing(5, 40),
    },
    quiet: {
      [of("loki_discarded_samples_total", { ...member, tenant: "services", reason: "rate_limited" })]: steady(
        5,
        40,
      ),
    },
    at: 35,
    about: { region, tenant: "services", reason: "rate_limited" },
  },
  "LogMembersMissing warning": {
    fires: taking(2),
    quiet: taking(3),
    at: 25,
    about: { region },
  },
  "LogMembersMissing critical": {
    fires: taking(1),
    quiet: taking(2),
    at: 10,
    about: { region },
  },
  "LogFlushFails warning": {
    fires: { [of("loki_ingester_chunks_flush_failures_total", member)]: growing(1, 60) },
    quiet: { [of("loki_ingester_chunks_flush_failures_total", member)]: steady(3, 60) },
    at: 50,
    about: { region },
  },
  "LogVolumeFull critical": {
    fires: { [of("loki_ingester_wal_disk_full_failures_total", member)]: growing(1, 20) },
    quiet: { [of("loki_ingester_wal_disk_full_failures_total", member)]: steady(1, 20) },
    at: 15,
    about: { region, pod: "logs-0" },
  },
  "LogRetentionStands warning": {
    // Time begins at zero: what was done once, in the first minute, is a day old.
    fires: {
      [of("loki_compactor_apply_retention_last_successful_run_timestamp_seconds", member)]: steady(60, 1600),
    },
    // Of three one leads, and does it; the others say zero.
    quiet: {
      [of("loki_compactor_apply_retention_last_successful_run_timestamp_seconds", { pod: "logs-1" })]: steady(
        0,
        1600,
      ),
      [of("loki_compactor_apply_retention_last_successful_run_timestamp_seconds", member)]: growing(60, 1600),
    },
    at: 1560,
    about: { region },
  },
  "LogRulesFail warning": {
    fires: { [of("loki_prometheus_rule_evaluation_failures_total", member)]: growing(1, 60) },
    quiet: { [of("loki_prometheus_rule_evaluation_failures_total", member)]: steady(4, 60) },
    at: 50,
    about: { region },
  },
  "LogsMissing warning": {
    fires: { [of("namespace:log_lines:rate5m", shop)]: "5x5 stale" },
    quiet: { [of("namespace:log_lines:rate5m", shop)]: steady(0, 40) },
    at: 35,
    about: { region },
  },
  "AuditMissing warning": {
    fires: { [of("audit:requests:rate5m")]: "5x5 stale" },
    quiet: { [of("audit:requests:rate5m")]: steady(1, 60) },
    at: 50,
    about: { region },
  },
  "LogErrorsRise warning": {
    fires: { [of("namespace:log_errors:rate5m", shop)]: `0.1x1430 ${steady(5, 30)}` },
    // It always writes as many.
    quiet: { [of("namespace:log_errors:rate5m", shop)]: steady(5, 1470) },
    at: 1455,
    about: { region, ...shop },
  },
  "ShellOpened warning": {
    fires: { [of("audit:shells:increase5m")]: steady(1, 10) },
    quiet: { [of("audit:shells:increase5m")]: steady(0, 10) },
    at: 5,
    about: { region },
  },
  "AccessRefused warning": {
    fires: { [of("audit:refused:rate5m")]: steady(2, 20) },
    quiet: { [of("audit:refused:rate5m")]: steady(0.5, 20) },
    at: 15,
    about: { region },
  },
  "ClusterWarns info": {
    fires: { [of("events:warnings:rate5m", { reason: "BackOff" })]: steady(1, 30) },
    quiet: { [of("events:warnings:rate5m", { reason: "BackOff" })]: steady(0.2, 30) },
    at: 25,
    about: { region, reason: "BackOff" },
  },
};
