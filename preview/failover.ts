/** How long the failover of a lost region takes, step by step: what servers are told in the plan, and what only a drill can say. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { daysBetween } from "../components/facts/days";
import { edgeSteering } from "../components/facts/edge";
import { failover, recovery } from "../components/facts/promises";
import { leasesOf } from "./databases";
import type { PlanValue } from "./engine/values";
import type { Plan } from "./plan";
import { at, parsed, textAt } from "./reading";

/** One of the things that happen from the fault on, in this order. */
export interface Step {
  readonly name: "detect" | "decide" | "promote" | "steer";
  /** NaN where nobody can say; such a chain is broken. */
  readonly seconds: number;
  /** The settings that it follows from, or the drill. */
  readonly from: string;
}

/** The whole of it: at the edge until users are led elsewhere, at a database until durable writes are back. */
export interface Chain {
  readonly what: "edge" | "database";
  readonly steps: readonly Step[];
  readonly limitSeconds: number;
  /** What the newest drill measured for the whole, at the worst, and how many days before the plan's day. */
  readonly measured:
    { readonly seconds: number; readonly date: string; readonly ageDays: number } | undefined;
}

interface DrillRun {
  readonly recovery?: boolean;
  readonly control?: boolean;
  readonly decisionSeconds?: number | null;
  readonly recoverySeconds?: number | null;
}

/** What a drill's committed result has, as far as it is read here. */
interface Drill<Run> {
  readonly date: string;
  readonly runs?: readonly Run[];
  readonly maxSeconds?: number;
}

/** Where drills leave their results. */
export const resultsFolder = path.join(__dirname, "..", "drills", "results");

/** The newest committed result whose file is named so; `undefined` where there is none, or no folder of results. */
export function newestDrill<Run>(name: RegExp, folder: string): Drill<Run> | undefined {
  const file = (existsSync(folder) ? readdirSync(folder) : [])
    .filter((each) => name.test(each))
    .sort()
    .at(-1);
  return file === undefined
    ? undefined
    : (JSON.parse(readFileSync(path.join(folder, file), "utf8")) as Drill<Run>);
}

function measuredBy(drill: Drill<DrillRun> | undefined, seconds: number, asOf: string): Chain["measured"] {
  return drill && { seconds, date: drill.date, ageDays: daysBetween(drill.date, asOf) };
}

/** Texts of a key of every config map of the plan. */
function textsOf(plan: Plan, key: string): readonly string[] {
  return Object.values(plan.stacks).flatMap(({ resources }) =>
    resources
      .filter(({ type }) => type === "kubernetes:core/v1:ConfigMap")
      .map(({ resolved }) => textAt(resolved, "data", key))
      .filter((text) => text !== ""),
  );
}

/** The largest number that a pattern's first group finds in texts; NaN where one of them has none, or there are no texts. */
function largestIn(texts: readonly string[], pattern: RegExp): number {
  return texts.length === 0 ? NaN : Math.max(...texts.map((text) => Number(pattern.exec(text)?.[1] ?? NaN)));
}

/** To a tenth of a second, as people read it. */
function rounded(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}

/** The slowest of the plan's databases; `undefined` where none is planned. */
function databaseChain(plan: Plan, folder: string): Chain | undefined {
  const leases = leasesOf(plan);
  if (leases.length === 0) return undefined;
  const ttl = Math.max(...leases.map(({ ttlSeconds }) => ttlSeconds));
  const loopWait = Math.max(...leases.map(({ loopWaitSeconds }) => loopWaitSeconds));
  const proxies = textsOf(plan, "haproxy.cfg");
  const check = largestIn(proxies, /\bdowninter ([\d.]+)s/) * largestIn(proxies, /\brise (\d+)/);
  const login = largestIn(textsOf(plan, "pgbouncer.ini"), /^server_login_retry = ([\d.]+)$/m);
  const drill = newestDrill<DrillRun>(/^\d{4}-\d{2}-\d{2}-failover\.json$/, folder);
  const runs = (drill?.runs ?? []).filter((run) => run.recovery === true && run.control !== true);
  const worst = (of: (run: DrillRun) => number): number =>
    runs.length === 0 ? NaN : Math.max(...runs.map(of));
  const whole = worst(({ recoverySeconds }) => recoverySeconds ?? NaN);
  const steer = check + login;
  // The drill sees when a member leads and when a row is written; what a proxy and a pooler may take lies between the two.
  const led = worst(
    ({ recoverySeconds, decisionSeconds }) => (recoverySeconds ?? NaN) - (decisionSeconds ?? NaN),
  );
  return {
    what: "database",
    steps: [
      { name: "detect", seconds: ttl, from: "ttl" },
      { name: "decide", seconds: loopWait, from: "loop_wait" },
      {
        name: "promote",
        seconds: Math.max(0, rounded(led - (Number.isNaN(steer) ? 0 : steer))),
        from: `drill of ${drill?.date ?? "no day"}`,
      },
      { name: "steer", seconds: steer, from: "downinter, server_login_retry" },
    ],
    limitSeconds: failover.fullRecoverySecondsMax,
    measured: measuredBy(drill, rounded(whole), plan.asOf),
  };
}

/** Milliseconds of a controller's settings, as seconds. */
function settingSeconds(settings: PlanValue | undefined, key: string): number {
  return Number(at(settings, key) ?? NaN) / 1000;
}

/** The controllers that take a region out of steering; `undefined` where none is planned. */
function edgeChain(plan: Plan, folder: string): Chain | undefined {
  const all = textsOf(plan, "config.json")
    .map(parsed)
    .flatMap((config) => at(config, "settings") ?? [])
    .filter((settings) => at(settings, "probeIntervalMs") !== undefined);
  if (all.length === 0) return undefined;
  const worst = (key: string): number => Math.max(...all.map((settings) => settingSeconds(settings, key)));
  const drill = newestDrill<DrillRun>(/^edge-steering\.json$/, folder);
  return {
    what: "edge",
    steps: [
      { name: "detect", seconds: worst("probeIntervalMs"), from: "probeIntervalMs" },
      {
        name: "decide",
        seconds: worst("confirmAfterMs") + worst("probeTimeoutMs") + edgeSteering.reportSecondsBudget,
        from: "confirmAfterMs, probeTimeoutMs, a vote's way",
      },
      { name: "steer", seconds: edgeSteering.apiSecondsBudget, from: "one call of the edge's API" },
    ],
    limitSeconds: failover.decisionSecondsMax,
    measured: measuredBy(drill, rounded(drill?.maxSeconds ?? NaN), plan.asOf),
  };
}

/**
 * The chains of what a plan holds.
 * @param folder of drills' results; default the project's own.
 */
export function chainsOf(plan: Plan, folder = resultsFolder): readonly Chain[] {
  return [edgeChain(plan, folder), databaseChain(plan, folder)].flatMap((chain) => chain ?? []);
}

/** How long a chain takes at the worst, in seconds, to a tenth. */
export function chainSeconds({ steps }: Chain): number {
  return rounded(steps.reduce((sum, { seconds }) => sum + seconds, 0));
}

/** What takes longest of several things, or what nobody can say. */
export function longestOf<T extends { readonly seconds: number }>(all: readonly T[]): T | undefined {
  return (
    all.find(({ seconds }) => Number.isNaN(seconds)) ?? [...all].sort((a, b) => b.seconds - a.seconds)[0]
  );
}

/** The step that takes longest, or that nobody can say. */
export function largestStep({ steps }: Chain): Step | undefined {
  return longestOf(steps);
}

/** Whether a chain takes as long as promised, or nobody can say; a drill that took as long counts like a sum that does. */
export function isBroken(chain: Chain): boolean {
  const isBelow = (seconds: number): boolean => seconds < chain.limitSeconds;
  return !isBelow(chainSeconds(chain)) || (chain.measured !== undefined && !isBelow(chain.measured.seconds));
}

/** Whether the drill behind a chain is too old to be relied on, or was never held. */
export function isStale({ measured }: Chain): boolean {
  return measured === undefined || measured.ageDays > recovery.drillResultDaysMax;
}
