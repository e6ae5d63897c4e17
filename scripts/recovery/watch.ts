/** What is told each hour: how old the newest success is of everything that recovery rests on. */
import { kubectl } from "../../components/database/restoreCommands";
import { clusterBackupLocations } from "../../components/facts/clusterBackup";
import { groupName } from "../../components/facts/databaseClusters";
import { namespaces } from "../../components/facts/namespaces";
import { ageHoursMax, rehearsals, type Rehearsal, type Watched } from "../../components/facts/rehearsals";
import { groupsKeptIn, repositoriesOf } from "../../components/facts/repositories";
import { StepFailed, type Shell } from "../restore/carry";
import { groupsAtHome } from "./evacuate";
import { ageDatum, pastOf, printedBy, secondsDatum, tell, type RecordPlace } from "./records";

interface Condition {
  readonly type: string;
  readonly status: string;
}

/** As far as they are read here ("Job", Kubernetes API reference). */
interface Job {
  readonly metadata: { readonly name: string };
  readonly status?: {
    readonly startTime?: string;
    readonly completionTime?: string;
    readonly conditions?: readonly Condition[];
  };
}

/** "Backup", velero.io/docs. */
interface ObjectsBackup {
  readonly spec: { readonly storageLocation?: string };
  readonly status?: { readonly phase?: string; readonly completionTimestamp?: string };
}

/** The age of the newest success of one kind. */
export interface Age {
  readonly kind: Watched;
  /** Infinite where there was none. */
  readonly hours: number;
  /** Whose it is: the worst of all groups. */
  readonly of: string;
}

const hourMs = 3_600_000;
/** What CloudWatch is told of what never was: no alarm asks for more. */
const neverHours = 10 * 365 * 24;

async function listed<T>(
  shell: Shell,
  region: string,
  namespace: string,
  what: string,
): Promise<readonly T[]> {
  const command = kubectl(region, namespace, "get", what, "--output=json");
  return (JSON.parse(await printedBy(shell, command)) as { readonly items: readonly T[] }).items;
}

/** Jobs that ended well, of those whose names begin as asked. */
function ended(
  jobs: readonly Job[],
  begins: readonly string[],
): readonly { readonly at: number; readonly seconds: number }[] {
  return jobs.flatMap(({ metadata, status }) => {
    const { startTime = "", completionTime = "", conditions = [] } = status ?? {};
    const well = conditions.some(({ type, status: is }) => type === "Complete" && is === "True");
    if (!well || !begins.some((begin) => metadata.name.startsWith(begin))) return [];
    const at = Date.parse(completionTime);
    return [{ at, seconds: (at - Date.parse(startTime)) / 1000 }];
  });
}

function worst(kind: Watched, newest: ReadonlyMap<string, number>, now: number): Age {
  const ages = [...newest].map(([of, at]) => ({ kind, of, hours: (now - at) / hourMs }));
  return ages.reduce((oldest, age) => (age.hours > oldest.hours ? age : oldest), {
    kind,
    of: "none",
    hours: -Infinity,
  });
}

const newestOf = (times: readonly number[]): number => Math.max(-Infinity, ...times);

/** Names of the jobs that back up what is at home in a region. */
function backupJobs(region: string): readonly string[] {
  return groupsAtHome(region).flatMap(({ cluster, number }) => {
    const group = groupName(cluster, number);
    return repositoriesOf(cluster, group).map((repository) => `${group}-backup-${repository.number}`);
  });
}

/** Looks at one kind. @throws StepFailed where nobody can say; then nothing is told of it, which an alarm hears. */
type Look = (shell: Shell, place: RecordPlace, now: Date) => Promise<Age>;

const rehearsed =
  (kind: Rehearsal): Look =>
  async (shell, place, now) => {
    const past = await pastOf(shell, place, kind);
    const held = past.filter(({ outcome }) => outcome === "held").map(({ at }) => at.getTime());
    const newest = past.findLast(({ outcome }) => outcome !== "refused");
    // One that failed and waits for a person is told at once; one that is under way is given a day.
    const unended = newest?.outcome === "begun" && now.getTime() - newest.at.getTime() > 24 * hourMs;
    const waits = !rehearsals[kind].repeatsFailed && (newest?.outcome === "failed" || unended);
    return worst(kind, new Map([[place.region, waits ? -Infinity : newestOf(held)]]), now.getTime());
  };

const looks: Readonly<Record<Watched, Look>> = {
  backup: async (shell, { region }, now) => {
    const jobs = await listed<Job>(shell, region, namespaces.postgres.name, "jobs");
    const newest = backupJobs(region).map(
      (name) => [name, newestOf(ended(jobs, [`${name}-`]).map(({ at }) => at))] as const,
    );
    return worst("backup", new Map(newest), now.getTime());
  },
  objects: async (shell, { region }, now) => {
    const backups = await listed<ObjectsBackup>(shell, region, namespaces.velero.name, "backups.velero.io");
    const newest = clusterBackupLocations(region).map(({ name }) => {
      const times = backups
        .filter(({ spec, status }) => spec.storageLocation === name && status?.phase === "Completed")
        .map(({ status }) => Date.parse(status?.completionTimestamp ?? ""));
      return [name, newestOf(times)] as const;
    });
    return worst("objects", new Map(newest), now.getTime());
  },
  trial: async (shell, { region }, now) => {
    const jobs = await listed<Job>(shell, region, namespaces.postgresTrial.name, "jobs");
    const newest = groupsKeptIn(region).map((group) => {
      const tried = ended(jobs, [`${group}-trial-`, `${group}-test-`]);
      return [group, newestOf(tried.map(({ at }) => at))] as const;
    });
    return worst("trial", new Map(newest), now.getTime());
  },
  test: rehearsed("test"),
  evacuation: rehearsed("evacuation"),
};

/** How long the newest trial of each group took that ended since the watch before. */
async function trialSeconds(
  shell: Shell,
  region: string,
  since: number,
): Promise<ReturnType<typeof secondsDatum>[]> {
  const jobs = await listed<Job>(shell, region, namespaces.postgresTrial.name, "jobs");
  return groupsKeptIn(region).flatMap((group) =>
    ended(jobs, [`${group}-trial-`])
      .filter(({ at }) => at > since)
      .map(({ seconds }) => secondsDatum(region, "trial", group, seconds)),
  );
}

/** What a watch came to. */
export interface WatchResult {
  readonly ages: readonly Age[];
  /** What nobody could say, and why. */
  readonly unknown: readonly { readonly kind: Watched; readonly why: string }[];
}

/** Whether one is older than it may be. */
export function isLate({ kind, hours }: Age): boolean {
  return !(hours <= ageHoursMax[kind]);
}

/** Looks at all kinds in a region, and tells. @param everyHours since the watch before. */
export async function watchRegion(
  shell: Shell,
  place: RecordPlace,
  now: Date,
  everyHours: number,
): Promise<WatchResult> {
  const ages: Age[] = [];
  const unknown: { kind: Watched; why: string }[] = [];
  for (const kind of Object.keys(looks) as Watched[])
    try {
      ages.push(await looks[kind](shell, place, now));
    } catch (error) {
      if (!(error instanceof StepFailed || error instanceof SyntaxError)) throw error;
      unknown.push({ kind, why: error.message });
    }
  const seconds = unknown.some(({ kind }) => kind === "trial")
    ? []
    : await trialSeconds(shell, place.region, now.getTime() - everyHours * hourMs);
  await tell(shell, place.region, [
    ...ages.map(({ kind, hours }) => ageDatum(place.region, kind, Math.min(hours, neverHours))),
    ...seconds,
  ]);
  return { ages, unknown };
}
