import fc from "fast-check";
import { steeringSettings } from "../../components/edge";
import { decide, type Situation } from "../../images/edge-steering/src/decide";
import type { Heard, Pool, PoolRecord, Vote } from "../../images/edge-steering/src/types";

const settings = steeringSettings();
const now = 10_000_000;
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

function poolOf(region: string): fc.Arbitrary<Pool> {
  return fc
    .option(fc.constantFrom(...stamps))
    .map((disabledAt) => ({ id: region, region, enabled: disabledAt === null, disabledAt }));
}

const record: fc.Arbitrary<PoolRecord> = fc.record({
  version: fc.nat(9),
  by: fc.constant("r0"),
  stamps: fc.subarray([stamps[0]]),
  disables: fc.nat(8),
  at: fc.integer({ min: 0, max: 2_000_000 }).map((age) => now - age),
  putBack: fc.boolean(),
});

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
      pools: fc.tuple(...regions.map(poolOf)).chain((pools) => at.map((readAt) => ({ pools, readAt }))),
      records: fc
        .dictionary(fc.constantFrom(...regions), record)
        .map((records) => new Map(Object.entries(records))),
      lastDisable: fc.constant(undefined),
    });
  });

/** Observers of a region whose fresh vote is as asked, counted anew: neither the region itself, nor a silent or old one. */
function observers(
  { self, votes, reports, regions }: Situation,
  target: string,
  isIt: (vote: Vote) => boolean,
): number {
  return regions.filter((region) => {
    const report = reports.get(region);
    const isSilent = report === undefined || now - report.heardAt > settings.reportFreshMs;
    const said = region === self ? votes : isSilent ? {} : report.votes;
    const found = said[target];
    return region !== target && found !== undefined && now - found.at <= settings.voteFreshMs && isIt(found);
  }).length;
}

const enabledOf = ({ pools }: Situation): number => pools?.pools.filter(({ enabled }) => enabled).length ?? 0;
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
    { numRuns: 3000 },
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

test("one pool always stays, and half of them where no more than half of the regions are heard", () => {
  always((situation, action) => {
    if (action.kind !== "disable") return;
    const { length } = situation.regions;
    const left = enabledOf(situation) - 1;
    expect(left).toBeGreaterThanOrEqual(voicesOf(situation) > length / 2 ? 1 : length / 2);
  });
});

test("who hears nobody, or does not reach the API, changes nothing", () => {
  fc.assert(
    fc.property(anySituation, fc.boolean(), (situation, isCutOff) => {
      const alone = isCutOff
        ? { ...situation, reports: new Map(), apiWorks: true }
        : { ...situation, apiWorks: false };
      expect([undefined, "read"]).toContain(decide(alone, settings)?.kind);
    }),
    { numRuns: 1000 },
  );
});

test("only what the controllers took out comes back: on a majority's word after the hold-off, or because none is left", () => {
  let enabled = 0;
  always((situation, action) => {
    if (action.kind !== "enable") return;
    enabled += 1;
    const known = situation.records.get(action.pool.region);
    expect(known?.stamps).toContain(action.pool.disabledAt);
    if (action.putBack) {
      expect(enabledOf(situation)).toBe(0);
      return;
    }
    const up = observers(situation, action.pool.region, ({ successes }) => successes >= settings.goodProbes);
    expect(up).toBeGreaterThan((situation.regions.length - 1) / 2);
    expect(now - (known?.at ?? now)).toBeGreaterThanOrEqual(settings.holdOffMs);
  });
  expect(enabled).toBeGreaterThan(0);
});

test("a write rests on a fresh list, and what is done is not done again", () => {
  always((situation, action) => {
    if (action.kind === "read" || (action.kind === "enable" && action.putBack)) return;
    const { pools } = situation;
    if (pools === undefined) throw new Error("a write without a list");
    expect(now - pools.readAt).toBeLessThanOrEqual(settings.poolsFreshMs);
    const enabled = action.kind === "enable";
    const changed = { ...action.pool, enabled, disabledAt: enabled ? null : stamps[1] };
    const after = {
      ...situation,
      pools: { ...pools, pools: pools.pools.map((each) => (each.id === changed.id ? changed : each)) },
    };
    const next = decide(after, settings);
    if (next?.kind === action.kind) expect(next.pool.id).not.toBe(action.pool.id);
  });
});
