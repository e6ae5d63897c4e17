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

async function drill(name: string, chosen: readonly (readonly [Scenario, number])[]): Promise<number> {
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
  mkdirSync(results, { recursive: true });
  writeFileSync(path.join(results, `${date}-${name}.json`), `${JSON.stringify(result, undefined, 2)}\n`);
  writeFileSync(
    path.join(results, `${date}-${name}.events.jsonl.gz`),
    gzipSync(events.map((event) => `${JSON.stringify(event)}\n`).join(""), { level: 9 }),
  );
  writeFileSync(path.join(results, `${date}-${name}.md`), renderPage(result, events));
  writeFileSync(path.join(results, `${date}-${name}.svg`), renderSvg(result));
  for (const { promise, held } of verdicts(result)) say(`${held ? "held  " : "BROKEN"} ${promise}`);
  return verdicts(result).every(({ held }) => held) ? 0 : 1;
}

/** Every scenario, as often as it is to be run. */
export function drillFailover(): Promise<number> {
  return drill(
    "failover",
    scenarios.map((scenario) => [scenario, scenario.runs] as const),
  );
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
