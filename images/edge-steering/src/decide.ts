/**
 * What to do next with the pools: a pure function of what a controller knows, for any number of regions from three.
 *
 * Safety rests on four rules. A majority of a region's observers decides about it. One controller writes, the first in order
 * that hears a majority. Its list of pools is fresh before it writes, and is read again after; if two wrote at the same time
 * and too few pools are left, each puts back what it took last. And without more than half of all regions (an even split, in
 * which both halves hold a majority of the other half's observers) half of the pools stay in, whatever the votes say.
 */
import { freshReports, isQuorum, majorityOfOthers, tallyOf, writerOf, type Knowledge } from "./tally";
import type { Action, Pool, PoolRecord, PoolsRead, Settings } from "./types";

/** What a controller remembers of its own last disabling. */
export interface LastDisable {
  readonly region: string;
  readonly at: number;
  /** Pools that had to stay in when it was decided. */
  readonly floor: number;
}

export interface Situation extends Knowledge {
  readonly pools: PoolsRead | undefined;
  readonly records: ReadonlyMap<string, PoolRecord>;
  readonly lastDisable: LastDisable | undefined;
}

/** Whether the controllers, and nobody else, have this pool out: the API's `disabled_at` is the one that their write got. */
export function isOurs(pool: Pool, record: PoolRecord | undefined): boolean {
  return !pool.enabled && pool.disabledAt !== null && record?.stamps.includes(pool.disabledAt) === true;
}

/** How long a pool stays out, by how often it was disabled of late. */
export function holdOffMs(disables: number, settings: Settings): number {
  return Math.min(settings.holdOffMs * 2 ** Math.max(0, disables - 1), settings.holdOffMsMax);
}

/** Pools that stay in: one where more than half of all regions are heard, else half of them. */
export function floorOf(situation: Knowledge, settings: Settings): number {
  const { length } = situation.regions;
  const voices = freshReports(situation, settings).length + 1;
  return isQuorum(voices, length) ? 1 : Math.ceil(length / 2);
}

/** Puts back a pool where too few are left: the own last one at once, by whoever took it; else the writer brings one. */
function putBack(
  situation: Situation,
  enabled: number,
  isWriter: boolean,
  settings: Settings,
): Action | undefined {
  const { lastDisable, pools, now, records } = situation;
  const all = pools?.pools ?? [];
  if (
    lastDisable !== undefined &&
    now - lastDisable.at <= settings.holdOffMs &&
    enabled < lastDisable.floor
  ) {
    const pool = all.find(({ region }) => region === lastDisable.region);
    if (pool !== undefined && isOurs(pool, records.get(pool.region)))
      return {
        kind: "enable",
        pool,
        putBack: true,
        reason: `${enabled} pools are left of ${lastDisable.floor} that must stay`,
      };
  }
  if (enabled > 0 || !isWriter) return undefined;
  const ours = all.filter((pool) => isOurs(pool, records.get(pool.region)));
  const best = [...ours].sort(
    (a, b) => tallyOf(a.region, situation, settings).down - tallyOf(b.region, situation, settings).down,
  )[0];
  return best && { kind: "enable", pool: best, putBack: true, reason: "no pool is left" };
}

function disable(situation: Situation, enabled: readonly Pool[], settings: Settings): Action | undefined {
  const { now, records, regions } = situation;
  if (enabled.length <= floorOf(situation, settings)) return undefined;
  const needed = majorityOfOthers(regions.length);
  for (const pool of enabled) {
    const { down } = tallyOf(pool.region, situation, settings);
    const record = records.get(pool.region);
    const waits = record?.putBack === true && now - record.at < holdOffMs(record.disables, settings);
    if (down >= needed && !waits)
      return {
        kind: "disable",
        pool,
        reason: `${down} of ${regions.length - 1} observers saw ${settings.failedProbes} failures in a row`,
      };
  }
  return undefined;
}

function enable(situation: Situation, settings: Settings): Action | undefined {
  const { now, records, regions, pools } = situation;
  const needed = majorityOfOthers(regions.length);
  for (const pool of pools?.pools ?? []) {
    const record = records.get(pool.region);
    if (record === undefined || !isOurs(pool, record)) continue;
    const { up } = tallyOf(pool.region, situation, settings);
    if (up >= needed && now - record.at >= holdOffMs(record.disables, settings))
      return {
        kind: "enable",
        pool,
        putBack: false,
        reason: `${up} of ${regions.length - 1} observers saw ${settings.goodProbes} good probes in a row`,
      };
  }
  return undefined;
}

/** The next step, or `undefined` for none: one at a time, so that each rests on what the one before left. */
export function decide(situation: Situation, settings: Settings): Action | undefined {
  const { now, pools, regions, self } = situation;
  if (pools === undefined || now - pools.readAt > settings.poolsIntervalMs)
    return { kind: "read", reason: "the pools were not read for a while" };
  const known = {
    ...situation,
    pools: { ...pools, pools: pools.pools.filter((p) => regions.includes(p.region)) },
  };
  const enabled = known.pools.pools.filter((pool) => pool.enabled);
  const isWriter = writerOf(situation, settings) === self;
  const rescue = putBack(known, enabled.length, isWriter, settings);
  if (rescue !== undefined) return rescue;
  if (!isWriter) return undefined;
  const action = disable(known, enabled, settings) ?? enable(known, settings);
  const isFresh = now - pools.readAt <= settings.poolsFreshMs;
  // The first failure is the time to look: when the second comes, the list is fresh, and the write need not wait for it.
  const doubted = enabled.some(({ region }) => tallyOf(region, situation, settings).doubting > 0);
  if (!isFresh && (action !== undefined || (doubted && enabled.length > 1)))
    return { kind: "read", reason: "a change may be near" };
  return action;
}
