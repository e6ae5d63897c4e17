import { readOverrides } from "../../components/edge";
import { globalSteering, personalSteering } from "../../components/edge/steering";
import { allRegions, regionNamed } from "../../components/facts/regions";
import type { JurisdictionCode } from "../../components/facts/jurisdictions";

// A law that lets South Africa's personal data go to the EU, and in and out by Lagos.
jest.mock("../../components/facts/jurisdictions", () => ({
  ...jest.requireActual<object>("../../components/facts/jurisdictions"),
  mayAnswer: (home: JurisdictionCode, from: JurisdictionCode) =>
    home === from || from === "EU" || [home, from].sort().join() === "NG,ZA",
}));

const regions = allRegions();
const read = (...items: readonly string[]) => readOverrides(items, regions);

test("an order for a country replaces the one by nearness, and no other", () => {
  const order = ["africa", "americas", "europe", "asia"];
  const { overrides } = read("NG=africa>americas>europe>asia");
  const steering = globalSteering(regions, overrides.byCode);
  expect(steering.byCountry.NG).toEqual(order);
  expect(steering.byArea).toEqual(globalSteering(regions).byArea);
});

test("an order that the law does not allow is refused, and left out", () => {
  const { overrides, mistakes } = read("africa=africa>europe>asia");
  expect(overrides.byHome).toEqual({});
  expect(mistakes).toEqual([
    '[0] is "africa=africa>europe>asia"; allowed: africa first, and once each of the regions that the law of ZA allows: africa, europe',
  ]);
});

test("a lawful order leads a home's host", () => {
  const { overrides, mistakes } = read("africa=africa>europe");
  expect(mistakes).toEqual([]);
  expect(personalSteering(regionNamed("africa"), regions, overrides.byHome.africa?.slice(1) ?? [])).toEqual([
    "africa",
    "europe",
  ]);
});

test("two orders for one code are refused", () => {
  const { mistakes } = read("NG=africa>americas>europe>asia", "NG=africa>europe>americas>asia");
  expect(mistakes).toEqual(['[1] is "NG=africa>europe>americas>asia"; allowed: one order for NG']);
});
