/** One region: which class of requests suffers, which service, and which part below it. */
import { alertLimits } from "../../facts/alertLimits";
import { colourLimits, dashboardView } from "../../facts/dashboards";
import { namespaces } from "../../facts/namespaces";
import type { DashboardData, DashboardLink } from "./panel";
import { classRow } from "./regionClasses";
import { inRegion, oneRegion } from "./variables";

const top = dashboardView.seriesMax;
const serviceLabels = "region, destination_service_namespace, destination_service_name";
const toService: DashboardLink = {
  to: "service",
  with: { region: "region", namespace: "destination_service_namespace", service: "destination_service_name" },
};

export const region: DashboardData = {
  title: "Region",
  description: "Which requests of a region suffer, which service makes them, and which part below is ill.",
  variables: [oneRegion],
  runbooks: ["region-lost", "alerts"],
  rows: [
    {
      title: "At a glance: each leads to its part",
      across: 4,
      panels: [
        {
          kind: "stat",
          title: "Error budget left",
          description:
            "Share of the month's errors that may still happen; below zero the objective is missed.",
          queries: [
            { kind: "promql", expr: `region:error_budget_left:ratio30d{${inRegion}}`, legend: "{{region}}" },
          ],
          unit: "ratio",
          limits: { worse: "below", ...colourLimits.budgetLeftRatio },
          links: [{ to: "anomalies" }, { runbook: "alerts", alert: "ErrorBudgetBurns" }],
        },
        {
          kind: "stat",
          title: "Copy that is furthest behind",
          description: "Of all databases' copies in the region; beyond what may be lost it is critical.",
          queries: [
            {
              kind: "promql",
              expr: `topk(1, member:replica_lag_seconds:last{${inRegion}})`,
              legend: "{{scope}}, {{name}}",
            },
          ],
          unit: "seconds",
          limits: { worse: "above", ...alertLimits.replicaLagSeconds },
          links: [
            { to: "database", with: { region: "region", scope: "scope" } },
            { runbook: "alerts", alert: "ReplicaLags" },
          ],
        },
        {
          kind: "stat",
          title: "Databases without a leader",
          description:
            "As the region's members see it; one takes no writes, so anything but zero is critical.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region) (max by (region, scope) (patroni_cluster_unlocked{${inRegion}}))`,
              legend: "databases",
            },
          ],
          limits: { worse: "above", critical: 1 },
          links: [{ to: "database" }, { runbook: "two-regions-lost" }],
        },
        {
          kind: "stat",
          title: "Cache members missing",
          description: "Members, Sentinels and local caches that are not ready; two at once may stop writes.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region) (kube_statefulset_replicas{${inRegion},namespace="${namespaces.valkey.name}"} - kube_statefulset_status_replicas_ready{${inRegion},namespace="${namespaces.valkey.name}"})`,
              legend: "pods",
            },
          ],
          limits: { worse: "above", warning: 1, critical: 2 },
          links: [{ to: "cache" }],
        },
        {
          kind: "stat",
          title: "Pods that are not ready",
          description: "Of all namespaces; a few come and go with a deployment, many are a node or a zone.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region) (kube_pod_status_ready{${inRegion},condition="false"} * on (region, namespace, pod) group_left () (kube_pod_status_phase{${inRegion},phase="Running"} == 1))`,
              legend: "pods",
            },
          ],
          links: [{ to: "kubernetes" }],
        },
        {
          kind: "stat",
          title: "Fullest volume",
          description: "Share that is free of the volume that has least; a full one stops what writes to it.",
          queries: [
            {
              kind: "promql",
              expr: `bottomk(1, volume:free:ratio{${inRegion}})`,
              legend: "{{namespace}}, {{persistentvolumeclaim}}",
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
          kind: "stat",
          title: "Errors in lines",
          description:
            "Lines a second that say error, of all namespaces; compare with what the graph shows of before.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region) (namespace:log_errors:rate5m{${inRegion}})`,
              legend: "lines / s",
            },
          ],
          unit: "perSecond",
          links: [{ to: "logs" }, { to: "traces" }],
        },
      ],
    },
    classRow,
    {
      title: "Which service",
      panels: [
        {
          kind: "table",
          title: "Services that fail most",
          description: "Share of requests that fail, of those that fail at all; begin with the first.",
          queries: [
            {
              kind: "promql",
              expr: `topk(${top}, max by (${serviceLabels}) (service:error_ratio:rate5m{${inRegion}}) > 0)`,
              legend: "failed",
            },
          ],
          unit: "ratio",
          links: [toService],
        },
        {
          kind: "table",
          title: "Slowest services",
          description:
            "Within which nineteen of twenty requests are answered; whoever calls a slow one is slow as well.",
          queries: [
            {
              kind: "promql",
              expr: `topk(${top}, max by (${serviceLabels}) (service:latency_seconds:p95_5m{${inRegion}}))`,
              legend: "p95",
            },
          ],
          unit: "seconds",
          links: [toService],
        },
        {
          kind: "timeseries",
          title: "Why the gateway answers with errors",
          description:
            "Errors a second by service and by Envoy's own reason; UH has no pod that is well, UF no connection, URX gave up trying.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (${serviceLabels}, response_code, response_flags) (rate(istio_requests_total{${inRegion},reporter="source",source_workload_namespace="${namespaces.gateway.name}",response_code=~"5.."}[$__rate_interval]))`,
              legend: "{{destination_service_name}} {{response_code}} {{response_flags}}",
            },
          ],
          unit: "requestsPerSecond",
          links: [
            toService,
            { to: "mesh", with: { region: "region" } },
            { to: "cloud", with: { region: "region" } },
          ],
        },
      ],
    },
    {
      title: "Certificates",
      across: 2,
      panels: [
        {
          kind: "timeseries",
          title: "Time until certificates end",
          description:
            "Of the entry, as others see it, and of the one that ends first inside; renewal comes well before the line.",
          queries: [
            {
              kind: "promql",
              expr: `min by (region) (probe_ssl_earliest_cert_expiry{${inRegion}} - time())`,
              legend: "entry",
            },
            {
              kind: "promql",
              expr: `bottomk(3, min by (region, exported_namespace, name) (certmanager_certificate_expiration_timestamp_seconds{${inRegion}} - time()))`,
              legend: "{{exported_namespace}}, {{name}}",
            },
          ],
          unit: "seconds",
          limits: { worse: "below", ...alertLimits.certificateSeconds },
          links: [{ runbook: "alerts", alert: "CertificateEnds" }],
        },
        {
          kind: "table",
          title: "Certificates that are not issued",
          description: "What waits for one does not start; half an hour is long.",
          queries: [
            {
              kind: "promql",
              expr: `max by (region, exported_namespace, name) (certmanager_certificate_ready_status{${inRegion},condition="False"}) == 1`,
              legend: "not issued",
            },
          ],
          links: [{ to: "logs" }, { runbook: "alerts", alert: "CertificateNotIssued" }],
        },
      ],
    },
  ],
};
