/**
 * What to do next with the pools: pure functions of what a controller knows, for any number of regions from three.
 *
 * Safety rests on four rules. A majority of a region's observers decides about it. One controller writes, the first in order
 * that hears a majority. Its list of pools is fresh before it writes, and is read again after; if two wrote at the same time
 * and a host has too few pools left, each puts back what it took last. And without more than half of all regions (an even
 * split, in which both halves hold a majority of the other half's observers) half of each host's pools stay in, whatever the
 * votes say.
 */
import { markOf, ownerOf } from "./mark";
import { majorityOfOthers, ownReach, Reach, tallyOf, writerOf, type Knowledge } from "./tally";
import type { Pool, PoolRecord, PoolsRead, Settings, Write } from "./types";

/** What a controller remembers of its own last disabling. */
export interface LastDisable {
  readonly region: string;
  readonly at: number;
  /** Whether more than half of all regions were heard when it was decided. */
  readonly hadQuorum: boolean;
}

export interface Situation extends Knowledge {
  readonly pools: PoolsRead | undefined;
  readonly records: ReadonlyMap<string, PoolRecord>;
  readonly lastDisable: LastDisable | undefined;
  /** The regions whose pools a host has, for each host: none of them may be left without one. */
  readonly hosts: readonly (readonly string[])[];
  /** Own writes, done or not: `writeKey` → when. */
  readonly written: ReadonlyMap<string, number>;
  /** Milliseconds since 1970. */
  readonly epoch: number;
}

/** Names a kind of write of one pool. */
export function writeKey(kind: Write["kind"], region: string): string {
  return `${kind} ${region}`;
}

/** Whether the controllers have this pool out, and can prove it. */
export function isOurs(pool: Pool, { records }: Pick<Situation, "records">, settings: Settings): boolean {
  return ownerOf(pool, records.get(pool.region)?.stamps ?? [], settings) === "ours";
}

/** How long a pool stays out, by how often it was disabled of late. */
export function holdOffMs(disables: number, settings: Settings): number {
  return Math.min(settings.holdOffMs * 2 ** Math.max(0, disables - 1), settings.holdOffMsMax);
}

/** Whether a controller hears more than half of all regions, itself among them. */
export function hasQuorum(situation: Knowledge, settings: Settings): boolean {
  return ownReach(situation, settings) === Reach.quorum;
}

/** Pools of a host that stay in: one where more than half of all regions are heard, else half of them. */
export function floorOf(poolsOfHost: number, quorum: boolean): number {
  return quorum ? 1 : Math.ceil(poolsOfHost / 2);
}

const enabledOf = (situation: Situation): readonly Pool[] =>
  knownOf(situation).filter(({ enabled }) => enabled);
const knownOf = ({ pools, regions }: Situation): readonly Pool[] =>
  (pools?.pools ?? []).filter(({ region }) => regions.includes(region));

/** How many of a host's pools are enabled. */
const leftOf = (host: readonly string[], enabled: readonly Pool[]): number =>
  enabled.filter(({ region }) => host.includes(region)).length;

/** Whether the same was written to this pool a moment ago, here or by another controller, which a list that lags does not show. */
function wasJustWritten(
  kind: Write["kind"],
  region: string,
  { now, written, records }: Situation,
  settings: Settings,
): boolean {
  const record = records.get(region);
  const isSame =
    (kind === "disable" && record?.isOut === true) || (kind === "enable" && record?.isOut === false);
  const at = Math.max(written.get(writeKey(kind, region)) ?? -Infinity, isSame ? record.at : -Infinity);
  return now - at < settings.writeGapMs;
}

/** Puts back a pool where a host has too few left: the own last one at once, by whoever took it; else the writer brings one. */
function putBack(situation: Situation, isWriter: boolean, settings: Settings): Write | undefined {
  const { lastDisable, now, hosts } = situation;
  const enabled = enabledOf(situation);
  const ours = knownOf(situation).filter(
    (pool) =>
      isOurs(pool, situation, settings) && !wasJustWritten("enable", pool.region, situation, settings),
  );
  if (lastDisable !== undefined && now - lastDisable.at <= settings.holdOffMs) {
    const short = hosts.find(
      (host) =>
        host.includes(lastDisable.region) &&
        leftOf(host, enabled) < floorOf(host.length, lastDisable.hadQuorum),
    );
    const pool = ours.find(({ region }) => region === lastDisable.region);
    if (short !== undefined && pool !== undefined)
      return {
        kind: "enable",
        pool,
        putBack: true,
        reason: `${leftOf(short, enabled)} pools are left of ${floorOf(short.length, lastDisable.hadQuorum)} that a host of ${short.join(", ")} must keep`,
      };
  }
  if (!isWriter) return undefined;
  for (const host of hosts) {
    if (leftOf(host, enabled) > 0) continue;
    const best = ours
      .filter(({ region }) => host.includes(region))
      .sort(
        (a, b) => tallyOf(a.region, situation, settings).down - tallyOf(b.region, situation, settings).down,
      )[0];
    if (best !== undefined)
      return { kind: "enable", pool: best, putBack: true, reason: `no pool is left of ${host.join(", ")}` };
  }
  return undefined;
}

/** Whether every host keeps enough pools without this one. */
function canSpare(pool: Pool, situation: Situation, settings: Settings): boolean {
  const enabled = enabledOf(situation);
  const quorum = hasQuorum(situation, settings);
  return situation.hosts.every(
    (host) => !host.includes(pool.region) || leftOf(host, enabled) > floorOf(host.length, quorum),
  );
}

function disable(situation: Situation, settings: Settings): Write | undefined {
  const { now, records, regions } = situation;
  const needed = majorityOfOthers(regions.length);
  for (const pool of enabledOf(situation)) {
    const { down } = tallyOf(pool.region, situation, settings);
    const record = records.get(pool.region);
    const waits =
      (record?.putBack === true && now - record.at < holdOffMs(record.disables, settings)) ||
      wasJustWritten("disable", pool.region, situation, settings);
    if (down >= needed && !waits && canSpare(pool, situation, settings))
      return {
        kind: "disable",
        pool,
        reason: `${down} of ${regions.length - 1} observers saw ${settings.failedProbes} failures in a row`,
      };
  }
  return undefined;
}

function enable(situation: Situation, settings: Settings): Write | undefined {
  const { now, records, regions } = situation;
  const needed = majorityOfOthers(regions.length);
  for (const pool of knownOf(situation)) {
    const record = records.get(pool.region);
    if (record === undefined || !isOurs(pool, situation, settings)) continue;
    if (wasJustWritten("enable", pool.region, situation, settings)) continue;
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

/** Brings the mark in line with the pool: seals a claim that was proven, takes off what proves nothing. */
function settle(situation: Situation, settings: Settings): Write | undefined {
  for (const pool of knownOf(situation)) {
    const mark = markOf(pool.description);
    if (mark === undefined) continue;
    if (isOurs(pool, situation, settings)) {
      if (mark.kind === "claim" && !wasJustWritten("seal", pool.region, situation, settings))
        return { kind: "seal", pool, reason: "the API's times prove the claim" };
      continue;
    }
    const markedAt = mark.kind === "claim" ? mark.atEpochMs : Date.parse(mark.disabledAt);
    const isOld = !(situation.epoch - markedAt < settings.settleMs);
    const isDoubted = tallyOf(pool.region, situation, settings).doubting > 0;
    // A pool that is about to be claimed gets a new mark with it.
    if (isOld && !(pool.enabled && isDoubted) && !wasJustWritten("release", pool.region, situation, settings))
      return {
        kind: "release",
        pool,
        reason: pool.enabled ? "somebody else enabled it" : "somebody else disabled it",
      };
  }
  return undefined;
}

/** Why the pools are to be read now; `undefined` when they need not be. */
export function whyRead(situation: Situation, settings: Settings): string | undefined {
  const { now, pools, regions, self } = situation;
  if (pools === undefined) return "there is no list";
  const age = now - pools.readAt;
  const isFresh = age <= settings.poolsFreshMs;
  if (age > settings.poolsIntervalMs) return "the pools were not read for a while";
  const isWriter = writerOf(situation, settings) === self;
  if (!isFresh && putBack(situation, isWriter, settings) !== undefined) return "too few pools are left";
  if (!isWriter) return undefined;
  const doubted = enabledOf(situation).filter(
    ({ region }) => tallyOf(region, situation, settings).doubting > 0,
  );
  // From the first failure on, so that the list is fresh when the second comes and the write need not wait for it.
  if (age >= settings.reportIntervalMs && doubted.some((pool) => canSpare(pool, situation, settings)))
    return "a pool may have to go out";
  if (isFresh) return undefined;
  const needed = majorityOfOthers(regions.length);
  // A deployment, or a person, may undo a disabling at any moment.
  const guarded = knownOf(situation).some(
    (pool) => isOurs(pool, situation, settings) && tallyOf(pool.region, situation, settings).down >= needed,
  );
  if (guarded) return "a dead region's pool is out";
  return enable(situation, settings) === undefined && settle(situation, settings) === undefined
    ? undefined
    : "a change is near";
}

/** The next write, or `undefined` for none: one at a time, so that each rests on what the one before left. */
export function decide(situation: Situation, settings: Settings): Write | undefined {
  const { now, pools, self } = situation;
  if (pools === undefined || now - pools.readAt > settings.poolsFreshMs) return undefined;
  const isWriter = writerOf(situation, settings) === self;
  const rescue = putBack(situation, isWriter, settings);
  if (rescue !== undefined || !isWriter) return rescue;
  return disable(situation, settings) ?? enable(situation, settings) ?? settle(situation, settings);
}
