/** What the exporter of CloudWatch is told, and how it names what it tells; pure. */
import {
  cloudwatchEverySeconds,
  cloudwatchJobs,
  cloudwatchNamespaces,
  type CloudwatchJob,
  type CloudwatchStatistic,
} from "../../facts/cloudwatch";
import { check } from "../../shared";

/** A metric, and what its series are called. */
export interface CloudwatchSeries {
  readonly namespace: string;
  readonly metric: string;
  readonly statistic: CloudwatchStatistic;
  readonly series: string;
  readonly labels: readonly string[];
}

/** A name in the exporter's words (`PromString` in its pkg/promutil/prometheus.go). @example snakeCase("UnHealthyHostCount") // "un_healthy_host_count" */
function snakeCase(text: string): string {
  return text
    .replace(/(?<=[\p{Ll}\d])(?=\p{Lu})/gu, "_")
    .replace(/[ ,\t/\\.:=@<>()“-]/g, "_")
    .replaceAll("%", "_percent")
    .toLowerCase();
}

/**
 * What the exporter calls a metric: its rule to the letter (`BuildMetricName` in pkg/promutil/migrate.go, v0.67.0), which leaves out what a
 * name repeats of its namespace.
 * @example seriesName("AWS/SQS", "ApproximateAgeOfOldestMessage", "Maximum") // "aws_sqs_approximate_age_of_oldest_message_maximum"
 */
export function seriesName(namespace: string, metric: string, statistic: string): string {
  const space = snakeCase(namespace.replace(/^\//, "").toLowerCase());
  const name = snakeCase(metric);
  let skip = 0;
  for (const part of space.split("_")) if (name.slice(skip).startsWith(part)) skip = part.length;
  const rest = name.slice(skip).replace(/^_/, "");
  return `${space.startsWith("aws") ? "" : "aws_"}${space}_${rest}_${snakeCase(statistic)}`;
}

/**
 * Every job's statistic is the one that tells something.
 * @throws InvalidValueError with the job's name, what it says and what is known.
 */
export function cloudwatchSeries(
  jobs: readonly CloudwatchJob[] = cloudwatchJobs,
): readonly CloudwatchSeries[] {
  return jobs.flatMap((job) => {
    const { name, namespace, dimensions, metrics, periodSeconds, lengthSeconds, delaySeconds } = job;
    const known = cloudwatchNamespaces[namespace];
    check(known !== undefined, `${name}.namespace`, namespace, Object.keys(cloudwatchNamespaces).join(", "));
    const sets = known.dimensions.map((set) => set.join(", "));
    check(sets.includes(dimensions.join(", ")), `${name}.dimensions`, dimensions, sets.join("; "));
    check(metrics.length > 0, `${name}.metrics`, metrics, "one or more");
    check(
      periodSeconds >= 60 && periodSeconds % 60 === 0 && periodSeconds % cloudwatchEverySeconds === 0,
      `${name}.periodSeconds`,
      periodSeconds,
      `whole times ${cloudwatchEverySeconds}, which is how often it is asked`,
    );
    check(
      lengthSeconds > 0 && lengthSeconds % periodSeconds === 0,
      `${name}.lengthSeconds`,
      lengthSeconds,
      "whole periods",
    );
    check(
      delaySeconds >= 0 && delaySeconds % periodSeconds === 0,
      `${name}.delaySeconds`,
      delaySeconds,
      "none, or whole periods",
    );
    return metrics.map((metric) => {
      const statistic = known.metrics[metric];
      check(
        statistic !== undefined,
        `${name}.metrics`,
        metric,
        `${namespace} has ${Object.keys(known.metrics).join(", ")}`,
      );
      return {
        namespace,
        metric,
        statistic,
        series: seriesName(namespace, metric, statistic),
        labels: [
          "account_id",
          "region",
          "name",
          ...dimensions.map((dimension) => `dimension_${snakeCase(dimension)}`),
        ],
      };
    });
  });
}

/**
 * The exporter's configuration. Every job is of its kind `customNamespace`, which takes namespaces of AWS as well: it finds numbers by what
 * CloudWatch lists, asks nobody for tags, and leaves out none whose dimensions are not a resource's name.
 * @throws InvalidValueError where a job names what CloudWatch does not have.
 */
export function cloudwatchConfig(
  awsRegion: string,
  jobs: readonly CloudwatchJob[] = cloudwatchJobs,
): Readonly<Record<string, unknown>> {
  const all = cloudwatchSeries(jobs);
  const statisticOf = (namespace: string, metric: string): CloudwatchStatistic | undefined =>
    all.find((each) => each.namespace === namespace && each.metric === metric)?.statistic;
  return {
    apiVersion: "v1alpha1",
    "sts-region": awsRegion,
    customNamespace: jobs.map((job) => ({
      name: job.name,
      namespace: job.namespace,
      regions: [awsRegion],
      dimensionNameRequirements: [...job.dimensions],
      recentlyActiveOnly: job.recentOnly,
      // Of a metric itself it is read, and does nothing.
      delay: job.delaySeconds,
      metrics: job.metrics.map((metric) => {
        const statistic = statisticOf(job.namespace, metric);
        return {
          name: metric,
          statistics: [statistic],
          period: job.periodSeconds,
          length: job.lengthSeconds,
          // Of a sum silence is none; of anything else it is not known, and no number.
          nilToZero: statistic === "Sum",
        };
      }),
    })),
  };
}
