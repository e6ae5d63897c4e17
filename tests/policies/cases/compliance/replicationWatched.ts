import { rule } from "../../../../policies/compliance/rules/replicationWatched";
import { allUndecided, refused } from "../../../support/mutationLines";
import { alarm, out } from "../../../support/replicationFixtures";
import { absent, type RuleCases } from "../../../support/rules";

const [config, lag, pending, failed] = [0, 1, 2, 3];
/** What a line of 1 Gbit/s carries in five minutes: 37.5 GB. */
const pendingMax = 37_500_000_000;

const unwatched = (metric: string, region: string) => ({
  path: "rules[0]",
  found: `rule africa-from-africa-to-europe without an alarm on ${metric}`,
  wanted: `one in ${region}, where S3 tells it`,
});
const [lagGone, pendingGone, failedGone] = [
  unwatched("ReplicationLatency", "eu-central-1"),
  unwatched("BytesPendingReplication", "eu-central-1"),
  unwatched("OperationsFailedReplication", "af-south-1"),
];
const elsewhere = [
  ["namespace", "AWS/EC2"],
  ["metricName", "NumberOfObjects"],
  ["dimensions.SourceBucket", "azora-africa-backups-111122223333"],
  ["dimensions.DestinationBucket", "azora-asia-data-111122223333"],
  ["dimensions.RuleId", "another"],
] as const;

export const cases: RuleCases = {
  rule,
  fixtures: [
    out,
    alarm({
      metricName: "ReplicationLatency",
      awsRegion: "eu-central-1",
      threshold: 300,
      statistic: "Maximum",
    }),
    alarm({
      metricName: "BytesPendingReplication",
      awsRegion: "eu-central-1",
      threshold: pendingMax,
      statistic: "Maximum",
    }),
    alarm({
      metricName: "OperationsFailedReplication",
      awsRegion: "af-south-1",
      threshold: 0,
      statistic: "Sum",
    }),
    // Another service's alarm is none of this rule's.
    { ...alarm({ metricName: "CPUUtilization", awsRegion: "x", threshold: 90, statistic: "Average" }) },
  ],
  mutations: [
    ...elsewhere.flatMap(([path, to]) =>
      (
        [
          [lag, lagGone],
          [pending, pendingGone],
          [failed, failedGone],
        ] as const
      ).map(([resource, finding]) => ({
        name: `alarm ${resource} that watches another ${path}`,
        resource,
        path,
        to,
        finding,
      })),
    ),
    {
      name: "lag asked for in the source's region",
      resource: lag,
      path: "region",
      to: "af-south-1",
      finding: lagGone,
    },
    {
      name: "failures asked for in the copy's region",
      resource: failed,
      path: "region",
      to: "eu-central-1",
      finding: failedGone,
    },
    refused("a lag of a second more", "threshold", 301, "300 or less", { resource: lag, of: "lag" }),
    refused("no limit", "threshold", absent, "300 or less", { resource: lag, of: "lag" }),
    refused("a byte more", "threshold", pendingMax + 1, `${pendingMax} or less`, {
      resource: pending,
      of: "pending",
    }),
    refused("one failure let pass", "threshold", 1, "0 or less", { resource: failed, of: "failed" }),
    refused("the other way", "comparisonOperator", "LessThanThreshold", "GreaterThanThreshold", {
      resource: lag,
    }),
    refused("an average", "statistic", "Average", "Maximum", { resource: lag }),
    refused("the greatest of failures, which are counted", "statistic", "Maximum", "Sum", {
      resource: failed,
    }),
    refused("told after the promise", "evaluationPeriods", 6, "as many periods as fit into 300 s", {
      resource: lag,
    }),
    refused("longer periods", "period", 61, "as many periods as fit into 300 s", {
      resource: lag,
      at: "evaluationPeriods",
      found: "5",
    }),
    refused("nobody told", "alarmActions", [], "a topic", { resource: lag }),
    refused("nobody told of failures", "alarmActions", absent, "a topic", { resource: failed }),
    refused("switched off", "actionsEnabled", false, "true", { resource: lag }),
    {
      name: "a rule of another id",
      resource: config,
      path: "rules[0].id",
      to: "renamed",
      finding: { path: "rules[0]", found: "rule renamed without an alarm on ReplicationLatency" },
    },
    {
      name: "a rule without an id",
      resource: config,
      path: "rules[0].id",
      to: absent,
      finding: { path: "rules[0]", found: "rule without an id without an alarm on ReplicationLatency" },
    },
    ...allUndecided(["bucket", "rules", "rules[0].id", "rules[0].destination.bucket"], { resource: config }),
    ...allUndecided(
      [
        "threshold",
        "comparisonOperator",
        "statistic",
        "evaluationPeriods",
        "period",
        "alarmActions",
        "dimensions",
      ],
      { resource: lag, of: "lag" },
    ),
  ],
};
