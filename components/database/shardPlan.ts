/** Which shards there are and on which worker group each stands: the model that Citus is held to. */
import { check } from "../shared";

/** The hashes of a shard, both ends included. */
export interface Shard {
  readonly shard: number;
  readonly hashMin: number;
  readonly hashMax: number;
}

export interface PlacedShard extends Shard {
  /** Number of the worker group that holds it. */
  readonly group: number;
}

/** Citus hashes to a 32-bit number with a sign. */
const hashes = 2 ** 32;
const hashLeast = -(2 ** 31);

function checkGroups(field: string, groups: readonly number[]): void {
  check(groups.length > 0, field, groups, "one worker group or more");
  const twice = groups.find((group, index) => groups.indexOf(group) !== index);
  check(twice === undefined, field, twice, "each group once");
  const wrong = groups.find((group) => !Number.isInteger(group) || group < 1);
  check(
    wrong === undefined,
    field,
    wrong,
    "whole numbers from 1; 0 is the coordinator, which holds no shards",
  );
}

/**
 * The space of hashes cut evenly; the last shard takes what is left over, as in Citus.
 * @throws InvalidValueError where the count is no whole number from 1.
 * @example shardRanges(2)[0] // { shard: 0, hashMin: -2147483648, hashMax: -1 }
 */
export function shardRanges(count: number): readonly Shard[] {
  check(Number.isInteger(count) && count >= 1, "sharding.shards", count, "a whole number from 1");
  const width = Math.floor(hashes / count);
  return Array.from({ length: count }, (_, shard) => ({
    shard,
    hashMin: hashLeast + shard * width,
    hashMax: shard === count - 1 ? hashLeast + hashes - 1 : hashLeast + (shard + 1) * width - 1,
  }));
}

/**
 * Where the shards of a new cluster stand: by turns.
 * @throws InvalidValueError where there is no group, a group stands twice, or a group would hold no shard.
 */
export function shardPlan(count: number, groups: readonly number[]): readonly PlacedShard[] {
  checkGroups("groups", groups);
  check(
    count >= groups.length,
    "sharding.shards",
    count,
    `${groups.length} or more, one for each of the planned worker groups ${groups.join(", ")}`,
  );
  return shardRanges(count).map((range, index) => ({
    ...range,
    group: groups[index % groups.length] as number,
  }));
}

/** How many shards each of `groups` should hold; those that hold the most now get the ones that do not divide evenly. */
function shares(placement: readonly PlacedShard[], groups: readonly number[]): Map<number, number> {
  const held = (group: number): number => placement.filter((each) => each.group === group).length;
  const even = Math.floor(placement.length / groups.length);
  const over = placement.length % groups.length;
  const byLoad = [...groups].sort((a, b) => held(b) - held(a) || a - b);
  return new Map(byLoad.map((group, index) => [group, even + (index < over ? 1 : 0)]));
}

/**
 * The placement after groups have come or gone: balanced to one shard, with the fewest moves.
 * @throws InvalidValueError where there is no group, a group stands twice, a shard does, or a group would hold no shard.
 */
export function rebalanced(
  placement: readonly PlacedShard[],
  groups: readonly number[],
): readonly PlacedShard[] {
  checkGroups("groups", groups);
  const numbers = placement.map(({ shard }) => shard);
  const twice = numbers.find((shard, index) => numbers.indexOf(shard) !== index);
  check(twice === undefined, "placement", twice, "each shard once");
  check(
    placement.length >= groups.length,
    "placement",
    `${placement.length} shards`,
    `${groups.length} or more, one for each worker group`,
  );
  const room = shares(placement, groups);
  const homeless = new Set<number>();
  for (const { shard, group } of placement) {
    const left = room.get(group) ?? 0;
    if (left > 0) room.set(group, left - 1);
    else homeless.add(shard);
  }
  const places = [...room].flatMap(([group, left]) => Array.from({ length: left }, () => group));
  let next = 0;
  return placement.map((each) =>
    homeless.has(each.shard) ? { ...each, group: places[next++] as number } : each,
  );
}

/** The shards that stand elsewhere afterwards. */
export function movedShards(
  before: readonly PlacedShard[],
  after: readonly PlacedShard[],
): readonly PlacedShard[] {
  const was = new Map(before.map(({ shard, group }) => [shard, group]));
  return after.filter(({ shard, group }) => was.get(shard) !== group);
}
