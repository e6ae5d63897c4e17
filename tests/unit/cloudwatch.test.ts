/** What is asked of CloudWatch, and what it is called: a name that is wrong is found nowhere, and nobody is told. */
import fc from "fast-check";
import { cloudwatchJobs, cloudwatchUsdPerMonth, type CloudwatchJob } from "../../components/facts/cloudwatch";
import {
  cloudwatchConfig,
  cloudwatchSeries,
  exporterFiles,
  seriesName,
} from "../../components/observability";

const [nat] = cloudwatchJobs;
if (nat === undefined) throw new Error("nothing is asked");
const wrong = (departure: Partial<CloudwatchJob>) => () => cloudwatchSeries([{ ...nat, ...departure }]);

describe("names", () => {
  // Made by the exporter's own BuildMetricName, v0.67.0.
  test.each([
    [
      "AWS/SQS",
      "ApproximateAgeOfOldestMessage",
      "Maximum",
      "aws_sqs_approximate_age_of_oldest_message_maximum",
    ],
    ["AWS/NetworkELB", "UnHealthyHostCount", "Maximum", "aws_networkelb_un_healthy_host_count_maximum"],
    ["AWS/S3", "ReplicationLatency", "Maximum", "aws_s3_replication_latency_maximum"],
    ["Azora/Recovery", "HoursSinceSuccess", "Maximum", "aws_azora_recovery_hours_since_success_maximum"],
    // What repeats the namespace is left out, as the exporter does it.
    ["Glue", "glue.driver.aggregate.bytesRead", "Average", "aws_glue_driver_aggregate_bytes_read_average"],
    ["/aws/sagemaker/TrainingJobs", "CPUUtilization", "p99", "aws_sagemaker_trainingjobs_cpuutilization_p99"],
    ["AWS/EC2", "EBSIOBalance%", "Sum", "aws_ec2_ebsiobalance_percent_sum"],
  ])("%s %s", (namespace, metric, statistic, series) => {
    expect(seriesName(namespace, metric, statistic)).toBe(series);
  });

  test("any name becomes one that Prometheus takes", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z][A-Za-z0-9./: -]*$/), (metric) => {
        expect(seriesName("AWS/SQS", metric, "Sum")).toMatch(/^aws_[a-z0-9_]+$/);
      }),
    );
  });

  test("the catalogue has just what is asked, with its labels", () => {
    const file = exporterFiles().find(({ exporter }) => exporter === "cloudwatch");
    const kept = Object.entries(file?.metrics ?? {}).filter(([name]) => name.startsWith("aws_"));
    expect(Object.fromEntries(kept.map(([name, { labels }]) => [name, [...labels].sort()]))).toEqual(
      Object.fromEntries(cloudwatchSeries().map(({ series, labels }) => [series, [...labels].sort()])),
    );
  });
});

describe("jobs", () => {
  test("are called differently", () => {
    const names = cloudwatchJobs.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const asked = cloudwatchSeries().map(({ namespace, metric }) => `${namespace} ${metric}`);
    expect(new Set(asked).size).toBe(asked.length);
  });

  test.each<[string, Partial<CloudwatchJob>, string]>([
    ["a namespace", { namespace: "AWS/NatGateway" }, "nat-gateways.namespace is"],
    ["a metric", { metrics: ["ErrorPortAllocations"] }, "AWS/NATGateway has ErrorPortAllocation"],
    ["no metric", { metrics: [] }, "one or more"],
    ["dimensions", { dimensions: ["NATGatewayId"] }, "allowed: NatGatewayId"],
    ["no dimensions", { dimensions: [] }, "allowed: NatGatewayId"],
    ["a period that ends between two questions", { periodSeconds: 60 }, "whole times 300"],
    ["a window shorter than a period", { lengthSeconds: 60 }, "whole periods"],
    ["a delay that lies across two periods", { delaySeconds: 120 }, "none, or whole periods"],
  ])("with %s that CloudWatch has not are refused", (_, departure, says) => {
    expect(wrong(departure)).toThrow(says);
  });

  test("are configured as the exporter reads them", () => {
    const config = cloudwatchConfig("af-south-1") as {
      customNamespace: readonly Record<string, unknown>[];
    };
    expect(Object.keys(config)).toEqual(["apiVersion", "sts-region", "customNamespace"]);
    expect(config.customNamespace[0]).toEqual({
      name: "nat-gateways",
      namespace: "AWS/NATGateway",
      regions: ["af-south-1"],
      dimensionNameRequirements: ["NatGatewayId"],
      recentlyActiveOnly: true,
      delay: 300,
      metrics: ["ErrorPortAllocation", "BytesOutToDestination"].map((name) => ({
        name,
        statistics: ["Sum"],
        period: 300,
        length: 300,
        nilToZero: true,
      })),
    });
    // Silence about pods that are well is no zero of them.
    expect(JSON.stringify(config)).toContain(
      '{"name":"HealthyHostCount","statistics":["Minimum"],"period":300,"length":300,"nilToZero":false}',
    );
  });

  test("cost some dollars a month", () => {
    expect(cloudwatchUsdPerMonth(60)).toBeCloseTo(5.184);
  });
});
