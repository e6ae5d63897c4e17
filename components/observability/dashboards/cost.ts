/** What is spent, on what, and what of it is not used. */
import { colourLimits, dashboardView } from "../../facts/dashboards";
import { hoursPerDay } from "../../facts/days";
import { costTargets, slo } from "../../facts/promises";
import type { DashboardData } from "./panel";
import { anyRegion, inRegion } from "./variables";

const top = dashboardView.seriesMax;
const monthHours = (365 * hoursPerDay) / 12;
const spot = costTargets.spotSharePercentMin / 100;

export const cost: DashboardData = {
  title: "Cost",
  description:
    "What a region spends, who spends it, what a request costs, and what is paid for and not used.",
  variables: [anyRegion],
  runbooks: ["alerts"],
  rows: [
    {
      title: "What is spent",
      panels: [
        {
          kind: "timeseries",
          title: "Dollars an hour",
          description:
            "As the hour's bill says; a step that no deployment explains is worth a question the same day.",
          queries: [{ kind: "promql", expr: `region:cost_usd:per_hour{${inRegion}}`, legend: "{{region}}" }],
          unit: "usd",
          links: [{ to: "anomalies", with: { region: "region" } }],
        },
        {
          kind: "timeseries",
          title: "Dollars a request",
          description:
            "Above the line a promise is broken: too many machines for so few requests, or a bill that nobody expected.",
          queries: [
            {
              kind: "promql",
              expr: `region:cost_per_request_usd:avg1h{${inRegion}}`,
              legend: "{{region}}",
            },
          ],
          unit: "usd",
          limits: { worse: "above", warning: slo.costPerRequestUsdMax },
          links: [
            { to: "region", with: { region: "region" } },
            { runbook: "alerts", alert: "RequestsCostTooMuch" },
          ],
        },
        {
          kind: "stat",
          title: "A month at the last day's pace",
          description: "Dollars; compare with the stack's budget, which mails whoever owns it.",
          queries: [
            {
              kind: "promql",
              expr: `avg_over_time(region:cost_usd:per_hour{${inRegion}}[1d]) * ${monthHours}`,
              legend: "{{region}}",
            },
          ],
          unit: "usd",
        },
      ],
    },
    {
      title: "Who spends it",
      across: 2,
      panels: [
        {
          kind: "timeseries",
          title: "Dollars an hour by service",
          description: "Those that cost most; one that grows while its requests do not is where to begin.",
          queries: [
            {
              kind: "promql",
              expr: `topk(${top}, sum by (region, cost_service) (service:cost_usd:per_hour{${inRegion}}))`,
              legend: "{{region}} {{cost_service}}",
            },
          ],
          unit: "usd",
          links: [{ to: "service", with: { region: "region", service: "cost_service" } }],
        },
        {
          kind: "timeseries",
          title: "Dollars an hour by team",
          description: "Whom to ask.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, team) (service:cost_usd:per_hour{${inRegion}})`,
              legend: "{{region}} {{team}}",
            },
          ],
          unit: "usd",
        },
        {
          kind: "table",
          title: "What grew most against last week",
          description:
            "Dollars an hour more than at this hour a week ago, by service and team; the first explains the step.",
          queries: [
            {
              kind: "promql",
              expr: `topk(${top}, service:cost_usd:per_hour{${inRegion}} - service:cost_usd:per_hour{${inRegion}} offset 1w)`,
              legend: "more",
            },
          ],
          unit: "usd",
          links: [{ to: "service", with: { region: "region", service: "cost_service" } }],
        },
        {
          kind: "timeseries",
          title: "Nodes by pool",
          description: "Dollars an hour of each pool's nodes, by Karpenter's own price list.",
          queries: [
            {
              kind: "promql",
              expr: `max by (region, nodepool) (karpenter_nodepools_cost_total{${inRegion}})`,
              legend: "{{region}} {{nodepool}}",
            },
          ],
          unit: "usd",
          links: [{ to: "kubernetes", with: { region: "region" } }],
        },
      ],
    },
    {
      title: "What is not used",
      across: 2,
      panels: [
        {
          kind: "timeseries",
          title: "Spot's share of nodes",
          description: "By price; below the line less is saved than is meant to be.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region) (node_total_hourly_cost{${inRegion}} * on (region, exported_node) group_left () (max by (region, exported_node) (kubecost_node_is_spot{${inRegion}}) == 1)) / sum by (region) (node_total_hourly_cost{${inRegion}})`,
              legend: "{{region}}",
            },
          ],
          unit: "ratio",
          limits: { worse: "below", warning: spot },
          links: [{ to: "kubernetes", with: { region: "region" } }],
        },
        {
          kind: "timeseries",
          title: "CPU in use, of what nodes have",
          description:
            "Low for days means that pools are too large, or that pods ask for more than they use.",
          queries: [{ kind: "promql", expr: `region:cpu_used:ratio5m{${inRegion}}`, legend: "{{region}}" }],
          unit: "ratio",
          limits: { worse: "above", ...colourLimits.shareOfLimit },
          links: [{ to: "kubernetes", with: { region: "region" } }],
        },
        {
          kind: "table",
          title: "CPU that is asked for and not used",
          description: "Cores by namespace, over a day; lower what its pods request.",
          queries: [
            {
              kind: "promql",
              expr: `topk(${top}, sum by (region, namespace) (kube_pod_container_resource_requests{${inRegion},resource="cpu"}) - sum by (region, namespace) (rate(container_cpu_usage_seconds_total{${inRegion},container!=""}[1d])))`,
              legend: "cores",
            },
          ],
          links: [{ to: "kubernetes", with: { region: "region", namespace: "namespace" } }],
        },
        {
          kind: "timeseries",
          title: "Bytes that leave by gateways",
          description:
            "Sum of each period by NAT gateway; each gigabyte is paid for, and endpoints take what goes to AWS.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region) (max without (pod, instance) (aws_natgateway_bytes_out_to_destination_sum{${inRegion}}))`,
              legend: "{{region}}, internet",
            },
            {
              kind: "promql",
              expr: `sum by (region) (max without (pod, instance) (aws_transitgateway_bytes_out_sum{${inRegion}}))`,
              legend: "{{region}}, other regions",
            },
          ],
          unit: "bytes",
          links: [
            { to: "cloud", with: { region: "region" } },
            { to: "mesh", with: { region: "region" } },
          ],
        },
      ],
    },
  ],
};
