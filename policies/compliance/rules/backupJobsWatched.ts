import { watchedJobs, type WatchedJobs } from "../../../components/facts/backupVaults";
import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import { alarmType, tellsNobody } from "../../shared/alarms";
import { backupPlanType, vaultType } from "../../shared/backups";
import { watched } from "../../shared/controls";
import { wrong, wrongResource } from "../../shared/finding";
import { findingsOf, mustBe, holds, type Must } from "../../shared/look";

const namespace = "AWS/Backup";
const fix = "make the region's alarms with BackupAlarms";

/** What an alarm must say of jobs that fail, and of those that do not run: then silence is an alarm. */
function musts({ missedAfterHours }: WatchedJobs): readonly Must[] {
  return missedAfterHours === undefined
    ? [{ at: ["comparisonOperator"], be: "GreaterThanThreshold" }]
    : [
        { at: ["comparisonOperator"], be: "LessThanThreshold" },
        { at: ["treatMissingData"], be: "breaching" },
      ];
}

function thresholdMistakes({ props }: ResourceView, { missedAfterHours }: WatchedJobs): Finding[] {
  const threshold = props.at("threshold");
  const wanted = missedAfterHours === undefined ? 0 : 1;
  return threshold.number() === wanted ? [] : [wrong(threshold, String(wanted), "count every job")];
}

function spanMistakes({ props }: ResourceView, { missedAfterHours }: WatchedJobs): Finding[] {
  if (missedAfterHours === undefined) return [];
  const periods = props.at("evaluationPeriods");
  const seconds = (props.number("period") ?? Infinity) * (periods.number() ?? Infinity);
  return seconds <= missedAfterHours * 3600
    ? []
    : [wrong(periods, `as many periods as fit into ${missedAfterHours} h`, "tell of a missed job in time")];
}

function alarmMistakes(alarm: ResourceView, jobs: WatchedJobs): Finding[] {
  const { props } = alarm;
  return [
    ...[{ at: ["statistic"], be: "Sum" } as const, ...musts(jobs)]
      .filter((must) => !holds(props, must))
      .map((must) => wrong(props.at(...must.at), mustBe(must), "tell of each job")),
    ...thresholdMistakes(alarm, jobs),
    ...spanMistakes(alarm, jobs),
    ...tellsNobody(alarm),
  ].map((finding) => ({ ...finding, urn: alarm.urn }));
}

/** Names of the vaults that a plan's jobs write to. */
function vaultsOf(stack: StackView, plan: ResourceView): string[] {
  const made = stack.sources(plan, "rules").filter(({ type }) => type === vaultType);
  return made.length > 0
    ? made.map(({ props }) => props.text("name") ?? "")
    : plan.props.items("rules").map((rule) => rule.text("targetVaultName") ?? "");
}

function planMistakes(stack: StackView, plan: ResourceView): Finding[] {
  const alarms = stack.ofType(alarmType).filter(({ props }) => props.text("namespace") === namespace);
  return vaultsOf(stack, plan).flatMap((vault) =>
    watchedJobs.flatMap((jobs) => {
      const found = alarms.filter(
        ({ props }) =>
          props.text("metricName") === jobs.metricName &&
          props.text("dimensions", "BackupVaultName") === vault,
      );
      return found.length === 0
        ? [wrongResource(`no alarm on ${jobs.metricName} of ${vault}`, `one: ${jobs.says}`, fix)]
        : found.flatMap((alarm) => alarmMistakes(alarm, jobs));
    }),
  );
}

export const rule: StackRule = {
  id: "backup-jobs-watched",
  title: "Somebody is told when a backup, a copy or a restore fails, and when none ran",
  why: "A schedule that is gone, a tag that nobody writes or a role that lost a right fails no job: there is none.",
  severity: "high",
  level: "mandatory",
  controls: watched,
  scope: "stack",
  types: [backupPlanType, vaultType, alarmType],
  onUnknown: "fail",
  check: (stack) => findingsOf(stack, [backupPlanType], (plan) => planMistakes(stack, plan)),
};
