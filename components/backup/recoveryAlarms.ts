import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { ageHoursMax, recoveryMetrics, type Watched } from "../facts/rehearsals";
import type { RegionContext } from "../shared";

interface RecoveryAlarmsArgs {
  readonly context: RegionContext;
  readonly alertTopicArn: pulumi.Input<string>;
}

const says: Readonly<Record<Watched, string>> = {
  backup: "a repository of a database group has no new backup",
  objects: "the cluster's objects have no new backup",
  trial: "a group's backups were not restored and found whole",
  test: "the monthly recovery test has not held",
  evacuation: "the quarterly evacuation has not held",
};

/**
 * Tells people when the newest success of anything that recovery rests on is too old, and when nobody says how old it is: a schedule
 * that is gone fails no job. Costs to run: a monthly charge an alarm, and one for each number that is told.
 */
export class RecoveryAlarms extends pulumi.ComponentResource {
  readonly alarmArns: pulumi.Output<string[]>;

  constructor(
    name: string,
    { context, alertTopicArn }: RecoveryAlarmsArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super("azora:backup:RecoveryAlarms", name, {}, opts);
    const alarms = Object.entries(ageHoursMax).map(([kind, hours]) => {
      const alarmName = context.name(`recovery-${kind}`);
      return new aws.cloudwatch.MetricAlarm(
        `${name}-${kind}`,
        {
          name: alarmName,
          alarmDescription: `${context.region.name}: ${says[kind as Watched]} for ${hours} hours, or nobody says (docs/recovery.md)`,
          namespace: recoveryMetrics.namespace,
          metricName: recoveryMetrics.age,
          dimensions: { Region: context.region.name, Kind: kind },
          statistic: "Maximum",
          period: recoveryMetrics.everyHours * 3600,
          evaluationPeriods: recoveryMetrics.silentHours / recoveryMetrics.everyHours,
          comparisonOperator: "GreaterThanThreshold",
          threshold: hours,
          treatMissingData: "breaching",
          alarmActions: [alertTopicArn],
          okActions: [alertTopicArn],
          tags: context.tags({ service: "backup", name: alarmName }),
        },
        { parent: this },
      );
    });
    this.alarmArns = pulumi.output(alarms.map(({ arn }) => arn));
    this.registerOutputs({ alarmArns: this.alarmArns });
  }
}
