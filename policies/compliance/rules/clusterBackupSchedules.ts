import { clusterBackupLocations, clusterBackupTimes } from "../../../components/facts/clusterBackup";
import type { Finding, StackRule, StackView } from "../../framework/rule";
import { locationType, scheduleType } from "../../shared/veleroTypes";
import { availability } from "../../shared/controls";
import { longestWaitMinutes } from "../../../components/facts/cron";
import { goHours } from "../../shared/durations";
import { wrongResource } from "../../shared/finding";
import { regionOfStack } from "../../shared/places";

const clusterType = "aws:eks/cluster:Cluster";
const minutesPerDay = 24 * 60;

/** A schedule that runs. */
interface Schedule {
  readonly location: string;
  readonly waitMinutes: number;
  readonly keptHours: number;
}

/** The schedules of a stack; `undefined` where their inputs are not to be seen. */
function schedulesOf(stack: StackView): readonly Schedule[] | undefined {
  const schedules: Schedule[] = [];
  let objects = 0;
  let seen = 0;
  stack.each([scheduleType], ({ props }) => {
    objects++;
    const spec = props.at("spec");
    if (!spec.exists) return;
    seen++;
    if (spec.flag("paused")) return;
    schedules.push({
      location: spec.text("template", "storageLocation") ?? "",
      waitMinutes: longestWaitMinutes(spec.text("schedule")) ?? Infinity,
      keptHours: goHours(spec.text("template", "ttl")) ?? 0,
    });
  });
  return objects > 0 && seen === 0 ? undefined : schedules;
}

/** Names of the places that there are; `undefined` where their inputs are not to be seen. */
function placesOf(stack: StackView): ReadonlySet<string> | undefined {
  const names = new Set<string>();
  let objects = 0;
  stack.each([locationType], ({ props }) => {
    objects++;
    const name = props.text("metadata", "name");
    if (name !== undefined) names.add(name);
  });
  return objects > 0 && names.size === 0 ? undefined : names;
}

export const rule: StackRule = {
  id: "cluster-backup-schedules",
  title: "A cluster's objects are backed up every few minutes in each place, which is there, and daily",
  why: "What no program declares is lost with its cluster, or with the one place that had it. Decided in the offline plan: in a preview by the CLI stack rules see Kubernetes objects without inputs, and those are left out.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "stack",
  types: [clusterType, locationType, scheduleType],
  onUnknown: "fail",
  check: (stack) => {
    const schedules = schedulesOf(stack);
    const places = placesOf(stack);
    if (schedules === undefined || places === undefined) return [];
    const { everyMinutes, frequentKeptHours, dailyKeptHours } = clusterBackupTimes;
    const fix = "make the schedules with ClusterBackup";
    return stack.ofType(clusterType).flatMap(({ urn }): Finding[] => {
      const region = regionOfStack(urn);
      if (region === undefined) return [];
      const locations = clusterBackupLocations(region.name);
      const unserved = locations.filter(
        ({ name }) =>
          !schedules.some(
            ({ location, waitMinutes, keptHours }) =>
              location === name && waitMinutes <= everyMinutes && keptHours >= frequentKeptHours,
          ),
      );
      const daily = schedules.some(
        ({ waitMinutes, keptHours }) => waitMinutes <= minutesPerDay && keptHours === dailyKeptHours,
      );
      return [
        ...locations
          .filter(({ name }) => !places.has(name))
          .map(({ name }) =>
            wrongResource(
              `no place "${name}"`,
              `a BackupStorageLocation "${name}"`,
              "make the places with ClusterBackup",
              urn,
            ),
          ),
        ...unserved.map(({ name }) =>
          wrongResource(
            `no such schedule for "${name}"`,
            `a backup every ${everyMinutes} minutes or more often in "${name}", kept ${frequentKeptHours} h or longer`,
            fix,
            urn,
          ),
        ),
        ...(daily
          ? []
          : [
              wrongResource(
                "no such schedule",
                `a backup each day or more often, kept ${dailyKeptHours} h, no less and no more`,
                fix,
                urn,
              ),
            ]),
      ];
    });
  },
};
