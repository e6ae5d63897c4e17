import { spotShareStepPercent } from "../facts/nodes";
import { check } from "../shared";

/** The values of the capacity-spread label, shared out between the pools. */
export interface CapacitySpread {
  readonly onDemand: readonly string[];
  readonly spot: readonly string[];
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}

/**
 * Shares out the fewest label values such that pods spread evenly over them run on spot to the given percentage
 * ("On-Demand/Spot Ratio Split", karpenter.sh/docs/concepts/scheduling).
 * @param spotSharePercent a multiple of 5 from 5 to 95, so that both pools own a value.
 * @throws InvalidValueError for any other share.
 * @example capacitySpread(60) // { onDemand: ["1", "2"], spot: ["3", "4", "5"] }
 */
export function capacitySpread(spotSharePercent: number): CapacitySpread {
  const step = spotShareStepPercent;
  check(
    Number.isInteger(spotSharePercent) &&
      spotSharePercent % step === 0 &&
      spotSharePercent >= step &&
      spotSharePercent <= 100 - step,
    "Karpenter.spotSharePercent",
    spotSharePercent,
    `a multiple of ${step} from ${step} to ${100 - step}`,
  );
  const divisor = greatestCommonDivisor(spotSharePercent, 100);
  const values = Array.from({ length: 100 / divisor }, (_, index) => String(index + 1));
  const onDemandCount = values.length - spotSharePercent / divisor;
  return { onDemand: values.slice(0, onDemandCount), spot: values.slice(onDemandCount) };
}
