import { rule } from "../../policies/compliance/rules/edgeLawful";
import type { JurisdictionCode } from "../../components/facts/jurisdictions";
import { personalBalancer, placeOf, pools } from "../support/edgeFixtures";
import { judge } from "../support/rules";

/** Laws by where data may go. Lagos is an entrance of africa's pool: there and back, and from Singapore to Cape Town only. */
const mockLaws: Readonly<Record<string, readonly string[]>> = {
  ZA: ["EU", "NG"],
  NG: ["ZA"],
  SG: ["EU", "ZA"],
  BR: ["NG", "ZA", "EU"],
  EU: [],
};
jest.mock("../../components/facts/jurisdictions", () => ({
  ...jest.requireActual<object>("../../components/facts/jurisdictions"),
  mayAnswer: (home: JurisdictionCode, from: JurisdictionCode) =>
    home === from || mockLaws[home]?.includes(from) === true,
}));

const foundFor = (home: string, regions: readonly string[]) =>
  judge(rule, [personalBalancer(home, regions), placeOf(home, home === "asia" ? "sg" : "br"), ...pools]).map(
    ({ path, found: what }) => [path, what],
  );

const found = (regions: readonly string[], fallback = "africa") => {
  const balancer = personalBalancer("africa", regions);
  const led = { ...balancer, from: { ...balancer.from, fallbackPool: [fallback] } };
  return judge(rule, [led, placeOf("africa", "za"), ...pools]).map(({ path, found: what }) => [path, what]);
};

describe("a host of personal data whose home may send to one region only", () => {
  test("is led home and there", () => {
    expect(found(["africa", "europe"])).toEqual([]);
  });

  test("is not led to a third region", () => {
    expect(found(["africa", "europe", "asia"])).toEqual([["defaultPools", "africa, europe, asia"]]);
  });

  test("does not fall back on a third region", () => {
    expect(found(["africa", "europe"], "americas")).toEqual([["fallbackPool", "americas"]]);
  });

  test("is not led home alone: nobody would answer when it is lost", () => {
    expect(found(["africa"])).toEqual([["defaultPools", "africa"]]);
  });
});

describe("a region with a Local Zone, whose load balancer is an origin of its pool", () => {
  test("answers where the law allows the zone's place too", () => {
    expect(foundFor("americas", ["americas", "africa"])).toEqual([]);
  });

  test("does not where it allows the region's place only", () => {
    expect(foundFor("asia", ["asia", "europe"])).toEqual([]);
    expect(foundFor("asia", ["asia", "africa"])).toEqual([["defaultPools", "asia, africa"]]);
  });
});
