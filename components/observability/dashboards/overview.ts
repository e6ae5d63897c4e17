/** All regions side by side: whether promises are kept, and where to look if one is not. */
import { colourLimits } from "../../facts/dashboards";
import { alertWindows, thresholds } from "../../facts/serviceLevels";
import { placed, steered, toRegion } from "./common";
import { watchRow } from "./overviewWatch";
import type { DashboardData } from "./panel";

const uptime = `region:uptime:ratio${alertWindows.uptimeHours}h`;
const errorRatio =
  "sum by (region) (region_class:errors:rate5m) / sum by (region) (region_class:requests:rate5m)";
const latency = "max by (region) (region_class:latency_seconds:p95_5m)";

export const overview: DashboardData = {
  title: "Overview",
  description: "Whether each region keeps what is promised, and where to look if it does not.",
  variables: [],
  runbooks: ["region-lost", "two-regions-lost", "alerts"],
  rows: [
    {
      title: "Promises",
      panels: [
        {
          kind: "stat",
          title: "Error budget left",
          description:
            "Share of the month's errors that may still happen; below zero the objective is missed.",
          queries: [
            {
              kind: "promql",
              expr: "min by (region) (region:error_budget_left:ratio30d)",
              legend: "{{region}}",
            },
          ],
          unit: "ratio",
          limits: { worse: "below", ...colourLimits.budgetLeftRatio },
          links: [toRegion],
        },
        {
          kind: "stat",
          title: "Uptime of a day",
          description:
            "Share of a day's probes that an entry answered, at the worst of those who ask; below the line it wakes somebody.",
          queries: [{ kind: "promql", expr: `min by (region) (${uptime})`, legend: "{{region}}" }],
          unit: "ratio",
          limits: {
            worse: "below",
            warning: thresholds.warning.uptimeRatioBelow,
            critical: thresholds.critical.uptimeRatioBelow,
          },
          links: [toRegion, { runbook: "alerts", alert: "UptimeLow" }],
        },
        {
          kind: "stat",
          title: "Latency of the slowest class",
          description:
            "Within which nineteen of twenty requests are answered; writes wait for other continents, so look at the class before you worry.",
          queries: [{ kind: "promql", expr: latency, legend: "{{region}}" }],
          unit: "seconds",
          limits: {
            worse: "above",
            warning: thresholds.warning.p95SecondsAbove,
            critical: thresholds.critical.p95SecondsAbove,
          },
          links: [toRegion, { runbook: "alerts", alert: "LatencyHigh" }],
        },
      ],
    },
    {
      title: "Regions",
      across: 2,
      panels: [
        {
          kind: "map",
          title: "Regions on the map",
          description:
            "Share of a minute's probes that each entry answered, at the best of those who ask; zero means that nobody reaches it.",
          queries: [
            {
              kind: "promql",
              expr: placed("max by (region) (region:probe_success:avg1m)"),
              legend: "answered",
            },
          ],
          unit: "ratio",
          limits: { worse: "below", ...colourLimits.answeredRatio },
          links: [toRegion, { runbook: "region-lost" }],
        },
        {
          kind: "table",
          title: "Regions side by side",
          description: "The same numbers of every region; one that differs from the others is where to look.",
          queries: [
            {
              kind: "promql",
              expr: "max by (region) (region:requests:rate5m)",
              legend: "requests",
              unit: "requestsPerSecond",
            },
            { kind: "promql", expr: errorRatio, legend: "failed", unit: "ratio" },
            { kind: "promql", expr: latency, legend: "p95", unit: "seconds" },
            {
              kind: "promql",
              expr: "min by (region) (region:uptime:ratio30d)",
              legend: "up in 30 days",
              unit: "ratio",
            },
            {
              kind: "promql",
              expr: "max by (region) (region:cpu_used:ratio5m)",
              legend: "CPU used",
              unit: "ratio",
            },
            {
              kind: "promql",
              expr: "max by (region) (region:memory_used:ratio)",
              legend: "memory used",
              unit: "ratio",
            },
          ],
          links: [
            toRegion,
            { to: "kubernetes", with: { region: "region" } },
            { to: "logs", with: { region: "region" } },
          ],
        },
      ],
    },
    {
      title: "Traffic and reach",
      across: 2,
      panels: [
        {
          kind: "timeseries",
          title: "Requests",
          description: "Requests a second by region; one that falls while another rises was taken out.",
          queries: [{ kind: "promql", expr: "region:requests:rate5m", legend: "{{region}}" }],
          unit: "requestsPerSecond",
          links: [toRegion, { to: "anomalies", with: { region: "region" } }],
        },
        {
          kind: "timeseries",
          title: "Failed requests",
          description: "Share of requests that fail, over all classes; above the line somebody is woken.",
          queries: [{ kind: "promql", expr: errorRatio, legend: "{{region}}" }],
          unit: "ratio",
          limits: { worse: "above", critical: thresholds.critical.errorRatioAbove },
          links: [toRegion, { runbook: "alerts", alert: "ErrorsHigh" }],
        },
        {
          kind: "timeline",
          title: "Entries, as the other regions see them",
          description:
            "Share of probes answered, by who asks; red from everywhere is a lost region, red from one is the way from there.",
          queries: [
            {
              kind: "promql",
              expr: "min by (region, observer) (region:probe_success:avg1m)",
              legend: "{{region}} from {{observer}}",
            },
          ],
          unit: "ratio",
          limits: { worse: "below", ...colourLimits.answeredRatio },
          links: [toRegion, { runbook: "region-lost" }],
        },
        {
          kind: "timeline",
          title: "Taken in at the edge",
          description:
            "Whether users are led to a region; one that is out was seen dead, or a person took it out.",
          queries: [
            {
              kind: "promql",
              expr: `min by (target) (edge_steering_pool_enabled{${steered}})`,
              legend: "{{target}}",
            },
          ],
          states: { 0: { text: "out", is: "critical" }, 1: { text: "in", is: "well" } },
          links: [{ to: "region", with: { region: "target" } }, { runbook: "region-lost" }],
        },
      ],
    },
    watchRow,
  ],
};
