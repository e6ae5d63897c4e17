/** Mistakes between the plan's resources that no look at one resource shows. Pure; of resolved inputs. */
import { cidrContains, cidrsOverlap, parseCidr } from "../../../components/network/cidr";
import type { Finding } from "./findings";
import { idOf, ofType, subnetType, text, vpcType, type Located, type Stacks } from "./planIndex";
import { unknownKubernetesVersions } from "./versionChecks";
import { misplaced, zonesOfOtherRegions } from "./zoneChecks";

/** Types that a route may lead to, by the field that names them. */
const routeTargets: Readonly<Record<string, readonly string[]>> = {
  gatewayId: ["aws:ec2/internetGateway:InternetGateway", "aws:ec2/vpnGateway:VpnGateway"],
  natGatewayId: ["aws:ec2/natGateway:NatGateway"],
  transitGatewayId: ["aws:ec2transitgateway/transitGateway:TransitGateway"],
  vpcEndpointId: ["aws:ec2/vpcEndpoint:VpcEndpoint"],
  vpcPeeringConnectionId: ["aws:ec2/vpcPeeringConnection:VpcPeeringConnection"],
  egressOnlyGatewayId: ["aws:ec2/egressOnlyInternetGateway:EgressOnlyInternetGateway"],
  networkInterfaceId: ["aws:ec2/networkInterface:NetworkInterface"],
  routeTableId: ["aws:ec2/routeTable:RouteTable"],
};

/** The same for routes of a transit gateway. */
const transitRouteTargets: Readonly<Record<string, readonly string[]>> = {
  transitGatewayAttachmentId: [
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
    "aws:ec2transitgateway/peeringAttachment:PeeringAttachment",
    "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter",
  ],
  transitGatewayRouteTableId: ["aws:ec2transitgateway/routeTable:RouteTable"],
};

interface Block extends Located {
  readonly cidr: string;
}

/** Resources of a type with their IPv4 blocks, but for those that have none or one that cfn-lint refuses anyway. */
function blocks(plan: Stacks, type: string): Block[] {
  return ofType(plan, type).flatMap((item) => {
    const cidr = text(item.resource, "cidrBlock") ?? "";
    try {
      parseCidr(cidr);
      return [{ ...item, cidr }];
    } catch {
      return [];
    }
  });
}

/** Subnets whose VPC is not in their stack, or whose block does not lie in it. */
export function subnetsOutsideTheirVpc(plan: Stacks): Finding[] {
  const vpcIds = new Set(ofType(plan, vpcType).map(({ stack, resource }) => `${stack} ${idOf(resource)}`));
  const homeless = ofType(plan, subnetType).flatMap(({ stack, resource }) => {
    const vpcId = text(resource, "vpcId") ?? "none";
    const message = `${vpcId} is no VPC of stack ${stack}`;
    const known = vpcIds.has(`${stack} ${vpcId}`);
    return known ? [] : [{ rule: "subnet-in-vpc", urn: resource.urn, field: "vpcId", message }];
  });
  const vpcs = blocks(plan, vpcType);
  const outside = blocks(plan, subnetType).flatMap(({ stack, resource, cidr }) => {
    const vpcId = text(resource, "vpcId");
    const home = vpcs.find((vpc) => vpc.stack === stack && idOf(vpc.resource) === vpcId);
    if (home === undefined || cidrContains(home.cidr, cidr)) return [];
    const message = `${cidr} does not lie in its VPC's ${home.cidr}`;
    return [{ rule: "subnet-in-vpc", urn: resource.urn, field: "cidrBlock", message }];
  });
  return [...homeless, ...outside];
}

/** Pairs of items that `meet`, the earlier one first. */
function pairs<T>(items: readonly T[], meet: (a: T, b: T) => boolean): [T, T][] {
  return items.flatMap((a, index) =>
    items.slice(index + 1).flatMap((b): [T, T][] => (meet(a, b) ? [[a, b]] : [])),
  );
}

function overlaps(
  rule: string,
  items: readonly Block[],
  mayMeet: (a: Block, b: Block) => boolean,
): Finding[] {
  const meet = (a: Block, b: Block): boolean => mayMeet(a, b) && cidrsOverlap(a.cidr, b.cidr);
  return pairs(items, meet).map(([a, b]) => ({
    rule,
    urn: b.resource.urn,
    field: "cidrBlock",
    message: `${b.cidr} overlaps ${a.cidr} of ${a.resource.name}`,
  }));
}

/** Subnets of one VPC that share addresses. */
export function overlappingSubnets(plan: Stacks): Finding[] {
  const sameVpc = (a: Block, b: Block): boolean =>
    a.stack === b.stack && text(a.resource, "vpcId") === text(b.resource, "vpcId");
  return overlaps("subnets-apart", blocks(plan, subnetType), sameVpc);
}

/** VPCs whose addresses could not be told apart once the regions are joined. */
export function overlappingVpcs(plan: Stacks): Finding[] {
  return overlaps("vpcs-apart", blocks(plan, vpcType), () => true);
}

/** Routes from or to something that the plan does not make, or that is of another kind. */
export function danglingRoutes(plan: Stacks): Finding[] {
  const types = [routeTargets, transitRouteTargets].flatMap((targets) => Object.values(targets).flat());
  const made = types.flatMap((type) => ofType(plan, type).map(({ resource }) => resource));
  const typeOf = new Map(made.map((resource) => [idOf(resource), resource.type]));
  const check = (type: string, targets: Readonly<Record<string, readonly string[]>>): Finding[] =>
    ofType(plan, type).flatMap(({ resource }) =>
      Object.entries(targets).flatMap(([field, allowed]) => {
        const id = text(resource, field);
        if (id === undefined || id === "local" || allowed.includes(typeOf.get(id) ?? "")) return [];
        const message = `${id} is not in the plan as ${allowed.join(" or ")}`;
        return [{ rule: "route-target", urn: resource.urn, field, message }];
      }),
    );
  return [
    ...check("aws:ec2/route:Route", routeTargets),
    ...check("aws:ec2transitgateway/route:Route", transitRouteTargets),
  ];
}

/** Fields whose values no two resources of an account, or of all accounts, may share. */
const globalNames: Readonly<Record<string, string>> = {
  "aws:iam/instanceProfile:InstanceProfile": "name",
  "aws:iam/policy:Policy": "name",
  "aws:iam/role:Role": "name",
  "aws:s3/bucket:Bucket": "bucket",
};

/** Names that two stacks would fight over; cfn-lint sees one template at a time. */
export function sharedGlobalNames(plan: Stacks): Finding[] {
  return Object.entries(globalNames).flatMap(([type, field]) => {
    const named = ofType(plan, type).filter(({ resource }) => text(resource, field) !== undefined);
    return pairs(named, (a, b) => text(a.resource, field) === text(b.resource, field)).map(([a, b]) => ({
      rule: "global-name",
      urn: b.resource.urn,
      field,
      message: `${text(b.resource, field) ?? ""} is also the name of ${a.resource.urn}`,
    }));
  });
}

/** Every check between resources. */
export function crossChecks(plan: Stacks): Finding[] {
  return [
    ...subnetsOutsideTheirVpc(plan),
    ...overlappingSubnets(plan),
    ...overlappingVpcs(plan),
    ...danglingRoutes(plan),
    ...sharedGlobalNames(plan),
    ...zonesOfOtherRegions(plan),
    ...misplaced(plan),
    ...unknownKubernetesVersions(plan),
  ];
}
