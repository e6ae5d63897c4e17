/** What only AWS knows: addresses to the internet, entries, the way between regions, warnings about instances. */
import { alertLimits } from "../../facts/alertLimits";
import { cloudwatchEverySeconds } from "../../facts/cloudwatch";
import type { RuleGroup } from "./rule";

/** Three numbers in a row. */
const thrice = (3 * cloudwatchEverySeconds) / 60;

/** What alarms of CloudWatch tell (backups, copies of objects, recovery) is no alert here: it would be told twice. */
export const cloudRules: RuleGroup = {
  name: "cloud",
  alerts: [
    {
      alert: "NatPortsUsedUp",
      severity: "warning",
      service: "network",
      expr: "max by (region, dimension_nat_gateway_id) (aws_natgateway_error_port_allocation_sum) > 0",
      forMinutes: 5,
      summary:
        "{{ $labels.region }}: {{ $labels.dimension_nat_gateway_id }} refuses connections to the internet",
      description:
        "It found no port for {{ $value | humanize }} connections in five minutes: one destination has more of them open than an address can have.",
      runbook: "alerts",
      dashboard: "cloud",
    },
    {
      alert: "EntryTargetsUnhealthy",
      severity: "warning",
      service: "edge",
      expr: "max by (region, dimension_target_group) (aws_networkelb_un_healthy_host_count_maximum or aws_applicationelb_un_healthy_host_count_maximum) > 0",
      forMinutes: thrice,
      summary: "{{ $labels.region }}: the load balancer finds {{ $value }} of the gateway's pods unwell",
      description: "They get no requests ({{ $labels.dimension_target_group }}); the others bear them.",
      runbook: "alerts",
      dashboard: "cloud",
    },
    {
      alert: "PacketsWithoutRoute",
      severity: "warning",
      service: "network",
      expr: "sum by (region, dimension_transit_gateway_attachment) (max without (pod, instance) (aws_transitgateway_packet_drop_count_no_route_sum) + max without (pod, instance) (aws_transitgateway_packet_drop_count_blackhole_sum))",
      threshold: { is: ">", value: alertLimits.packetsWithoutRoute, unit: "count" },
      forMinutes: thrice,
      summary:
        "{{ $labels.region }}: the way between regions drops what comes by {{ $labels.dimension_transit_gateway_attachment }}",
      description:
        "{{ $value | humanize }} packets in five minutes had no route: a peering or its routes are gone, and copies and votes with them.",
      runbook: "alerts",
      dashboard: "cloud",
    },
    {
      alert: "WarningsUnread",
      severity: "warning",
      service: "cluster",
      expr: 'max by (region, dimension_queue_name) (aws_sqs_approximate_age_of_oldest_message_maximum{dimension_queue_name=~".+-karpenter-interruption"})',
      threshold: { is: ">", value: alertLimits.warningWaitSeconds, unit: "seconds" },
      forMinutes: 5,
      summary:
        "{{ $labels.region }}: nobody reads AWS' warnings about instances for {{ $value | humanizeDuration }}",
      description:
        "Karpenter does not, or may not: a spot instance goes with its pods on it, and a failing one stays.",
      runbook: "alerts",
      dashboard: "cloud",
    },
    {
      alert: "CloudwatchFails",
      severity: "warning",
      service: "observability",
      expr: "sum by (region, api_name) (increase(yace_cloudwatch_request_errors[15m])) > 0",
      forMinutes: thrice,
      summary: "{{ $labels.region }}: CloudWatch refuses {{ $labels.api_name }}",
      description:
        "{{ $value | humanize }} calls failed in a quarter of an hour; what they ask is not known.",
      runbook: "alerts",
      dashboard: "cloud",
    },
    {
      alert: "CloudwatchNotAsked",
      severity: "warning",
      service: "observability",
      // Who may not say who it is asks nothing, and counts no error.
      expr: "sum by (region) (increase(yace_cloudwatch_getmetricdata_metrics_requested_total[20m])) == 0",
      forMinutes: 10,
      summary: "{{ $labels.region }}: CloudWatch is asked nothing",
      description:
        "The exporter runs and gets no credentials, or finds no numbers: alerts of what AWS does would not come.",
      runbook: "alerts",
      dashboard: "cloud",
    },
  ],
};
