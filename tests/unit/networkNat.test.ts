import { regionNamed } from "../../components/facts/regions";
import { natPlan } from "../../components/network/natPlan";

const zones = ["a", "b", "c"] as const;
const { localZone } = regionNamed("africa");

test("a NAT gateway a zone serves its own zone", () => {
  const plan = natPlan({ zones, mode: "per-zone" });
  expect(plan.gateways.map(({ zone }) => zone)).toEqual(["a", "b", "c"]);
  expect([...plan.gatewayOf]).toEqual([
    ["a", "a"],
    ["b", "b"],
    ["c", "c"],
  ]);
});

test("a single NAT gateway serves all zones", () => {
  const plan = natPlan({ zones, mode: "single" });
  expect(plan.gateways).toEqual([{ zone: "a" }]);
  expect([...plan.gatewayOf.values()]).toEqual(["a", "a", "a"]);
});

test("a Local Zone without NAT leaves through the first zone of its region", () => {
  const plan = natPlan({ zones, mode: "per-zone", localZone });
  expect(plan.gateways).toHaveLength(3);
  expect(plan.gatewayOf.get("af-south-1-los-1a")).toBe("a");
});
