import { pairLost } from "../../components/facts/consistency";
import { summaryOf } from "../../drills/failover/judge";
import { corePods } from "../../drills/failover/planned";
import { renderPage, renderSvg } from "../../drills/failover/render";
import { verdicts, type FailoverResult } from "../../drills/failover/result";
import { settingsDigest } from "../../drills/shared/planned";
import { rangesOf, runsIn } from "../../drills/shared/rows";
import type { PodSpec, WorldEvent } from "../../drills/world";
import type { Plan } from "../../preview/plan";
import { committedResults } from "../support/drillResults";
import { planAllStacks } from "../support/plan";

const committed = committedResults<FailoverResult>("failover|smoke");

test("a result is committed", () => {
  expect(committed.length).toBeGreaterThan(0);
});

describe.each(committed)("the committed result $name", ({ result, events, page, chart }) => {
  test("is what was written down while it ran says", () => {
    expect(result.runs).toEqual(runsIn(events).map(summaryOf));
  });

  test("keeps every promise, and its control does not", () => {
    expect(verdicts(result).filter(({ held }) => !held)).toEqual([]);
    expect(result.runs.filter(({ control }) => control).length).toBeGreaterThan(0);
    expect(result.runs.filter(({ recovery }) => recovery).length).toBeGreaterThan(0);
  });

  test("saw enough rows in each run to see a loss", () => {
    for (const { acknowledged } of result.runs) {
      expect(acknowledged.durable).toBeGreaterThan(100);
      expect(acknowledged.fast).toBeGreaterThan(100);
    }
  });

  test("is what its page and its chart show", () => {
    expect(page).toBe(renderPage(result, events));
    expect(chart).toBe(renderSvg(result));
  });
});

test("facts say what the newest whole result lost with a region and its partner, at the worst", () => {
  const { result } = committed.filter(({ name }) => name.endsWith("-failover")).at(-1) ?? {};
  const worst = (result?.runs ?? [])
    .filter(({ lossDecided }) => lossDecided)
    .map(({ lostRows, acknowledged }) => ({ durableRows: lostRows.durable, ofRows: acknowledged.durable }))
    .sort((a, b) => b.durableRows - a.durableRows)[0];
  expect({ ...worst, drilledOn: result?.date }).toEqual(pairLost);
});

describe("the settings that a drill runs", () => {
  const authorities = {
    certificates: "all",
    issue: () => Promise.resolve({ certificate: "c", key: "k" }),
  };
  let plan: Plan;
  let pods: readonly PodSpec[];
  beforeAll(async () => {
    plan = await planAllStacks();
    pods = await corePods(plan, authorities);
  });

  test("are those of the present plan in the newest result", () => {
    expect(committed.at(-1)?.result.settingsDigest).toBe(settingsDigest(pods));
  });

  test("are of every member, every vote and two entries a region", () => {
    const count = (namespace: string): number =>
      pods.filter(({ name }) => name.includes(`/${namespace}/`)).length;
    expect([count("postgres"), count("postgres-lock"), count("postgres-entry")]).toEqual([6, 3, 8]);
  });

  test("have another digest with another lease, and the same with other certificates", async () => {
    const longer = pods.map((pod) => ({
      ...pod,
      files: pod.files.map((file) => ({ ...file, content: file.content.replace('"ttl": 20', '"ttl": 21') })),
    }));
    expect(settingsDigest(longer)).not.toBe(settingsDigest(pods));
    const other = { certificates: "others", issue: () => Promise.resolve({ certificate: "d", key: "l" }) };
    expect(settingsDigest(await corePods(plan, other))).toBe(settingsDigest(pods));
  });
});

describe("a run is judged by its record", () => {
  const rows = (from: number, to: number, server: string, commitClass = "durable"): WorldEvent[] =>
    Array.from({ length: to - from + 1 }, (_, index) => ({
      ms: 100 * (from + index),
      event: "A",
      row: ["asia", commitClass, 0, from + index, server],
    }));
  const record = (acknowledged: readonly WorldEvent[], kept: string): WorldEvent[] => [
    { ms: 0, event: "run", scenario: "made up", control: false, recovery: true, lossDecided: false },
    { ms: 1000, event: "fault" },
    { ms: 3000, event: "promoted", member: "europe-0" },
    ...acknowledged,
    { ms: 9000, event: "watched" },
    { ms: 9100, event: "rows", client: "asia", commitClass: "durable", thread: 0, ranges: kept },
  ];

  test("by the longest time without a durable row", () => {
    const summary = summaryOf(record([...rows(5, 10, "a"), ...rows(35, 88, "b")], "5-10,35-88"));
    // The last row before is at 1.0 s, when the fault is; the first after at 3.5 s.
    expect(summary).toMatchObject({
      recoverySeconds: 2.5,
      decisionSeconds: 2,
      lostRows: { durable: 0, fast: 0 },
      acknowledged: { durable: 60, fast: 0 },
      twoLeaders: false,
    });
  });

  test("as never back when nothing came after", () => {
    expect(summaryOf(record(rows(5, 10, "a"), "5-10")).recoverySeconds).toBeNull();
  });

  test("by each row that was acknowledged and is not there", () => {
    const acknowledged = [...rows(5, 10, "a"), ...rows(35, 88, "b")];
    expect(summaryOf(record(acknowledged, "5-8,35-88")).lostRows.durable).toBe(2);
    expect(summaryOf(record(acknowledged, "")).lostRows.durable).toBe(60);
  });

  test("as two leaders when two servers acknowledge by turns", () => {
    const turns = [...rows(5, 20, "a"), ...rows(21, 30, "b"), ...rows(31, 40, "a"), ...rows(41, 45, "b")];
    expect(summaryOf(record([...turns, ...rows(46, 88, "b")], "5-88")).twoLeaders).toBe(true);
    // Back once more without having been promoted.
    const back = [...rows(5, 20, "a"), ...rows(21, 30, "b"), ...rows(31, 88, "a")];
    expect(summaryOf(record(back, "5-88")).twoLeaders).toBe(true);
    expect(summaryOf(record([...rows(5, 20, "a"), ...rows(21, 88, "b")], "5-88")).twoLeaders).toBe(false);
  });

  test("is refused without its fault", () => {
    expect(() => summaryOf(record([], "").filter(({ event }) => event !== "fault"))).toThrow(
      'the record of a run has no "fault"',
    );
  });

  test("breaks a promise when it breaks it", () => {
    const summary = summaryOf(record([...rows(5, 10, "a"), ...rows(35, 88, "b")], "5-10,35-88"));
    const control = { ...summary, control: true, recovery: false, lostRows: { durable: 5, fast: 5 } };
    const heldBy = (runs: FailoverResult["runs"]): boolean[] =>
      verdicts({ drill: "failover", date: "2026-11-26", settingsDigest: "", runs }).map(({ held }) => held);
    expect(heldBy([summary, control])).toEqual([true, true, true, true]);
    expect(heldBy([{ ...summary, recoverySeconds: 30 }, control])[0]).toBe(false);
    expect(heldBy([{ ...summary, recoverySeconds: null }, control])[0]).toBe(false);
    expect(heldBy([{ ...summary, lostRows: { durable: 1, fast: 0 } }, control])[1]).toBe(false);
    expect(heldBy([{ ...summary, twoLeaders: true }, control])[2]).toBe(false);
    expect(heldBy([summary])[3]).toBe(false);
    expect(heldBy([summary, { ...control, lostRows: { durable: 0, fast: 9 } }])[3]).toBe(false);
  });
});

test("numbers are kept as ranges", () => {
  expect(rangesOf([7, 1, 2, 3, 9, 10])).toBe("1-3,7,9-10");
});
