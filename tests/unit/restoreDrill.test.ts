import { summaryOf } from "../../drills/restore/judge";
import { drilledCluster, restorePods } from "../../drills/restore/planned";
import { renderPage, renderSvg } from "../../drills/restore/render";
import { goals, verdicts, type RestoreResult } from "../../drills/restore/result";
import { settingsDigest } from "../../drills/shared/planned";
import { runsIn } from "../../drills/shared/rows";
import type { WorldEvent } from "../../drills/world";
import { committedResults } from "../support/drillResults";
import { planAllStacks } from "../support/plan";

const committed = committedResults<RestoreResult>("restore");

test("a result of five runs or more is committed", () => {
  expect(committed.at(-1)?.result.runs.length).toBeGreaterThanOrEqual(5);
});

describe.each(committed)("the committed result $name", ({ result, events, page, chart }) => {
  test("is what was written down while it ran says", () => {
    expect(result.runs).toEqual(runsIn(events).map(summaryOf));
  });

  test("keeps every promise", () => {
    expect(verdicts(result).filter(({ held }) => !held)).toEqual([]);
  });

  test("saw enough rows in each run to see a loss", () => {
    for (const { rowsAcknowledged } of result.runs) expect(rowsAcknowledged).toBeGreaterThan(100);
  });

  test("is what its page and its chart show", () => {
    expect(page).toBe(renderPage(result, events));
    expect(chart).toBe(renderSvg(result));
  });
});

test("the newest result is of the present plan's settings", async () => {
  const authorities = { certificates: "all", issue: () => Promise.resolve({ certificate: "c", key: "k" }) };
  const { pods, jobs } = await restorePods(await planAllStacks(), authorities);
  expect(committed.at(-1)?.result.settingsDigest).toBe(settingsDigest(pods));
  // What is restored with is what the plan's templates run, in both regions.
  const { home, partner } = drilledCluster();
  for (const region of [home, partner])
    expect(jobs.get(`${region}/postgres/core-restore-0`)?.command[1]).toBe("/etc/azora/scripts/restore.py");
});

describe("a run is judged by its record", () => {
  const rows = (from: number, to: number): WorldEvent[] =>
    Array.from({ length: to - from + 1 }, (_, index) => ({
      ms: 100 * (from + index),
      event: "A",
      row: ["europe", "durable", 0, from + index, "a"],
    }));
  /** Rows each 100 ms until 10.0 s, when all is lost, and from 60.0 s on. */
  const record = (kept: string, target?: number): WorldEvent[] => [
    { ms: 0, event: "run", scenario: "made up" },
    ...(target === undefined ? [] : [{ ms: target, event: "target" }]),
    { ms: 10_000, event: "fault" },
    { ms: 50_000, event: "restored", databaseBytes: 2 ** 30, seconds: 20 },
    ...rows(1, 100),
    ...rows(600, 650),
    { ms: 66_000, event: "watched" },
    { ms: 70_000, event: "rows", client: "europe", commitClass: "durable", thread: 0, ranges: kept },
  ];

  test("by the time until the first row after it, and by what did not come back", () => {
    expect(summaryOf(record("1-70,600-650"))).toEqual({
      scenario: "made up",
      rtoSeconds: 50,
      rpoSeconds: 2.9,
      databaseBytes: 2 ** 30,
      restoreSeconds: 20,
      pointInTime: false,
      rowsBeyond: 0,
      rowsAcknowledged: 100,
    });
    expect(summaryOf(record("1-100,600-650")).rpoSeconds).toBe(0);
    // A row that is missing among those that are there is lost from then on.
    expect(summaryOf(record("1-20,30-100,600-650")).rpoSeconds).toBe(7.9);
  });

  test("as never back when nothing came after", () => {
    const until = record("1-70").filter(({ event, ms }) => event !== "A" || ms <= 10_000);
    expect(summaryOf(until).rtoSeconds).toBeNull();
    // Clients write for a while after the decision, until it is closed: their small gaps are no recovery.
    expect(summaryOf([...until, ...rows(101, 105)]).rtoSeconds).toBeNull();
  });

  test("by nothing that came after the end of watching, when things are put right", () => {
    const late = record("1-70,600-650").map((event) =>
      event.event === "watched" ? { ...event, ms: 59_000 } : event,
    );
    expect(summaryOf(late).rtoSeconds).toBeNull();
  });

  test("against the moment that was asked for, and nothing from after it may be there", () => {
    expect(summaryOf(record("1-47,600-650", 5000))).toMatchObject({
      pointInTime: true,
      rpoSeconds: 0.2,
      rowsBeyond: 0,
    });
    // Of what is there, 6.1 to 8.0 s are more than an answer's way after the moment.
    expect(summaryOf(record("1-80,600-650", 5000)).rowsBeyond).toBe(20);
  });

  test("is refused without its restore", () => {
    expect(() => summaryOf(record("1").filter(({ event }) => event !== "restored"))).toThrow(
      'the record of a run has no "restored"',
    );
  });

  test("breaks a promise when it breaks it", () => {
    const latest = summaryOf(record("1-70,600-650"));
    const moment = summaryOf(record("1-49,600-650", 5000));
    const heldBy = (...runs: RestoreResult["runs"]): boolean[] =>
      verdicts({ drill: "restore", date: "2026-11-27", settingsDigest: "", runs }).map(({ held }) => held);
    expect(heldBy(latest, moment)).toEqual([true, true, true, true]);
    expect(heldBy({ ...latest, rtoSeconds: goals.rtoSecondsMax }, moment)[0]).toBe(false);
    expect(heldBy({ ...latest, rtoSeconds: null }, moment)[0]).toBe(false);
    expect(heldBy({ ...latest, rpoSeconds: goals.rpoSecondsMax }, moment)[1]).toBe(false);
    expect(heldBy({ ...latest, databaseBytes: 2 ** 30 - 1 }, moment)[2]).toBe(false);
    expect(heldBy(latest, { ...moment, rowsBeyond: 1 })[3]).toBe(false);
    expect(heldBy(latest)[3]).toBe(false);
  });
});
