import type * as aws from "@pulumi/aws";
import { resourcePolicy, isPlanObject, alike, list, none, object, tags, to, value } from "../fields";
import { row, type Entry } from "../rows";

type Alarm = aws.cloudwatch.MetricAlarmArgs;
type Query = aws.types.input.cloudwatch.MetricAlarmMetricQuery;
type Metric = aws.types.input.cloudwatch.MetricAlarmMetricQueryMetric;

/** A map of dimensions as a list of `Name` and `Value`. */
const dimensions = value(
  (from) => (isPlanObject(from) ? Object.entries(from).map(([Name, Value]) => ({ Name, Value })) : from),
  [
    ["*", "Name"],
    ["*", "Value"],
  ],
);

const metric = object<Metric>({
  dimensions: to("Metric.Dimensions", dimensions),
  metricName: "Metric.MetricName",
  namespace: "Metric.Namespace",
  ...alike<Metric>("period", "stat", "unit"),
});

export const logs: readonly Entry[] = [
  row<aws.cloudwatch.LogGroupArgs>("aws:cloudwatch/logGroup:LogGroup", "AWS::Logs::LogGroup", {
    ...alike<aws.cloudwatch.LogGroupArgs>(
      "deletionProtectionEnabled",
      "kmsKeyId",
      "logGroupClass",
      "retentionInDays",
    ),
    name: "LogGroupName",
    tags: to("Tags", tags),
    namePrefix: none("auto-naming"),
    skipDestroy: none("how Pulumi deletes"),
  }),
  row<aws.cloudwatch.LogResourcePolicyArgs>(
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    "AWS::Logs::ResourcePolicy",
    {
      policyName: "PolicyName",
      policyDocument: to("PolicyDocument", resourcePolicy),
      resourceArn: none("not in CloudFormation"),
    },
    { PolicyName: "of-a-resource" },
  ),
  row<aws.cloudwatch.LogSubscriptionFilterArgs>(
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
    "AWS::Logs::SubscriptionFilter",
    {
      ...alike<aws.cloudwatch.LogSubscriptionFilterArgs>(
        "destinationArn",
        "distribution",
        "filterPattern",
        "roleArn",
      ),
      logGroup: "LogGroupName",
      name: "FilterName",
    },
  ),
  row<aws.cloudwatch.LogMetricFilterArgs>(
    "aws:cloudwatch/logMetricFilter:LogMetricFilter",
    "AWS::Logs::MetricFilter",
    {
      name: "FilterName",
      logGroupName: "LogGroupName",
      pattern: "FilterPattern",
      metricTransformation: to(
        "MetricTransformations[]",
        object<aws.types.input.cloudwatch.LogMetricFilterMetricTransformation>({
          name: "MetricName",
          namespace: "MetricNamespace",
          value: "MetricValue",
          unit: "Unit",
          defaultValue: "DefaultValue",
        }),
      ),
    },
  ),
  row<Alarm>("aws:cloudwatch/metricAlarm:MetricAlarm", "AWS::CloudWatch::Alarm", {
    ...alike<Alarm>(
      "actionsEnabled",
      "alarmActions",
      "alarmDescription",
      "comparisonOperator",
      "datapointsToAlarm",
      "evaluationInterval",
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
    evaluateLowSampleCountPercentiles: "EvaluateLowSampleCountPercentile",
    dimensions: to("Dimensions", dimensions),
    metricQueries: to(
      "Metrics",
      list(
        object<Query>({
          ...alike<Query>("accountId", "expression", "id", "label", "period", "returnData"),
          metric: to("MetricStat", metric),
        }),
      ),
    ),
    tags: to("Tags", tags),
  }),
];
