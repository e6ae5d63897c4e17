import {
  copyTarget,
  dailySchedule,
  homesCopiedTo,
  jobPeriodHours,
  restoreSchedule,
  vaultArn,
  watchedJobs,
} from "../../components/facts/backupVaults";
import { keptVolumes } from "../../components/facts/keptVolumes";
import { recovery } from "../../components/facts/promises";
import { allRegions, regionNamed } from "../../components/facts/regions";
import { longestGapDays } from "../../components/facts/schedules";

describe("the longest time between two runs", () => {
  test.each([
    ["cron(0 3 * * ? *)", 1],
    ["cron(0 3 ? * SUN *)", 7],
    ["cron(0 3 ? * SUN,WED *)", 4],
    ["cron(0 3 ? * WED,SUN *)", 4],
    ["cron(0 3 ? * SUN,MON,TUE,WED,THU,FRI,SAT *)", 1],
    ["cron(0 3 1 * ? *)", 31],
    ["cron(0 3 1,15 * ? *)", 17],
    ["cron(0 3 28 * ? *)", 31],
  ])("of %s is %i days", (expression, days) => {
    expect(longestGapDays(expression)).toBe(days);
  });

  test.each([
    ["rate(1 day)"],
    [""],
    ["cron(0 3 * * *)"],
    ["cron(0 3 29 * ? *)"],
    ["cron(0 3 0 * ? *)"],
    ["cron(0 3 1,x * ? *)"],
    ["cron(0 3 ? * SUN,DAY *)"],
    ["cron(0 3 ? * sun *)"],
    ["cron(0 3 ? * ? *)"],
    ["cron(0 3 1 * SUN *)"],
    ["cron(0 3 * 1 ? *)"],
    ["cron(0 3 * * ? 2026)"],
    ["cron(0 * * * ? *)"],
    ["cron(0/5 3 * * ? *)"],
  ])("of %s is not told", (expression) => {
    expect(longestGapDays(expression)).toBeUndefined();
  });
});

test("backups run at two in the night by the sun, tests twelve hours later", () => {
  expect(allRegions().map((region) => [region.name, dailySchedule(region), restoreSchedule(region)])).toEqual(
    [
      ["africa", "cron(0 1 * * ? *)", "cron(0 13 ? * SUN,WED *)"],
      ["europe", "cron(0 1 * * ? *)", "cron(0 13 ? * SUN,WED *)"],
      ["asia", "cron(0 19 * * ? *)", "cron(0 7 ? * SUN,WED *)"],
      ["americas", "cron(0 5 * * ? *)", "cron(0 17 ? * SUN,WED *)"],
    ],
  );
});

test("tests come often enough for the promise, and for the seven days that CloudWatch looks back", () => {
  for (const region of allRegions())
    expect(longestGapDays(restoreSchedule(region))).toBeLessThanOrEqual(
      Math.min(recovery.drTestIntervalDays, 7),
    );
  for (const { missedAfterHours } of watchedJobs) {
    expect((missedAfterHours ?? 0) % jobPeriodHours).toBe(0);
    expect(missedAfterHours ?? 0).toBeLessThanOrEqual(7 * 24);
  }
});

test("every region's backups are copied to its partner, and every region knows whose it takes", () => {
  expect(allRegions().map((region) => [region.name, copyTarget(region).name])).toEqual([
    ["africa", "europe"],
    ["europe", "americas"],
    ["asia", "europe"],
    ["americas", "europe"],
  ]);
  expect(homesCopiedTo("europe").map(({ name }) => name)).toEqual(["africa", "asia", "americas"]);
  expect(homesCopiedTo("asia")).toEqual([]);
});

test("a vault's ARN follows from its region", () => {
  expect(vaultArn("111122223333", regionNamed("asia").name, "backups")).toBe(
    "arn:aws:backup:ap-southeast-1:111122223333:backup-vault:azora-asia-backups",
  );
});

test("nothing with readable personal data goes into a vault", () => {
  expect(Object.entries(keptVolumes).map(([namespace, { keeping }]) => [namespace, keeping])).toEqual([
    ["postgres", "archive"],
    ["postgres-lock", "rebuilt"],
    ["automation", "rebuilt"],
    ["observability", "rebuilt"],
    ["valkey", "vault"],
  ]);
});
