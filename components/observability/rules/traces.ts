/** Collectors, gateways and the store of traces: whether what is promised to be kept is. */
import { alertLimits } from "../../facts/alertLimits";
import { routeClassCarriers } from "../../facts/routeClasses";
import { errorSpansPerSecond, tracing } from "../../facts/tracing";
import type { RuleGroup } from "./rule";

/** As the label is called once it is one of Prometheus'. */
const routeClass = routeClassCarriers.attribute.replaceAll(".", "_");
const by = `region, service_name, ${routeClass}`;
const served = 'span_kind="SPAN_KIND_SERVER"';
const labels = ["region", "service_name", routeClass];

/** Parts whose collectors take spans. */
const jobs = 'job=~"node-collector|trace-gateway|trace-collector"';

export const traceRules: RuleGroup = {
  name: "traces",
  recordings: [
    {
      record: "service:calls:rate5m",
      labels,
      expr: `sum by (${by}) (rate(traces_span_metrics_calls_total{${served}}[5m]))`,
      help: "requests a second that a service answered, of all traces before any is left out",
    },
    {
      record: "service:call_errors:rate5m",
      labels,
      expr: `sum by (${by}) (rate(traces_span_metrics_calls_total{${served},status_code="STATUS_CODE_ERROR"}[5m]))`,
      help: "requests a second that ended with an error",
    },
    {
      record: "service:call_seconds:p95_5m",
      labels,
      expr: `histogram_quantile(0.95, sum by (${by}, le) (rate(traces_span_metrics_duration_seconds_bucket{${served}}[5m])))`,
      help: "seconds within which nineteen of twenty requests were answered",
    },
  ],
  alerts: [
    {
      alert: "SpansRefused",
      severity: "warning",
      service: "observability",
      expr: `sum by (region, job) (rate(otelcol_receiver_refused_spans{${jobs}}[5m])) > 0`,
      forMinutes: 5,
      summary: "{{ $labels.region }}: {{ $labels.job }} refuses {{ $value | humanize }} spans a second",
      description:
        "Its memory is full. Whoever sent them tries again, and loses what does not fit meanwhile.",
      runbook: "alerts",
      dashboard: "traces",
    },
    {
      alert: "SpansLost",
      severity: "warning",
      service: "observability",
      expr: `sum by (region, job) (rate(otelcol_exporter_send_failed_spans{${jobs}}[5m]) or rate(otelcol_exporter_enqueue_failed_spans{${jobs}}[5m])) > 0`,
      forMinutes: 5,
      summary: "{{ $labels.region }}: {{ $labels.job }} loses {{ $value | humanize }} spans a second",
      description: "The next part does not take them, or the queue before it is full: errors are among them.",
      runbook: "alerts",
      dashboard: "traces",
    },
    {
      alert: "TracesDecidedTooEarly",
      severity: "warning",
      service: "observability",
      expr: "sum by (region, pod) (rate(otelcol_processor_tail_sampling_sampling_trace_dropped_too_early[5m])) > 0",
      forMinutes: 5,
      summary: "{{ $labels.region }}: {{ $labels.pod }} lets traces go before they are whole",
      description: `More begin than it may hold for ${tracing.decisionWaitSeconds} seconds: errors are among those that go.`,
      runbook: "alerts",
      dashboard: "traces",
    },
    {
      alert: "ErrorTracesCut",
      severity: "warning",
      service: "observability",
      expr: `max by (region) (rate(otelcol_processor_tail_sampling_count_traces_sampled{policy="errors",sampled="true"}[5m])) * ${tracing.spansPerRequest} / ${errorSpansPerSecond()}`,
      threshold: { is: ">", value: alertLimits.storeRatio, unit: "ratio" },
      forMinutes: 5,
      summary: "{{ $labels.region }}: so much fails that not every trace with an error is kept",
      description:
        "A gateway keeps {{ $value | humanizePercentage }} of the errors that it may; of what is beyond, a tenth as of all else.",
      runbook: "alerts",
      dashboard: "traces",
    },
    {
      alert: "TraceStoreFails",
      severity: "warning",
      service: "observability",
      // Jaeger says to whoever sends that it has a span once it holds it; that the store refused it is counted here only.
      // It is told from the first on, so that the first is none of its rate.
      expr: "sum by (region) (rate(jaeger_storage_bulk_index_errors[5m]) > 0 or (jaeger_storage_bulk_index_errors unless jaeger_storage_bulk_index_errors offset 10m)) > 0",
      forMinutes: 5,
      summary: "{{ $labels.region }}: the store refuses {{ $value | humanize }} spans a second",
      description: "They are lost. What is counted of them is not.",
      runbook: "alerts",
      dashboard: "traces",
    },
    {
      alert: "TracesMissing",
      severity: "warning",
      service: "observability",
      expr: 'sum by (region) (rate(otelcol_receiver_accepted_spans{job="node-collector"}[10m])) > 0 unless sum by (region) (rate(jaeger_storage_bulk_index_inserts[10m])) > 0',
      forMinutes: 15,
      summary: "{{ $labels.region }}: programs send traces, and none is stored",
      description: "{{ $value | humanize }} spans a second come to the nodes' collectors.",
      runbook: "alerts",
      dashboard: "traces",
    },
  ],
};
