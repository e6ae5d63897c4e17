/** What the drill of objects leaves behind, and which promises it keeps. */
import { recovery } from "../../components/facts/promises";
import { clusterBackupTimes } from "../../components/facts/clusterBackup";
import type { DrillResult, Verdict } from "../shared/drill";
import type { ObjectsRun } from "./scenarios";

export interface ObjectsResult extends DrillResult<ObjectsRun> {
  /** Versions of what ran, by name. */
  readonly programs: Readonly<Record<string, string>>;
  /** Seconds between the begins of backups that followed each other, in either place. */
  readonly intervalSeconds: readonly number[];
}

/** Cron begins within a second or two of its minute. */
const cronSeconds = 5;

/** Which promises a result keeps. */
export function verdicts({ runs, intervalSeconds }: ObjectsResult): readonly Verdict[] {
  const real = runs.filter(({ control }) => !control);
  const controls = runs.filter(({ control }) => control);
  const rpoSeconds = 60 * clusterBackupTimes.everyMinutes;
  const every = (hold: (run: ObjectsRun) => boolean): boolean => real.length > 0 && real.every(hold);
  return [
    {
      promise: `every object is back as it was, in each of ${real.length} runs`,
      tried: real.length > 0,
      held: every(({ phase, objects, wrong }) => phase === "Completed" && objects > 0 && wrong.length === 0),
    },
    {
      promise: `in less than ${recovery.rtoMinutesMax} min from the request`,
      tried: real.length > 0,
      held: every((run) => run.restoreSeconds < 60 * recovery.rtoMinutesMax),
    },
    {
      promise: `a backup begins every ${clusterBackupTimes.everyMinutes} min or more often`,
      tried: intervalSeconds.length > 0,
      held: intervalSeconds.length > 0 && Math.max(...intervalSeconds) <= rpoSeconds + cronSeconds,
    },
    {
      promise: "control: without the right that a person gives, nothing comes back, and it says so",
      tried: controls.length > 0,
      held:
        controls.length > 0 &&
        controls.every(({ phase, objects, wrong }) => phase !== "Completed" && wrong.length === objects),
    },
  ];
}

/** One run in one line. */
export function lineOf({ scenario, phase, restoreSeconds, objects, wrong }: ObjectsRun): string {
  return `${scenario}: ${phase} after ${restoreSeconds.toFixed(1)} s, ${objects - wrong.length} of ${objects} objects as they were`;
}

/** The page beside a result. */
export function renderPage(result: ObjectsResult): string {
  const { date, runs, programs, settingsDigest } = result;
  return [
    `# Drill: objects, ${date}`,
    "",
    `Written by \`npm run drill -- objects\`. A real API server on etcd, without nodes and controllers, and real Velero servers, with the plan's schedules, places, rights and the workflow's own request (settings \`${settingsDigest.slice(0, 12)}\`); both buckets on real S3 servers. Other than planned: the buckets' addresses and keys, and no KMS, which those servers do not have.`,
    "",
    ...verdicts(result).map(({ promise, held }) => `- ${held ? "held" : "**broken**"}: ${promise}`),
    "",
    "| what | Velero says | seconds | loss, seconds | objects | missing, or others |",
    "| --- | --- | --- | --- | --- | --- |",
    ...runs.map(
      ({ scenario, phase, restoreSeconds, lossSeconds, objects, wrong }) =>
        `| ${scenario} | ${phase} | ${restoreSeconds.toFixed(1)} | ${lossSeconds.toFixed(0)} | ${objects} | ${wrong.length === 0 ? "none" : `${wrong.length}: ${wrong.join(", ")}`} |`,
    ),
    "",
    `Seconds between the begins of backups: ${result.intervalSeconds.map((seconds) => seconds.toFixed(0)).join(", ")}.`,
    "",
    `What ran: ${Object.entries(programs)
      .map(([name, version]) => `${name} ${version}`)
      .join(", ")}, and Debian's etcd.`,
    "",
  ].join("\n");
}
