/** What AWS carries for a region, as CloudWatch tells it some ten minutes later. */
import { alertLimits } from "../../facts/alertLimits";
import { cloudwatchEverySeconds } from "../../facts/cloudwatch";
import type { DashboardData } from "./panel";
import { anyRegion, inRegion } from "./variables";

const perSecond = `/ ${cloudwatchEverySeconds}`;

export const cloud: DashboardData = {
  title: "AWS",
  description:
    "Entries, gateways and ways as AWS sees them, ten minutes ago; alarms of CloudWatch do not wait.",
  variables: [anyRegion],
  runbooks: ["alerts"],
  rows: [
    {
      title: "What AWS carries, ten minutes ago",
      across: 2,
      panels: [
        {
          kind: "timeseries",
          title: "Pods of the entry, as load balancers see them",
          description: "Well and unwell, by target group; those that are unwell get no requests.",
          queries: [
            {
              kind: "promql",
              expr: `max by (region, dimension_target_group) (aws_networkelb_un_healthy_host_count_maximum{${inRegion}} or aws_applicationelb_un_healthy_host_count_maximum{${inRegion}})`,
              legend: "unwell, {{dimension_target_group}}",
            },
            {
              kind: "promql",
              expr: `max by (region, dimension_target_group) (aws_networkelb_healthy_host_count_minimum{${inRegion}} or aws_applicationelb_healthy_host_count_minimum{${inRegion}})`,
              legend: "well, {{dimension_target_group}}",
            },
          ],
          links: [
            { to: "kubernetes", with: { region: "region" } },
            { runbook: "alerts", alert: "EntryTargetsUnhealthy" },
          ],
        },
        {
          kind: "timeseries",
          title: "What goes to the internet and between regions",
          description: "Bytes a second by NAT gateways, the entry and the way between regions.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region) (max without (pod, instance) (aws_natgateway_bytes_out_to_destination_sum{${inRegion}})) ${perSecond}`,
              legend: "NAT gateways",
            },
            {
              kind: "promql",
              expr: `sum by (region) (max without (pod, instance) (aws_networkelb_processed_bytes_sum{${inRegion}})) ${perSecond}`,
              legend: "entry, both ways",
            },
            {
              kind: "promql",
              expr: `sum by (region) (max without (pod, instance) (aws_transitgateway_bytes_out_sum{${inRegion}})) ${perSecond}`,
              legend: "between regions",
            },
          ],
          unit: "bytesPerSecond",
          links: [{ to: "cost", with: { region: "region" } }],
        },
        {
          kind: "timeseries",
          title: "What AWS drops",
          description:
            "In five minutes: connections without a port, packets between regions without a route; the line is that of packets.",
          queries: [
            {
              kind: "promql",
              expr: `max by (region, dimension_nat_gateway_id) (aws_natgateway_error_port_allocation_sum{${inRegion}})`,
              legend: "no port, {{dimension_nat_gateway_id}}",
            },
            {
              kind: "promql",
              expr: `sum by (region, dimension_transit_gateway_attachment) (max without (pod, instance) (aws_transitgateway_packet_drop_count_no_route_sum{${inRegion}}) + max without (pod, instance) (aws_transitgateway_packet_drop_count_blackhole_sum{${inRegion}}))`,
              legend: "no route, {{dimension_transit_gateway_attachment}}",
            },
          ],
          limits: { worse: "above", warning: alertLimits.packetsWithoutRoute },
          links: [
            { runbook: "alerts", alert: "NatPortsUsedUp" },
            { runbook: "alerts", alert: "PacketsWithoutRoute" },
          ],
        },
        {
          kind: "timeseries",
          title: "Oldest warning that nobody read",
          description:
            "Seconds that AWS' warnings about instances wait for Karpenter; two minutes after one its instance is gone.",
          queries: [
            {
              kind: "promql",
              expr: `max by (region, dimension_queue_name) (aws_sqs_approximate_age_of_oldest_message_maximum{${inRegion}})`,
              legend: "{{dimension_queue_name}}",
            },
          ],
          unit: "seconds",
          limits: { worse: "above", warning: alertLimits.warningWaitSeconds },
          links: [
            { to: "kubernetes", with: { region: "region" } },
            { runbook: "alerts", alert: "WarningsUnread" },
          ],
        },
      ],
    },
    {
      title: "Whether it is known",
      across: 2,
      panels: [
        {
          kind: "timeseries",
          title: "Numbers that are asked",
          description: "In twenty minutes, which is what AWS bills; of none at all nothing above is known.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region) (increase(yace_cloudwatch_getmetricdata_metrics_requested_total{${inRegion}}[20m]))`,
              legend: "{{region}}",
            },
          ],
          links: [
            { to: "cost", with: { region: "region" } },
            { runbook: "alerts", alert: "CloudwatchNotAsked" },
          ],
        },
        {
          kind: "timeseries",
          title: "Calls that CloudWatch refuses",
          description: "In a quarter of an hour, by call; a right is gone, or too much is asked at once.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, api_name) (increase(yace_cloudwatch_request_errors{${inRegion}}[15m]))`,
              legend: "{{region}} {{api_name}}",
            },
          ],
          limits: { worse: "above", warning: 1 },
          links: [
            { to: "logs", with: { region: "region" } },
            { runbook: "alerts", alert: "CloudwatchFails" },
          ],
        },
      ],
    },
  ],
};
