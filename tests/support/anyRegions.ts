import fc from "fast-check";
import type { JurisdictionCode } from "../../components/facts/jurisdictions";
import type { Region } from "../../components/facts/regions";
import { fictitiousRegion } from "./fictitious";

const codes = ["ZA", "EU", "SG", "BR"] as const satisfies readonly JurisdictionCode[];

/**
 * From 4 to 64 regions that do not exist, anywhere on the ground and under any law, in any order; some stand at one place, so
 * that nothing but their names tells them apart.
 */
export const anyRegions: fc.Arbitrary<readonly Region[]> = fc
  .integer({ min: 4, max: 64 })
  .chain((count) =>
    fc.tuple(
      fc.array(
        fc.record({
          latitude: fc.integer({ min: -9, max: 9 }).map((tens) => tens * 10),
          longitude: fc.integer({ min: -18, max: 18 }).map((tens) => tens * 10),
          jurisdiction: fc.constantFrom(...codes),
        }),
        { minLength: count, maxLength: count },
      ),
      fc.shuffledSubarray([...Array(count).keys()], { minLength: count, maxLength: count }),
    ),
  )
  .map(([places, order]) =>
    order.map((index) => ({
      ...fictitiousRegion(index),
      ...places[index],
      // A block each: there are more regions than fictitiousRegion has blocks above the real ones.
      cidr: `10.${index}.0.0/16`,
      partner: fictitiousRegion((index + 1) % order.length).name,
    })),
  );
