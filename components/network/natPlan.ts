import { localZoneHasNatGateway } from "../facts/network";
import type { LocalZone } from "../facts/regions";

/** `per-zone` survives the loss of a zone; `single` costs a third and is for environments that may lose egress. */
export type NatMode = "per-zone" | "single";

/** A NAT gateway to make, in the public subnet of its zone. */
interface PlannedNat {
  readonly zone: string;
  /** Border group of its address; `undefined` is the region's own. */
  readonly networkBorderGroup?: string;
}

export interface NatPlan {
  readonly gateways: readonly PlannedNat[];
  /** Zone of the private subnets → zone of the gateway that they use. */
  readonly gatewayOf: ReadonlyMap<string, string>;
}

export interface NatPlanArgs {
  readonly zones: readonly [string, string, string];
  readonly mode: NatMode;
  /** Local Zone with edge subnets; default none. */
  readonly localZone?: LocalZone | undefined;
}

/** Which NAT gateways there are, and who uses which. */
export function natPlan(args: NatPlanArgs): NatPlan {
  const first = args.zones[0];
  const zones: readonly string[] = args.mode === "single" ? [first] : args.zones;
  const gateways: PlannedNat[] = zones.map((zone) => ({ zone }));
  const gatewayOf = new Map(args.zones.map((zone) => [zone, args.mode === "single" ? first : zone]));
  const { localZone } = args;
  if (localZone !== undefined) {
    const own = localZoneHasNatGateway(localZone.zone);
    if (own) gateways.push({ zone: localZone.zone, networkBorderGroup: localZone.networkBorderGroup });
    gatewayOf.set(localZone.zone, own ? localZone.zone : first);
  }
  return { gateways, gatewayOf };
}
