import fc from "fast-check";
import { steeringSettings } from "../../components/edge";
import { decide, writeKey, type Situation } from "../../images/edge-steering/src/decide";
import { claimed, sealed } from "../../images/edge-steering/src/mark";
import type { Heard, Pool, PoolRecord, Vote } from "../../images/edge-steering/src/types";

const settings = steeringSettings();
/** The same situations in every run: those that are counted are then always reached. */
const seed = 20261125;
const now = 10_000_000;
const epoch = Date.parse("2026-11-25T00:00:00.000Z");
const stamps = ["2026-11-25T00:00:00.000Z", "2026-11-25T00:00:01.000Z"] as const;

/** Mostly fresh, so that most situations are those in which something is decided. */
const ageMs = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 1000 }) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 20_000 }) },
);
const at = ageMs.map((age) => now - age);
const mostly = fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.boolean() });
const anyVote: fc.Arbitrary<Vote> = fc.record({ failures: fc.nat(4), successes: fc.nat(4), at });

/** Regions that answer nobody, as most observers then say. */
type Dead = readonly boolean[];

function votesOf(regions: readonly string[], dead: Dead): fc.Arbitrary<Record<string, Vote>> {
  const votes = regions.map((region, index) =>
    fc
      .oneof(
        {
          weight: 6,
          arbitrary: dead[index]
            ? fc.record({ failures: fc.integer({ min: 2, max: 4 }), successes: fc.constant(0), at })
            : fc.record({ failures: fc.constant(0), successes: fc.integer({ min: 1, max: 4 }), at }),
        },
        { weight: 1, arbitrary: anyVote },
        { weight: 1, arbitrary: fc.constant(undefined) },
      )
      .map((vote) => (vote === undefined ? [] : [[region, vote] as const])),
  );
  return fc.tuple(...votes).map((entries) => Object.fromEntries(entries.flat()));
}

function reportOf(from: string, regions: readonly string[], dead: Dead): fc.Arbitrary<Heard> {
  return fc.record({
    from: fc.constant(from),
    sequence: fc.constant(1),
    votes: votesOf(regions, dead),
    hears: fc.subarray([...regions]),
    apiWorks: mostly,
    records: fc.constant({}),
    heardAt: fc.integer({ min: 0, max: 6000 }).map((age) => now - age),
  });
}

/** In, or out: with the controllers' sealed mark, with a claim of theirs, or by somebody else's hand. */
function poolOf(region: string): fc.Arbitrary<Pool> {
  const description = fc.constantFrom(
    region,
    sealed(region, stamps[0]),
    claimed(region, "r1", epoch),
    claimed(region, "r1", epoch - 60_000),
  );
  return fc
    .record({
      disabledAt: fc.option(fc.constantFrom(...stamps)),
      modifiedAt: fc.option(fc.constantFrom(...stamps)),
      description,
    })
    .map((pool) => ({ ...pool, id: region, region, enabled: pool.disabledAt === null }));
}

const record: fc.Arbitrary<PoolRecord> = fc.record({
  version: fc.nat(9),
  by: fc.constant("r0"),
  isOut: fc.boolean(),
  stamps: fc.subarray([stamps[0]]),
  disables: fc.nat(8),
  at: fc.integer({ min: 0, max: 2_000_000 }).map((age) => now - age),
  putBack: fc.boolean(),
});

/** One host has all regions, others any two or three of them. */
function hostsOf(regions: readonly string[]): fc.Arbitrary<(readonly string[])[]> {
  return fc
    .array(fc.subarray([...regions], { minLength: 2, maxLength: 3 }), { maxLength: 4 })
    .map((few) => [regions, ...few]);
}

/** Anything that a controller of 4 to 16 regions may know. */
const anySituation: fc.Arbitrary<Situation> = fc
  .integer({ min: 4, max: 16 })
  .chain((count) => fc.array(fc.boolean(), { minLength: count, maxLength: count }))
  .chain((dead) => {
    const regions = dead.map((_dead, index) => `r${index}`);
    return fc.record({
      now: fc.constant(now),
      self: fc.constantFrom(...regions),
      regions: fc.constant(regions),
      votes: votesOf(regions, dead),
      reports: fc
        .tuple(...regions.map((region) => fc.option(reportOf(region, regions, dead), { nil: undefined })))
        .map(
          (reports) => new Map(reports.flatMap((report) => (report ? [[report.from, report] as const] : []))),
        ),
      apiWorks: mostly,
      reachSince: fc.oneof(fc.constant(-Infinity), at),
      pools: fc.tuple(...regions.map(poolOf)).chain((pools) => at.map((readAt) => ({ pools, readAt }))),
      records: fc
        .dictionary(fc.constantFrom(...regions), record)
        .map((records) => new Map(Object.entries(records))),
      lastDisable: fc.constant(undefined),
      hosts: hostsOf(regions),
      written: fc.constant(new Map<string, number>()),
      epoch: fc.constant(epoch),
    });
  });

/**
 * Observers of a region whose fresh vote is as asked, counted anew: neither the region itself, nor a silent, cut-off or old
 * one, nor one that hears half where more are heard here, and has not looked since.
 */
function observers(situation: Situation, target: string, isIt: (vote: Vote) => boolean): number {
  const { self, votes, reports, regions, reachSince } = situation;
  return regions.filter((region) => {
    const report = reports.get(region);
    const voices = 1 + (report?.hears.filter((each) => each !== region).length ?? 0);
    const isSilent =
      report === undefined ||
      now - report.heardAt > settings.reportFreshMs ||
      voices <= (regions.length - 1) / 2;
    const said = region === self ? votes : isSilent ? {} : report.votes;
    const found = said[target];
    const isLate =
      region !== self && voices <= regions.length / 2 && voicesOf(situation) > regions.length / 2;
    if (isLate && found !== undefined && found.at <= reachSince) return false;
    return region !== target && found !== undefined && now - found.at <= settings.voteFreshMs && isIt(found);
  }).length;
}

const voicesOf = ({ self, reports }: Situation): number =>
  1 +
  [...reports.values()].filter((each) => each.from !== self && now - each.heardAt <= settings.reportFreshMs)
    .length;

function always(holds: (situation: Situation, action: NonNullable<ReturnType<typeof decide>>) => void): void {
  fc.assert(
    fc.property(anySituation, (situation) => {
      const action = decide(situation, settings);
      if (action !== undefined) holds(situation, action);
    }),
    { numRuns: 3000, seed },
  );
}

test("a pool is disabled only while it is in, on the word of more than half of its observers", () => {
  let disabled = 0;
  always((situation, action) => {
    if (action.kind !== "disable") return;
    disabled += 1;
    expect(action.pool.enabled).toBe(true);
    const down = observers(
      situation,
      action.pool.region,
      ({ failures }) => failures >= settings.failedProbes,
    );
    expect(down).toBeGreaterThan((situation.regions.length - 1) / 2);
  });
  // The situations reach what is tested.
  expect(disabled).toBeGreaterThan(0);
});

test("every host keeps a pool, and half of its pools where no more than half of the regions are heard", () => {
  always((situation, action) => {
    if (action.kind !== "disable") return;
    const { hosts, pools, regions } = situation;
    const isQuorum = voicesOf(situation) > regions.length / 2;
    for (const host of hosts.filter((each) => each.includes(action.pool.region))) {
      const left = pools?.pools.filter(({ enabled, region }) => enabled && host.includes(region)).length ?? 0;
      expect(left - 1).toBeGreaterThanOrEqual(isQuorum ? 1 : host.length / 2);
    }
  });
});

test("who hears nobody, or does not reach the API, changes nothing", () => {
  fc.assert(
    fc.property(anySituation, fc.boolean(), (situation, isCutOff) => {
      const alone = isCutOff
        ? { ...situation, reports: new Map(), apiWorks: true }
        : { ...situation, apiWorks: false };
      expect(decide(alone, settings)).toBeUndefined();
    }),
    { numRuns: 1000, seed },
  );
});

/** Whether the pool says by itself, or by what a controller saw, that the controllers have it out; counted anew. */
function isOut({ records }: Situation, { region, disabledAt, modifiedAt, description }: Pool): boolean {
  if (disabledAt === null) return false;
  if (description === sealed(region, stamps[0])) return disabledAt === stamps[0];
  if (records.get(region)?.stamps.includes(disabledAt)) return description !== region;
  return description === claimed(region, "r1", epoch) && disabledAt === modifiedAt;
}

test("only what the controllers took out comes back: on a majority's word after the hold-off, or because a host has none", () => {
  let enabled = 0;
  always((situation, action) => {
    if (action.kind !== "enable") return;
    enabled += 1;
    expect(isOut(situation, action.pool)).toBe(true);
    if (action.putBack) {
      const empty = situation.hosts.filter(
        (host) => !situation.pools?.pools.some((each) => each.enabled && host.includes(each.region)),
      );
      expect(empty.some((host) => host.includes(action.pool.region))).toBe(true);
      return;
    }
    const known = situation.records.get(action.pool.region);
    const up = observers(situation, action.pool.region, ({ successes }) => successes >= settings.goodProbes);
    expect(up).toBeGreaterThan((situation.regions.length - 1) / 2);
    expect(now - (known?.at ?? now)).toBeGreaterThanOrEqual(settings.holdOffMs);
  });
  expect(enabled).toBeGreaterThan(0);
});

test("a mark is sealed only on what the controllers took out, and taken off only elsewhere", () => {
  const seen = { seal: 0, release: 0 };
  always((situation, action) => {
    if (action.kind !== "seal" && action.kind !== "release") return;
    seen[action.kind] += 1;
    expect(isOut(situation, action.pool)).toBe(action.kind === "seal");
  });
  expect(seen.seal).toBeGreaterThan(0);
  expect(seen.release).toBeGreaterThan(0);
});

test("a write rests on a fresh list, and what was done is not done again within the gap, though a list may lag", () => {
  always((situation, action) => {
    const { pools } = situation;
    if (pools === undefined) throw new Error("a write without a list");
    expect(now - pools.readAt).toBeLessThanOrEqual(settings.poolsFreshMs);
    const written = new Map([[writeKey(action.kind, action.pool.region), now]]);
    for (const later of [0, settings.writeGapMs - 1]) {
      const next = decide(
        {
          ...situation,
          written,
          now: now + later,
          pools: { ...pools, readAt: now + later },
        },
        settings,
      );
      if (next?.kind === action.kind) expect(next.pool.id).not.toBe(action.pool.id);
    }
  });
});
