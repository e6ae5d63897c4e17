import { ageHoursMax, recoveryMetrics } from "../../../components/facts/rehearsals";
import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import { alarmType, tellsNobody } from "../../shared/alarms";
import { watched } from "../../shared/controls";
import { wrong, wrongResource } from "../../shared/finding";
import { findingsOf, holds, mustBe, type Must } from "../../shared/look";
import { regionOfStack } from "../../shared/places";

const clusterType = "aws:eks/cluster:Cluster";
const { namespace, age, silentHours } = recoveryMetrics;

/** Silence is as bad as an age that is too high. */
const musts: readonly Must[] = [
  { at: ["comparisonOperator"], be: ["GreaterThanOrEqualToThreshold", "GreaterThanThreshold"] },
  { at: ["treatMissingData"], be: "breaching" },
  { at: ["statistic"], be: "Maximum" },
];

function alarmMistakes(alarm: ResourceView, hoursMax: number): Finding[] {
  const { props } = alarm;
  const threshold = props.at("threshold");
  const periods = props.at("evaluationPeriods");
  const seconds = (props.number("period") ?? Infinity) * (periods.number() ?? Infinity);
  return [
    ...musts
      .filter((must) => !holds(props, must))
      .map((must) => wrong(props.at(...must.at), mustBe(must), "tell of what is late, and of silence")),
    ...((threshold.number() ?? Infinity) <= hoursMax
      ? []
      : [wrong(threshold, `${hoursMax} or less`, "tell before it is older than promised")]),
    ...(seconds <= silentHours * 3600
      ? []
      : [wrong(periods, `as many periods as fit into ${silentHours} h`, "tell of silence in time")]),
    ...tellsNobody(alarm),
  ].map((finding) => ({ ...finding, urn: alarm.urn }));
}

function mistakesOf(stack: StackView, { urn }: ResourceView): Finding[] {
  const region = regionOfStack(urn);
  if (region === undefined) return [];
  const alarms = stack
    .ofType(alarmType)
    .filter(
      ({ props }) =>
        props.text("namespace") === namespace &&
        props.text("metricName") === age &&
        props.text("dimensions", "Region") === region.name,
    );
  return Object.entries(ageHoursMax).flatMap(([kind, hoursMax]) => {
    const found = alarms.filter(({ props }) => props.text("dimensions", "Kind") === kind);
    return found.length === 0
      ? [
          wrongResource(
            `no alarm on the age of "${kind}"`,
            `one on ${age} of ${namespace}, for ${hoursMax} h`,
            "make the region's alarms with RecoveryAlarms, which come with its operator (azora:operatorDigest)",
          ),
        ]
      : found.flatMap((alarm) => alarmMistakes(alarm, hoursMax));
  });
}

export const rule: StackRule = {
  id: "recovery-watched",
  title: "Somebody is told when backups, trials, tests or evacuations are late, and when nobody says",
  why: "A job that no longer runs fails nowhere: only the age of the newest success tells, and where that is told by nobody, its silence.",
  severity: "high",
  level: "mandatory",
  controls: watched,
  scope: "stack",
  types: [clusterType, alarmType],
  onUnknown: "fail",
  check: (stack) => findingsOf(stack, [clusterType], (cluster) => mistakesOf(stack, cluster)),
};
