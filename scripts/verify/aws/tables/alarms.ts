import type * as aws from "@pulumi/aws";
import { alike, none, tags, to, value } from "../fields";
import { row, type Entry } from "../rows";

type Alarm = aws.cloudwatch.MetricAlarmArgs;

/** A map as the list of names and values that CloudFormation takes. */
const dimensions = value((map) =>
  Object.entries(map as Readonly<Record<string, string>>).map(([Name, Value]) => ({ Name, Value })),
);

export const alarms: readonly Entry[] = [
  row<Alarm>("aws:cloudwatch/metricAlarm:MetricAlarm", "AWS::CloudWatch::Alarm", {
    ...alike<Alarm>(
      "actionsEnabled",
      "alarmActions",
      "alarmDescription",
      "comparisonOperator",
      "datapointsToAlarm",
      "evaluationPeriods",
      "extendedStatistic",
      "insufficientDataActions",
      "metricName",
      "namespace",
      "period",
      "statistic",
      "threshold",
      "thresholdMetricId",
      "treatMissingData",
      "unit",
    ),
    name: "AlarmName",
    okActions: "OKActions",
    dimensions: to("Dimensions", dimensions),
    tags: to("Tags", tags),
    evaluateLowSampleCountPercentiles: "EvaluateLowSampleCountPercentile",
    evaluationCriteria: none("an alarm on one metric has none"),
    evaluationInterval: none("an alarm on one metric has none"),
    metricQueries: none("alarms of the platform name one metric"),
    warmUpConfiguration: none("not in CloudFormation"),
  }),
];
