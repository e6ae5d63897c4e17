/** What fires, who was told, and what was done about it. */
import { alertGossip } from "../../facts/alerting";
import { colourLimits } from "../../facts/dashboards";
import { allRegions } from "../../facts/regions";
import { firing, toRegion } from "./common";
import type { DashboardData, Panel } from "./panel";
import { anyRegion, inRegion } from "./variables";

const fires = `${inRegion},alertstate="firing"`;

const count = (title: string, description: string, where: string, limit: "warning" | "critical"): Panel => ({
  kind: "stat",
  title,
  description,
  queries: [
    {
      kind: "promql",
      expr: `count by (region) (max by (region, alertname, service, severity) (ALERTS{${fires},${where}}))`,
      legend: "{{region}}",
    },
  ],
  limits: { worse: "above", [limit]: 1 },
  links: [toRegion],
});

export const incidents: DashboardData = {
  title: "Incidents",
  description: "What fires and since when, whether people were told, and what was done without them.",
  variables: [anyRegion],
  runbooks: ["alerts", "region-lost", "two-regions-lost", "corrupt-data", "ransom"],
  rows: [
    {
      title: "Now",
      panels: [
        count(
          "Critical",
          "Alerts that wake somebody; each has a page that says what to do.",
          'severity="critical"',
          "critical",
        ),
        count(
          "Warnings",
          "Alerts that wait for the day; many of one service are the start of something.",
          'severity="warning"',
          "warning",
        ),
        count(
          "Taken by nobody",
          "Critical ones that fire for half an hour; whoever leads was called.",
          'alertname="AlertNotTaken"',
          "critical",
        ),
      ],
    },
    {
      title: "What fires",
      across: 2,
      panels: [
        firing(
          "Firing",
          "Begin with the critical one that began first; others of its region may follow from it.",
          `,${inRegion}`,
          [toRegion, { to: "logs", with: { region: "region" } }],
        ),
        {
          kind: "timeline",
          title: "Since when",
          description: "Critical alerts over time; the one that is leftmost is nearest to the cause.",
          queries: [
            {
              kind: "promql",
              expr: `max by (region, alertname, service) (ALERTS{${fires},severity="critical"})`,
              legend: "{{region}} {{alertname}} {{service}}",
            },
          ],
          states: { 1: { text: "fires", is: "critical" } },
          links: [toRegion],
        },
        {
          kind: "timeseries",
          title: "Firing by part",
          description:
            "Alerts of each part of the platform and each service; the part that rises first has the cause.",
          queries: [
            {
              kind: "promql",
              expr: `count by (region, service) (ALERTS{${fires},alertname!="Watchdog"})`,
              legend: "{{region}} {{service}}",
            },
          ],
          links: [toRegion],
        },
        {
          kind: "stat",
          title: "Error budget left",
          description: "What the incident costs: share of the month's errors that may still happen.",
          queries: [
            {
              kind: "promql",
              expr: `min by (region) (region:error_budget_left:ratio30d{${inRegion}})`,
              legend: "{{region}}",
            },
          ],
          unit: "ratio",
          limits: { worse: "below", ...colourLimits.budgetLeftRatio },
          links: [toRegion],
        },
      ],
    },
    {
      title: "Who was told",
      panels: [
        {
          kind: "timeseries",
          title: "Messages sent",
          description: "By receiver; pages without an alert above are repeats that nobody ended.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, integration) (increase(alertmanager_notifications_total{${inRegion}}[$__rate_interval]))`,
              legend: "{{region}} {{integration}}",
            },
          ],
        },
        {
          kind: "timeseries",
          title: "Messages that were refused",
          description: "By receiver and reason; people are not told by that way.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, integration, reason) (increase(alertmanager_notifications_failed_total{${inRegion}}[$__rate_interval]))`,
              legend: "{{region}} {{integration}}: {{reason}}",
            },
          ],
          limits: { worse: "above", critical: 1 },
          links: [{ runbook: "alerts", alert: "NotificationsFail" }],
        },
        {
          kind: "timeseries",
          title: "Until a message was taken",
          description: "Within which 99 of 100 are, by receiver; minutes mean that people come late.",
          queries: [
            {
              kind: "promql",
              expr: `histogram_quantile(0.99, sum by (region, integration, le) (rate(alertmanager_notification_latency_seconds_bucket{${inRegion}}[$__rate_interval])))`,
              legend: "{{region}} {{integration}}",
            },
          ],
          unit: "seconds",
        },
        {
          kind: "timeseries",
          title: "Silences",
          description: "That hold now; one that was forgotten hides the next incident.",
          queries: [
            {
              kind: "promql",
              expr: `max by (region) (alertmanager_silences{${inRegion},state="active"})`,
              legend: "{{region}}",
            },
          ],
        },
        {
          kind: "stat",
          title: "Alertmanagers that know each other",
          description:
            "Over all regions; fewer tell everything twice, and with a region away it is as expected.",
          queries: [
            {
              kind: "promql",
              expr: `min by (region) (alertmanager_cluster_members{${inRegion}})`,
              legend: "{{region}}",
            },
          ],
          limits: { worse: "below", warning: allRegions().length * alertGossip.replicasPerRegion },
          links: [{ runbook: "alerts", alert: "AlertmanagersApart" }],
        },
      ],
    },
    {
      title: "What was done without people",
      across: 2,
      panels: [
        {
          kind: "timeseries",
          title: "Regions taken out and in",
          description:
            "Acts of edge steering in an hour; without an act after a region is lost, look why none had a majority.",
          queries: [
            {
              kind: "promql",
              expr: 'sum by (target, action) (increase(edge_steering_actions_total{target=~"$region"}[1h])) > 0',
              legend: "{{target}} {{action}}",
            },
          ],
          links: [{ to: "region", with: { region: "target" } }, { runbook: "region-lost" }],
        },
        {
          kind: "timeseries",
          title: "Leaders that changed",
          description: "Of databases in an hour; each is seconds without writes.",
          queries: [
            {
              kind: "promql",
              expr: `max by (region, scope) (changes(cluster:timeline:max{${inRegion}}[1h])) > 0`,
              legend: "{{region}} {{scope}}",
            },
          ],
          links: [{ to: "database", with: { region: "region", scope: "scope" } }, { runbook: "region-lost" }],
        },
      ],
    },
  ],
};
