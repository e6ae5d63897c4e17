import fc from "fast-check";
import { steeringSettings } from "../../components/edge";
import { edgeSteering } from "../../components/facts/edge";
import { failover } from "../../components/facts/promises";
import { decide, holdOffMs, type Situation } from "../../images/edge-steering/src/decide";
import { afterDisable, isLostWrite, mergeRecord } from "../../images/edge-steering/src/records";
import { nextBeat, nextProbeAt } from "../../images/edge-steering/src/schedule";
import { majorityOfOthers } from "../../images/edge-steering/src/tally";
import type { Heard, Pool, PoolRecord, Vote } from "../../images/edge-steering/src/types";

const settings = steeringSettings();
const regions = ["a", "b", "c", "d"];
const now = 1_000_000;
const down: Vote = { failures: 2, successes: 0, at: now };
const stamp = "2026-11-25T00:00:00.000Z";

function heard(from: string, votes: Readonly<Record<string, Vote>>, changed: Partial<Heard> = {}): Heard {
  const hears = regions.filter((region) => region !== from);
  return { from, sequence: 1, votes, hears, apiWorks: true, records: {}, heardAt: now, ...changed };
}

function pool(region: string, disabledAt: string | null = null): Pool {
  return { id: `id-${region}`, region, enabled: disabledAt === null, disabledAt };
}

/** Region `a` looks: it hears all, all pools are in, nobody failed. */
function situation(changed: Partial<Situation> & { readonly heard?: readonly Heard[] } = {}): Situation {
  const { heard: reports = ["b", "c", "d"].map((from) => heard(from, {})), ...rest } = changed;
  return {
    now,
    self: "a",
    regions,
    votes: {},
    reports: new Map(reports.map((report) => [report.from, report])),
    apiWorks: true,
    pools: { pools: regions.map((region) => pool(region)), readAt: now },
    records: new Map(),
    lastDisable: undefined,
    ...rest,
  };
}

const record = (changed: Partial<PoolRecord> = {}): PoolRecord => ({
  version: 1,
  by: "a",
  stamps: [stamp],
  disables: 1,
  at: now - settings.holdOffMs,
  putBack: false,
  ...changed,
});
const poolsWithout = (region: string, disabledAt = stamp) => ({
  pools: regions.map((each) => pool(each, each === region ? disabledAt : null)),
  readAt: now,
});

describe("a pool goes out", () => {
  const twoVotes = { votes: { d: down }, heard: [heard("b", { d: down }), heard("c", {}), heard("d", {})] };

  test("when two of three observers saw two failures", () => {
    expect(decide(situation(twoVotes), settings)).toMatchObject({ kind: "disable", pool: { region: "d" } });
  });

  test.each([
    ["one observer saw them", { votes: { d: down } }],
    ["the second saw one failure", { ...twoVotes, votes: { d: { ...down, failures: 1 } } }],
    [
      "the second observer fell silent",
      {
        ...twoVotes,
        heard: [
          heard("b", { d: down }, { heardAt: now - settings.reportFreshMs - 1 }),
          heard("c", {}),
          heard("d", {}),
        ],
      },
    ],
    [
      "the second vote is old",
      {
        ...twoVotes,
        heard: [
          heard("b", { d: { ...down, at: now - settings.voteFreshMs - 1 } }),
          heard("c", {}),
          heard("d", {}),
        ],
      },
    ],
    [
      "the second vote is the region's own",
      { votes: { d: down }, heard: [heard("b", {}), heard("c", {}), heard("d", { d: down })] },
    ],
    ["it is out already", { ...twoVotes, pools: poolsWithout("d") }],
  ])("not when %s", (_, changed) => {
    expect(decide(situation(changed), settings)).toBeUndefined();
  });

  test("not by another than the first in order that hears a majority and reaches the API", () => {
    const votes = { d: down };
    const asB = (changed: Partial<Heard>) =>
      situation({ self: "b", votes, heard: [heard("a", votes, changed), heard("c", votes), heard("d", {})] });
    expect(decide(asB({}), settings)).toBeUndefined();
    expect(decide(asB({ apiWorks: false }), settings)).toMatchObject({ kind: "disable" });
    expect(decide(asB({ hears: [] }), settings)).toMatchObject({ kind: "disable" });
  });

  test("never the last", () => {
    const votes = { b: down, c: down, d: down };
    const heardAll = ["b", "c", "d"].map((from) => heard(from, { ...votes, a: down }));
    const left = (kept: string) => ({
      pools: regions.map((each) => pool(each, each === kept ? null : stamp)),
      readAt: now,
    });
    for (const kept of regions)
      expect(decide(situation({ votes, heard: heardAll, pools: left(kept) }), settings)).toBeUndefined();
  });

  test("down to half only, where no more than half of the regions are heard", () => {
    const votes = { c: down, d: down };
    const halved = (pools: Situation["pools"]) =>
      decide(situation({ votes, heard: [heard("b", votes)], pools }), settings);
    expect(halved(poolsWithout("c"))).toMatchObject({ kind: "disable", pool: { region: "d" } });
    expect(
      halved({ pools: [pool("a", stamp), pool("b"), pool("c", stamp), pool("d")], readAt: now }),
    ).toBeUndefined();
  });

  test("on a fresh list only", () => {
    const readAt = now - settings.poolsFreshMs - 1;
    const pools = { pools: regions.map((region) => pool(region)), readAt };
    expect(decide(situation({ ...twoVotes, pools }), settings)).toMatchObject({ kind: "read" });
    // The first failure has the list read, so that the second finds it fresh.
    const doubt = { ...down, failures: 1 };
    expect(decide(situation({ votes: { d: doubt }, pools }), settings)).toMatchObject({ kind: "read" });
    expect(decide(situation({ pools }), settings)).toBeUndefined();
  });
});

describe("a pool comes back", () => {
  const good: Vote = { failures: 0, successes: settings.goodProbes, at: now };
  const back = { votes: { d: good }, heard: [heard("b", { d: good }), heard("c", {}), heard("d", {})] };
  const ours = { pools: poolsWithout("d"), records: new Map([["d", record()]]) };

  test("when a majority saw enough good probes and its hold-off is over", () => {
    expect(decide(situation({ ...back, ...ours }), settings)).toMatchObject({
      kind: "enable",
      putBack: false,
    });
  });

  test.each([
    [
      "its hold-off is not over",
      { ...back, ...ours, records: new Map([["d", record({ at: now - settings.holdOffMs + 1 })]]) },
    ],
    [
      "it failed before, so that its hold-off is longer",
      { ...back, ...ours, records: new Map([["d", record({ disables: 2 })]]) },
    ],
    [
      "one good probe is missing",
      { ...back, ...ours, votes: { d: { ...good, successes: settings.goodProbes - 1 } } },
    ],
    ["a person has it out", { ...back, ...ours, pools: poolsWithout("d", "2026-11-25T00:00:01.000Z") }],
    ["nobody knows who has it out", { ...back, pools: poolsWithout("d") }],
  ])("not when %s", (_, changed) => {
    expect(decide(situation(changed), settings)).toBeUndefined();
  });

  test("at once, by whoever took it, when too few are left", () => {
    const changed = {
      // It is not the writer: it hears nobody.
      heard: [],
      pools: { pools: regions.map((each) => pool(each, stamp)), readAt: now },
      records: new Map([["d", record({ at: now })]]),
      lastDisable: { region: "d", at: now, floor: 1 },
    };
    expect(decide(situation(changed), settings)).toMatchObject({
      kind: "enable",
      putBack: true,
      pool: { region: "d" },
    });
    expect(decide(situation({ ...changed, lastDisable: undefined }), settings)).toBeUndefined();
  });

  test("and is not taken again at once after it was put back", () => {
    const again = { votes: { d: down }, heard: [heard("b", { d: down }), heard("c", {}), heard("d", {})] };
    const putBack = (at: number) => new Map([["d", record({ putBack: true, stamps: [], at })]]);
    expect(
      decide(situation({ ...again, records: putBack(now - settings.holdOffMs + 1) }), settings),
    ).toBeUndefined();
    expect(
      decide(situation({ ...again, records: putBack(now - settings.holdOffMs) }), settings),
    ).toMatchObject({
      kind: "disable",
    });
  });
});

describe("numbers", () => {
  test("a black-holed region is out within the promise at the worst moment", () => {
    const {
      probeIntervalSeconds,
      confirmAfterSeconds,
      probeTimeoutSeconds,
      reportSecondsBudget,
      apiSecondsBudget,
    } = edgeSteering;
    // 5 + 1.6 + 1.5 + 0.5 + 1
    const worst =
      probeIntervalSeconds +
      confirmAfterSeconds +
      probeTimeoutSeconds +
      reportSecondsBudget +
      apiSecondsBudget;
    expect(worst).toBeCloseTo(9.6);
    expect(worst).toBeLessThan(failover.decisionSecondsMax);
  });

  test("half of the others and one more decide", () => {
    expect([3, 4, 5, 6, 16].map(majorityOfOthers)).toEqual([2, 2, 3, 3, 8]);
  });

  test("the hold-off doubles, to a limit", () => {
    expect([1, 2, 3, 6, 7, 50].map((disables) => holdOffMs(disables, settings) / 1000)).toEqual([
      30, 60, 120, 960, 960, 960,
    ]);
  });

  test("probes keep their beat, and a first failure is confirmed between two beats", () => {
    const offset = 1250;
    expect(nextBeat(10_000, offset, settings)).toBe(11_250);
    expect(nextBeat(11_250, offset, settings)).toBe(16_250);
    expect(nextProbeAt(11_250, { failures: 1, successes: 0, at: 0 }, offset, settings)).toBe(12_850);
    expect(nextProbeAt(12_850, { failures: 2, successes: 0, at: 0 }, offset, settings)).toBe(16_250);
    fc.assert(
      fc.property(fc.nat(1e9), fc.nat(4999), (after, shift) => {
        const beat = nextBeat(after, shift, settings);
        expect(beat - after).toBeGreaterThan(0);
        expect(beat - after).toBeLessThanOrEqual(settings.probeIntervalMs);
        expect((beat - shift) % settings.probeIntervalMs).toBe(0);
      }),
    );
  });
});

describe("what the controllers remember", () => {
  test("the newer record wins, and of two writers at once both stamps count", () => {
    const newer = record({ version: 2, stamps: ["x"] });
    expect(mergeRecord(record(), newer)).toBe(newer);
    expect(mergeRecord(newer, record())).toBe(newer);
    const rival = record({ by: "b", stamps: ["x"] });
    expect(mergeRecord(record(), rival).stamps).toEqual([stamp, "x"]);
    expect(mergeRecord(rival, record())).toEqual(mergeRecord(record(), rival));
  });

  test("times out count within the hour only", () => {
    const before = record({ disables: 3, at: now - settings.flapMemoryMs });
    expect(afterDisable(before, "a", stamp, now, settings).disables).toBe(4);
    expect(afterDisable(before, "a", stamp, now + 1, settings).disables).toBe(1);
  });

  test("a lost answer is taken for a write when the API's time falls on it", () => {
    const sentAtEpochMs = Date.parse(stamp);
    expect(isLostWrite(pool("d", stamp), { region: "d", sentAtEpochMs }, settings)).toBe(true);
    expect(isLostWrite(pool("d", stamp), { region: "c", sentAtEpochMs }, settings)).toBe(false);
    expect(
      isLostWrite(pool("d", stamp), { region: "d", sentAtEpochMs: sentAtEpochMs + 5001 }, settings),
    ).toBe(false);
    expect(isLostWrite(pool("d"), { region: "d", sentAtEpochMs }, settings)).toBe(false);
  });
});
