import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { deliveryNames } from "../facts/delivery";
import { bucketPurpose, replicationAlarms, type BucketPurpose } from "../facts/objects";
import { regionNamed } from "../facts/regions";
import type { RegionContext } from "../shared";
import type { CopyRule } from "./copyRule";

interface ReplicationAlarmsArgs {
  /** The region of the source. */
  readonly context: RegionContext;
  readonly purpose: BucketPurpose;
  readonly rule: Pick<CopyRule, "id" | "to" | "bucketArn" | "alertTopicArn">;
  /** Topic in the source's region. */
  readonly alertTopicArn: pulumi.Input<string>;
}

interface Watched {
  readonly label: string;
  readonly metricName: string;
  readonly statistic: "Maximum" | "Sum";
  readonly threshold: number;
  readonly says: string;
  /** S3 tells what waits also while nothing is copied: silence means that the target or the rule is gone. */
  readonly treatMissingData: "notBreaching" | "breaching";
  readonly at: "source" | "target";
}

const watched: readonly Watched[] = [
  {
    label: "lag",
    metricName: "ReplicationLatency",
    statistic: "Maximum",
    threshold: replicationAlarms.lagSecondsMax,
    says: "copies are older than the recovery point allows",
    treatMissingData: "notBreaching",
    at: "target",
  },
  {
    label: "pending",
    metricName: "BytesPendingReplication",
    statistic: "Maximum",
    threshold: replicationAlarms.pendingBytesMax,
    says: "more waits than can be copied within the recovery point, or nothing is copied at all",
    treatMissingData: "breaching",
    at: "target",
  },
  {
    label: "failed",
    metricName: "OperationsFailedReplication",
    statistic: "Sum",
    threshold: replicationAlarms.failedOperationsMax,
    says: "objects were not copied, and are not tried again: repair the cause, then run S3 Batch Replication",
    treatMissingData: "notBreaching",
    at: "source",
  },
];

/**
 * Tells people when one rule's copies lag, wait or fail: S3 measures lag and what waits in the copy's region, failures in the
 * source's. Runs: a monthly charge an alarm.
 */
export class ReplicationAlarms extends pulumi.ComponentResource {
  readonly alarmArns: pulumi.Output<string[]>;

  constructor(name: string, args: ReplicationAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:storage:ReplicationAlarms", name, {}, opts);
    const { context, purpose, rule } = args;
    const { dataClass } = bucketPurpose(purpose);
    const alarms = watched.map(({ label, at, says, ...measured }) => {
      const alarmName = `${deliveryNames.copierPrefix}${purpose}-${rule.id}-${label}`;
      const place =
        at === "source"
          ? { awsRegion: context.region.awsRegion, topicArn: args.alertTopicArn }
          : { awsRegion: regionNamed(rule.to).awsRegion, topicArn: rule.alertTopicArn };
      const { period, evaluationPeriods } = {
        period: replicationAlarms.periodSeconds,
        evaluationPeriods: label === "failed" ? 1 : replicationAlarms.periods,
      };
      return new aws.cloudwatch.MetricAlarm(
        `${name}-${label}`,
        {
          region: place.awsRegion,
          name: alarmName,
          alarmDescription: `${context.region.name} to ${rule.to}, ${purpose}: ${says}`,
          namespace: "AWS/S3",
          ...measured,
          comparisonOperator: "GreaterThanThreshold",
          period,
          evaluationPeriods,
          dimensions: {
            SourceBucket: context.bucketName(purpose),
            DestinationBucket: rule.bucketArn.split(":").at(-1) ?? "",
            RuleId: rule.id,
          },
          alarmActions: [place.topicArn],
          okActions: [place.topicArn],
          tags: context.tags({ service: "objects", dataClass, name: alarmName }),
        },
        { parent: this },
      );
    });
    this.alarmArns = pulumi.output(alarms.map(({ arn }) => arn));
    this.registerOutputs({ alarmArns: this.alarmArns });
  }
}
