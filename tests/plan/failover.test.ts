/** How long a lost region's failover takes, from the plan's settings and the newest drill. */
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { databaseEntry, leaderElection } from "../../components/facts/database";
import { edgeSteering } from "../../components/facts/edge";
import { failover, recovery } from "../../components/facts/promises";
import { allRegions } from "../../components/facts/regions";
import { steeringConfig } from "../../components/steering";
import type { FailoverResult } from "../../drills/failover/result";
import {
  chainsOf,
  chainSeconds,
  isBroken,
  isStale,
  largestStep,
  type Chain,
  type Step,
} from "../../preview/failover";
import { failoverLines } from "../../preview/page/failover";
import type { Plan, PlannedResource } from "../../preview/plan";
import { failoverReport } from "../../preview/reports/failover";
import { markdown } from "../../preview/reports/markdown";
import { isRefused } from "../../preview/summary";
import { committedResults } from "../support/drillResults";
import { planAllStacks } from "../support/plan";

const plain = (_style: string, text: string): string => text;

let plan: Plan;
beforeAll(async () => {
  plan = await planAllStacks();
});

/** The plan with a text of its config maps told otherwise. */
function told(from: string, to: string): Plan {
  const text = JSON.stringify(plan);
  const found = JSON.stringify(from).slice(1, -1);
  expect(text).toContain(found);
  return JSON.parse(text.replaceAll(found, JSON.stringify(to).slice(1, -1))) as Plan;
}

/** The plan with the controllers' settings in every region. */
function withControllers(probeIntervalMs: number): Plan {
  const regions = allRegions();
  const stacks = Object.fromEntries(
    Object.entries(plan.stacks).map(([stack, each]) => {
      if (!regions.some(({ name }) => name === stack)) return [stack, each];
      const config = steeringConfig({
        region: stack,
        regions,
        domain: "azora.example",
        edgeAccountId: "0".repeat(32),
      });
      const settings = { ...config.settings, probeIntervalMs };
      const data = { "config.json": JSON.stringify({ ...config, settings }) };
      const resource = { type: "kubernetes:core/v1:ConfigMap", resolved: { data }, inputs: { data } };
      return [stack, { ...each, resources: [...each.resources, resource as unknown as PlannedResource] }];
    }),
  );
  return { ...plan, stacks };
}

function chainOf(of: Plan, what: Chain["what"], folder?: string): Chain {
  const found = chainsOf(of, folder).find((chain) => chain.what === what);
  if (!found) throw new Error(`no chain ${what}`);
  return found;
}
const secondsOf = ({ steps }: Chain): Partial<Record<Step["name"], number>> =>
  Object.fromEntries(steps.map(({ name, seconds }) => [name, seconds]));

describe("a database's chain", () => {
  test("is its lease, its loop, what the drill saw and its way in, below the promise", () => {
    const chain = chainOf(plan, "database");
    const { result } = committedResults<FailoverResult>("failover").at(-1) ?? {};
    const cuts = (result?.runs ?? []).filter(({ scenario }) => scenario === "home region cut");
    const ledToWritten = Math.max(
      ...cuts.map(
        ({ recoverySeconds, decisionSeconds }) => Number(recoverySeconds) - Number(decisionSeconds),
      ),
    );
    const steer = databaseEntry.downCheckSeconds * databaseEntry.rise + databaseEntry.loginRetrySeconds;
    const { promote, ...settings } = secondsOf(chain);
    expect(settings).toEqual({
      detect: leaderElection.ttlSeconds,
      decide: leaderElection.loopWaitSeconds,
      steer,
    });
    expect(promote).toBeCloseTo(ledToWritten - steer, 1);
    expect(chain.limitSeconds).toBe(30);
    expect(chain.measured?.seconds).toBeCloseTo(
      Math.max(...cuts.map(({ recoverySeconds }) => Number(recoverySeconds))),
      1,
    );
    expect([largestStep(chain)?.name, isBroken(chain)]).toEqual(["detect", false]);
    expect(isRefused(plan)).toBe(false);
  });

  test.each([
    [
      "a lease of 29 s",
      '"ttl": 20',
      '"ttl": 29',
      "detect",
      /^ {2}broken promise, database: 3\d(\.\d)? of 30 s: detect 29, /,
    ],
    ["PgBouncer's own retry", "server_login_retry = 0.5", "server_login_retry = 15", "detect", /steer 16;/],
    [
      "a proxy that looks every 20 s",
      "downinter 1s",
      "downinter 21s",
      "steer",
      /longest: steer \(downinter, server_login_retry\);/,
    ],
    [
      "no lease",
      '"ttl": 20,',
      "",
      "detect",
      /database: unknown of 30 s: detect unknown, .*; longest: detect \(ttl\);/,
    ],
    ["no retry", "server_login_retry = 0.5", "", "steer", /unknown of 30 s/],
  ] as const)("with %s is broken, and names the step", (_, from, to, longest, words) => {
    const other = told(from, to);
    const chain = chainOf(other, "database");
    expect([isBroken(chain), largestStep(chain)?.name]).toEqual([true, longest]);
    expect(isRefused(other)).toBe(true);
    expect(failoverLines(other, plain, 400).join("\n")).toMatch(new RegExp(words.source, "m"));
    expect(markdown(other)).toContain("**Broken promises (1)**");
  });

  test("a lease that leaves less than a second is just below the promise, and one that leaves none is not", () => {
    const chain = chainOf(plan, "database");
    const [last, first] = [-1, 0].map(
      (more) => leaderElection.ttlSeconds + Math.ceil(chain.limitSeconds - chainSeconds(chain)) + more,
    );
    const broken = (ttl: number | undefined): boolean =>
      isBroken(chainOf(told('"ttl": 20', `"ttl": ${String(ttl)}`), "database"));
    expect([broken(last), broken(first)]).toEqual([false, true]);
  });

  const folderWith = (runs: readonly object[]): string => {
    const folder = mkdtempSync(path.join(tmpdir(), "azora-drills-"));
    writeFileSync(
      path.join(folder, "2026-11-01-failover.json"),
      JSON.stringify({ date: "2026-11-01", runs }),
    );
    return folder;
  };
  const run = { recovery: true, control: false, decisionSeconds: 22, recoverySeconds: 24 };

  test("a drill that took longer than promised breaks it, whatever the settings say", () => {
    expect(isBroken(chainOf(plan, "database", folderWith([run])))).toBe(false);
    expect(isBroken(chainOf(plan, "database", folderWith([run, { ...run, recoverySeconds: 30 }])))).toBe(
      true,
    );
  });

  test.each([
    ["never ran", []],
    ["ran its control only", [{ ...run, control: true }]],
    ["never recovered", [run, { ...run, recoverySeconds: null }]],
  ])("a drill that %s breaks it", (_, runs) => {
    expect(isBroken(chainOf(plan, "database", folderWith(runs)))).toBe(true);
  });

  test("without any drill nobody can say how long a promotion takes", () => {
    const chain = chainOf(plan, "database", mkdtempSync(path.join(tmpdir(), "azora-drills-")));
    expect([isBroken(chain), isStale(chain), largestStep(chain)?.name]).toEqual([true, true, "promote"]);
  });
});

describe("the age of a drill", () => {
  const later = (days: number): Plan => {
    const date = chainOf(plan, "database").measured?.date ?? "";
    const asOf = new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
    return { ...plan, asOf };
  };

  test("is told, and stops a release only", () => {
    const { drillResultDaysMax } = recovery;
    expect(isRefused(later(drillResultDaysMax), true)).toBe(false);
    const old = later(drillResultDaysMax + 1);
    expect([isRefused(old), isRefused(old, true)]).toEqual([false, true]);
    expect(failoverLines(old, plain, 400).join("\n")).toContain("36 days ago; allowed: 35");
  });
});

describe("the edge's chain", () => {
  test("is a probe, its confirmation, a vote and a call, below the promise", () => {
    const chain = chainOf(withControllers(1000 * edgeSteering.probeIntervalSeconds), "edge");
    expect(secondsOf(chain)).toEqual({ detect: 5, decide: 1.6 + 1.5 + 0.5, steer: 1 });
    expect([chainSeconds(chain), chain.limitSeconds, isBroken(chain)]).toEqual([
      9.6,
      failover.decisionSecondsMax,
      false,
    ]);
  });

  test("with a probe every 6 s is broken", () => {
    const other = withControllers(6000);
    expect([isBroken(chainOf(other, "edge")), isRefused(other)]).toEqual([true, true]);
    expect(failoverLines(other, plain, 400).join("\n")).toMatch(
      /broken promise, edge: 10\.6 of 10 s: detect 6, /,
    );
  });

  test("is missed where no controller is planned", () => {
    const words = "the edge's is not planned (azora:edgeSteeringDigest)";
    expect(failoverLines(plan, plain, 120)[1]).toContain(words);
    expect(failoverLines(withControllers(5000), plain, 120)[1]).not.toContain(words);
  });
});

test("failover.json has each chain with its sum and its longest step", () => {
  const report = JSON.parse(failoverReport(plan)) as { readonly chains: readonly Record<string, unknown>[] };
  expect(report.chains).toHaveLength(1);
  expect(report.chains[0]).toMatchObject({
    what: "database",
    seconds: chainSeconds(chainOf(plan, "database")),
    limitSeconds: 30,
    longest: "detect",
    isBroken: false,
    isStale: false,
  });
});

test("a plan without databases has no chain", () => {
  const { global: joined } = plan.stacks;
  const other: Plan = { ...plan, stacks: joined ? { global: joined } : {} };
  expect(chainsOf(other)).toEqual([]);
  expect(failoverLines(other, plain, 120)).toEqual([]);
});
