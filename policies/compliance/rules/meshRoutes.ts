import { allRegions, type Region } from "../../../components/facts/regions";
import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import { blockOf, holds } from "../../shared/addresses";
import { availability } from "../../shared/controls";
import { wrong, wrongResource } from "../../shared/finding";
import { findingsOf } from "../../shared/look";
import { endsOf, peeringBehind, peeringType, tableBehind, transitRouteType } from "../../shared/mesh";
import { effectiveRegion, joinsRegions, regionAt, regionReferredTo } from "../../shared/places";

/** A route through a peering leads to the other end's block; any other to the block of the region that it stands in. */
function widthOf(stack: StackView, route: ResourceView): Finding[] {
  const here = regionAt(effectiveRegion(route));
  const peering = peeringBehind(stack, route);
  const there = peering ? endsOf(peering).find((end) => end !== here) : here;
  const destination = route.props.at("destinationCidrBlock");
  return there && holds(blockOf(there.cidr), blockOf(destination.text()))
    ? []
    : [wrong(destination, `${there?.cidr ?? "the block of a region"} or a part of it`, "route by facts")];
}

/** The routes through each peering; asked peering by peering they would take the square of their number. */
function routesThrough(stack: StackView): ReadonlyMap<ResourceView, readonly ResourceView[]> {
  const through = new Map<ResourceView, ResourceView[]>();
  for (const route of stack.ofType(transitRouteType)) {
    const peering = peeringBehind(stack, route);
    const others = peering && through.get(peering);
    if (others) others.push(route);
    else if (peering) through.set(peering, [route]);
  }
  return through;
}

/**
 * Where a route stands. Through a peering it is looked up by the region's own network, in the table of its stack; in the table
 * for what comes from peers it would make the region a way through. Any other leads to that network, by its own attachment.
 */
function placeOf(stack: StackView, route: ResourceView): Finding[] {
  const here = regionAt(effectiveRegion(route));
  const fromStack = (property: string): Finding[] =>
    here !== undefined && regionReferredTo(stack, route, property) === here
      ? []
      : [
          {
            path: property,
            found: "not of the region's contract alone",
            wanted: `what the contract of ${here?.name ?? "a region"} names`,
            fix: "route as TransitMesh does",
          },
        ];
  if (peeringBehind(stack, route)) return fromStack("transitGatewayRouteTableId");
  const table = tableBehind(stack, route);
  return [
    ...fromStack("transitGatewayAttachmentId"),
    ...(table !== undefined && effectiveRegion(table) === effectiveRegion(route)
      ? []
      : fromStack("transitGatewayRouteTableId")),
  ];
}

function wrongWith(stack: StackView, route: ResourceView): Finding[] {
  // What is dropped leads nowhere, wherever it stands.
  if (route.props.flag("blackhole") === true) return [];
  return [...widthOf(stack, route), ...placeOf(stack, route)];
}

/** Directions of a peering that none of its routes takes. */
function missingFrom(peering: ResourceView, own: readonly ResourceView[]): Finding[] {
  const [a, b] = endsOf(peering);
  if (!a || !b)
    return [
      wrong(peering.props.at("peerRegion"), "a region of the platform", "join the platform's regions only"),
    ];
  const leads = (from: Region, to: Region): boolean =>
    own.some(
      (route) =>
        regionAt(effectiveRegion(route)) === from &&
        route.props.text("destinationCidrBlock") === to.cidr &&
        route.props.flag("blackhole") !== true,
    );
  const directions: readonly (readonly [Region, Region])[] = [
    [a, b],
    [b, a],
  ];
  return directions
    .filter(([from, to]) => !leads(from, to))
    .map(([from, to]) =>
      wrongResource(
        `without a route from ${from.name} to ${to.name}`,
        "a route in each direction",
        "route both ways",
      ),
    );
}

/** Pairs of regions that the global stack does not join. */
function unjoined(stack: StackView, peerings: readonly ResourceView[]): Finding[] {
  if (!joinsRegions(stack)) return [];
  const joined = new Set(
    peerings.map((peering) =>
      endsOf(peering)
        .map((end) => end?.name)
        .sort()
        .join(" and "),
    ),
  );
  const names = allRegions().map(({ name }) => name);
  return names
    .flatMap((a, index) => names.slice(index + 1).map((b) => [a, b].sort().join(" and ")))
    .filter((pair) => !joined.has(pair))
    .map((pair) => wrongResource(`without a peering of ${pair}`, "every two regions joined", "join them"));
}

export const rule: StackRule = {
  id: "mesh-routes",
  title: "Every two regions are joined, with a route each way to the other's block and nothing wider",
  why: "A pair without one direction fails over into silence; a route wider than a region's block, or in another table than its own network's, sends others' traffic there, or lets a region be a way through to a third.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "stack",
  types: [peeringType, transitRouteType],
  onUnknown: "fail",
  check: (stack) => {
    const peerings = stack.ofType(peeringType);
    const routes = routesThrough(stack);
    return [
      ...unjoined(stack, peerings),
      ...findingsOf(stack, [peeringType], (peering) => missingFrom(peering, routes.get(peering) ?? [])),
      ...findingsOf(stack, [transitRouteType], (route) => wrongWith(stack, route)),
    ];
  },
};
