import fc from "fast-check";
import { globalSteering, personalSteering, readOverrides } from "../../components/edge";
import { originsOf } from "../../components/edge/pools";
import { countryAreas, geoAreas, type GeoArea } from "../../components/facts/geoAreas";
import type { JurisdictionCode } from "../../components/facts/jurisdictions";
import { distanceKm, type Region } from "../../components/facts/regions";
import { anyRegions } from "../support/anyRegions";

/** Ways that a law of the test lets personal data go, as `<home> <from>`. */
let lawful: ReadonlySet<string> = new Set();
const mayAnswer = (home: string, from: string): boolean => home === from || lawful.has(`${home} ${from}`);

jest.mock("../../components/facts/jurisdictions", () => ({
  ...jest.requireActual<object>("../../components/facts/jurisdictions"),
  mayAnswer: (home: JurisdictionCode, from: JurisdictionCode) => mayAnswer(home, from),
}));

const places = ["ZA", "EU", "SG", "BR"] as const;
const ways = places.flatMap((home) =>
  places.filter((from) => from !== home).map((from) => `${home} ${from}`),
);
const anyLaw = fc.subarray(ways);
const runs = { numRuns: 40 };

const areas: Readonly<Record<string, GeoArea>> = { ...geoAreas, ...countryAreas };
const tableOf = (regions: readonly Region[]): Record<string, readonly string[]> => {
  const { byArea, byCountry } = globalSteering(regions);
  return { ...byArea, ...byCountry };
};
const namesOf = (regions: readonly Region[]): string[] => regions.map(({ name }) => name);

describe("the host without personal data, for 4 to 64 regions anywhere", () => {
  test("leads each area to every region once, the nearer first, at one distance by name", () => {
    fc.assert(
      fc.property(anyRegions, (regions) => {
        const byName = new Map(regions.map((region) => [region.name, region]));
        const wrong = Object.entries(tableOf(regions)).flatMap(([code, order]) => {
          const area = areas[code] as GeoArea;
          const km = order.map((name) => distanceKm(area, byName.get(name) as Region));
          const unsorted = order.filter((name, index) => {
            const [before, own] = [km[index - 1] ?? -1, km[index] ?? -1];
            return before > own || (before === own && (order[index - 1] ?? "") >= name);
          });
          const complete = [...order].sort().join() === namesOf(regions).sort().join();
          return complete && unsorted.length === 0 ? [] : [code];
        });
        expect(wrong).toEqual([]);
      }),
      runs,
    );
  });

  test("does not depend on the order of facts", () => {
    fc.assert(
      fc.property(anyRegions, (regions) => {
        const sorted = [...regions].sort((a, b) => (a.name < b.name ? -1 : 1));
        expect(globalSteering(regions)).toEqual(globalSteering(sorted));
      }),
      runs,
    );
  });

  test("keeps the others in their order when a region is added", () => {
    fc.assert(
      fc.property(anyRegions, ([added, ...before]) => {
        const less = tableOf(before);
        const more = tableOf([...before, added as Region]);
        for (const [code, order] of Object.entries(more))
          expect(order.filter((name) => name !== added?.name)).toEqual(less[code]);
      }),
      runs,
    );
  });
});

describe("a home's host for personal data, for 4 to 64 regions and any law", () => {
  test("is answered at home, then by every lawful region in the order of takeover, and by no other", () => {
    fc.assert(
      fc.property(anyRegions, anyLaw, (regions, law) => {
        lawful = new Set(law);
        for (const home of regions) {
          const others = regions.filter(({ name }) => name !== home.name);
          const allowed = namesOf(
            others.filter(({ jurisdiction }) => mayAnswer(home.jurisdiction, jurisdiction)),
          );
          const steer = () => personalSteering(home, regions, namesOf(others));
          // Two at least: the home, and one that may stand in; where the law knows none it is refused.
          if (allowed.length === 0) expect(steer).toThrow(`steering.${home.name} is `);
          else expect(steer()).toEqual([home.name, ...allowed]);
        }
      }),
      runs,
    );
  });

  test("keeps the others in their order when a region is added", () => {
    fc.assert(
      fc.property(anyRegions, anyLaw, ([home, added, ...rest], law) => {
        lawful = new Set([...law, ...ways.filter((way) => way.endsWith(rest[0]?.jurisdiction ?? ""))]);
        const before = [home as Region, ...rest];
        const more = personalSteering(
          home as Region,
          [...before, added as Region],
          namesOf([...rest, added as Region]),
        );
        expect(more.filter((name) => name !== added?.name)).toEqual(
          personalSteering(home as Region, before, namesOf(rest)),
        );
      }),
      runs,
    );
  });
});

describe("overrides, for 4 to 64 regions and any law", () => {
  const anyCode = fc.constantFrom(...Object.keys(areas));
  const write = (key: string, order: readonly string[]): string => `${key}=${order.join(">")}`;

  test("any order of all regions may stand for an area, and only that area changes", () => {
    fc.assert(
      fc.property(anyRegions, anyCode, (regions, code) => {
        // The regions come in any order already.
        const order = namesOf(regions);
        const { overrides, mistakes } = readOverrides([write(code, order)], regions);
        expect(mistakes).toEqual([]);
        const { byArea, byCountry } = globalSteering(regions, overrides.byCode);
        expect({ ...byArea, ...byCountry }).toEqual({ ...tableOf(regions), [code]: order });
      }),
      runs,
    );
  });

  test("one that drops a region, or names one twice, is refused and left out", () => {
    fc.assert(
      fc.property(anyRegions, anyCode, (regions, code) => {
        const [first = "", ...others] = namesOf(regions);
        for (const order of [others, [first, first, ...others], [first, ...others.slice(1), first]]) {
          const { overrides, mistakes } = readOverrides([write(code, order)], regions);
          expect(overrides.byCode).toEqual({});
          expect(mistakes).toEqual([expect.stringContaining("allowed: every region once: ")]);
        }
      }),
      runs,
    );
  });

  test("of a home, an order stands exactly where it begins there and has each lawful region once", () => {
    fc.assert(
      fc.property(anyRegions, anyLaw, (regions, law) => {
        lawful = new Set(law);
        const [home, ...others] = regions as [Region, ...Region[]];
        const allowed = namesOf(
          others.filter(({ jurisdiction }) => mayAnswer(home.jurisdiction, jurisdiction)),
        );
        const read = (...order: readonly string[]) => readOverrides([write(home.name, order)], regions);
        expect(read(home.name, ...allowed)).toEqual({
          overrides: { byCode: {}, byHome: { [home.name]: [home.name, ...allowed] } },
          mistakes: [],
        });
        const unlawful = others.find(({ name }) => !allowed.includes(name));
        const wrong = [
          ...(unlawful ? [[home.name, ...allowed, unlawful.name]] : []),
          ...(allowed.length > 0
            ? [
                [...allowed, home.name],
                [home.name, ...allowed.slice(1)],
              ]
            : []),
        ];
        for (const order of wrong) {
          expect(read(...order).overrides.byHome).toEqual({});
          expect(read(...order).mistakes).toHaveLength(1);
        }
      }),
      runs,
    );
  });
});

describe("a region's pool", () => {
  const addresses = ["203.0.113.1", "203.0.113.2", "203.0.113.3"];

  test("has an origin for each zone's address, and none where one is missing, for 4 to 64 regions", () => {
    fc.assert(
      fc.property(anyRegions, (regions) => {
        for (const region of regions) {
          const origins = originsOf(region, addresses, null);
          expect(origins.map(({ name, address, weight }) => [name, address, weight])).toEqual(
            region.zones.map((zone, index) => [zone, addresses[index], 1]),
          );
          expect(() => originsOf(region, addresses.slice(1), null)).toThrow(
            `contract of ${region.name}: ingress.addresses has 2; allowed: 3, one a zone`,
          );
        }
      }),
      runs,
    );
  });
});
