import fc from "fast-check";
import { peeringsOf, replicaJoins, routePlan, zoneJoins } from "../../components/mesh";
import { replicatedKeyClasses } from "../../components/facts/dataClasses";
import { anyRegions } from "../support/anyRegions";

const runs = { numRuns: 40 };
const sorted = (texts: readonly string[]): string[] => [...texts].sort();
/** Two names as one, whichever is first. */
const pair = (a: string, b: string): string => sorted([a, b]).join(" ");

const reordered = anyRegions.map((regions) => ({ regions, reversed: [...regions].reverse() }));

describe("peerings and routes of 4 to 64 regions", () => {
  test("are n(n-1)/2 and n(n-1), whatever the order of facts", () => {
    fc.assert(
      fc.property(reordered, ({ regions, reversed }) => {
        const n = regions.length;
        const pairs = (all: typeof regions): string[] =>
          sorted(peeringsOf(all).map(({ requester, accepter }) => pair(requester, accepter)));
        const ways = (all: typeof regions): string[] =>
          sorted(routePlan(all).map(({ from, to, cidr }) => `${from} ${to} ${cidr}`));
        expect(pairs(regions)).toHaveLength((n * (n - 1)) / 2);
        expect(ways(regions)).toHaveLength(n * (n - 1));
        expect(new Set(ways(regions)).size).toBe(n * (n - 1));
        expect([pairs(reversed), ways(reversed)]).toEqual([pairs(regions), ways(regions)]);
      }),
      runs,
    );
  });

  test("of one region reach each block once, and never its own", () => {
    fc.assert(
      fc.property(anyRegions, (regions) => {
        const routes = routePlan(regions);
        for (const { name, cidr } of regions) {
          const reached = routes.filter(({ from }) => from === name).map((route) => route.cidr);
          expect(sorted(reached)).toEqual(
            sorted(regions.filter((other) => other.name !== name).map((other) => other.cidr)),
          );
          expect(reached).not.toContain(cidr);
        }
      }),
      runs,
    );
  });

  test("stay as they are when a region is added at the end", () => {
    fc.assert(
      fc.property(anyRegions, (regions) => {
        const before = regions.slice(0, -1);
        const known = new Set(before.map(({ name }) => name));
        const kept = <T>(all: readonly T[], ends: (one: T) => readonly string[]): T[] =>
          all.filter((one) => ends(one).every((end) => known.has(end)));
        expect(kept(peeringsOf(regions), ({ requester, accepter }) => [requester, accepter])).toEqual(
          peeringsOf(before),
        );
        expect(kept(routePlan(regions), ({ from, to }) => [from, to])).toEqual(routePlan(before));
      }),
      runs,
    );
  });

  test("are refused where any two blocks overlap, with both names", () => {
    fc.assert(
      fc.property(anyRegions, fc.nat(), fc.nat(), fc.integer({ min: 16, max: 28 }), (regions, a, b, bits) => {
        const at = a % regions.length;
        const other = (at + 1 + (b % (regions.length - 1))) % regions.length;
        const [first, second] = [regions[Math.min(at, other)], regions[Math.max(at, other)]];
        const inside = `${first?.cidr.split("/")[0] ?? ""}/${bits}`;
        const clashing = regions.map((region) => (region === second ? { ...region, cidr: inside } : region));
        expect(() => routePlan(clashing)).toThrow(
          `regions.${second?.name ?? ""}.cidr is "${inside}"; allowed: a block that does not overlap ${first?.cidr ?? ""} of ${first?.name ?? ""}`,
        );
      }),
      runs,
    );
  });
});

describe("private zones and keys of 4 to 64 regions", () => {
  test("every zone is in every other network once, and never in its own", () => {
    fc.assert(
      fc.property(anyRegions, (regions) => {
        const joins = zoneJoins(regions);
        const n = regions.length;
        expect(joins).toHaveLength(n * (n - 1));
        expect(new Set(joins.map(({ key }) => key)).size).toBe(n * (n - 1));
        expect(joins.filter(({ zone, vpc }) => zone === vpc)).toEqual([]);
      }),
      runs,
    );
  });

  test("each replicated class of each home has one copy, in its partner", () => {
    fc.assert(
      fc.property(reordered, ({ regions, reversed }) => {
        const texts = (all: typeof regions): string[] =>
          sorted(replicaJoins(all).map(({ home, partner, dataClass }) => `${home} ${partner} ${dataClass}`));
        const wanted = regions.flatMap(({ name, partner }) =>
          replicatedKeyClasses.map((dataClass) => `${name} ${partner} ${dataClass}`),
        );
        expect(texts(regions)).toEqual(sorted(wanted));
        expect(texts(reversed)).toEqual(texts(regions));
      }),
      runs,
    );
  });

  test("a partner that is no other region of the mesh is refused", () => {
    fc.assert(
      fc.property(anyRegions, fc.boolean(), ([home, ...others], own) => {
        const partner = own ? (home?.name ?? "") : "nowhere";
        const wrong = [{ name: home?.name ?? "", partner }, ...others];
        expect(() => replicaJoins(wrong)).toThrow(
          `regions.${home?.name ?? ""}.partner is "${partner}"; allowed: a region of the mesh`,
        );
      }),
      runs,
    );
  });
});
