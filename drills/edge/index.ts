/** The edge drill: every region's controller under real faults; writes `drills/results/edge-steering.{json,md}`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { availableParallelism, release } from "node:os";
import path from "node:path";
import { format, resolveConfig } from "prettier";
import { edgeSteering } from "../../components/facts/edge";
import { failover } from "../../components/facts/promises";
import { allRegions } from "../../components/facts/regions";
import { judge, quietPromise, slowest, type Measured, type Promises } from "./judge";
import { render, type Result } from "./render";
import { Scenarios } from "./scenarios";
import { drillNodeVersion, whyNot } from "./world";

const home = path.resolve(__dirname, "..", "results");
/**
 * Where in the interval the cuts come, in seconds after the first observer's probe: just after another one's, from where the
 * second vote of three is farthest. Observers are a quarter of an interval apart, the target's own place left out.
 */
const cuts = [1.35, 0.1, 0.1, 1.35, 2.6];

async function measure(regions: readonly string[]): Promise<Measured> {
  const scenarios = new Scenarios(regions, (line) => process.stdout.write(`${line}\n`));
  const [first = "", second = "", third = "", fourth = ""] = regions;
  const blackHole = [];
  for (const [index, cut] of cuts.entries())
    blackHole.push(await scenarios.blackHole(regions[index % regions.length] ?? "", cut));
  return {
    blackHole,
    controls: [
      {
        name: "two of the three observers' controllers off",
        ...(await scenarios.blackHole(first, 0.1, [third, fourth])),
      },
      { name: "all controllers off", ...(await scenarios.blackHole(first, 0.1, regions)) },
    ],
    recovery: await scenarios.recovery(second, fourth),
    killed: await scenarios.killed(third),
    flapping: await scenarios.flapping(third),
    cutOffObserver: await scenarios.cutOffObserver(first),
    allButOneCut: await scenarios.allButOneCut(),
    allIngressesCut: await scenarios.allIngressesCut(),
    evenSplit: await scenarios.evenSplit(),
  };
}

/** @returns 0 when all held, 1 when not, 3 where the machine permits no namespaces. */
export async function drillEdge(): Promise<number> {
  const reason = whyNot();
  if (reason !== undefined) {
    process.stdout.write(`skipped: network namespaces cannot be made here (${reason})\n`);
    return 3;
  }
  const regions = allRegions().map(({ name }) => name);
  const promises: Promises = {
    decisionSecondsMax: failover.decisionSecondsMax,
    runs: cuts.length,
    regions: regions.length,
    holdOffSeconds: edgeSteering.holdOffSeconds,
    quiet: quietPromise(regions.length),
    returnSecondsMax: (edgeSteering.goodProbes + 2) * edgeSteering.probeIntervalSeconds,
  };
  const measured = await measure(regions);
  const verdicts = judge(measured, promises);
  const result: Result = {
    date: new Date().toISOString().slice(0, 10),
    environment: { node: drillNodeVersion(), cores: availableParallelism(), kernel: release() },
    regions,
    promises,
    maxSeconds: slowest(measured.blackHole),
    measured,
    verdicts,
  };
  mkdirSync(home, { recursive: true });
  for (const [file, text] of [
    ["edge-steering.json", JSON.stringify(result)],
    ["edge-steering.md", render(result)],
  ] as const) {
    const target = path.join(home, file);
    writeFileSync(target, await format(text, { ...(await resolveConfig(target)), filepath: target }));
  }
  for (const { what, held, measured: found } of verdicts)
    process.stdout.write(`${held ? "held  " : "MISSED"} ${what}: ${found}\n`);
  return verdicts.every(({ held }) => held) ? 0 : 1;
}
