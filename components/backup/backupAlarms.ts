import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { jobPeriodHours, watchedJobs, type WatchedJobs } from "../facts/backupVaults";
import { vaultDataClass } from "../facts/keptVolumes";
import type { RegionContext } from "../shared";

interface BackupAlarmsArgs {
  readonly context: RegionContext;
  /** Name of the vault whose jobs are watched. */
  readonly vaultName: string;
  readonly alertTopicArn: pulumi.Input<string>;
}

/** A count that must not be above none, or one that must not be none for too long: then silence is as bad. */
function limits({
  missedAfterHours,
}: WatchedJobs): Pick<
  aws.cloudwatch.MetricAlarmArgs,
  "comparisonOperator" | "threshold" | "evaluationPeriods" | "treatMissingData"
> {
  return missedAfterHours === undefined
    ? {
        comparisonOperator: "GreaterThanThreshold",
        threshold: 0,
        evaluationPeriods: 1,
        treatMissingData: "notBreaching",
      }
    : {
        comparisonOperator: "LessThanThreshold",
        threshold: 1,
        evaluationPeriods: Math.floor(missedAfterHours / jobPeriodHours),
        treatMissingData: "breaching",
      };
}

/**
 * Tells people of jobs that failed, and of those that never ran: a schedule that is gone, a tag that nobody writes or a role that
 * lost a right fails no job. Runs: a monthly charge an alarm.
 */
export class BackupAlarms extends pulumi.ComponentResource {
  readonly alarmArns: pulumi.Output<string[]>;

  constructor(name: string, args: BackupAlarmsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:backup:BackupAlarms", name, {}, opts);
    const { context, alertTopicArn } = args;
    const alarms = watchedJobs.map((jobs) => {
      const alarmName = context.name(jobs.label);
      return new aws.cloudwatch.MetricAlarm(
        `${name}-${jobs.label}`,
        {
          name: alarmName,
          alarmDescription: `${context.region.name}, AWS Backup: ${jobs.says}`,
          namespace: "AWS/Backup",
          metricName: jobs.metricName,
          statistic: "Sum",
          period: jobPeriodHours * 3600,
          ...limits(jobs),
          dimensions: { BackupVaultName: args.vaultName },
          alarmActions: [alertTopicArn],
          okActions: [alertTopicArn],
          tags: context.tags({ service: "backup", dataClass: vaultDataClass, name: alarmName }),
        },
        { parent: this },
      );
    });
    this.alarmArns = pulumi.output(alarms.map(({ arn }) => arn));
    this.registerOutputs({ alarmArns: this.alarmArns });
  }
}
