/** The failover drill: the plan's `core` cluster on real servers, over the real distances, under real faults. */
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { databaseClusters } from "../../components/facts/databaseClusters";
import { allRegions } from "../../components/facts/regions";
import { roundTripMs } from "../../components/facts/roundTrips";
import { Authorities, ensureRoot, whyNoWorld, World, type WorldEvent } from "../world";
import { RunningCluster } from "./cluster";
import { summaryOf, type RunSummary } from "./judge";
import { corePods, printedPlan, settingsDigest } from "./planned";
import { renderPage, renderSvg } from "./render";
import { lineOf, verdicts, type FailoverResult } from "./result";
import { clientPod, ScenarioRunner } from "./run";
import { scenarios, type Scenario } from "./scenarios";

const results = path.resolve(__dirname, "..", "results");

/** The result, what it is worked out from, a page and a chart. */
function write(name: string, result: FailoverResult, events: readonly WorldEvent[]): void {
  mkdirSync(results, { recursive: true });
  const file = (end: string): string => path.join(results, `${name}.${end}`);
  const record = events.map((event) => `${JSON.stringify(event)}\n`).join("");
  writeFileSync(file("json"), `${JSON.stringify(result, undefined, 2)}\n`);
  writeFileSync(file("events.jsonl.gz"), gzipSync(record, { level: 9 }));
  writeFileSync(file("md"), renderPage(result, events));
  writeFileSync(file("svg"), renderSvg(result));
}

/** @param kept whether the result is written to `drills/results/`. */
async function drill(
  name: string,
  chosen: readonly (readonly [Scenario, number])[],
  kept = true,
): Promise<number> {
  const refused = whyNoWorld();
  if (refused !== undefined) {
    process.stderr.write(`${refused}\n`);
    return 3;
  }
  const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  ensureRoot(say);
  const date = new Date().toISOString().slice(0, 10);
  const regions = allRegions().map((region) => region.name);
  const authorities = await Authorities.make(regions);
  const planned = await corePods(printedPlan(date), authorities);
  const events: WorldEvent[] = [];
  const logs = mkdtempSync(path.join(tmpdir(), "azora-drill-logs-"));
  say(`runs ${planned.length} pods of the plan; what they print is in ${logs}`);
  let runner: ScenarioRunner | undefined;
  const world = new World({
    regions: allRegions(),
    roundTripMs,
    pods: [...planned, ...regions.map((region) => clientPod(region, authorities.certificates))],
    logs,
    onLine: (pod, _container, line) => runner?.onLine(pod, line),
    onEvent: (event) => events.push(event),
  });
  const runs: RunSummary[] = [];
  try {
    await world.open();
    const [core] = databaseClusters();
    if (!core) throw new Error("there is no cluster");
    const cluster = new RunningCluster(world, core);
    const entries = planned.map((pod) => pod.name).filter((each) => each.includes("/postgres-entry/"));
    runner = new ScenarioRunner(world, cluster, entries, { durable: "drill-durable", fast: "drill-fast" }, 3);
    await cluster.well(240);
    runner.prepare();
    for (const [scenario, count] of chosen)
      for (let each = 1; each <= count; each++) {
        const first = events.length;
        await runner.run(scenario, `${scenarios.indexOf(scenario)}-${each}`);
        const summary = summaryOf(events.slice(first));
        runs.push(summary);
        say(lineOf(summary));
      }
  } finally {
    for (const left of await world.close()) say(`left over: ${left}`);
  }
  const result: FailoverResult = { drill: name, date, settingsDigest: settingsDigest(planned), runs };
  if (kept) write(`${date}-${name}`, result, events);
  const judged = verdicts(result).filter(({ tried }) => kept || tried);
  for (const { promise, held } of judged) say(`${held ? "held  " : "BROKEN"} ${promise}`);
  return judged.every(({ held }) => held) ? 0 : 1;
}

/**
 * Every scenario, as often as it is to be run.
 * @param part of the names of scenarios: only these run, once each, and nothing is written to `drills/results/`.
 */
export async function drillFailover(part?: string): Promise<number> {
  if (part === undefined)
    return drill(
      "failover",
      scenarios.map((scenario) => [scenario, scenario.runs] as const),
    );
  const chosen = scenarios.filter(({ name }) => name.includes(part));
  if (chosen.length > 0)
    return drill(
      "failover",
      chosen.map((scenario) => [scenario, 1] as const),
      false,
    );
  const names = scenarios.map(({ name }) => `  ${name}`).join("\n");
  process.stderr.write(`no scenario has "${part}" in its name; there are:\n${names}\n`);
  return 2;
}

/** One cut and one control. */
export function drillSmoke(): Promise<number> {
  return drill(
    "smoke",
    scenarios
      .filter(({ recovery, control }) => recovery || control)
      .map((scenario) => [scenario, 1] as const),
  );
}
