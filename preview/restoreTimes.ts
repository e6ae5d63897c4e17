/** How long a restore takes of a database that is as large as facts say it may become: what a drill measured, at the plan's own limits. */
import { daysBetween } from "../components/facts/days";
import { databaseKinds } from "../components/facts/database";
import { databaseClusters, groupName } from "../components/facts/databaseClusters";
import { recovery } from "../components/facts/promises";
import { restoreLimits } from "../components/facts/repositories";
import { longestOf, newestDrill, resultsFolder } from "./failover";
import type { Plan, PlannedResource } from "./plan";
import { at, textAt } from "./reading";

/** A part of the time from the decision to the first durable row. */
interface Term {
  /** `restore`: files and log; `copy`: a second member's; `steps`: all else, as the drill had it, with its own copy. */
  readonly name: "restore" | "copy" | "steps";
  /** NaN where nobody can say. */
  readonly seconds: number;
}

/** How long a cluster's restore takes. */
export interface RestoreTime {
  readonly cluster: string;
  readonly terms: readonly Term[];
  readonly limitSeconds: number;
  /** A group's database, as facts say. */
  readonly databaseGib: number;
  /** The largest that a group may have and be restored in time; NaN where nobody can say. */
  readonly largestGib: number;
  /** What bounds its speed: processors, the volume or the network. */
  readonly boundBy: "cpu" | "volume" | "network";
  /** Of the drill; `undefined` where there was none. */
  readonly measured: { readonly date: string; readonly ageDays: number } | undefined;
}

interface RestoreRun {
  readonly rtoSeconds: number | null;
  readonly restoreSeconds: number;
  readonly databaseBytes: number;
}

const set = "kubernetes:apps/v1:StatefulSet";
const storageClass = "kubernetes:storage.k8s.io/v1:StorageClass";
const mebibyte = 2 ** 20;
const gibibyte = 2 ** 30;

/** What the slowest run says: bytes a second that a core restored, and seconds of all else. */
function measuredBy(runs: readonly RestoreRun[]): {
  readonly bytes: number;
  readonly restore: number;
  readonly steps: number;
} {
  const worst = (of: (run: RestoreRun) => number): number =>
    runs.length === 0 ? NaN : Math.max(...runs.map(of));
  return {
    bytes: runs.length === 0 ? NaN : Math.min(...runs.map(({ databaseBytes }) => databaseBytes)),
    restore: worst(({ restoreSeconds }) => restoreSeconds),
    steps: worst(({ rtoSeconds, restoreSeconds }) => (rtoSeconds ?? NaN) - restoreSeconds),
  };
}

/** Processors of a member, and what its volume carries, as the plan has them. */
function memberOf(
  all: readonly PlannedResource[],
  stanza: string,
): { readonly cpu: number; readonly volume: number } {
  const found = all.find(
    ({ type, resolved }) => type === set && textAt(resolved, "metadata", "name") === stanza,
  );
  const spec = at(found?.resolved, "spec");
  const container = at(spec, "template", "spec", "containers", 0);
  const className = textAt(at(spec, "volumeClaimTemplates", 0), "spec", "storageClassName");
  const volumes = all.find(
    ({ type, resolved }) => type === storageClass && textAt(resolved, "metadata", "name") === className,
  );
  const asked = textAt(volumes?.resolved, "parameters", "throughput");
  const cpu = Number(textAt(container, "resources", "requests", "cpu") || NaN);
  return {
    cpu,
    volume: volumes === undefined ? NaN : asked === "" ? restoreLimits.volumeMibPerSecond : Number(asked),
  };
}

/**
 * How long a restore of each cluster takes whose home is planned.
 * @param folder of drills' results; default the project's own.
 */
export function restoreTimesOf(plan: Plan, folder = resultsFolder): readonly RestoreTime[] {
  const drill = newestDrill<RestoreRun>(/^\d{4}-\d{2}-\d{2}-restore\.json$/, folder);
  const { bytes, restore, steps } = measuredBy(drill?.runs ?? []);
  const limitSeconds = recovery.rtoMinutesMax * 60;
  return databaseClusters()
    .filter(({ home }) => plan.stacks[home] !== undefined)
    .map((cluster) => {
      const { databaseGib } = databaseKinds[cluster.kind].size;
      const { cpu, volume } = memberOf(plan.stacks[cluster.home]?.resources ?? [], groupName(cluster, 0));
      const rates = [
        { name: "cpu", seconds: (bytes / restore / restoreLimits.drillCores) * cpu },
        { name: "volume", seconds: volume * mebibyte },
        { name: "network", seconds: restoreLimits.networkMibPerSecondAndCpu * cpu * mebibyte },
      ] as const;
      const slowest = rates.reduce((least, each) => (each.seconds >= least.seconds ? least : each));
      const rate = slowest.seconds;
      const copyRate = Math.min(rates[1].seconds, rates[2].seconds);
      const more = Math.max(0, databaseGib * gibibyte - bytes);
      const perByte = 1 / rate + 1 / copyRate;
      return {
        cluster: cluster.name,
        terms: [
          { name: "restore" as const, seconds: Math.round(restore + more / rate) },
          { name: "copy" as const, seconds: Math.round(more / copyRate) },
          { name: "steps" as const, seconds: Math.round(steps) },
        ],
        limitSeconds,
        databaseGib,
        largestGib: Math.floor((bytes + (limitSeconds - restore - steps) / perByte) / gibibyte),
        boundBy: slowest.name,
        measured: drill && { date: drill.date, ageDays: daysBetween(drill.date, plan.asOf) },
      };
    });
}

/** From the decision to the first durable row, in seconds. */
export function restoreSeconds({ terms }: RestoreTime): number {
  return terms.reduce((sum, { seconds }) => sum + seconds, 0);
}

/** The term that takes longest, or that nobody can say. */
export function longestTerm({ terms }: RestoreTime): Term | undefined {
  return longestOf(terms);
}

/** The cluster whose restore takes longest; `undefined` where none is planned. */
export function slowestRestore(plan: Plan): RestoreTime | undefined {
  return longestOf(restoreTimesOf(plan).map((time) => ({ time, seconds: restoreSeconds(time) })))?.time;
}

/** Whether a restore takes as long as is promised that none does, or the plan does not say; without a drill it is old, not long. */
export function isTooLong(time: RestoreTime): boolean {
  return time.measured !== undefined && !(restoreSeconds(time) < time.limitSeconds);
}

/** Whether the drill behind it is too old to be relied on. */
export function isOldRestore({ measured }: RestoreTime): boolean {
  return measured === undefined || measured.ageDays > recovery.drillResultDaysMax;
}
