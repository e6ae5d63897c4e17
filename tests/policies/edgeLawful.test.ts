import { rule } from "../../policies/compliance/rules/edgeLawful";
import type { JurisdictionCode } from "../../components/facts/jurisdictions";
import { personalBalancer, placeOf, pools } from "../support/edgeFixtures";
import { judge } from "../support/rules";

// A law that lets South Africa's personal data go to the EU only.
jest.mock("../../components/facts/jurisdictions", () => ({
  ...jest.requireActual<object>("../../components/facts/jurisdictions"),
  mayAnswer: (home: JurisdictionCode, from: JurisdictionCode) => home === from || from === "EU",
}));

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
