import { watchedJobs } from "../../../../components/facts/backupVaults";
import { rule } from "../../../../policies/compliance/rules/backupJobsWatched";
import { jobAlarms, plan, vault } from "../../../support/backupFixtures";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import { absent, type RuleCases } from "../../../support/rules";

const [vaultAt, planAt, alarmsAt] = [0, 1, 2];
const at = (label: string): number => alarmsAt + watchedJobs.findIndex((jobs) => jobs.label === label);
const [failed, missed] = [at("backup-failed"), at("backup-missed")];
const gone = (metricName: string) => ({
  path: "",
  found: `no alarm on ${metricName} of azora-europe-backups`,
});

export const cases: RuleCases = {
  rule,
  fixtures: [
    vault("backups"),
    plan,
    ...jobAlarms,
    // Another service's alarm is none of this rule's.
    {
      type: "aws:cloudwatch/metricAlarm:MetricAlarm",
      name: "other",
      props: { namespace: "AWS/S3", metricName: "NumberOfBackupJobsFailed", threshold: 5 },
    },
  ],
  mutations: [
    ...watchedJobs.flatMap(({ label, metricName }) => [
      {
        name: `nobody hears of ${label}`,
        resource: at(label),
        path: "metricName",
        to: "NumberOfRecoveryPointsCold",
        finding: gone(metricName),
      },
      {
        name: `${label} of another vault`,
        resource: at(label),
        path: "dimensions.BackupVaultName",
        to: "Default",
        finding: gone(metricName),
      },
    ]),
    {
      name: "another service's metric",
      resource: failed,
      path: "namespace",
      to: "AWS/EC2",
      finding: gone("NumberOfBackupJobsFailed"),
    },
    {
      name: "a vault of another name",
      resource: vaultAt,
      path: "name",
      to: "azora-europe-other",
      finding: { path: "", found: "no alarm on NumberOfBackupJobsFailed of azora-europe-other" },
    },
    {
      name: "a plan into a vault of no stack",
      resource: planAt,
      path: "@from.rules",
      to: [],
      finding: { path: "rules[0].targetVaultName", state: "undecided" },
    },
    refused("one failure let pass", "threshold", 1, "0", { resource: failed, of: "failed" }),
    refused("no limit", "threshold", absent, "0", { resource: failed, of: "failed" }),
    refused("the other way", "comparisonOperator", "LessThanThreshold", "GreaterThanThreshold", {
      resource: failed,
      of: "failed",
    }),
    refused("an average", "statistic", "Average", "Sum", { resource: failed, of: "failed" }),
    refused("nobody told", "alarmActions", [], "a topic", { resource: failed, of: "failed" }),
    refused("switched off", "actionsEnabled", false, "true", { resource: failed, of: "failed" }),
    refused("silence taken as well", "treatMissingData", "notBreaching", "breaching", {
      resource: missed,
      of: "missed",
    }),
    refused("silence that says nothing", "treatMissingData", absent, "breaching", {
      resource: missed,
      of: "missed",
    }),
    refused("more than one asked for", "threshold", 2, "1", { resource: missed, of: "missed" }),
    refused("told of what ran", "comparisonOperator", "GreaterThanThreshold", "LessThanThreshold", {
      resource: missed,
      of: "missed",
    }),
    refused("told six hours later", "evaluationPeriods", 6, "as many periods as fit into 30 h", {
      resource: missed,
      of: "missed",
    }),
    refused("longer periods", "period", 21_601, "as many periods as fit into 30 h", {
      resource: missed,
      at: "evaluationPeriods",
      found: "5",
    }),
    ...allUndecided(
      [
        "threshold",
        "comparisonOperator",
        "treatMissingData",
        "statistic",
        "evaluationPeriods",
        "period",
        "alarmActions",
        "namespace",
        "metricName",
      ],
      { resource: missed, of: "missed" },
    ),
    undecided("dimensions", { resource: missed, at: "dimensions.BackupVaultName" }),
  ],
};
