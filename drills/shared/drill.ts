/** A drill: a world made from the plan, scenarios one after the other, and what they showed. */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { allRegions } from "../../components/facts/regions";
import { roundTripMs } from "../../components/facts/roundTrips";
import type { Plan } from "../../preview/plan";
import { Authorities, ensureRoot, whyNoWorld, World, type PodSpec, type WorldEvent } from "../world";
import { printedPlan, settingsDigest } from "./planned";
import { writeResult } from "./results";
import { ScenarioRunner, type Scenario, type Subject } from "./scenarios";

/** What a drill leaves behind. */
export interface DrillResult<Summary> {
  readonly drill: string;
  /** YYYY-MM-DD. */
  readonly date: string;
  /** What the pods were told, in one word. */
  readonly settingsDigest: string;
  readonly runs: readonly Summary[];
}

export interface Verdict {
  readonly promise: string;
  /** Whether a run shows it at all; a whole drill tries each. */
  readonly tried: boolean;
  readonly held: boolean;
}

export interface Drill<Servers extends Subject, Summary> {
  readonly scenarios: readonly Scenario<Servers>[];
  /** Pods of the plan whose settings are the drill's. */
  readonly pods: (plan: Plan, authorities: Authorities) => Promise<readonly PodSpec[]>;
  /** What AWS has for them, such as buckets; default nothing. */
  readonly beside?: (plan: Plan, authorities: Authorities) => Promise<readonly PodSpec[]>;
  /** A service's pod in a region. */
  readonly clientPod: (region: string, authorities: Authorities) => Promise<PodSpec>;
  readonly servers: (world: World, planned: readonly PodSpec[]) => Servers;
  /** Called once, when all is well for the first time. */
  readonly prepare?: (servers: Servers) => Promise<void>;
  /** What one run showed. @throws Error where its record is not whole. */
  readonly summaryOf: (run: readonly WorldEvent[]) => Summary;
  readonly lineOf: (summary: Summary) => string;
  readonly verdicts: (result: DrillResult<Summary>) => readonly Verdict[];
  readonly page: (result: DrillResult<Summary>, events: readonly WorldEvent[]) => string;
  readonly chart: (result: DrillResult<Summary>) => string;
}

type Chosen<Servers extends Subject> = readonly (readonly [Scenario<Servers>, number])[];

/** How a drill ends where the machine does not permit it. */
export const notPermitted = 3;

/** Makes the system that pods run, where it is missing; or why nothing can be drilled on this machine. */
export function whyNotHere(say: (line: string) => void): string | undefined {
  const refused = whyNoWorld();
  if (refused !== undefined) return refused;
  try {
    ensureRoot(say);
    return undefined;
  } catch (error) {
    return `the system that pods run cannot be made here: ${(error as Error).message}`;
  }
}

/** How long servers have until they are well for the first time. */
const firstWellSeconds = 240;

/**
 * Runs some scenarios, each as often as asked.
 * @param kept whether the result is written to `drills/results/`.
 * @returns 0 when every promise held, 1 when not, 3 where this machine does not permit it.
 */
async function runChosen<Servers extends Subject, Summary>(
  name: string,
  drill: Drill<Servers, Summary>,
  chosen: Chosen<Servers>,
  kept: boolean,
): Promise<number> {
  const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  const refused = whyNotHere(say);
  if (refused !== undefined) {
    process.stderr.write(`${refused}\n`);
    return notPermitted;
  }
  const date = new Date().toISOString().slice(0, 10);
  const regions = allRegions().map((region) => region.name);
  const authorities = await Authorities.make(regions);
  const plan = printedPlan(date);
  const planned = await drill.pods(plan, authorities);
  const beside = (await drill.beside?.(plan, authorities)) ?? [];
  const events: WorldEvent[] = [];
  const logs = mkdtempSync(path.join(tmpdir(), "azora-drill-logs-"));
  say(`runs ${planned.length} pods of the plan; what they print is in ${logs}`);
  let runner: ScenarioRunner<Servers> | undefined;
  const services = await Promise.all(regions.map((region) => drill.clientPod(region, authorities)));
  const world = new World({
    regions: allRegions(),
    roundTripMs,
    pods: [...planned, ...beside, ...services],
    logs,
    onLine: (pod, _container, line) => runner?.onLine(pod, line),
    onEvent: (event) => events.push(event),
  });
  const runs: Summary[] = [];
  try {
    await world.open();
    const servers = drill.servers(world, planned);
    runner = new ScenarioRunner(world, servers);
    await servers.well(firstWellSeconds);
    await drill.prepare?.(servers);
    for (const [scenario, count] of chosen)
      for (let each = 1; each <= count; each++) {
        const first = events.length;
        await runner.run(scenario, `${drill.scenarios.indexOf(scenario)}-${each}`);
        const summary = drill.summaryOf(events.slice(first));
        runs.push(summary);
        say(drill.lineOf(summary));
      }
  } finally {
    for (const left of await world.close()) say(`left over: ${left}`);
  }
  const result = { drill: name, date, settingsDigest: settingsDigest(planned), runs };
  if (kept)
    writeResult(`${date}-${name}`, {
      result,
      events,
      page: drill.page(result, events),
      chart: drill.chart(result),
    });
  const judged = drill.verdicts(result).filter(({ tried }) => kept || tried);
  for (const { promise, held } of judged) say(`${held ? "held  " : "BROKEN"} ${promise}`);
  return judged.every(({ held }) => held) ? 0 : 1;
}

/**
 * Runs every scenario, as often as it is to be run.
 * @param part of the names of scenarios: only these run, once each, and nothing is written to `drills/results/`.
 * @returns as `npm run drill` ends; 2 where no scenario has the part in its name.
 */
export async function runDrill<Servers extends Subject, Summary>(
  name: string,
  drill: Drill<Servers, Summary>,
  part?: string,
): Promise<number> {
  const { scenarios } = drill;
  if (part === undefined)
    return runChosen(
      name,
      drill,
      scenarios.map((scenario) => [scenario, scenario.runs] as const),
      true,
    );
  const chosen = scenarios.filter((scenario) => scenario.name.includes(part));
  if (chosen.length > 0)
    return runChosen(
      name,
      drill,
      chosen.map((scenario) => [scenario, 1] as const),
      false,
    );
  const names = scenarios.map((scenario) => `  ${scenario.name}`).join("\n");
  process.stderr.write(`no scenario has "${part}" in its name; there are:\n${names}\n`);
  return 2;
}

/** Runs the scenarios that recovery is measured by, and the controls, once each; the result is kept. */
export function runSmoke<Servers extends Subject, Summary>(
  name: string,
  drill: Drill<Servers, Summary>,
): Promise<number> {
  const chosen = drill.scenarios.filter(({ recovery, control }) => recovery || control);
  return runChosen(
    name,
    drill,
    chosen.map((scenario) => [scenario, 1] as const),
    true,
  );
}
