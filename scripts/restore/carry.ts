/** Carries a restore out, phase by phase. */
import { spawn } from "node:child_process";
import type { RestorePhase, RestoreStep } from "../../components/database/restoreCommands";

/** What a command came to. */
interface Outcome {
  readonly status: number;
  readonly printed: string;
  readonly said: string;
}

/** Runs a command with variables and an input; ends it after some time. */
export type Shell = (
  command: string,
  options: {
    readonly env: Readonly<Record<string, string>>;
    readonly input: string;
    readonly timeoutMs: number;
  },
) => Promise<Outcome>;

/** Between two tries of what is waited for. */
const againMs = 2000;
/** Status by which what is waited for says that it will not come. */
const never = 2;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A step that failed; its message names the command. */
export class StepFailed extends Error {
  override readonly name = "StepFailed";
}

/**
 * Bash, as in the dry run's lines. Its input is a socket, by which bash takes itself for one that was called from afar and reads the
 * caller's `.bashrc` ("Bash Startup Files"): what that sets would lead to other programs, or other accounts.
 */
export const bash: Shell = (command, { env, input, timeoutMs }) =>
  new Promise((resolve, reject) => {
    const child = spawn("bash", ["--norc", "-o", "pipefail", "-c", command], {
      env: { ...process.env, ...env },
      timeout: timeoutMs,
    });
    let printed = "";
    let said = "";
    child.stdout.on("data", (data) => (printed += String(data)));
    child.stderr.on("data", (data) => (said += String(data)));
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ status: code ?? 1, printed, said });
    });
    // A command that reads nothing may have ended before.
    child.stdin.on("error", () => undefined);
    child.stdin.end(input);
  });

/** The newest restore point that every list has. @example newestPoint([["c", "b"], ["b", "a"]]) // "b" */
export function newestPoint(lists: readonly (readonly string[])[]): string | undefined {
  const [first = [], ...rest] = lists;
  return [...first].sort().findLast((point) => rest.every((list) => list.includes(point)));
}

/** What commands are told beside their words. */
interface Known {
  point: string;
  readonly results: unknown[];
}

async function carryStep(step: RestoreStep, secondsMax: number, known: Known, shell: Shell): Promise<string> {
  const until = Date.now() + 1000 * secondsMax;
  const input = (step.input ?? "").replace('"$RESULT"', JSON.stringify(known.results));
  for (;;) {
    const left = Math.max(1, until - Date.now());
    const { status, printed, said } = await shell(step.command, {
      env: { POINT: known.point },
      input,
      timeoutMs: left,
    });
    if (status === 0) return printed;
    const why = `${step.command}\nended with ${status}${said === "" ? "" : `: ${said.trim()}`}`;
    if (!step.repeated || status === never) throw new StepFailed(why);
    if (Date.now() + againMs > until) throw new StepFailed(`${why}\nfor ${secondsMax} s`);
    await pause(againMs);
  }
}

/** Lines of JSON among what a command printed. */
function jsonLines(printed: string): readonly unknown[] {
  return printed.split("\n").flatMap((line) => {
    try {
      return [JSON.parse(line) as unknown];
    } catch {
      return [];
    }
  });
}

/**
 * Carries phases out, one after the other.
 * @param before called before each.
 * @param passedOver called where one fails that the restore goes on without.
 * @throws StepFailed where one fails; those after it are not begun.
 */
export async function carryOut(
  phases: readonly RestorePhase[],
  shell: Shell,
  before: (phase: RestorePhase, index: number) => void,
  passedOver: (error: StepFailed) => void = () => undefined,
): Promise<readonly unknown[]> {
  const known: Known = { point: "", results: [] };
  for (const [index, phase] of phases.entries()) {
    before(phase, index);
    const carried = Promise.all(phase.steps.map((step) => carryStep(step, phase.secondsMax, known, shell)));
    const printed = await carried.catch((error: unknown) => {
      if (phase.isOptional !== true || !(error instanceof StepFailed)) throw error;
      passedOver(error);
      return [];
    });
    if (phase.yields === "result") known.results.push(...printed.flatMap(jsonLines));
    if (phase.yields === "point") {
      const point = newestPoint(printed.map((text) => jsonLines(text).flat() as string[]));
      if (point === undefined)
        throw new StepFailed("no restore point is in the log of every group; allowed: another moment");
      known.point = point;
    }
  }
  return known.results;
}
