import fc from "fast-check";
import { globalSteering, personalSteering } from "../../components/edge";
import { geoAreas } from "../../components/facts/geoAreas";
import { allRegions, failoverOrder, regionNamed } from "../../components/facts/regions";
import { fictitiousRegion } from "../support/fictitious";

const names = allRegions().map(({ name }) => name);
const grown = fc
  .integer({ min: 0, max: 60 })
  .map((more) => [...allRegions(), ...Array.from({ length: more }, (_, index) => fictitiousRegion(index))]);

describe("the host without personal data", () => {
  test.each([
    ["WEU", "europe"],
    ["EEU", "europe"],
    ["NAF", "europe"],
    ["SAF", "africa"],
    ["SSAM", "americas"],
    ["NSAM", "americas"],
    ["SEAS", "asia"],
    ["NEAS", "asia"],
    ["OC", "asia"],
    ["SAS", "asia"],
  ] as const)("sends %s to %s first", (code, region) => {
    expect(globalSteering(allRegions()).byArea[code][0]).toBe(region);
  });

  test("sends Nigeria to Lagos, not to the nearest data centre", () => {
    expect(globalSteering(allRegions()).byCountry.NG[0]).toBe("africa");
    const withoutLagos = allRegions().map((region) => ({ ...region, localZone: undefined }));
    const moved = withoutLagos.map((region) =>
      region.name === "europe" ? { ...region, latitude: 36.7, longitude: 3.1 } : region,
    );
    expect(globalSteering(moved).byCountry.NG[0]).toBe("europe");
  });

  test("has thirteen areas, each with every region once, for 4 to 64 regions", () => {
    fc.assert(
      fc.property(grown, (regions) => {
        const { byArea, byCountry } = globalSteering(regions);
        expect(Object.keys(byArea).sort()).toEqual(Object.keys(geoAreas).sort());
        const all = regions.map(({ name }) => name).sort();
        const incomplete = [...Object.values(byArea), ...Object.values(byCountry)].filter(
          (order) => [...order].sort().join(" ") !== all.join(" "),
        );
        expect(incomplete).toEqual([]);
      }),
      { numRuns: 30 },
    );
  });

  test("does not depend on the order in which regions are given", () => {
    expect(globalSteering([...allRegions()].reverse())).toEqual(globalSteering(allRegions()));
  });

  test("needs two regions", () => {
    expect(() => globalSteering(allRegions().slice(0, 1))).toThrow(
      "steering.regions is 1; allowed: 2 or more regions",
    );
  });
});

describe("a home's host for personal data", () => {
  test.each(names)("of %s is answered at home, then by who takes over", (name) => {
    expect(personalSteering(regionNamed(name), allRegions(), failoverOrder(name))).toEqual([
      name,
      ...failoverOrder(name),
    ]);
  });

  test("leaves a region out to which the law gives no way", () => {
    const regions = allRegions().map((region) =>
      region.name === "asia" ? { ...region, jurisdiction: "XX" as "SG" } : region,
    );
    expect(personalSteering(regionNamed("africa"), regions, failoverOrder("africa"))).toEqual([
      "africa",
      "europe",
      "americas",
    ]);
  });

  test("leaves a region out whose Local Zone lies where the law gives no way", () => {
    const regions = allRegions().map((region) =>
      region.localZone
        ? { ...region, localZone: { ...region.localZone, jurisdiction: "XX" as "NG" } }
        : region,
    );
    expect(personalSteering(regionNamed("europe"), regions, failoverOrder("europe"))).toEqual([
      "europe",
      "americas",
      "asia",
    ]);
    const [africa] = regions.filter(({ name }) => name === "africa");
    if (!africa) throw new Error("no africa");
    expect(() => personalSteering(africa, regions, failoverOrder("africa"))).toThrow(
      'steering.africa.localZone.jurisdiction is "XX"; allowed: a place to which personal data of ZA may go',
    );
  });

  test("is refused where nobody else may answer", () => {
    const regions = allRegions().map((region) =>
      region.name === "africa" ? region : { ...region, jurisdiction: "XX" as "SG" },
    );
    expect(() => personalSteering(regionNamed("africa"), regions, failoverOrder("africa"))).toThrow(
      'steering.africa is ["europe","asia","americas"]; allowed: a region to which personal data of ZA may go',
    );
  });
});
