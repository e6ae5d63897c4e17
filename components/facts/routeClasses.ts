/** Classes of routes: what an answer has to wait for decides when it is slow. */
import { databaseClusters } from "./databaseClusters";
import type { Region } from "./regions";
import { roundTripMs } from "./roundTrips";

export const routeClasses = {
  read: { waitsFor: "a copy in the region" },
  fast_write: { waitsFor: "the leader, which may be in another region (commit class `fast`)" },
  durable_write: { waitsFor: "the leader, and its copy in the partner region (commit class `durable`)" },
} as const;

export type RouteClass = keyof typeof routeClasses;

export const routeClassNames = Object.keys(routeClasses) as RouteClass[];

/**
 * How a request says its class: the gateway sets the header by the route, spans carry the attribute, metrics the label. What says none
 * is held to the strictest, as a read.
 */
export const routeClassCarriers = {
  header: "x-azora-route-class",
  attribute: "azora.route_class",
  label: "route_class",
} as const;

/**
 * What physics adds to an answer of a class, in milliseconds: round trips that it has to wait for, at the worst of the databases that a
 * region's services write to, the shared one and their own.
 * @example waitMs("durable_write", regionNamed("africa")) // 152: to a leader in the region, and from there to Europe
 */
export function waitMs(routeClass: RouteClass, { name, partner }: Region): number {
  if (routeClass === "read") return 0;
  const core = databaseClusters().find(({ kind }) => kind === "core");
  if (core === undefined) return 0;
  const toLeader = roundTripMs(name, core.home);
  if (routeClass === "fast_write") return toLeader;
  return Math.max(toLeader + roundTripMs(core.home, core.partner), roundTripMs(name, partner));
}
