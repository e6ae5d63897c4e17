import { allRegions, globalStackName, type Region } from "../components/facts/regions";
import type { PlanObject } from "./engine/values";
import type { Plan, PlannedResource } from "./plan";

/** Regions in the order in which they answer. */
type Order = readonly string[];

/** Who answers whom, as the global stack gives it out. */
export interface SteeringTable {
  /** Code of an area or country → regions; on the global host. */
  readonly codes: Readonly<Record<string, Order>>;
  /** Host → regions, for everybody whom no code knows. */
  readonly hosts: Readonly<Record<string, Order>>;
}

/** Region → region → blocks that are routed there through a peering. */
export type RouteMatrix = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

const routeType = "aws:ec2transitgateway/route:Route";
const peeringType = "aws:ec2transitgateway/peeringAttachment:PeeringAttachment";

/** The orders of an output, sorted by their keys; none where the plan lacks it. */
function orders(outputs: PlanObject, name: string): Record<string, Order> {
  const value = outputs[name];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return {};
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, order]) => [key, Array.isArray(order) ? order.map(String) : []] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** The steering of a plan; `undefined` where the global stack is not planned. */
export function steeringOf(plan: Plan): SteeringTable | undefined {
  const outputs = plan.stacks[globalStackName]?.resolvedOutputs;
  return outputs && { codes: orders(outputs, "steering"), hosts: orders(outputs, "hosts") };
}

function isPeering(urn: string): boolean {
  return (urn.split("::")[2] ?? "").endsWith(peeringType);
}

/** Where a route through a peering starts, and what it leads to. */
function peeredRoute(
  resource: PlannedResource,
): { readonly from: Region; readonly block: string } | undefined {
  const { type, resolved, dependencies } = resource;
  if (type !== routeType || !dependencies.some(isPeering)) return undefined;
  const from = allRegions().find(({ awsRegion }) => awsRegion === resolved.region);
  const block = resolved.destinationCidrBlock;
  return from && typeof block === "string" ? { from, block } : undefined;
}

/** The routes between regions as the plan has them; `undefined` where the global stack is not planned. */
export function routesOf(plan: Plan): RouteMatrix | undefined {
  const resources = plan.stacks[globalStackName]?.resources;
  if (!resources) return undefined;
  const regions = allRegions();
  // By where it starts and what it leads to: there are as many routes as pairs.
  const blocks = new Map<string, string[]>();
  for (const { from, block } of resources.flatMap((resource) => peeredRoute(resource) ?? [])) {
    const key = `${from.name} ${block}`;
    blocks.set(key, [...(blocks.get(key) ?? []), block]);
  }
  return Object.fromEntries(
    regions.map((from) => [
      from.name,
      Object.fromEntries(
        regions
          .filter((to) => to !== from)
          .map((to) => [to.name, blocks.get(`${from.name} ${to.cidr}`) ?? []]),
      ),
    ]),
  );
}
