import fc from "fast-check";
import { capacitySpread } from "../../components/cluster/capacitySpread";
import { spotShareStepPercent } from "../../components/facts/nodes";
import { costTargets } from "../../components/facts/promises";

const shares = fc
  .integer({ min: 1, max: 100 / spotShareStepPercent - 1 })
  .map((steps) => steps * spotShareStepPercent);

describe("the capacity spread", () => {
  test("gives spot exactly the share that was asked for", () => {
    fc.assert(
      fc.property(shares, (share) => {
        const { onDemand, spot } = capacitySpread(share);
        expect(spot.length * 100).toBe(share * (spot.length + onDemand.length));
      }),
    );
  });

  test("never gives one value to both pools, and leaves neither pool without one", () => {
    fc.assert(
      fc.property(shares, (share) => {
        const { onDemand, spot } = capacitySpread(share);
        expect(new Set([...onDemand, ...spot]).size).toBe(onDemand.length + spot.length);
        expect(Math.min(onDemand.length, spot.length)).toBeGreaterThanOrEqual(1);
      }),
    );
  });

  test("uses the fewest values that make the share", () => {
    fc.assert(
      fc.property(shares, (share) => {
        const { onDemand, spot } = capacitySpread(share);
        const count = onDemand.length + spot.length;
        for (let fewer = 1; fewer < count; fewer += 1) {
          expect((share * fewer) % 100).not.toBe(0);
        }
        expect(count).toBeLessThanOrEqual(100 / spotShareStepPercent);
      }),
    );
  });

  test("counts its values from 1, on-demand first", () => {
    expect(capacitySpread(60)).toEqual({ onDemand: ["1", "2"], spot: ["3", "4", "5"] });
    expect(capacitySpread(50)).toEqual({ onDemand: ["1"], spot: ["2"] });
  });

  test("can make the share that the cost target asks for", () => {
    expect(capacitySpread(costTargets.spotSharePercentMin).spot).toHaveLength(3);
  });

  test.each([5, 95])("accepts %d percent, the edge of what is allowed", (share) => {
    expect(capacitySpread(share).spot.length).toBeGreaterThan(0);
  });

  test.each([0, 4, 61, 96, 100, -5, 62.5, NaN])("refuses %d percent, naming what is allowed", (share) => {
    expect(() => capacitySpread(share)).toThrow(
      `Karpenter.spotSharePercent is ${JSON.stringify(share)}; allowed: a multiple of 5 from 5 to 95`,
    );
  });
});
