/** `npm run drill -- world`: whether the world in which the other drills run is what they take it for. */
import { fork } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { Authorities } from "./certificates";
import { leftovers, namespacesOf, traces } from "./leftovers";
import { ensureRoot, whyNoWorld } from "./root";
import {
  cutDropsAll,
  databasesStream,
  etcdElects,
  fullDiskFails,
  impairmentHolds,
  oneWayIsOneWay,
  pause,
  roundTripsHold,
  type Check,
} from "./selfTestChecks";
import { containersStartAgain, lostPodComesBack } from "./selfTestPodsChecks";
import { probe, regions, roundTripMs, selfTestPods } from "./selfTestPods";
import { World } from "./world";

const root = path.resolve(__dirname, "..", "..");

/** Every namespace that a process of this machine is in. */
function namespacesOnMachine(): ReadonlySet<string> {
  const found = readdirSync("/proc").flatMap((pid) => {
    try {
      return /^\d+$/.test(pid) ? namespacesOf(Number(pid)) : [];
    } catch {
      return [];
    }
  });
  return new Set(found);
}

/** Opens a small world in a process of its own and kills that process, so that nothing of it can clean up. */
async function killedWorldLeavesNothing(): Promise<Check> {
  const before = { traces: traces(), namespaces: namespacesOnMachine() };
  const victim = fork(path.join(root, "scripts", "run.mjs"), [path.join(__dirname, "selfTestVictim.ts")], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  await new Promise((resolve) => victim.once("message", resolve));
  const its = new Set([...namespacesOnMachine()].filter((each) => !before.namespaces.has(each)));
  const gone = new Promise((resolve) => victim.once("exit", resolve));
  victim.kill("SIGKILL");
  await gone;
  // The kernel ends the holders as their pipes close.
  await pause(1000);
  const left = leftovers(before.traces, its);
  return {
    what: "a world whose process is killed leaves nothing",
    held: its.size > 0 && left.length === 0,
    found: `${its.size} namespaces, left: ${left.join("; ") || "nothing"}`,
  };
}

type Measure = (world: World) => Promise<Check | readonly Check[]>;

const measures: readonly Measure[] = [
  roundTripsHold,
  cutDropsAll,
  oneWayIsOneWay,
  impairmentHolds,
  etcdElects,
  databasesStream,
  fullDiskFails,
  containersStartAgain,
  lostPodComesBack,
];

/** What a measurement found; one that cannot be made has not held. */
async function measured(measure: Measure, world: World): Promise<Check | readonly Check[]> {
  try {
    return await measure(world);
  } catch (error) {
    return { what: measure.name, held: false, found: (error as Error).message };
  }
}

/** @returns 0 when all held, 1 when not, 3 where the machine permits no world. */
export async function drillWorld(): Promise<number> {
  const say = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  const reason = whyNoWorld();
  if (reason !== undefined) {
    say(`skipped: ${reason}`);
    return 3;
  }
  ensureRoot(say);
  const started = Date.now();
  const checks: Check[] = [];
  const add = (found: Check | readonly Check[]): void => {
    for (const check of [found].flat() as readonly Check[]) {
      checks.push(check);
      say(`${check.held ? "held  " : "MISSED"} ${check.what}: ${check.found}`);
    }
  };
  add(await killedWorldLeavesNothing());
  const before = traces();
  const authorities = await Authorities.make(regions.map(({ name }) => name));
  const world = new World({ regions, roundTripMs, pods: await selfTestPods(authorities) });
  say(`what containers print is in ${world.journal.home}`);
  let left: readonly string[] = [];
  try {
    await world.open();
    const own = new Set(namespacesOf("self"));
    const alive = new Set(namespacesOf(world.pod(probe("africa")).pid).filter((each) => !own.has(each)));
    const seen = leftovers(before, alive).length;
    add({
      what: "the search for leftovers finds a world that is there",
      held: seen > 0,
      found: `${seen} processes of one pod`,
    });
    for (const measure of measures) add(await measured(measure, world));
    const { largestBytes } = await world.lineStats();
    add({
      what: "no packet on a line is larger than 1500 bytes",
      held: largestBytes <= 1500,
      found: `${largestBytes} bytes`,
    });
  } finally {
    left = await world.close();
  }
  add({ what: "nothing is left", held: left.length === 0, found: left.join("; ") || "nothing" });
  say(`${((Date.now() - started) / 1000).toFixed(0)} s`);
  return checks.every(({ held }) => held) ? 0 : 1;
}
