import { watchedJobs, type WatchedJobs } from "../../components/facts/backupVaults";
import { storeTags } from "./stores";
import { unknown, type Fixture } from "./rules";

/** What AWS Backup has of europe, small: as a preview shows it, where vaults are named by their outputs. */

const account = "111122223333";

export const arnOf = (awsRegion: string, name: string): string =>
  `arn:aws:backup:${awsRegion}:${account}:backup-vault:${name}`;

export const vault = (name: string): Fixture => ({
  type: "aws:backup/vault:Vault",
  name,
  protect: true,
  props: { name: `azora-europe-${name}`, forceDestroy: false, tags: storeTags("internal") },
});

/** Something that sets up a vault, whose name is not known yet. */
export const setsUp = (type: string, of: string, props: object): Fixture => ({
  type: `aws:backup/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`,
  name: `${of}-${type}`,
  props: { backupVaultName: unknown, ...props },
  from: { backupVaultName: [of] },
});

const copyAction = (awsRegion: string, name: string): object => ({
  destinationVaultArn: arnOf(awsRegion, name),
  lifecycle: { deleteAfter: 30 },
});

/** Every night, to americas and to the air-gapped vault. */
export const plan: Fixture = {
  type: "aws:backup/plan:Plan",
  name: "daily",
  props: {
    name: "azora-europe-daily",
    rules: [
      {
        ruleName: "daily",
        targetVaultName: unknown,
        schedule: "cron(0 1 * * ? *)",
        startWindow: 60,
        completionWindow: 360,
        lifecycle: { deleteAfter: 30 },
        copyActions: [
          copyAction("sa-east-1", "azora-americas-copies"),
          copyAction("eu-central-1", "azora-europe-air-gapped"),
        ],
      },
    ],
  },
  from: { rules: ["backups"] },
};

const periodSeconds = 21_600;

/** The alarm on one kind of jobs of the vault `azora-europe-backups`. */
function jobAlarm({ metricName, missedAfterHours }: WatchedJobs): Fixture {
  return {
    type: "aws:cloudwatch/metricAlarm:MetricAlarm",
    name: metricName,
    props: {
      namespace: "AWS/Backup",
      metricName,
      statistic: "Sum",
      period: periodSeconds,
      ...(missedAfterHours === undefined
        ? {
            comparisonOperator: "GreaterThanThreshold",
            threshold: 0,
            evaluationPeriods: 1,
            treatMissingData: "notBreaching",
          }
        : {
            comparisonOperator: "LessThanThreshold",
            threshold: 1,
            evaluationPeriods: (missedAfterHours * 3600) / periodSeconds,
            treatMissingData: "breaching",
          }),
      dimensions: { BackupVaultName: "azora-europe-backups" },
      alarmActions: [`arn:aws:sns:eu-central-1:${account}:azora-europe-alerts`],
    },
  };
}

export const jobAlarms: readonly Fixture[] = watchedJobs.map(jobAlarm);
