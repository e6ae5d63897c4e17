/** Lines: who says what, whether it all arrives, and the lines themselves. */
import { alertLimits } from "../../facts/alertLimits";
import { dashboardView } from "../../facts/dashboards";
import { logging, logTenants } from "../../facts/logging";
import { logStore } from "../../facts/logStore";
import { lineRow } from "./logLines";
import type { DashboardData, MetricQuery } from "./panel";
import { anyRegion, inRegion, logNamespace } from "./variables";

const top = dashboardView.seriesMax;
const chosen = `${inRegion},k8s_namespace_name=~"$namespace"`;
const kept = 'exporter=~"otlp_http.*",exporter!="otlp_http/partner"';

/** What is lost at one place on the way, in ten minutes. */
const lost = (what: string, by: string, series: string, where = ""): MetricQuery => ({
  kind: "promql",
  expr: `sum by (region, ${by}) (increase(${series}{${inRegion}${where}}[10m])) > 0`,
  legend: `{{region}} {{${by}}}, ${what}`,
});

export const logs: DashboardData = {
  title: "Logs",
  description: "Who says what, whether every line arrives, and the lines themselves.",
  variables: [anyRegion, logNamespace],
  runbooks: ["alerts", "region-lost"],
  rows: [
    {
      title: "Who says what",
      panels: [
        {
          kind: "timeseries",
          title: "Lines",
          description:
            "Lines a second of the namespaces that say most; none at all for long means that nobody hears them.",
          queries: [
            {
              kind: "promql",
              expr: `topk(${top}, sum by (region, k8s_namespace_name) (namespace:log_lines:rate5m{${chosen}}))`,
              legend: "{{region}} {{k8s_namespace_name}}",
            },
          ],
          unit: "perSecond",
          links: [
            { to: "kubernetes", with: { region: "region", namespace: "k8s_namespace_name" } },
            { runbook: "alerts", alert: "LogsMissing" },
          ],
        },
        {
          kind: "timeseries",
          title: "Lines that say error",
          description: `Errors a second by namespace; ${alertLimits.logErrors.timesOfDay} times what the last day had is told.`,
          queries: [
            {
              kind: "promql",
              expr: `topk(${top}, sum by (region, k8s_namespace_name) (namespace:log_errors:rate5m{${chosen}}))`,
              legend: "{{region}} {{k8s_namespace_name}}",
            },
          ],
          unit: "perSecond",
          links: [
            { to: "service", with: { region: "region", namespace: "k8s_namespace_name" } },
            { runbook: "alerts", alert: "LogErrorsRise" },
          ],
        },
        {
          kind: "timeseries",
          title: "Bytes by tenant",
          description: `What the store takes, a second; beyond ${logTenants.services.regionMibPerSecond} MiB of services or ${logTenants.platform.regionMibPerSecond} of the platform it refuses, and nodes wait.`,
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, tenant) (rate(loki_distributor_bytes_received_total{${inRegion}}[$__rate_interval]))`,
              legend: "{{region}} {{tenant}}",
            },
          ],
          unit: "bytesPerSecond",
          links: [{ to: "cost", with: { region: "region" } }],
        },
      ],
    },
    {
      title: "Whether it arrives",
      panels: [
        {
          kind: "timeseries",
          title: "Lines that wait on nodes",
          description: `How full the fullest queues are; one holds ${logging.bufferMinutes} minutes, and a full one loses lines.`,
          queries: [
            {
              kind: "promql",
              expr: `topk(${top}, max by (region, pod, exporter) (otelcol_exporter_queue_size{${inRegion},${kept}} / otelcol_exporter_queue_capacity{${inRegion},${kept}}))`,
              legend: "{{region}} {{pod}} {{exporter}}",
            },
          ],
          unit: "ratio",
          limits: { worse: "above", ...alertLimits.logQueueRatio },
          links: [
            { to: "kubernetes", with: { region: "region" } },
            { runbook: "alerts", alert: "LogsWait" },
          ],
        },
        {
          kind: "timeseries",
          title: "Lines that are lost or refused",
          description: "In ten minutes, by where; what is over a rate comes again, all else is gone.",
          queries: [
            lost("refused for good", "exporter", "otelcol_exporter_send_failed_log_records"),
            lost("discarded", "reason", "loki_discarded_samples_total"),
          ],
          limits: { worse: "above", warning: 1 },
          links: [
            { runbook: "alerts", alert: "LinesLost" },
            { runbook: "alerts", alert: "LinesDiscarded" },
          ],
        },
        {
          kind: "stat",
          title: "Members of the store",
          description:
            "Members that take lines; with two gone nothing is taken, and nodes keep what they have.",
          queries: [
            {
              kind: "promql",
              expr: `min by (region) (loki_ring_members{${inRegion},name="ingester",state="ACTIVE"})`,
              legend: "{{region}}",
            },
          ],
          limits: { worse: "below", warning: logStore.replicas, critical: logStore.replicas - 1 },
          links: [
            { to: "kubernetes", with: { region: "region" } },
            { runbook: "alerts", alert: "LogMembersMissing" },
          ],
        },
        {
          kind: "timeseries",
          title: "What the store cannot write",
          description:
            "Chunks that its bucket refuses, lines that a full volume refuses, and counts that do not reach Prometheus.",
          queries: [
            lost("not in the bucket", "pod", "loki_ingester_chunks_flush_failures_total"),
            lost("volume full", "pod", "loki_ingester_wal_disk_full_failures_total"),
            lost("rules failed", "rule_group", "loki_prometheus_rule_evaluation_failures_total"),
            lost("counts not sent", "pod", "loki_ruler_wal_prometheus_remote_storage_samples_failed_total"),
          ],
          limits: { worse: "above", warning: 1 },
          links: [
            { runbook: "alerts", alert: "LogFlushFails" },
            { runbook: "alerts", alert: "LogVolumeFull" },
          ],
        },
        {
          kind: "timeseries",
          title: "Answers of the store",
          description:
            "Within which nineteen of twenty requests are answered, by route; slow pushes come before queues that fill.",
          queries: [
            {
              kind: "promql",
              expr: `histogram_quantile(0.95, sum by (region, route, le) (rate(loki_request_duration_seconds_bucket{${inRegion},route=~"otlp_v1_logs|loki_api_v1_push|loki_api_v1_query.*"}[$__rate_interval])))`,
              legend: "{{region}} {{route}}",
            },
          ],
          unit: "seconds",
          links: [{ to: "kubernetes", with: { region: "region" } }],
        },
        {
          kind: "timeseries",
          title: "Since old lines were let go",
          description: `Nothing is kept for longer than ${logStore.retentionDays} days; above the line that stands still.`,
          queries: [
            {
              kind: "promql",
              expr: `time() - max by (region) (loki_compactor_apply_retention_last_successful_run_timestamp_seconds{${inRegion}})`,
              legend: "{{region}}",
            },
          ],
          unit: "seconds",
          limits: { worse: "above", warning: alertLimits.retentionSeconds },
          links: [{ runbook: "alerts", alert: "LogRetentionStands" }],
        },
      ],
    },
    {
      title: "What the cluster was asked",
      across: 2,
      panels: [
        {
          kind: "timeseries",
          title: "Asked of the API, and refused",
          description:
            "Requests a second in the audit log, and those refused for want of rights; above the line somebody tries what they may not.",
          queries: [
            { kind: "promql", expr: `audit:requests:rate5m{${inRegion}}`, legend: "{{region}}, asked" },
            { kind: "promql", expr: `audit:refused:rate5m{${inRegion}}`, legend: "{{region}}, refused" },
          ],
          unit: "perSecond",
          links: [
            { to: "compliance", with: { region: "region" } },
            { runbook: "alerts", alert: "AccessRefused" },
          ],
        },
        {
          kind: "timeseries",
          title: "Shells in containers",
          description: "Opened in five minutes; each is a person in a program, and the lines below say who.",
          queries: [{ kind: "promql", expr: `audit:shells:increase5m{${inRegion}}`, legend: "{{region}}" }],
          limits: { worse: "above", warning: 1 },
          links: [
            { to: "compliance", with: { region: "region" } },
            { runbook: "alerts", alert: "ShellOpened" },
          ],
        },
      ],
    },
    lineRow,
  ],
};
