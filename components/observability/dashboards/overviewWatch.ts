/** Of the first page: whether those who watch are well. */
import { alertGossip } from "../../facts/alerting";
import { alertLimits } from "../../facts/alertLimits";
import { allRegions } from "../../facts/regions";
import { firing, steered, toRegion } from "./common";
import type { PanelRow } from "./panel";

export const watchRow: PanelRow = {
  title: "Who watches",
  panels: [
    {
      kind: "stat",
      title: "Regions whose alerts live",
      description:
        "Regions whose always-firing alert fires; one fewer means that nobody would be told of it.",
      queries: [
        {
          kind: "promql",
          expr: 'count(count by (region) (ALERTS{alertname="Watchdog",alertstate="firing"}))',
          legend: "regions",
        },
      ],
      limits: { worse: "below", critical: allRegions().length },
      links: [{ to: "incidents" }],
    },
    {
      kind: "timeseries",
      title: "Alerts that reach nobody",
      description:
        "Share of alerts that Prometheus cannot hand on, and messages that a receiver refused; anything above zero may hide an incident.",
      queries: [
        {
          kind: "promql",
          expr: "min by (region) (rate(prometheus_notifications_errors_total[$__rate_interval]) / rate(prometheus_notifications_sent_total[$__rate_interval]))",
          legend: "{{region}}, share not handed on",
          unit: "ratio",
        },
        {
          kind: "promql",
          expr: "sum by (region, integration) (increase(alertmanager_notifications_failed_total[$__rate_interval]))",
          legend: "{{region}}, refused by {{integration}}",
        },
      ],
      links: [
        { to: "incidents", with: { region: "region" } },
        { runbook: "alerts", alert: "NotificationsFail" },
      ],
    },
    {
      kind: "timeseries",
      title: "Alertmanagers that know each other",
      description: "Members of the cluster over all regions; fewer tell everything twice.",
      queries: [
        {
          kind: "promql",
          expr: "min by (region) (alertmanager_cluster_members)",
          legend: "{{region}}",
        },
      ],
      limits: { worse: "below", warning: allRegions().length * alertGossip.replicasPerRegion },
      links: [{ to: "incidents", with: { region: "region" } }],
    },
    {
      kind: "timeseries",
      title: "Edge steering",
      description:
        "Other regions' controllers that each hears, and calls that the edge's API refuses; without a majority nothing is taken out.",
      queries: [
        {
          kind: "promql",
          expr: `max by (region) (edge_steering_peers_heard{${steered}})`,
          legend: "{{region}} hears",
        },
        {
          kind: "promql",
          expr: `sum by (region) (increase(edge_steering_api_errors_total{${steered}}[$__rate_interval]))`,
          legend: "{{region}}, calls refused",
        },
      ],
      links: [toRegion, { runbook: "alerts", alert: "SteeringPeersSilent" }],
    },
    {
      kind: "timeseries",
      title: "Partners' copies of metrics",
      description: "How far what is known elsewhere is behind; above the line a lost region leaves no trace.",
      queries: [
        {
          kind: "promql",
          expr: "max by (region) (prometheus_remote_storage_queue_highest_timestamp_seconds - prometheus_remote_storage_queue_highest_sent_timestamp_seconds)",
          legend: "{{region}}",
        },
      ],
      unit: "seconds",
      limits: { worse: "above", warning: alertLimits.partnerCopySeconds },
      links: [
        { to: "kubernetes", with: { region: "region" } },
        { runbook: "alerts", alert: "PartnerCopyLate" },
      ],
    },
    firing(
      "Firing everywhere",
      "Alerts that fire now in any region; begin with what is critical, and with the region that has most.",
      "",
      [{ to: "incidents", with: { region: "region" } }, toRegion],
    ),
  ],
};
