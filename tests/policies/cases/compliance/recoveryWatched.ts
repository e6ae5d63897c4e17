import { ageHoursMax } from "../../../../components/facts/rehearsals";
import { rule } from "../../../../policies/compliance/rules/recoveryWatched";
import { allUndecided, refused } from "../../../support/mutationLines";
import { absent, type Fixture, type RuleCases } from "../../../support/rules";

const kinds = Object.entries(ageHoursMax);
const alarm = ([kind, threshold]: (typeof kinds)[number]): Fixture => ({
  type: "aws:cloudwatch/metricAlarm:MetricAlarm",
  name: kind,
  stack: "europe",
  props: {
    namespace: "Azora/Recovery",
    metricName: "HoursSinceSuccess",
    dimensions: { Region: "europe", Kind: kind },
    statistic: "Maximum",
    period: 3600,
    evaluationPeriods: 3,
    comparisonOperator: "GreaterThanThreshold",
    threshold,
    treatMissingData: "breaching",
    alarmActions: ["arn:aws:sns:eu-central-1:111122223333:azora-europe-alerts"],
  },
});
const at = (kind: string): number => 1 + kinds.findIndex(([name]) => name === kind);
const trial = { resource: at("trial"), of: "trial" };
const gone = (kind: string) => ({ path: "", found: `no alarm on the age of "${kind}"` });

export const cases: RuleCases = {
  rule,
  fixtures: [
    { type: "aws:eks/cluster:Cluster", name: "cluster", stack: "europe", props: {} },
    ...kinds.map(alarm),
    // Another service's alarm is none of this rule's.
    {
      type: "aws:cloudwatch/metricAlarm:MetricAlarm",
      name: "other",
      stack: "europe",
      props: { namespace: "AWS/S3", metricName: "HoursSinceSuccess", threshold: 5000 },
    },
  ],
  mutations: [
    ...kinds.flatMap(([kind, hours]) => [
      {
        name: `${kind}: of another kind`,
        resource: at(kind),
        path: "dimensions.Kind",
        to: "x",
        finding: gone(kind),
      },
      refused("later", "threshold", hours + 1, `${hours} or less`, { resource: at(kind), of: kind }),
    ]),
    {
      name: "of another region",
      resource: at("trial"),
      path: "dimensions.Region",
      to: "asia",
      finding: gone("trial"),
    },
    {
      name: "another number",
      resource: at("trial"),
      path: "metricName",
      to: "Seconds",
      finding: gone("trial"),
    },
    {
      name: "another namespace",
      resource: at("trial"),
      path: "namespace",
      to: "Azora",
      finding: gone("trial"),
    },
    refused("no limit", "threshold", absent, `${ageHoursMax.trial} or less`, trial),
    refused("silence that says nothing", "treatMissingData", "notBreaching", "breaching", trial),
    refused("the newest of an hour", "statistic", "Minimum", "Maximum", trial),
    refused(
      "the other way",
      "comparisonOperator",
      "LessThanThreshold",
      "GreaterThanOrEqualToThreshold or GreaterThanThreshold",
      trial,
    ),
    refused("told an hour later", "evaluationPeriods", 4, "as many periods as fit into 3 h", trial),
    refused("longer periods", "period", 7200, "as many periods as fit into 3 h", {
      ...trial,
      at: "evaluationPeriods",
      found: "3",
    }),
    refused("nobody told", "alarmActions", [], "a topic", trial),
    refused("switched off", "actionsEnabled", false, "true", trial),
    ...allUndecided(
      [
        "namespace",
        "metricName",
        "dimensions.Region",
        "dimensions.Kind",
        "threshold",
        "period",
        "evaluationPeriods",
        "statistic",
        "comparisonOperator",
        "treatMissingData",
        "alarmActions",
      ],
      trial,
    ),
  ],
};
