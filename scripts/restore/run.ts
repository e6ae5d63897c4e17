/** `npm run restore` without its process: arguments and surroundings in, exit status out. */
import { parseArgs } from "node:util";
import type { RestorePhase } from "../../components/database/restoreCommands";
import { restoreRequest, type RestoreWords } from "../../components/database/restoreRequest";
import { restorePhases, type RestorePlaces } from "../../components/database/restoreSteps";
import { databaseClusters } from "../../components/facts/databaseClusters";
import { carryOut, StepFailed, type Shell } from "./carry";
import { headOf, pageOf, phaseLine } from "./print";
import { isBadUsage } from "./usage";

/** What a run stands in; the process gives the real things, tests give stand-ins. */
export interface Surroundings {
  readonly places: () => RestorePlaces;
  readonly user: string;
  readonly now: Date;
  readonly write: (text: string) => void;
  readonly complain: (text: string) => void;
  readonly shell: Shell;
}

const helpText = `Brings a database cluster back from its backups: closes it, restores it in a region, has it lead there, opens it.

Usage: npm run restore -- OPTION…

  --cluster NAME      ${databaseClusters()
    .map(({ name }) => name)
    .join(", ")}
  --to TIME           latest, or a time with its zone, such as 2026-11-01T12:00:00Z
  --target REGION     where it is led from afterwards: its home or its partner
  --reason TEXT       why; kept with the record
  --approver NAME     who allowed it, another than who starts it; kept with the record
  --requester NAME    who starts it (default: this machine's user)
  --table NAME        schema and name: this table alone comes back, beside the one in use, and nothing is closed
  --lost REGION,…     regions that do not answer, in which nothing is done (default: none)
  --ledger own        the cluster that tells of erasures since is lost too (default: it is asked, and nothing opens without it)
  --repository N      which is read (default: the target's own, or the first whose region answers)
  --dry-run           print every step, and do nothing
  --help              show this text

It calls kubectl with each region's name as context, and aws for the record.
Exit status: 0 done, or printed; 1 a step failed; 2 bad usage, and nothing was begun.
`;

interface Usage extends RestoreWords {
  readonly dryRun: boolean;
  readonly help: boolean;
}

function usageOf(argv: readonly string[], user: string): Usage {
  const text = { type: "string" } as const;
  const options = {
    cluster: text,
    to: text,
    target: text,
    reason: text,
    approver: text,
    requester: text,
    lost: text,
    table: text,
    ledger: text,
    repository: text,
    "dry-run": { type: "boolean", default: false },
    help: { type: "boolean", short: "h", default: false },
  } as const;
  const { values } = parseArgs({ args: [...argv], options });
  const { cluster = "", to = "", target = "", reason = "", approver = "" } = values;
  const { lost, table, ledger, repository } = values;
  return {
    cluster,
    to,
    target,
    reason,
    approver,
    requester: values.requester ?? user,
    ...(lost === undefined ? {} : { lost }),
    ...(table === undefined ? {} : { table }),
    ...(ledger === undefined ? {} : { ledger }),
    ...(repository === undefined ? {} : { repository }),
    dryRun: values["dry-run"],
    help: values.help,
  };
}

/** What to do after a step has failed: all once more while nobody writes, else the rest by hand. */
function adviceOf(rest: readonly RestorePhase[]): string {
  if (rest[0]?.isOpen !== true) return "what was done before stays: mend it and run the same again";
  const commands = rest.flatMap(({ steps }) => steps.map(({ command }) => `  ${command}`));
  return `the cluster is in use again: do NOT run it again, which would throw away what is written; by hand:\n${commands.join("\n")}`;
}

/** Prints a restore, or carries it out. @returns how the command ends. */
export async function run(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const { places, user, now, write, complain, shell } = surroundings;
  let request, phases;
  try {
    const usage = usageOf(argv, user);
    if (usage.help) {
      write(helpText);
      return 0;
    }
    request = restoreRequest(usage, now);
    phases = restorePhases(request, places());
    if (usage.dryRun) {
      write(pageOf(request, phases));
      return 0;
    }
  } catch (error) {
    if (!isBadUsage(error)) throw error;
    complain(`error ${error.message.split("\n")[0] ?? ""}; see npm run restore -- --help\n`);
    return 2;
  }
  write(`${headOf(request)}\n`);
  const began = Date.now();
  const since = (): string => `${((Date.now() - began) / 1000).toFixed(1)} s`;
  let reached = 0;
  try {
    const results = await carryOut(
      phases,
      shell,
      (phase, index) => {
        reached = index;
        write(`${since().padStart(9)} ${phaseLine(phase, index)}`);
      },
      ({ message }) => {
        complain(`goes on without: ${message}\n`);
      },
    );
    for (const result of results) write(`${JSON.stringify(result)}\n`);
    write(`${since().padStart(9)} done\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    complain(
      `error ${error.message}\nstopped in step ${reached + 1} of ${phases.length}; ${adviceOf(phases.slice(reached))}\n`,
    );
    return 1;
  }
}
