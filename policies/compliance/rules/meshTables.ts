import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import { availability } from "../../shared/controls";
import { wrongResource } from "../../shared/finding";
import { findingsOf } from "../../shared/look";
import {
  associationType,
  endsOf,
  peeringBehind,
  peeringType,
  propagationType,
  tableBehind,
  transitRouteType,
  transitTableType,
} from "../../shared/mesh";
import { effectiveRegion, regionAt } from "../../shared/places";

const fix = "associate the peering as TransitMesh does";

/** URNs of the tables in which what comes in through a peering is looked up. */
function inboundTables(stack: StackView): ReadonlySet<string> {
  return new Set(
    stack
      .ofType(associationType)
      .filter((association) => peeringBehind(stack, association) !== undefined)
      .flatMap((association) => tableBehind(stack, association)?.urn ?? []),
  );
}

/** What comes from peers is looked up in a table that this stack makes, of the same region, and never in the network's own. */
function tableOf(stack: StackView, association: ResourceView): Finding[] {
  if (!peeringBehind(stack, association)) return [];
  const table = tableBehind(stack, association);
  return table && effectiveRegion(table) === effectiveRegion(association)
    ? []
    : [
        {
          path: "transitGatewayRouteTableId",
          found: table ? "a table of another region" : "no table of this stack",
          wanted: "the region's table for what comes from peers",
          fix,
        },
      ];
}

/** Ends of a peering where no table says what may come in. */
function unboundEnds(stack: StackView, peering: ResourceView): Finding[] {
  const bound = stack
    .ofType(associationType)
    .filter((association) => peeringBehind(stack, association) === peering)
    .map((association) => regionAt(effectiveRegion(association)));
  return endsOf(peering)
    .filter((end) => end !== undefined && !bound.includes(end))
    .map((end) =>
      wrongResource(`in no table of ${end?.name ?? ""}`, "a table at each end for what comes in", fix),
    );
}

/** What comes from peers ends in the region: no route of such a table leads on, and one leads to the network. */
function waysOf(stack: StackView, table: ResourceView): Finding[] {
  const routes = stack.ofType(transitRouteType).filter((route) => tableBehind(stack, route) === table);
  const region = regionAt(effectiveRegion(table));
  const own = routes.filter(
    (route) =>
      peeringBehind(stack, route) === undefined &&
      route.props.text("destinationCidrBlock") === region?.cidr &&
      route.props.flag("blackhole") !== true,
  );
  return own.length === 1
    ? []
    : [
        wrongResource(
          `${own.length} routes to ${region?.cidr ?? "the region's block"}`,
          "one route, to the region's own network",
          "route what comes from peers to the region's own attachment",
        ),
      ];
}

/** A propagation adds routes that no plan shows: to the network for what comes from peers, and to peers for the network. */
function propagated(stack: StackView, propagation: ResourceView, inbound: ReadonlySet<string>): Finding[] {
  const table = tableBehind(stack, propagation);
  const found = peeringBehind(stack, propagation)
    ? "routes of a peering, by propagation"
    : table && inbound.has(table.urn)
      ? "routes for what comes from peers, by propagation"
      : undefined;
  return found === undefined ? [] : [wrongResource(found, "static routes", "route by a Route of facts")];
}

export const rule: StackRule = {
  id: "mesh-tables",
  title: "What comes in through a peering is looked up in a table that knows the region's own network only",
  why: "In the network's own table a peer's traffic finds the routes to all other peers, and the region is a way through to each of them and to offices.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "stack",
  types: [peeringType, associationType, propagationType, transitTableType, transitRouteType],
  onUnknown: "fail",
  check: (stack) => {
    const inbound = inboundTables(stack);
    return [
      ...findingsOf(stack, [peeringType], (peering) => unboundEnds(stack, peering)),
      ...findingsOf(stack, [associationType], (association) => tableOf(stack, association)),
      ...findingsOf(stack, [transitTableType], (table) =>
        inbound.has(table.urn) ? waysOf(stack, table) : [],
      ),
      ...findingsOf(stack, [propagationType], (propagation) => propagated(stack, propagation, inbound)),
    ];
  },
};
