import fc from "fast-check";
import { steeringSettings } from "../../components/edge";
import { edgeSteering } from "../../components/facts/edge";
import { failover } from "../../components/facts/promises";
import {
  decide,
  floorOf,
  holdOffMs,
  whyRead,
  writeKey,
  type Situation,
} from "../../images/edge-steering/src/decide";
import { claimed, markOf, ownerOf, sealed, unmarked } from "../../images/edge-steering/src/mark";
import { afterDisable, afterEnable, mergeRecord } from "../../images/edge-steering/src/records";
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

/** A pool; one that is out carries the controllers' sealed mark of `stamp`. */
function pool(region: string, disabledAt: string | null = null, changed: Partial<Pool> = {}): Pool {
  const enabled = disabledAt === null;
  const description = enabled ? region : sealed(region, stamp);
  return { id: `id-${region}`, region, enabled, disabledAt, modifiedAt: disabledAt, description, ...changed };
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
    reachSince: -Infinity,
    pools: { pools: regions.map((region) => pool(region)), readAt: now },
    records: new Map(),
    lastDisable: undefined,
    hosts: [regions],
    written: new Map(),
    epoch: Date.parse(stamp),
    ...rest,
  };
}

const record = (changed: Partial<PoolRecord> = {}): PoolRecord => ({
  version: 1,
  by: "a",
  isOut: true,
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
      "the second observer hears nobody itself",
      { ...twoVotes, heard: [heard("b", { d: down }, { hears: [] }), heard("c", {}), heard("d", {})] },
    ],
    [
      "the second observer hears half only, and saw it before more than half were heard here",
      {
        ...twoVotes,
        heard: [heard("b", { d: down }, { hears: ["a"] }), heard("c", {}), heard("d", {})],
        reachSince: now,
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

  test.each([
    ["it hears half only, and saw it after that", { hears: ["a"] }, now - 1],
    ["it hears more than half itself", {}, now],
  ])("on the vote of an observer where more are heard than before, when %s", (_, changed, reachSince) => {
    const reports = [heard("b", { d: down }, changed), heard("c", {}), heard("d", {})];
    expect(decide(situation({ ...twoVotes, heard: reports, reachSince }), settings)).toMatchObject({
      kind: "disable",
    });
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

  test("on a fresh list only, which is read from the first failure on", () => {
    const listed = (age: number) => ({ pools: regions.map((region) => pool(region)), readAt: now - age });
    const old = listed(settings.poolsFreshMs + 1);
    expect(decide(situation({ ...twoVotes, pools: old }), settings)).toBeUndefined();
    expect(whyRead(situation({ ...twoVotes, pools: old }), settings)).toBeDefined();
    const doubt = { votes: { d: { ...down, failures: 1 } } };
    const second = listed(settings.reportIntervalMs);
    expect(whyRead(situation({ ...doubt, pools: second }), settings)).toBeDefined();
    expect(
      whyRead(situation({ ...doubt, pools: listed(settings.reportIntervalMs - 1) }), settings),
    ).toBeUndefined();
    expect(whyRead(situation({ pools: second }), settings)).toBeUndefined();
    expect(whyRead(situation({ pools: listed(settings.poolsIntervalMs) }), settings)).toBeUndefined();
    expect(whyRead(situation({ pools: listed(settings.poolsIntervalMs + 1) }), settings)).toBeDefined();
    expect(whyRead(situation({ pools: undefined }), settings)).toBeDefined();
  });

  test("not where a host would have none left, though others would", () => {
    const hosts = [regions, ["d", "c"]];
    expect(decide(situation({ ...twoVotes, hosts }), settings)).toMatchObject({ kind: "disable" });
    // The host's other pool is out, by whose hand ever.
    const person = { pools: poolsWithout("c", "2026-11-25T00:00:01.000Z").pools, readAt: now };
    expect(decide(situation({ ...twoVotes, hosts, pools: person }), settings)).toBeUndefined();
    expect(decide(situation({ ...twoVotes, hosts: [regions, ["d"]] }), settings)).toBeUndefined();
  });

  test("not twice within the gap, whoever wrote, though a list still shows it in", () => {
    const at = now - settings.writeGapMs;
    const own = (when: number) => ({ ...twoVotes, written: new Map([[writeKey("disable", "d"), when]]) });
    expect(decide(situation(own(at + 1)), settings)).toBeUndefined();
    expect(decide(situation(own(at)), settings)).toMatchObject({ kind: "disable" });
    const others = (when: number) => ({ ...twoVotes, records: new Map([["d", record({ at: when })]]) });
    expect(decide(situation(others(at + 1)), settings)).toBeUndefined();
    expect(decide(situation(others(at)), settings)).toMatchObject({ kind: "disable" });
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
    [
      "its mark was taken off",
      {
        ...back,
        ...ours,
        pools: {
          pools: regions.map((each) => pool(each, each === "d" ? stamp : null, { description: each })),
          readAt: now,
        },
      },
    ],
    [
      "it was written a moment ago",
      { ...back, ...ours, written: new Map([[writeKey("enable", "d"), now - settings.writeGapMs + 1]]) },
    ],
  ])("not when %s", (_, changed) => {
    expect(decide(situation(changed), settings)).toBeUndefined();
  });

  test("at once, by whoever took it, when too few are left", () => {
    const changed = {
      // It is not the writer: it hears nobody.
      heard: [],
      pools: { pools: regions.map((each) => pool(each, stamp)), readAt: now },
      records: new Map([["d", record({ at: now })]]),
      lastDisable: { region: "d", at: now, hadQuorum: true },
    };
    expect(decide(situation(changed), settings)).toMatchObject({
      kind: "enable",
      putBack: true,
      pool: { region: "d" },
    });
    expect(decide(situation({ ...changed, lastDisable: undefined }), settings)).toBeUndefined();
  });

  test("at once where another host of it has none left", () => {
    const out = (region: string) => region === "c" || region === "d";
    const changed = {
      hosts: [regions, ["d", "c"]],
      pools: { pools: regions.map((each) => pool(each, out(each) ? stamp : null)), readAt: now },
      records: new Map([["d", record({ at: now })]]),
    };
    const lastDisable = { region: "d", at: now, hadQuorum: true };
    expect(decide(situation({ ...changed, heard: [], lastDisable }), settings)).toMatchObject({
      kind: "enable",
      putBack: true,
      pool: { region: "d" },
    });
    // The writer brings one of that host, though it took none.
    expect(decide(situation(changed), settings)).toMatchObject({ kind: "enable", putBack: true });
    expect(decide(situation({ ...changed, hosts: [regions] }), settings)).toBeUndefined();
  });

  test("and is not taken again at once after it was put back", () => {
    const again = { votes: { d: down }, heard: [heard("b", { d: down }), heard("c", {}), heard("d", {})] };
    const putBack = (at: number) => new Map([["d", record({ putBack: true, isOut: false, stamps: [], at })]]);
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

  test("the read that the write rests on ends before the second vote comes", () => {
    expect(edgeSteering.apiSecondsBudget).toBeLessThanOrEqual(edgeSteering.confirmAfterSeconds);
    // One read that takes its budget may just have ended, and the next be under way.
    expect(edgeSteering.poolsFreshSeconds).toBeGreaterThanOrEqual(
      edgeSteering.reportIntervalSeconds + 2 * edgeSteering.apiSecondsBudget,
    );
  });

  test("of a host's pools one stays, or half of them without a quorum", () => {
    expect([1, 2, 3, 4, 5].map((pools) => floorOf(pools, true))).toEqual([1, 1, 1, 1, 1]);
    expect([1, 2, 3, 4, 5].map((pools) => floorOf(pools, false))).toEqual([1, 1, 2, 2, 3]);
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
    const before = record({ disables: 3, isOut: false, at: now - settings.flapMemoryMs });
    expect(afterDisable(before, "a", pool("d", stamp), now, settings).disables).toBe(4);
    expect(afterDisable(before, "a", pool("d", stamp), now + 1, settings).disables).toBe(1);
  });

  test("a disabling that somebody undid and that is repeated counts once", () => {
    const before = record({ disables: 3 });
    expect(afterDisable(before, "a", pool("d", stamp), now, settings).disables).toBe(3);
    expect(
      afterDisable(afterEnable(before, "a", false, now), "a", pool("d", stamp), now, settings).disables,
    ).toBe(4);
  });

  test("only what the API proves to be one write gives a stamp", () => {
    const later = new Date(Date.parse(stamp) + settings.stampToleranceMs + 1).toISOString();
    expect(afterDisable(undefined, "a", pool("d", stamp), now, settings).stamps).toEqual([stamp]);
    expect(
      afterDisable(undefined, "a", pool("d", stamp, { modifiedAt: later }), now, settings).stamps,
    ).toEqual([]);
  });
});

describe("whose a pool is", () => {
  const sentAt = Date.parse(stamp);
  const after = (ms: number) => new Date(sentAt + ms).toISOString();
  /** A pool with a claim of `sentAt`, disabled and changed so many milliseconds after it. */
  const claimedPool = (disabledMs: number, changedMs: number) =>
    pool("d", after(disabledMs), {
      description: claimed("d", "a", sentAt),
      modifiedAt: after(changedMs),
    });
  const owner = (each: Pool, stamps: readonly string[] = []) => ownerOf(each, stamps, settings);
  const { stampToleranceMs, apiTimeoutMs, clockSkewMs } = settings;

  test("is read from its mark alone, so that all controllers may have restarted", () => {
    expect(owner(pool("d", stamp))).toBe("ours");
    expect(owner(pool("d"))).toBe("in");
  });

  test.each<[string, Pool]>([
    ["without a mark", pool("d", stamp, { description: "d" })],
    ["with another time in its mark, as when somebody enabled and disabled it", pool("d", after(1))],
    ["whose claim came on a pool that was out already", claimedPool(-1000, 0)],
    ["that was out a little longer than the claim's write", claimedPool(0, stampToleranceMs + 1)],
    [
      "whose claim is older than what disabled it",
      claimedPool(apiTimeoutMs + clockSkewMs + 1, apiTimeoutMs + clockSkewMs + 1),
    ],
    ["that the API does not say the times of", { ...claimedPool(0, 0), modifiedAt: null }],
    ["whose last change is no time", { ...claimedPool(0, 0), modifiedAt: "0001-01-01T00:00:00Z" }],
  ])("a pool %s is somebody else's", (_, each) => {
    expect(owner(each)).toBe("foreign");
  });

  test("a claim counts where the API's times prove it, or a controller's answer did", () => {
    expect(owner(claimedPool(300, 300))).toBe("ours");
    expect(owner(claimedPool(0, stampToleranceMs))).toBe("ours");
    expect(owner(claimedPool(0, 5000), [after(0)])).toBe("ours");
    expect(owner(claimedPool(0, 5000), [after(1)])).toBe("foreign");
  });

  test("a proven claim is sealed, and a mark that proves nothing is taken off in time", () => {
    const inPools = (each: Pool, epoch: number) => ({
      pools: { pools: [...regions.slice(0, 3).map((region) => pool(region)), each], readAt: now },
      epoch,
    });
    expect(decide(situation(inPools(claimedPool(300, 300), sentAt)), settings)).toMatchObject({
      kind: "seal",
    });
    const foreign = claimedPool(-1000, 0);
    expect(decide(situation(inPools(foreign, sentAt + settings.settleMs - 1)), settings)).toBeUndefined();
    expect(decide(situation(inPools(foreign, sentAt + settings.settleMs)), settings)).toMatchObject({
      kind: "release",
    });
    const undone = pool("d", null, { description: sealed("d", stamp) });
    expect(decide(situation(inPools(undone, sentAt + settings.settleMs)), settings)).toMatchObject({
      kind: "release",
    });
  });

  test("marks stand behind what people wrote, one at a time", () => {
    const text = "Lagos, primary";
    const claim = claimed(text, "africa", 17);
    expect(claim).toBe("Lagos, primary [edge-steering claim africa 17]");
    expect(markOf(claim)).toEqual({ kind: "claim", by: "africa", atEpochMs: 17 });
    expect(sealed(claim, stamp)).toBe(`Lagos, primary [edge-steering out ${stamp}]`);
    expect(markOf(sealed(claim, stamp))).toEqual({ kind: "sealed", disabledAt: stamp });
    for (const description of [claim, sealed(claim, stamp), claimed(sealed(text, stamp), "asia", 1), text])
      expect(unmarked(description)).toBe(text);
    expect(unmarked(claimed("", "asia", 1))).toBe("");
    expect(markOf(text)).toBeUndefined();
  });
});
