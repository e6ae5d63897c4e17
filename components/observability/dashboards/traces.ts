/** Traces: of one service, what failed and what was slow; and whether what is promised to be kept is. */
import { alertLimits } from "../../facts/alertLimits";
import { dashboardView } from "../../facts/dashboards";
import { routeClassCarriers } from "../../facts/routeClasses";
import { thresholds } from "../../facts/serviceLevels";
import { errorSpansPerSecond, tracing } from "../../facts/tracing";
import type { DashboardData } from "./panel";
import { storeRow } from "./traceStore";
import { anyRegion, inRegion, tracedService } from "./variables";

const routeClass = routeClassCarriers.attribute.replaceAll(".", "_");
const chosen = `${inRegion},service_name=~"$service"`;
const collectors = `${inRegion},job=~"node-collector|trace-gateway|trace-collector"`;
const series = `{{region}} {{${routeClass}}}`;
const top = dashboardView.seriesMax;

export const traces: DashboardData = {
  title: "Traces",
  description: "What of a service's requests failed or was slow, where, and whether such traces are kept.",
  variables: [anyRegion, tracedService],
  runbooks: ["alerts"],
  rows: [
    {
      title: "The service, as its spans count it",
      panels: [
        {
          kind: "timeseries",
          title: "Requests by class",
          description: "Requests a second that it answered, of all traces before any is left out.",
          queries: [{ kind: "promql", expr: `service:calls:rate5m{${chosen}}`, legend: series }],
          unit: "requestsPerSecond",
          links: [{ to: "region", with: { region: "region" } }],
        },
        {
          kind: "timeseries",
          title: "Errors by class",
          description:
            "Requests a second that ended with an error; every such trace is kept, and listed below.",
          queries: [{ kind: "promql", expr: `service:call_errors:rate5m{${chosen}}`, legend: series }],
          unit: "requestsPerSecond",
          links: [{ to: "logs", with: { region: "region" } }],
        },
        {
          kind: "timeseries",
          title: "Latency by class",
          description: "Within which nineteen of twenty requests are answered; the lines are those of reads.",
          queries: [{ kind: "promql", expr: `service:call_seconds:p95_5m{${chosen}}`, legend: series }],
          unit: "seconds",
          limits: {
            worse: "above",
            warning: thresholds.warning.p95SecondsAbove,
            critical: thresholds.critical.p95SecondsAbove,
          },
          links: [{ to: "database", with: { region: "region" } }],
        },
      ],
    },
    {
      title: "Traces, of the region whose Grafana this is",
      across: 2,
      panels: [
        {
          kind: "traces",
          title: "Traces that failed",
          description: "The newest with an error; the span that is red and has none below it is the cause.",
          queries: [{ kind: "traces", service: "$service", tags: { error: "true" } }],
          links: [{ to: "logs" }],
        },
        {
          kind: "traces",
          title: "Traces that were slow",
          description:
            "The newest beyond the warning's limit; the longest span that waits for no other is the cause.",
          queries: [
            {
              kind: "traces",
              service: "$service",
              slowerThanMs: thresholds.warning.p95SecondsAbove * 1000,
            },
          ],
          links: [{ to: "database" }, { to: "cache" }],
        },
        {
          kind: "timeseries",
          title: "Slowest operations",
          description:
            "Within which nineteen of twenty of each are done, calls to databases and others among them.",
          queries: [
            {
              kind: "promql",
              expr: `topk(${top}, histogram_quantile(0.95, sum by (region, span_kind, span_name, le) (rate(traces_span_metrics_duration_seconds_bucket{${chosen}}[$__rate_interval]))))`,
              legend: "{{region}} {{span_kind}} {{span_name}}",
            },
          ],
          unit: "seconds",
          links: [{ to: "database", with: { region: "region" } }],
        },
        {
          kind: "calls",
          title: "Who calls whom",
          description: "Services and the calls between them, from kept traces.",
          queries: [{ kind: "calls" }],
          links: [{ to: "mesh" }],
        },
      ],
    },
    {
      title: "Whether they are kept",
      panels: [
        {
          kind: "timeseries",
          title: "Spans that arrive",
          description: "A second, by who takes them; gateways get all that nodes take, Jaeger what is kept.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, job) (rate(otelcol_receiver_accepted_spans{${collectors}}[$__rate_interval]))`,
              legend: "{{region}} {{job}}",
            },
          ],
          unit: "perSecond",
          links: [{ runbook: "alerts", alert: "TracesMissing" }],
        },
        {
          kind: "timeseries",
          title: "Spans that are refused or lost",
          description: "A second, by who; errors are among them, so that anything above zero hides some.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, job) (rate(otelcol_receiver_refused_spans{${collectors}}[$__rate_interval]))`,
              legend: "{{region}} {{job}} refuses",
            },
            {
              kind: "promql",
              expr: `sum by (region, job) (rate(otelcol_exporter_send_failed_spans{${collectors}}[$__rate_interval]) or rate(otelcol_exporter_enqueue_failed_spans{${collectors}}[$__rate_interval]))`,
              legend: "{{region}} {{job}} loses",
            },
          ],
          unit: "perSecond",
          links: [
            { runbook: "alerts", alert: "SpansLost" },
            { runbook: "alerts", alert: "SpansRefused" },
          ],
        },
        {
          kind: "timeseries",
          title: "Why traces are kept",
          description: `Traces a second by the policy that kept them; of what is well about ${tracing.keptPercent} % should be.`,
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, policy) (rate(otelcol_processor_tail_sampling_count_traces_sampled{${inRegion},sampled="true"}[$__rate_interval]))`,
              legend: "{{region}} {{policy}}",
            },
          ],
          unit: "perSecond",
          links: [{ runbook: "alerts", alert: "ErrorTracesCut" }],
        },
        {
          kind: "timeseries",
          title: "Errors of what a gateway may keep",
          description:
            "Share of it that is used; beyond the whole, traces with errors are kept as all others are.",
          queries: [
            {
              kind: "promql",
              expr: `max by (region) (rate(otelcol_processor_tail_sampling_count_traces_sampled{${inRegion},policy="errors",sampled="true"}[$__rate_interval])) * ${tracing.spansPerRequest} / ${errorSpansPerSecond()}`,
              legend: "{{region}}",
            },
          ],
          unit: "ratio",
          limits: { worse: "above", warning: alertLimits.storeRatio, critical: 1 },
          links: [{ runbook: "alerts", alert: "ErrorTracesCut" }],
        },
        {
          kind: "timeseries",
          title: "Traces decided before they were whole",
          description: `A second; more begin than a gateway holds for ${tracing.decisionWaitSeconds} seconds, and errors are missed.`,
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, pod) (rate(otelcol_processor_tail_sampling_sampling_trace_dropped_too_early{${inRegion}}[$__rate_interval]))`,
              legend: "{{region}} {{pod}}",
            },
          ],
          unit: "perSecond",
          links: [{ runbook: "alerts", alert: "TracesDecidedTooEarly" }],
        },
        {
          kind: "timeseries",
          title: "Spans that are stored, and refused",
          description:
            "A second, by the store; what it refuses is lost, though what was counted of it is not.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region) (rate(jaeger_storage_bulk_index_inserts{${inRegion}}[$__rate_interval]))`,
              legend: "{{region}}, stored",
            },
            {
              kind: "promql",
              expr: `sum by (region) (rate(jaeger_storage_bulk_index_errors{${inRegion}}[$__rate_interval]))`,
              legend: "{{region}}, refused",
            },
          ],
          unit: "perSecond",
          links: [
            { to: "kubernetes", with: { region: "region" } },
            { runbook: "alerts", alert: "TraceStoreFails" },
          ],
        },
      ],
    },
    storeRow,
  ],
};
