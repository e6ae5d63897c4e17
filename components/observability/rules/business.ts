/** Numbers of the business that others are made of: what a request costs, and how much of the law is met. */
import { slo } from "../../facts/promises";
import type { RuleGroup } from "./rule";

const perRequest = "region:cost_per_request_usd:avg1h";
const score = "framework:compliance_score:ratio";

export const businessRules: RuleGroup = {
  name: "business",
  recordings: [
    {
      record: "region:cost_usd:per_hour",
      labels: ["region"],
      expr: "sum by (region) (rate(azora_cost_usd_total[3h])) * 3600",
      help: "dollars an hour; bills come by the hour",
    },
    {
      record: "service:cost_usd:per_hour",
      labels: ["region", "cost_service", "team"],
      expr: "sum by (region, cost_service, team) (rate(azora_cost_usd_total[3h])) * 3600",
      help: "the same by service and team",
    },
    {
      record: perRequest,
      labels: ["region"],
      expr: "region:cost_usd:per_hour / (avg_over_time(region:requests:rate5m[1h]) * 3600)",
      help: "dollars a request",
    },
    {
      record: score,
      labels: ["region", "framework"],
      expr: 'sum by (region, framework) (azora_compliance_controls{result="met"}) / sum by (region, framework) (azora_compliance_controls)',
      help: "share of a framework's controls that are met",
    },
  ],
  alerts: [
    {
      alert: "RequestsCostTooMuch",
      severity: "warning",
      service: "cost",
      expr: perRequest,
      threshold: { is: ">", value: slo.costPerRequestUsdMax, unit: "usd" },
      forMinutes: 180,
      summary: "{{ $labels.region }}: a request costs {{ $value | humanize }} dollars",
      description: `For three hours more than the ${slo.costPerRequestUsdMax} that are promised: too many machines for so few requests, or a bill that nobody expected.`,
      runbook: "alerts",
      dashboard: "cost",
    },
    {
      alert: "ControlNotMet",
      severity: "warning",
      service: "compliance",
      expr: score,
      threshold: { is: "<", value: 1, unit: "ratio" },
      forMinutes: 60,
      summary: "{{ $labels.region }}: {{ $labels.framework }} is met to {{ $value | humanizePercentage }}",
      description: "A control's last check did not hold.",
      runbook: "alerts",
      dashboard: "compliance",
    },
  ],
};
