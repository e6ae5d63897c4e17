import {
  airGappedVaults,
  copyTarget,
  vaultName,
  vaultPurposes,
} from "../../../components/facts/backupVaults";
import type { Region } from "../../../components/facts/regions";
import { retention } from "../../../components/facts/retention";
import { longestGapDays } from "../../../components/facts/schedules";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { backupPlanType, vaultOfArn } from "../../shared/backups";
import { availability } from "../../shared/controls";
import { wrong, wrongResource } from "../../shared/finding";
import { effectiveRegion, regionAt } from "../../shared/places";

const minutesADay = 1440;
const keep = `keep it for the ${retention.backupDays} days that are promised, which the vault's lock asks for as well`;

/** Where a region's backups are to be copied to, each as `<AWS region> <vault>`. */
function wantedCopies(region: Region): string[] {
  const partner = copyTarget(region);
  return [
    `${partner.awsRegion} ${vaultName(partner.name, vaultPurposes.copies)}`,
    ...(Object.hasOwn(airGappedVaults, region.awsRegion)
      ? [`${region.awsRegion} ${vaultName(region.name, vaultPurposes.airGapped)}`]
      : []),
  ];
}

function lifecycleMistakes(of: Reader): Finding[] {
  const days = of.at("lifecycle", "deleteAfter");
  return days.number() === retention.backupDays ? [] : [wrong(days, String(retention.backupDays), keep)];
}

function copyMistakes(rule: Reader, region: Region): Finding[] {
  const wanted = wantedCopies(region);
  const copies = rule.items("copyActions").map((action) => {
    const arn = action.at("destinationVaultArn");
    const vault = vaultOfArn(arn);
    return { action, arn, to: vault && `${vault.awsRegion} ${vault.name}` };
  });
  return [
    ...wanted
      .filter((each) => !copies.some(({ to }) => to === each))
      .map((each) =>
        wrong(
          rule.at("copyActions"),
          `a copy to ${each}`,
          "copy to the partner's vault, and to the air-gapped one where AWS offers it",
        ),
      ),
    ...copies
      .filter(({ to }) => to === undefined || !wanted.includes(to))
      .map(({ arn }) =>
        wrong(arn, wanted.join(" or "), "copy to where the law lets it, into a vault that is locked"),
      ),
    ...copies.flatMap(({ action }) => lifecycleMistakes(action)),
  ];
}

function windowMistakes(rule: Reader): Finding[] {
  return ["startWindow", "completionWindow"].flatMap((field) => {
    const minutes = rule.at(field);
    const value = minutes.number() ?? 0;
    return value > 0 && value < minutesADay
      ? []
      : [
          wrong(
            minutes,
            `1 to ${minutesADay - 1} minutes`,
            "let a job be told as expired before the next one",
          ),
        ];
  });
}

function scheduleMistakes(rule: Reader): Finding[] {
  const schedule = rule.at("schedule");
  return longestGapDays(schedule.text() ?? "") === 1
    ? []
    : [wrong(schedule, "cron(<minute> <hour> * * ? *)", "back up every day")];
}

export const rule: ResourceRule = {
  id: "backup-plans-daily",
  title: "Backup plans run every day, keep for the days that are promised, and copy to the partner",
  why: "A backup of last week loses a week; one that is kept in the place that burnt is none.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "resource",
  types: [backupPlanType],
  onUnknown: "fail",
  check: (plan) => {
    const region = regionAt(effectiveRegion(plan));
    const rules = plan.props.items("rules");
    if (region === undefined || rules.length === 0)
      return [
        wrongResource(
          region === undefined ? "a plan in no region of the platform" : "no rule",
          "a rule a day, in a region of the platform",
          "make the plan with RegionBackups",
        ),
      ];
    return rules.flatMap((rule) => [
      ...scheduleMistakes(rule),
      ...windowMistakes(rule),
      ...lifecycleMistakes(rule),
      ...copyMistakes(rule, region),
    ]);
  },
};
