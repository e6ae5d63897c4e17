/** Of a cluster's dashboard: its API, what watches it, and what it says. */
import { alertLimits } from "../../facts/alertLimits";
import { metricsStore } from "../../facts/observability";
import { clusterServices } from "../logs/logRules";
import type { PanelRow } from "./panel";
import { inRegion, inNamespace, linesInRegion } from "./variables";

export const apiRow: PanelRow = {
  title: "The cluster's API",
  panels: [
    {
      kind: "timeseries",
      title: "Answers of the API that are errors",
      description: "Share of all answers; above the line nothing heals and nothing is deployed.",
      queries: [
        {
          kind: "promql",
          expr: `sum by (region) (rate(apiserver_request_total{${inRegion},code=~"5.."}[$__rate_interval])) / sum by (region) (rate(apiserver_request_total{${inRegion}}[$__rate_interval]))`,
          legend: "{{region}}",
        },
      ],
      unit: "ratio",
      limits: { worse: "above", critical: alertLimits.apiErrorRatio },
      links: [
        { runbook: "alerts", alert: "ApiServerFails" },
        { to: "logs", with: { region: "region" } },
      ],
    },
    {
      kind: "timeseries",
      title: "KMS that refuses",
      description:
        "Calls for the key of the cluster's secrets that failed; with the key gone no secret can be read.",
      queries: [
        {
          kind: "promql",
          expr: `sum by (region, grpc_status_code) (increase(apiserver_envelope_encryption_kms_operations_latency_seconds_count{${inRegion},grpc_status_code!="OK"}[10m]))`,
          legend: "{{region}} {{grpc_status_code}}",
        },
      ],
      limits: { worse: "above", critical: 1 },
      links: [{ runbook: "keys-lost" }],
    },
    {
      kind: "timeseries",
      title: "Warnings of the cluster",
      description: "Events a second by reason; above the line the same thing is tried again and again.",
      queries: [
        {
          kind: "promql",
          expr: `sum by (region, reason) (events:warnings:rate5m{${inRegion}})`,
          legend: "{{region}} {{reason}}",
        },
      ],
      unit: "perSecond",
      limits: { worse: "above", warning: alertLimits.warningsPerSecond },
      links: [{ to: "logs", with: { region: "region" } }],
    },
  ],
};

export const watchRow: PanelRow = {
  title: "What watches",
  panels: [
    {
      kind: "table",
      title: "Targets that do not answer",
      description:
        "Share of a workload's pods that cannot be asked for metrics; alerts about them would not come.",
      queries: [
        {
          kind: "promql",
          expr: `count by (region, namespace, job) (up{${inNamespace}} == 0) / count by (region, namespace, job) (up{${inNamespace}}) > 0`,
          legend: "silent",
        },
      ],
      unit: "ratio",
      links: [
        { to: "logs", with: { region: "region", namespace: "namespace" } },
        { runbook: "alerts", alert: "TargetDown" },
      ],
    },
    {
      kind: "timeseries",
      title: "Room in Prometheus",
      description:
        "Share of the series that it is built for; above the line a label has no bound, or a shard is due.",
      queries: [
        {
          kind: "promql",
          expr: `max by (region, pod) (prometheus_tsdb_head_series{${inRegion}}) / ${metricsStore.seriesMax}`,
          legend: "{{region}} {{pod}}",
        },
      ],
      unit: "ratio",
      limits: { worse: "above", warning: alertLimits.storeRatio },
      links: [{ runbook: "alerts", alert: "TooManySeries" }],
    },
    {
      kind: "timeseries",
      title: "What watchers refuse",
      description:
        "Rules that fail, targets that are too large, and configuration that was not taken; each means that alerts are missing.",
      queries: [
        {
          kind: "promql",
          expr: `sum by (region, rule_group) (increase(prometheus_rule_evaluation_failures_total{${inRegion}}[10m])) > 0`,
          legend: "{{region}}, rules of {{rule_group}}",
        },
        {
          kind: "promql",
          expr: `sum by (region) (increase(prometheus_target_scrapes_exceeded_sample_limit_total{${inRegion}}[15m])) > 0`,
          legend: "{{region}}, targets too large",
        },
        {
          kind: "promql",
          expr: `count by (region, pod) ((prometheus_config_last_reload_successful{${inRegion}} or alertmanager_config_last_reload_successful{${inRegion}}) == 0)`,
          legend: "{{region}} {{pod}}, configuration",
        },
      ],
      links: [
        { runbook: "alerts", alert: "RulesFail" },
        { runbook: "alerts", alert: "ConfigurationRefused" },
      ],
    },
  ],
};

export const eventRow: PanelRow = {
  title: "What it says",
  panels: [
    {
      kind: "logs",
      title: "Events of the cluster",
      description: "Warnings about objects, the newest first, in the region whose Grafana this is.",
      queries: [
        {
          kind: "logql",
          tenant: "audit",
          expr: `{${linesInRegion},service_name="${clusterServices.events}"} | json kind="object.type", reason="object.reason" | kind="Warning"`,
        },
      ],
      links: [{ to: "logs" }],
    },
  ],
};
