import fc from "fast-check";
import { transferBasis } from "../../components/facts/jurisdictions";
import {
  addRegion,
  allRegions,
  distanceKm,
  failoverOrder,
  globalStackName,
  regionNamed,
  stackNames,
  type Region,
} from "../../components/facts/regions";
import { cidrsOverlap, parseCidr } from "../../components/network";
import { fictitiousRegion } from "../support/fictitious";

const regions = allRegions();
const pairs = regions.flatMap((a) => regions.filter((b) => b.name !== a.name).map((b) => [a, b] as const));

/** Runs `use` with regions added to those in facts, and takes them out again. */
function withRegions(added: readonly Region[], use: () => void): void {
  const removers = added.map((region) => addRegion(region));
  try {
    use();
  } finally {
    for (const remove of removers) remove();
  }
}

/** Up to 12 regions that do not exist, anywhere on Earth, in any order. */
const worlds = fc
  .tuple(
    fc.uniqueArray(fc.integer({ min: 0, max: 59 }), { maxLength: 12 }),
    fc.array(
      fc.record({
        latitude: fc.integer({ min: -90, max: 90 }),
        longitude: fc.integer({ min: -180, max: 180 }),
      }),
      {
        minLength: 12,
        maxLength: 12,
      },
    ),
  )
  .map(([indices, places]) => indices.map((index, i) => ({ ...fictitiousRegion(index), ...places[i] })));

describe("the facts of the regions", () => {
  test("are about the four that were promised, one of each role", () => {
    expect(regions.map(({ city }) => city)).toEqual(["Lagos", "Frankfurt", "Singapore", "São Paulo"]);
    expect(regions.map(({ role }) => role)).toEqual(["primary", "secondary", "tertiary", "backup"]);
  });

  test.each(pairs.map(([a, b]) => [a.name, b.name, a, b] as const))(
    "give %s and %s what is their own",
    (_a, _b, a, b) => {
      expect(cidrsOverlap(a.cidr, b.cidr)).toBe(false);
      expect(a.transitGatewayAsn).not.toBe(b.transitGatewayAsn);
      expect(a.awsRegion).not.toBe(b.awsRegion);
    },
  );

  test.each(regions.map((region) => [region.name, region] as const))(
    "of %s agree with each other",
    (name, region) => {
      expect(parseCidr(region.cidr).prefix).toBe(16);
      // 16-bit private ASNs (RFC 6996).
      expect(region.transitGatewayAsn).toBeGreaterThanOrEqual(64_512);
      expect(region.transitGatewayAsn).toBeLessThanOrEqual(65_534);
      expect(new Set(region.zones).size).toBe(3);
      for (const zone of region.allZones) expect(zone).toMatch(new RegExp(`^${region.awsRegion}[a-z]$`));
      expect(region.allZones).toEqual(expect.arrayContaining([...region.zones]));
      if (region.localZone) expect(region.localZone.zone.startsWith(region.localZone.group)).toBe(true);
      expect(regionNamed(name)).toBe(region);
    },
  );

  test.each(regions.map(({ name, partner }) => [name, partner]))(
    "give %s a partner, %s, to which personal data may lawfully go",
    (name, partner) => {
      expect(partner).not.toBe(name);
      const basis = transferBasis(regionNamed(name).jurisdiction, regionNamed(partner).jurisdiction);
      expect(basis?.kind).toMatch(/^(adequacy|clauses)$/);
    },
  );

  test.each(["atlantis", "global", "", "toString", "__proto__"])("know no region %j", (name) => {
    expect(() => regionNamed(name)).toThrow(
      `region "${name}" is unknown; regions: africa, europe, asia, americas`,
    );
  });

  test("make a stack of each, and one that joins them, last", () => {
    expect(stackNames()).toEqual([...regions.map(({ name }) => name), globalStackName]);
  });
});

describe("a region that is added", () => {
  test("is there until it is removed", () => {
    withRegions([fictitiousRegion(3)], () => {
      expect(stackNames().at(-2)).toBe("fictitious-03");
    });
    expect(allRegions()).toEqual(regions);
  });

  test.each(["africa", globalStackName])("may not be called %s", (name) => {
    expect(() => addRegion({ ...fictitiousRegion(0), name })).toThrow(`region "${name}" exists already`);
    expect(allRegions()).toEqual(regions);
  });

  test("has a block and an ASN that no other has, sixty times", () => {
    const all = [...regions, ...Array.from({ length: 60 }, (_, index) => fictitiousRegion(index))];
    expect(new Set(all.map(({ transitGatewayAsn }) => transitGatewayAsn)).size).toBe(64);
    expect(new Set(all.map(({ cidr }) => cidr)).size).toBe(64);
    for (const { cidr } of all) expect(parseCidr(cidr).prefix).toBe(16);
  });
});

describe("distance", () => {
  // Great-circle distances between the cities of the data centres, rounded (great-circle mapper).
  test.each([
    ["europe", "asia", 10_300],
    ["africa", "americas", 6_300],
    ["europe", "americas", 9_800],
  ])("between %s and %s is about %i km", (a, b, km) => {
    expect(Math.abs(distanceKm(regionNamed(a), regionNamed(b)) - km)).toBeLessThan(250);
  });

  test("is symmetric, zero to oneself, and never more than half-way round the Earth", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        for (const a of world)
          for (const b of world) {
            expect(distanceKm(a, b)).toBeCloseTo(distanceKm(b, a), 6);
            expect(distanceKm(a, b)).toBeGreaterThanOrEqual(0);
            expect(distanceKm(a, b)).toBeLessThanOrEqual(20_016);
            expect(distanceKm(a, a)).toBe(0);
          }
      }),
    );
  });

  test("is never shortened by a detour", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const [a, b, c] = world;
        if (!a || !b || !c) return;
        expect(distanceKm(a, c)).toBeLessThanOrEqual(distanceKm(a, b) + distanceKm(b, c) + 1e-6);
      }),
    );
  });
});

describe("the order of failover", () => {
  test.each([
    ["africa", ["europe", "asia", "americas"]],
    ["europe", ["americas", "africa", "asia"]],
    ["asia", ["europe", "africa", "americas"]],
    ["americas", ["europe", "africa", "asia"]],
  ])("of %s is its partner, then the others by the rank of their roles", (name, order) => {
    expect(failoverOrder(name)).toEqual(order);
  });

  test("holds every other region once, whatever regions there are", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        withRegions(world, () => {
          const all = allRegions().map(({ name }) => name);
          for (const name of all) expect([...failoverOrder(name), name].sort()).toEqual([...all].sort());
        });
      }),
    );
  });

  test("begins with the partner, and goes on by role, of one role by distance, of equals by name", () => {
    const ranks = ["primary", "secondary", "tertiary", "backup"];
    fc.assert(
      fc.property(worlds, (world) => {
        withRegions(world, () => {
          for (const home of allRegions()) {
            const [first, ...rest] = failoverOrder(home.name);
            expect(first).toBe(home.partner);
            rest.slice(1).forEach((name, index) => {
              const before = regionNamed(rest[index] ?? "");
              const next = regionNamed(name);
              const step = ranks.indexOf(next.role) - ranks.indexOf(before.role);
              const gap = distanceKm(home, next) - distanceKm(home, before);
              expect(step > 0 || (step === 0 && (gap > 0 || (gap === 0 && before.name < name)))).toBe(true);
            });
          }
        });
      }),
    );
  });

  test("does not depend on the order of the entries", () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const orders = [world, [...world].reverse()].map((added) => {
          let found: unknown;
          withRegions(added, () => {
            found = Object.fromEntries(allRegions().map(({ name }) => [name, failoverOrder(name)]));
          });
          return found;
        });
        expect(orders[1]).toEqual(orders[0]);
      }),
    );
  });

  test("of a region that does not exist is refused", () => {
    expect(() => failoverOrder("atlantis")).toThrow('region "atlantis" is unknown');
  });
});
