import fc from "fast-check";
import { databaseClusters } from "../../components/facts/databaseClusters";
import { sharding } from "../../components/facts/shards";
import { migrationsOf } from "../../components/database/migrations";
import {
  movedShards,
  rebalanced,
  shardPlan,
  shardRanges,
  type PlacedShard,
} from "../../components/database/shardPlan";

const groupsOf = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);
const loads = (placement: readonly PlacedShard[], groups: readonly number[]): readonly number[] =>
  groups.map((group) => placement.filter((each) => each.group === group).length);
/** Groups, and shards enough for one group more. */
const clusters = fc
  .integer({ min: 1, max: 12 })
  .chain((groups) =>
    fc.record({ groups: fc.constant(groups), shards: fc.integer({ min: groups + 1, max: 160 }) }),
  );

describe("ranges of hashes", () => {
  test("are Citus' own for 32 shards", () => {
    const ranges = shardRanges(32);
    expect(ranges.slice(0, 2)).toEqual([
      { shard: 0, hashMin: -2_147_483_648, hashMax: -2_013_265_921 },
      { shard: 1, hashMin: -2_013_265_920, hashMax: -1_879_048_193 },
    ]);
    expect(ranges[31]).toEqual({ shard: 31, hashMin: 2_013_265_920, hashMax: 2_147_483_647 });
  });

  test("cover every hash once, and the last takes what does not divide", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), (count) => {
        const ranges = shardRanges(count);
        expect(ranges[0]?.hashMin).toBe(-2_147_483_648);
        expect(ranges.at(-1)?.hashMax).toBe(2_147_483_647);
        for (const [index, range] of ranges.slice(1).entries())
          expect(range.hashMin).toBe((ranges[index]?.hashMax ?? NaN) + 1);
      }),
    );
    expect(shardRanges(3).map(({ hashMin, hashMax }) => hashMax - hashMin + 1)).toEqual([
      1_431_655_765, 1_431_655_765, 1_431_655_766,
    ]);
  });
});

describe("where shards stand", () => {
  test("a third worker group takes ten of 32 shards, five of each", () => {
    const before = shardPlan(32, [1, 2]);
    const moved = movedShards(before, rebalanced(before, [1, 2, 3]));
    const was = moved.map(({ shard }) => before.find((each) => each.shard === shard)?.group);
    expect(moved.map(({ group }) => group)).toEqual(Array.from({ length: 10 }, () => 3));
    expect(was.filter((group) => group === 1)).toHaveLength(5);
  });

  test("a group that comes takes its share and nothing else moves", () => {
    fc.assert(
      fc.property(clusters, ({ groups, shards }) => {
        const before = shardPlan(shards, groupsOf(groups));
        const after = rebalanced(before, groupsOf(groups + 1));
        const moved = movedShards(before, after);
        expect(moved).toHaveLength(Math.floor(shards / (groups + 1)));
        expect(moved.every(({ group }) => group === groups + 1)).toBe(true);
      }),
    );
  });

  test("a group that goes has its own shards moved and no others", () => {
    fc.assert(
      fc.property(clusters, fc.nat(), ({ groups, shards }, pick) => {
        const all = groupsOf(groups + 1);
        const gone = all[pick % all.length] as number;
        const before = shardPlan(shards, all);
        const moved = movedShards(
          before,
          rebalanced(
            before,
            all.filter((group) => group !== gone),
          ),
        );
        expect(moved.map(({ shard }) => shard)).toEqual(
          before.filter(({ group }) => group === gone).map(({ shard }) => shard),
        );
      }),
    );
  });

  test("every shard stands once and groups differ by one at most, whatever stood before", () => {
    fc.assert(
      fc.property(
        clusters,
        fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 160 }),
        ({ groups, shards }, any) => {
          const before = shardRanges(shards).map((range, index) => ({
            ...range,
            group: any[index] as number,
          }));
          const after = rebalanced(before, groupsOf(groups));
          expect(after.map(({ shard }) => shard)).toEqual(before.map(({ shard }) => shard));
          const held = loads(after, groupsOf(groups));
          expect(held.reduce((sum, each) => sum + each, 0)).toBe(shards);
          expect(Math.max(...held) - Math.min(...held)).toBeLessThanOrEqual(1);
          // No fewer moves would do: what is above its share must go, and nothing else goes.
          const above = loads(before, groupsOf(20)).reduce(
            (sum, each, index) => sum + Math.max(0, each - (index < groups ? (held[index] as number) : 0)),
            0,
          );
          expect(movedShards(before, after)).toHaveLength(above);
        },
      ),
    );
  });

  test("what is balanced stays", () => {
    fc.assert(
      fc.property(clusters, ({ groups, shards }) => {
        const placement = shardPlan(shards, groupsOf(groups));
        expect(movedShards(placement, rebalanced(placement, groupsOf(groups)))).toEqual([]);
      }),
    );
  });
});

describe("a wrong plan names the field, the value and what is allowed", () => {
  const placement = shardPlan(4, [1, 2]);
  test.each([
    [
      () => shardPlan(1, [1, 2]),
      "sharding.shards is 1; allowed: 2 or more, one for each of the planned worker groups 1, 2",
    ],
    [() => shardPlan(4, []), "groups is []; allowed: one worker group or more"],
    [() => shardPlan(4, [1, 2, 1]), "groups is 1; allowed: each group once"],
    [
      () => shardPlan(4, [0, 1]),
      "groups is 0; allowed: whole numbers from 1; 0 is the coordinator, which holds no shards",
    ],
    [() => shardRanges(1.5), "sharding.shards is 1.5; allowed: a whole number from 1"],
    [() => rebalanced([...placement, ...placement], [1]), "placement is 0; allowed: each shard once"],
    [
      () => rebalanced(placement, [1, 2, 3, 4, 5]),
      'placement is "4 shards"; allowed: 5 or more, one for each worker group',
    ],
  ])("%#: %s", (wrong, message) => {
    expect(wrong).toThrow(message);
  });

  test("fewer shards than planned groups stop before there is anything to apply", () => {
    expect(() => migrationsOf({ kind: "people", groups: [0, 1, 2, 3] }, 2)).toThrow(
      "sharding.shards is 2; allowed: 3 or more, one for each of the planned worker groups 1, 2, 3",
    );
  });
});

test("the planned clusters have shards for each of their groups, and as many each", () => {
  for (const { groups } of databaseClusters().filter((cluster) => cluster.groups.length > 1)) {
    const workers = groups.filter((group) => group > 0);
    expect(sharding.shards % workers.length).toBe(0);
    expect(new Set(loads(shardPlan(sharding.shards, workers), workers)).size).toBe(1);
  }
});
