/** Mistakes of place: zones of another region, and what AWS cannot put into a Local Zone. Pure; of resolved inputs. */
import { allRegions } from "../../../components/facts/regions";
import type { PlanValue } from "../../../preview/engine/values";
import { isPlanObject } from "./fields";
import type { Finding } from "./findings";
import { idOf, located, ofType, subnetType, text, walkTexts, type Located, type Stacks } from "./planIndex";

/** A zone's name and nothing else, of a region (`eu-central-1a`) or a Local Zone (`af-south-1-los-1a`). */
const zoneName = /^[a-z]{2}(-[a-z]+)+-\d+(-[a-z]{3}-\d+)?[a-z]$/;

/** Zones named anywhere in a region's stack that are not the region's. */
export function zonesOfOtherRegions(plan: Stacks): Finding[] {
  const regions = new Map(allRegions().map((region) => [region.name, region]));
  return located(plan).flatMap(({ stack, resource }) => {
    const region = regions.get(stack);
    if (region === undefined) return [];
    const own = [...region.allZones, ...(region.localZone === undefined ? [] : [region.localZone.zone])];
    const findings: Finding[] = [];
    walkTexts(resource.resolved, "", (zone, field) => {
      if (!zoneName.test(zone) || own.includes(zone)) return;
      const message = `${zone} is no zone of ${region.name} (${own.join(", ")})`;
      findings.push({ rule: "zone-of-region", urn: resource.urn, field, message });
    });
    return findings;
  });
}

/** The texts of a list, or of one field of a list of objects. */
function texts(value: PlanValue | undefined, key?: string): string[] {
  return (Array.isArray(value) ? value : []).flatMap((item) => {
    const found = key === undefined ? item : isPlanObject(item) ? item[key] : null;
    return typeof found === "string" ? [found] : [];
  });
}

interface Placement {
  readonly located: Located;
  readonly field: string;
  readonly subnetIds: readonly string[];
}

/** What needs subnets in at least two zones of a region and none in a Local Zone. */
function regional(plan: Stacks): Placement[] {
  const clusters = ofType(plan, "aws:eks/cluster:Cluster").map((item) => {
    const config = item.resource.resolved.vpcConfig;
    const open = isPlanObject(config) ? config : {};
    return { located: item, field: "vpcConfig.subnetIds", subnetIds: texts(open.subnetIds) };
  });
  const attachments = ofType(plan, "aws:ec2transitgateway/vpcAttachment:VpcAttachment").map((item) => ({
    located: item,
    field: "subnetIds",
    subnetIds: texts(item.resource.resolved.subnetIds),
  }));
  return [...clusters, ...attachments];
}

function balancers(plan: Stacks): Placement[] {
  return ofType(plan, "aws:lb/loadBalancer:LoadBalancer").map((item) => {
    const { subnets, subnetMappings } = item.resource.resolved;
    const field = subnetMappings === undefined ? "subnets" : "subnetMappings";
    return { located: item, field, subnetIds: [...texts(subnets), ...texts(subnetMappings, "subnetId")] };
  });
}

/**
 * Control planes, transit gateways and load balancers in subnets that AWS would refuse: unknown ones, two of one zone,
 * a Local Zone beside another zone, or a Local Zone where the service has none.
 */
export function misplaced(plan: Stacks): Finding[] {
  const zoneOf = new Map(
    ofType(plan, subnetType).map(({ stack, resource }) => [
      `${stack} ${idOf(resource)}`,
      text(resource, "availabilityZone"),
    ]),
  );
  const localZones = new Set(allRegions().flatMap((region) => region.localZone?.zone ?? []));
  const check = (placement: Placement, mayBeLocal: boolean): Finding[] => {
    const { stack, resource } = placement.located;
    const zones = placement.subnetIds.map((id) => zoneOf.get(`${stack} ${id}`));
    const told = placement.subnetIds.map((id, index) => `${id} in ${zones[index] ?? "no zone of the stack"}`);
    const local = zones.filter((zone) => zone !== undefined && localZones.has(zone));
    const wrong = (message: string): Finding[] => [
      {
        rule: "placement",
        urn: resource.urn,
        field: placement.field,
        message: `${message}: ${told.join(", ") || "none"}`,
      },
    ];
    if (zones.includes(undefined)) return wrong("a subnet is not the stack's");
    if (new Set(zones).size < zones.length) return wrong("two subnets are in one zone");
    if (local.length > 0 && !mayBeLocal) return wrong("it cannot be in a Local Zone");
    if (local.length > 0 && local.length < zones.length)
      return wrong("it cannot mix a Local Zone with zones of the region");
    return local.length === 0 && zones.length < 2 ? wrong("it needs subnets in two zones") : [];
  };
  return [
    ...regional(plan).flatMap((placement) => check(placement, false)),
    // "Application Load Balancers", docs.aws.amazon.com/elasticloadbalancing: two zones, or one Local Zone; a network one has none there under EKS.
    ...balancers(plan).flatMap((placement) =>
      check(placement, text(placement.located.resource, "loadBalancerType") !== "network"),
    ),
  ];
}
