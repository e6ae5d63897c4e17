import { growing, series, steady, type AlertCases } from "./case";

const region = "africa";
const of = (metric: string, labels: Record<string, string>): string =>
  series(metric, { region, pod: "cloudwatch-a", ...labels });
const nat = { dimension_nat_gateway_id: "nat-0a" };
const targets = { dimension_load_balancer: "net/entry/1", dimension_target_group: "targetgroup/https/1" };
const link = { dimension_transit_gateway: "tgw-1", dimension_transit_gateway_attachment: "tgw-attach-1" };
const queue = { dimension_queue_name: "azora-africa-karpenter-interruption" };
const refused = { api_name: "GetMetricData" };
const asked = "yace_cloudwatch_getmetricdata_metrics_requested_total";
const noRoute = "aws_transitgateway_packet_drop_count_no_route_sum";
const blackhole = "aws_transitgateway_packet_drop_count_blackhole_sum";

export const cloudCases: AlertCases = {
  "NatPortsUsedUp warning": {
    fires: { [of("aws_natgateway_error_port_allocation_sum", nat)]: steady(3, 20) },
    // Once, five minutes long, as each number stands.
    quiet: { [of("aws_natgateway_error_port_allocation_sum", nat)]: "0x4 3x4 0x12" },
    at: 15,
    about: { region, ...nat },
  },
  "EntryTargetsUnhealthy warning": {
    fires: { [of("aws_networkelb_un_healthy_host_count_maximum", targets)]: steady(1, 40) },
    // A deployment: each pod is new for some minutes.
    quiet: {
      [of("aws_networkelb_un_healthy_host_count_maximum", targets)]: "0x5 1x9 0x30",
      [of("aws_applicationelb_un_healthy_host_count_maximum", {
        ...targets,
        dimension_target_group: "targetgroup/edge/2",
      })]: steady(0, 40),
    },
    at: 30,
    about: { region, dimension_target_group: "targetgroup/https/1" },
  },
  "PacketsWithoutRoute warning": {
    fires: { [of(noRoute, link)]: steady(90, 40), [of(blackhole, link)]: steady(20, 40) },
    // The exporter moved to another node, and both tell the same for a while.
    quiet: {
      [of(noRoute, link)]: steady(60, 40),
      [of(noRoute, { ...link, pod: "cloudwatch-b" })]: steady(60, 40),
      [of(blackhole, link)]: steady(0, 40),
    },
    at: 30,
    about: { region, dimension_transit_gateway_attachment: "tgw-attach-1" },
  },
  "WarningsUnread warning": {
    fires: { [of("aws_sqs_approximate_age_of_oldest_message_maximum", queue)]: steady(240, 20) },
    quiet: {
      [of("aws_sqs_approximate_age_of_oldest_message_maximum", queue)]: steady(20, 20),
      // Others may take their time.
      [of("aws_sqs_approximate_age_of_oldest_message_maximum", { dimension_queue_name: "orders" })]: steady(
        900,
        20,
      ),
    },
    at: 15,
    about: { region, ...queue },
  },
  "CloudwatchFails warning": {
    fires: { [of("yace_cloudwatch_request_errors", refused)]: growing(1, 50) },
    quiet: { [of("yace_cloudwatch_request_errors", refused)]: "0x5 1x45" },
    at: 40,
    about: { region, api_name: "GetMetricData" },
  },
  "CloudwatchNotAsked warning": {
    fires: { [of(asked, {})]: steady(0, 50) },
    quiet: { [of(asked, {})]: growing(12, 50) },
    at: 40,
    about: { region },
  },
};
