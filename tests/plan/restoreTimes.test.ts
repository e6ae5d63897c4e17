/** How long a restore takes, from the plan's members and volumes, the declared sizes and the newest drill. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { databaseClusters } from "../../components/facts/databaseClusters";
import { databaseKinds } from "../../components/facts/database";
import { restoreLimits } from "../../components/facts/repositories";
import type { Plan } from "../../preview/plan";
import { failoverReport } from "../../preview/reports/failover";
import {
  isOldRestore,
  isTooLong,
  longestTerm,
  restoreSeconds,
  restoreTimesOf,
  type RestoreTime,
} from "../../preview/restoreTimes";
import { isRefused } from "../../preview/summary";
import { planAllStacks } from "../support/plan";

const gibibyte = 2 ** 30;
let plan: Plan;
let folder: string;
beforeAll(async () => {
  plan = await planAllStacks();
});
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "restore-times-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A drill that restored a gibibyte in 20 s of 70. */
function drilled(date = plan.asOf, run: object = {}): void {
  const runs = [{ rtoSeconds: 70, restoreSeconds: 20, databaseBytes: gibibyte, ...run }];
  writeFileSync(path.join(folder, `${date}-restore.json`), JSON.stringify({ date, runs }));
}
function timeOf(cluster: string, of = plan): RestoreTime {
  const found = restoreTimesOf(of, folder).find((each) => each.cluster === cluster);
  if (!found) throw new Error(`no time of ${cluster}`);
  return found;
}
/** The plan with a text told otherwise. */
function told(from: RegExp, to: string): Plan {
  const text = JSON.stringify(plan);
  expect(text.search(from)).toBeGreaterThan(0);
  return JSON.parse(text.replaceAll(from, to)) as Plan;
}

test("every cluster is restored in time at its declared size, by the committed drill", () => {
  const times = restoreTimesOf(plan);
  expect(times.map(({ cluster }) => cluster)).toEqual(databaseClusters().map(({ name }) => name));
  for (const time of times) {
    expect(isTooLong(time)).toBe(false);
    expect(isOldRestore(time)).toBe(false);
    expect(time.largestGib).toBeGreaterThanOrEqual(time.databaseGib);
  }
});

test("what is larger than the drill's database is restored, and copied once more, at the slowest of three rates", () => {
  drilled();
  const { cpu, databaseGib } = databaseKinds.core.size;
  // 1 GiB in 20 s on two cores: 51 MiB/s, which is less than a volume of 125 and a network of 88 carry.
  const restoreRate = ((1024 / 20) * cpu) / restoreLimits.drillCores;
  const copyRate = restoreLimits.networkMibPerSecondAndCpu * cpu;
  const more = 1024 * (databaseGib - 1);
  const time = timeOf("core");
  expect(time.boundBy).toBe("cpu");
  expect(time.terms).toEqual([
    { name: "restore", seconds: Math.round(20 + more / restoreRate) },
    { name: "copy", seconds: Math.round(more / copyRate) },
    { name: "steps", seconds: 50 },
  ]);
  const perGib = 1024 / restoreRate + 1024 / copyRate;
  expect(time.largestGib).toBe(Math.floor(1 + (900 - 70) / perGib));
  expect(longestTerm(time)?.name).toBe("restore");
});

test("a machine that is faster than volume or network is bound by these", () => {
  drilled(plan.asOf, { restoreSeconds: 2 });
  expect(timeOf("core").boundBy).toBe("network");
  expect(timeOf("people-asia").boundBy).toBe("volume");
});

test("a volume that is told its throughput is taken at it", () => {
  drilled(plan.asOf, { restoreSeconds: 2 });
  const slow = told(
    /"csi\.storage\.k8s\.io\/fstype":"ext4"/g,
    '"csi.storage.k8s.io/fstype":"ext4","throughput":"30"',
  );
  const time = timeOf("people-asia", slow);
  expect(time.boundBy).toBe("volume");
  expect(restoreSeconds(time)).toBeGreaterThan(restoreSeconds(timeOf("people-asia")));
  expect(isTooLong(time)).toBe(true);
});

test("a drill that took too long breaks the promise, whatever a sum says", () => {
  drilled(plan.asOf, { rtoSeconds: 900 });
  expect(isTooLong(timeOf("core"))).toBe(true);
  drilled(plan.asOf, { rtoSeconds: null });
  expect(isTooLong(timeOf("core"))).toBe(true);
});

test("members of whom the plan does not say what they get break it too", () => {
  drilled();
  expect(isTooLong(timeOf("core", told(/"cpu":"2"/g, '"cpus":"2"')))).toBe(true);
});

test("without a drill, or with one that is older than 35 days, it is old: refused before a deployment only", () => {
  const never = timeOf("core");
  expect([isOldRestore(never), isTooLong(never)]).toEqual([true, false]);
  drilled("2026-09-01");
  expect(isOldRestore(timeOf("core"))).toBe(true);
  expect([isRefused(plan), isRefused(plan, true)]).toEqual([false, false]);
});

test("the report has each cluster's time, its longest term and the largest database", () => {
  const { restores } = JSON.parse(failoverReport(plan)) as {
    readonly restores: readonly {
      readonly cluster: string;
      readonly seconds: number;
      readonly longest: string;
    }[];
  };
  expect(restores.map(({ cluster }) => cluster)).toEqual(databaseClusters().map(({ name }) => name));
  for (const { seconds, longest } of restores) {
    expect(seconds).toBeLessThan(900);
    expect(["restore", "copy", "steps"]).toContain(longest);
  }
});
