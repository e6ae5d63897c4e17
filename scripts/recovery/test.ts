/** The monthly test: every group that a region keeps backups of is restored from them, one after the other. */
import { jobEnded, kubectl, once, type RestorePhase } from "../../components/database/restoreCommands";
import { namespaces } from "../../components/facts/namespaces";
import { backupTrials, groupsKeptIn } from "../../components/facts/repositories";
import { carryOut, StepFailed, type Shell } from "../restore/carry";

/** What became of a group. */
export interface TestedGroup {
  readonly group: string;
  readonly held: boolean;
  /** What its job printed; or what was wrong. */
  readonly result: unknown;
}

const trials = namespaces.postgresTrial.name;

/** How one group is tested: by the job that tries it each day. @param id ends the job's name. */
export function testPhases(region: string, group: string, id: string): readonly RestorePhase[] {
  const job = `${group}-test-${id}`;
  return [
    {
      title: `Restore the newest backup of ${group} that ${region} keeps`,
      steps: [once(kubectl(region, trials, "create", "job", job, `--from=cronjob/${group}-trial`))],
      secondsMax: 60,
    },
    {
      title: "Wait until all of it is looked at",
      steps: [jobEnded(region, job, trials)],
      secondsMax: backupTrials.hoursMax * 3600,
    },
    {
      title: "Read what it says",
      steps: [once(kubectl(region, trials, "logs", `job/${job}`))],
      secondsMax: 60,
      yields: "result",
    },
  ];
}

/** The line of a failure that a person reads first. */
function faultIn(message: string): string {
  const lines = message.trim().split("\n");
  return lines.findLast((line) => line.startsWith("try-backup: ")) ?? lines.at(-1) ?? "";
}

async function tested(region: string, group: string, id: string, shell: Shell): Promise<TestedGroup> {
  try {
    const [result] = await carryOut(testPhases(region, group, id), shell, () => undefined);
    return { group, held: result !== undefined, result: result ?? "its job printed nothing" };
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    return { group, held: false, result: faultIn(error.message) };
  }
}

/** Tests all groups of a region. @param each called with each result as it comes. */
export async function testRegion(
  region: string,
  id: string,
  shell: Shell,
  each: (result: TestedGroup) => void,
): Promise<readonly TestedGroup[]> {
  const results: TestedGroup[] = [];
  for (const group of groupsKeptIn(region)) {
    const result = await tested(region, group, id, shell);
    each(result);
    results.push(result);
  }
  return results;
}
