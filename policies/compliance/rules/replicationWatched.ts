import { replicationAlarms } from "../../../components/facts/objects";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import { alarmType, tellsNobody } from "../../shared/alarms";
import { watched } from "../../shared/controls";
import { wrong, wrongResource } from "../../shared/finding";
import { findingsOf } from "../../shared/look";
import { copyRules, objectBucket, replicationTypes, type CopyRuleView } from "../../shared/objectBuckets";
import { effectiveRegion } from "../../shared/places";

interface Metric {
  readonly name: string;
  readonly max: number;
  readonly statistic: string;
  /** Where S3 tells it ("Using S3 Replication metrics", S3 user guide). */
  readonly at: "source" | "target";
}

const metrics: readonly Metric[] = [
  {
    name: "ReplicationLatency",
    max: replicationAlarms.lagSecondsMax,
    statistic: "Maximum",
    at: "target",
  },
  {
    name: "BytesPendingReplication",
    max: replicationAlarms.pendingBytesMax,
    statistic: "Maximum",
    at: "target",
  },
  {
    name: "OperationsFailedReplication",
    max: replicationAlarms.failedOperationsMax,
    statistic: "Sum",
    at: "source",
  },
];

/** What an alarm watches: a metric of S3 for one rule, in one region. */
function watchedKey(
  metric: string | undefined,
  region: string | undefined,
  source: string | undefined,
  target: string | undefined,
  ruleId: string | undefined,
): string {
  return JSON.stringify([metric, region, source, target, ruleId]);
}

/** The alarms on S3's metrics, by what they watch. */
function alarmsOf(stack: StackView): ReadonlyMap<string, readonly ResourceView[]> {
  const alarms = new Map<string, ResourceView[]>();
  stack.each([alarmType], (alarm) => {
    const { props } = alarm;
    if (props.text("namespace") !== "AWS/S3") return;
    const dimensions = props.at("dimensions");
    const key = watchedKey(
      props.text("metricName"),
      effectiveRegion(alarm),
      dimensions.text("SourceBucket"),
      dimensions.text("DestinationBucket"),
      dimensions.text("RuleId"),
    );
    alarms.set(key, [...(alarms.get(key) ?? []), alarm]);
  });
  return alarms;
}

/** What would keep an alarm that watches the right thing from telling anybody in time. */
function silences(alarm: ResourceView, { max, statistic }: Metric): Finding[] {
  const { props } = alarm;
  const threshold = props.at("threshold");
  const minutes = props.at("evaluationPeriods");
  const window = (props.number("period") ?? Infinity) * (minutes.number() ?? Infinity);
  const must = (at: Reader, wanted: string, fix: string): Finding[] =>
    at.text() === wanted ? [] : [wrong(at, wanted, fix)];
  return [
    ...((threshold.number() ?? Infinity) <= max
      ? []
      : [wrong(threshold, `${max} or less`, "alarm before the promise is broken")]),
    ...must(props.at("comparisonOperator"), "GreaterThanThreshold", "alarm above the threshold"),
    ...must(props.at("statistic"), statistic, "ask for the number that S3 tells"),
    ...(window <= replicationAlarms.lagSecondsMax
      ? []
      : [
          wrong(
            minutes,
            `as many periods as fit into ${replicationAlarms.lagSecondsMax} s`,
            "alarm within the recovery point",
          ),
        ]),
    ...tellsNobody(alarm),
  ];
}

function mistakes(
  view: CopyRuleView,
  alarms: ReadonlyMap<string, readonly ResourceView[]>,
  metric: Metric,
): Finding[] {
  const own = effectiveRegion(view.config);
  const region = metric.at === "source" ? own : (objectBucket(view.target)?.region.awsRegion ?? own);
  const key = watchedKey(metric.name, region, view.source, view.target, view.rule.text("id"));
  const found = alarms.get(key) ?? [];
  if (found.length === 0)
    return [
      {
        ...wrongResource(
          `rule ${view.rule.text("id") ?? "without an id"} without an alarm on ${metric.name}`,
          `one in ${region ?? "the region"}, where S3 tells it`,
          "make the rule with BucketReplication, which watches it",
        ),
        path: view.rule.path,
      },
    ];
  return found.flatMap((alarm) => silences(alarm, metric).map((finding) => ({ ...finding, urn: alarm.urn })));
}

export const rule: StackRule = {
  id: "replication-watched",
  title: "Somebody is told when copies lag, wait or fail",
  why: "S3 copies in the background and gives up in silence: a role that lost a right, a key that was disabled or a bucket that is gone shows when the copy is needed.",
  severity: "high",
  level: "mandatory",
  controls: watched,
  scope: "stack",
  types: [...replicationTypes, alarmType],
  onUnknown: "fail",
  check: (stack) => {
    // Where nothing is copied, alarms are about something else.
    if (replicationTypes.every((type) => stack.ofType(type).length === 0)) return [];
    const alarms = alarmsOf(stack);
    return findingsOf(stack, replicationTypes, (config) =>
      copyRules(config).flatMap((view) => metrics.flatMap((metric) => mistakes(view, alarms, metric))),
    );
  },
};
