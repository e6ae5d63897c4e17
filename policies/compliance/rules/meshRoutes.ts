import { allRegions, type Region } from "../../../components/facts/regions";
import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import { blockOf, holds } from "../../shared/addresses";
import { availability } from "../../shared/controls";
import { wrong, wrongResource } from "../../shared/finding";
import { findingsOf } from "../../shared/look";
import { effectiveRegion, joinsRegions, regionAt } from "../../shared/places";

const peeringType = "aws:ec2transitgateway/peeringAttachment:PeeringAttachment";
const routeType = "aws:ec2transitgateway/route:Route";
const types = [peeringType, routeType];

/** The regions at both ends of a peering; one where the platform does not run is `undefined`. */
function endsOf(peering: ResourceView): readonly [Region | undefined, Region | undefined] {
  return [regionAt(effectiveRegion(peering)), regionAt(peering.props.text("peerRegion"))];
}

function peeringBehind(stack: StackView, route: ResourceView): ResourceView | undefined {
  return stack.sources(route, "transitGatewayAttachmentId").find(({ type }) => type === peeringType);
}

/** A route through a peering leads to the other end's block; any other to the block of the region that it stands in. */
function widthOf(stack: StackView, route: ResourceView): Finding[] {
  if (route.props.flag("blackhole") === true) return [];
  const here = regionAt(effectiveRegion(route));
  const peering = peeringBehind(stack, route);
  const there = peering ? endsOf(peering).find((end) => end !== here) : here;
  const destination = route.props.at("destinationCidrBlock");
  return there && holds(blockOf(there.cidr), blockOf(destination.text()))
    ? []
    : [wrong(destination, `${there?.cidr ?? "the block of a region"} or a part of it`, "route by facts")];
}

/** Directions of a peering that no route takes. */
function missingFrom(stack: StackView, peering: ResourceView, routes: readonly ResourceView[]): Finding[] {
  const [a, b] = endsOf(peering);
  if (!a || !b)
    return [
      wrong(peering.props.at("peerRegion"), "a region of the platform", "join the platform's regions only"),
    ];
  const own = routes.filter((route) => peeringBehind(stack, route) === peering);
  const leads = (from: Region, to: Region): boolean =>
    own.some(
      (route) =>
        regionAt(effectiveRegion(route)) === from && route.props.text("destinationCidrBlock") === to.cidr,
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
  why: "A pair without one direction fails over into silence; a route wider than a region's block sends others' traffic there, or lets a region be a way through to a third.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "stack",
  types,
  onUnknown: "fail",
  check: (stack) => {
    const peerings = stack.ofType(peeringType);
    const routes = stack.ofType(routeType);
    return [
      ...unjoined(stack, peerings),
      ...findingsOf(stack, [peeringType], (peering) => missingFrom(stack, peering, routes)),
      ...findingsOf(stack, [routeType], (route) => widthOf(stack, route)),
    ];
  },
};
