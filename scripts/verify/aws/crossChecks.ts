/** Mistakes between the plan's resources that no look at one resource shows. Pure; of resolved inputs. */
import { cidrContains, cidrsOverlap } from "../../../components/network/cidr";
import type { Finding } from "./findings";
import { idOf, located, ofType, subnetType, text, vpcType, type Located, type Stacks } from "./planIndex";
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

/** Subnets whose VPC is not in their stack, or whose block does not lie in it. */
export function subnetsOutsideTheirVpc(plan: Stacks): Finding[] {
  const vpcs = new Map(
    ofType(plan, vpcType).map(({ stack, resource }) => [`${stack} ${idOf(resource)}`, resource]),
  );
  return ofType(plan, subnetType).flatMap(({ stack, resource }) => {
    const vpcId = text(resource, "vpcId") ?? "none";
    const cidr = text(resource, "cidrBlock");
    const found = vpcs.get(`${stack} ${vpcId}`);
    const outer = found === undefined ? undefined : text(found, "cidrBlock");
    const finding = { rule: "subnet-in-vpc", urn: resource.urn };
    if (outer === undefined)
      return [{ ...finding, field: "vpcId", message: `${vpcId} is no VPC of stack ${stack}` }];
    if (cidr !== undefined && cidrContains(outer, cidr)) return [];
    return [
      { ...finding, field: "cidrBlock", message: `${cidr ?? "none"} does not lie in its VPC's ${outer}` },
    ];
  });
}

/** Pairs of items that `meet`, told at the later one. */
function pairs<T>(items: readonly T[], meet: (a: T, b: T) => boolean): [T, T][] {
  return items.flatMap((a, index) =>
    items.slice(index + 1).flatMap((b): [T, T][] => (meet(a, b) ? [[a, b]] : [])),
  );
}

/** Subnets of one VPC that share addresses. */
export function overlappingSubnets(plan: Stacks): Finding[] {
  const meet = (a: Located, b: Located): boolean =>
    a.stack === b.stack &&
    text(a.resource, "vpcId") === text(b.resource, "vpcId") &&
    cidrsOverlap(text(a.resource, "cidrBlock") ?? "", text(b.resource, "cidrBlock") ?? "");
  const withBlock = ofType(plan, subnetType).filter(
    ({ resource }) => text(resource, "cidrBlock") !== undefined,
  );
  return pairs(withBlock, meet).map(([a, b]) => ({
    rule: "subnets-apart",
    urn: b.resource.urn,
    field: "cidrBlock",
    message: `${text(b.resource, "cidrBlock") ?? ""} overlaps ${text(a.resource, "cidrBlock") ?? ""} of ${a.resource.name}`,
  }));
}

/** VPCs whose addresses could not be told apart once the regions are joined. */
export function overlappingVpcs(plan: Stacks): Finding[] {
  const withBlock = ofType(plan, vpcType).filter(({ resource }) => text(resource, "cidrBlock") !== undefined);
  const meet = (a: Located, b: Located): boolean =>
    cidrsOverlap(text(a.resource, "cidrBlock") ?? "", text(b.resource, "cidrBlock") ?? "");
  return pairs(withBlock, meet).map(([a, b]) => ({
    rule: "vpcs-apart",
    urn: b.resource.urn,
    field: "cidrBlock",
    message: `${text(b.resource, "cidrBlock") ?? ""} overlaps ${text(a.resource, "cidrBlock") ?? ""} of stack ${a.stack}`,
  }));
}

/** Routes from or to something that the plan does not make, or that is of another kind. */
export function danglingRoutes(plan: Stacks): Finding[] {
  const typeOf = new Map(located(plan).map(({ resource }) => [idOf(resource), resource.type]));
  const check = (type: string, targets: Readonly<Record<string, readonly string[]>>): Finding[] =>
    ofType(plan, type).flatMap(({ resource }) =>
      Object.entries(targets).flatMap(([field, types]) => {
        const id = text(resource, field);
        if (id === undefined || id === "local" || types.includes(typeOf.get(id) ?? "")) return [];
        const message = `${id} is not in the plan as ${types.join(" or ")}`;
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
  ];
}
