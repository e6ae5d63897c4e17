/** Who is joined to whom, and which blocks each side sends through the join; pure, so that it can be tested for any number. */
import { cidrsOverlap } from "../network";
import { check } from "../shared";

/** A region as the plan of routes needs it. */
export interface RoutedRegion {
  readonly name: string;
  /** IPv4 block of its VPC. */
  readonly cidr: string;
}

/** Two regions whose transit gateways are joined; the first asks, the second accepts. */
export interface Peering {
  readonly requester: string;
  readonly accepter: string;
  /** `<requester>-<accepter>`, for names. */
  readonly key: string;
}

/** What one region sends to another: the other's block and nothing wider. */
export interface PeerRoute {
  readonly from: string;
  readonly to: string;
  readonly cidr: string;
  readonly peering: string;
}

/** Every pair once, in the order of the regions. */
export function peeringsOf(regions: readonly RoutedRegion[]): Peering[] {
  return regions.flatMap(({ name: requester }, index) =>
    regions
      .slice(index + 1)
      .map(({ name: accepter }) => ({ requester, accepter, key: `${requester}-${accepter}` })),
  );
}

/**
 * Both directions of every pair.
 * @throws InvalidValueError naming two regions whose blocks overlap: one would be sent what is the other's.
 */
export function routePlan(regions: readonly RoutedRegion[]): PeerRoute[] {
  for (const [index, region] of regions.entries()) {
    const clash = regions.slice(0, index).find((other) => cidrsOverlap(other.cidr, region.cidr));
    check(
      clash === undefined,
      `regions.${region.name}.cidr`,
      region.cidr,
      `a block that does not overlap ${clash?.cidr ?? ""} of ${clash?.name ?? ""}`,
    );
  }
  const blocks = new Map(regions.map(({ name, cidr }) => [name, cidr]));
  const cidrOf = (name: string): string => blocks.get(name) ?? "";
  return peeringsOf(regions).flatMap(({ requester, accepter, key }) => [
    { from: requester, to: accepter, cidr: cidrOf(accepter), peering: key },
    { from: accepter, to: requester, cidr: cidrOf(requester), peering: key },
  ]);
}
