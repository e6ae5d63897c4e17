/** `npm run recovery` without its process: arguments and surroundings in, exit status out. */
import { parseArgs } from "node:util";
import type { RestorePlaces } from "../../components/database/restoreSteps";
import { dueDays, recoveryMetrics, rehearsals, type Rehearsal } from "../../components/facts/rehearsals";
import { allRegions } from "../../components/facts/regions";
import { groupsKeptIn } from "../../components/facts/repositories";
import { check } from "../../components/shared";
import { StepFailed, type Shell } from "../restore/carry";
import { isBadUsage } from "../restore/usage";
import { evacuateRegion, groupsAtHome, type Clock } from "./evacuate";
import {
  compact,
  pastOf,
  secondsDatum,
  tell,
  writeDown,
  type Outcome,
  type PastRehearsal,
  type RecordPlace,
} from "./records";
import { testPhases, testRegion } from "./test";
import { isLate, watchRegion } from "./watch";

/** What a run stands in; the process gives the real things, tests give stand-ins. */
export interface Surroundings {
  readonly places: () => RestorePlaces;
  readonly clock: Clock;
  readonly write: (text: string) => void;
  readonly complain: (text: string) => void;
  readonly shell: Shell;
}

const commands = ["test", "evacuation", "watch"] as const;
type Command = (typeof commands)[number];

const helpText = `Rehearses recovery in a region, writes down what came of it, and tells CloudWatch.

Usage: npm run recovery -- COMMAND --region NAME [OPTION…]

  test          ${rehearsals.test.says}
  evacuation    ${rehearsals.evacuation.says}
  watch         tells how old the newest success is of backups, trials, tests and evacuations

  --region NAME  ${allRegions()
    .map(({ name }) => name)
    .join(", ")}
  --if-due       do nothing while the newest is younger than ${dueDays("test")} days (test) or ${dueDays("evacuation")} days (evacuation)
  --dry-run      print what would be done, and do nothing
  --help         show this text

It calls kubectl with the region's name as context, and aws.
Exit status: 0 all held, not due, or printed; 1 something did not hold; 2 bad usage, and nothing was begun.
`;

interface Usage {
  readonly command: Command;
  readonly region: string;
  readonly ifDue: boolean;
  readonly dryRun: boolean;
}

function usageOf(argv: readonly string[]): Usage | "help" {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      region: { type: "string" },
      "if-due": { type: "boolean", default: false },
      "dry-run": { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) return "help";
  const [word, ...more] = positionals;
  const command = commands.find((each) => each === word);
  check(
    command !== undefined && more.length === 0,
    "recovery.command",
    positionals.join(" "),
    commands.join(", "),
  );
  const regions = allRegions().map(({ name }) => name);
  const { region = "" } = values;
  check(regions.includes(region), "recovery.region", region, regions.join(", "));
  check(
    !(command === "watch" && values["if-due"]),
    "recovery.if-due",
    true,
    "nothing with watch, which is due whenever it is asked for",
  );
  return { command, region, ifDue: values["if-due"], dryRun: values["dry-run"] };
}

function placeOf(region: string, places: RestorePlaces): RecordPlace {
  const accountId = places.accountIds[region] ?? "";
  check(/^\d{12}$/.test(accountId), `azora:accountId of ${region}`, accountId, "12 digits");
  return { region, accountId };
}

/** What would be done, in words and commands. */
function pageOf({ command, region }: Usage): string {
  switch (command) {
    case "test":
      return groupsKeptIn(region)
        .flatMap((group) => testPhases(region, group, "NOW"))
        .flatMap(({ title, steps }) => [title, ...steps.map((step) => `  ${step.command}`)])
        .map((line) => `${line}\n`)
        .join("");
    case "evacuation":
      return groupsAtHome(region)
        .map(({ cluster, number }) => {
          const group = cluster.groups.length > 1 ? `${cluster.name}, group ${number}` : cluster.name;
          return `${group}: led from ${cluster.partner} for a while, then from ${cluster.home} again\n`;
        })
        .join("");
    case "watch":
      return "looks at jobs, Velero's backups and records, and tells CloudWatch\n";
  }
}

interface Rehearsed {
  readonly outcome: Exclude<Outcome, "begun">;
  readonly results: readonly unknown[];
  readonly numbers: Parameters<typeof tell>[2];
}

/** Rehearses. @param line called with each group's result. */
async function rehearse(
  kind: Rehearsal,
  region: string,
  id: string,
  { shell, clock }: Surroundings,
  line: (result: object) => void,
): Promise<Rehearsed> {
  if (kind === "test") {
    const results = await testRegion(region, id, shell, line);
    const numbers = results.flatMap(({ group, result }) => {
      const { restoreSeconds } = result as { restoreSeconds?: number };
      return restoreSeconds === undefined ? [] : [secondsDatum(region, kind, group, restoreSeconds)];
    });
    return { outcome: results.every(({ held }) => held) ? "held" : "failed", results, numbers };
  }
  const results = await evacuateRegion(region, shell, clock, line);
  const numbers = results.flatMap(({ group, awaySeconds, backSeconds }) =>
    [awaySeconds, backSeconds].flatMap((seconds) =>
      seconds === null ? [] : [secondsDatum(region, kind, group, seconds)],
    ),
  );
  // What took nobody's lead away may be tried again tomorrow.
  const touched = results.some((result) => result.touched);
  const failed = touched ? "failed" : "refused";
  return { outcome: results.every(({ held }) => held) ? "held" : failed, results, numbers };
}

/** Whether a rehearsal is due, by what was written down. @returns why not, where it is not. */
async function notDue(
  kind: Rehearsal,
  place: RecordPlace,
  { shell, clock }: Surroundings,
): Promise<string | undefined> {
  const past = await pastOf(shell, place, kind);
  const counts = ({ outcome }: PastRehearsal): boolean =>
    outcome === "held" || (outcome !== "refused" && !rehearsals[kind].repeatsFailed);
  const newest = past.findLast(counts);
  if (newest === undefined) return undefined;
  const days = (clock.now() - newest.at.getTime()) / 86_400_000;
  if (days >= dueDays(kind)) return undefined;
  const became = newest.outcome === "held" ? "held" : "failed, and waits for a person";
  return `not due: that of ${newest.at.toISOString().slice(0, 10)} ${became}; the next after ${dueDays(kind)} days\n`;
}

async function rehearsal(
  kind: Rehearsal,
  usage: Usage,
  place: RecordPlace,
  around: Surroundings,
): Promise<number> {
  const { clock, shell, write } = around;
  if (usage.ifDue) {
    const why = await notDue(kind, place, around);
    if (why !== undefined) {
      write(why);
      return 0;
    }
  }
  const began = new Date(clock.now());
  // Who is ended in the middle leaves this behind, and who cannot write it down does nothing.
  await writeDown(shell, place, kind, "begun", { began });
  const id = compact(began).toLowerCase();
  const line = (result: object): void => {
    write(`${JSON.stringify(result)}\n`);
  };
  const { outcome, results, numbers } = await rehearse(kind, place.region, id, around, line);
  const ended = new Date(clock.now());
  const address = await writeDown(shell, place, kind, outcome, { began, ended, results });
  await tell(shell, place.region, numbers);
  write(`${outcome}; written down as ${address}\n`);
  return outcome === "held" ? 0 : 1;
}

async function watch(place: RecordPlace, { shell, clock, write, complain }: Surroundings): Promise<number> {
  const now = new Date(clock.now());
  const { ages, unknown } = await watchRegion(shell, place, now, recoveryMetrics.everyHours);
  for (const age of ages) {
    const hours = Number.isFinite(age.hours) ? `${age.hours.toFixed(1)} h old` : "never";
    write(`${age.kind}: ${hours} (${age.of})${isLate(age) ? ", late" : ""}\n`);
  }
  for (const { kind, why } of unknown) complain(`error nobody can say of ${kind}: ${why}\n`);
  return unknown.length === 0 ? 0 : 1;
}

/** Does what is asked for. @returns how the command ends. */
export async function run(argv: readonly string[], surroundings: Surroundings): Promise<number> {
  const { write, complain, places } = surroundings;
  let usage, place;
  try {
    usage = usageOf(argv);
    if (usage === "help") {
      write(helpText);
      return 0;
    }
    place = placeOf(usage.region, places());
    if (usage.dryRun) {
      write(pageOf(usage));
      return 0;
    }
  } catch (error) {
    if (!isBadUsage(error)) throw error;
    complain(`error ${error.message.split("\n")[0] ?? ""}; see npm run recovery -- --help\n`);
    return 2;
  }
  try {
    return usage.command === "watch"
      ? await watch(place, surroundings)
      : await rehearsal(usage.command, usage, place, surroundings);
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    complain(`error ${error.message}\n`);
    return 1;
  }
}
