/** Of a region's dashboard: its requests by class. */
import { routeClassCarriers } from "../../facts/routeClasses";
import { burnRates, errorBudget, thresholds } from "../../facts/serviceLevels";
import { minutes } from "../rules/times";
import type { PanelRow } from "./panel";
import { inRegion } from "./variables";

const { label } = routeClassCarriers;

const factors = (severity: "critical" | "warning"): number =>
  Math.min(...burnRates.filter((rate) => rate.severity === severity).map(({ factor }) => factor));

export const classRow: PanelRow = {
  title: "Requests by class",
  across: 2,
  panels: [
    {
      kind: "timeseries",
      title: "Requests",
      description: "Requests a second by class; a class that falls alone has a cause of its own.",
      queries: [
        { kind: "promql", expr: `region_class:requests:rate5m{${inRegion}}`, legend: `{{${label}}}` },
      ],
      unit: "requestsPerSecond",
      links: [{ to: "mesh" }],
    },
    {
      kind: "timeseries",
      title: "Failed requests",
      description:
        "Share that fails by class; writes that fail while reads do not point at a database's leader.",
      queries: [
        { kind: "promql", expr: `region_class:error_ratio:rate5m{${inRegion}}`, legend: `{{${label}}}` },
      ],
      unit: "ratio",
      limits: { worse: "above", critical: thresholds.critical.errorRatioAbove },
      links: [{ to: "database" }, { to: "mesh" }, { runbook: "alerts", alert: "ErrorsHigh" }],
    },
    {
      kind: "timeseries",
      title: "Latency",
      description:
        "Within which nineteen of twenty are answered, by class; the lines are those of reads, writes wait longer.",
      queries: [
        {
          kind: "promql",
          expr: `region_class:latency_seconds:p95_5m{${inRegion}}`,
          legend: `{{${label}}}`,
        },
      ],
      unit: "seconds",
      limits: {
        worse: "above",
        warning: thresholds.warning.p95SecondsAbove,
        critical: thresholds.critical.p95SecondsAbove,
      },
      links: [{ to: "database" }, { to: "traces" }, { runbook: "alerts", alert: "LatencyHigh" }],
    },
    {
      kind: "timeseries",
      title: "How fast the budget burns",
      description:
        "Times as fast as the month allows, over each window; at the line of its window somebody is told.",
      queries: burnRates.map(({ longMinutes }) => ({
        kind: "promql",
        expr: `max by (region) (region_class:error_ratio:rate${minutes(longMinutes)}{${inRegion}}) / ${errorBudget.ratio}`,
        legend: minutes(longMinutes),
      })),
      limits: { worse: "above", warning: factors("warning"), critical: factors("critical") },
      links: [{ to: "incidents" }, { runbook: "alerts", alert: "ErrorBudgetBurns" }],
    },
  ],
};
