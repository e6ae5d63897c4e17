import { reservedBlocks } from "../../../components/facts/network";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { blockOf, holds, overlap, regionBlocks } from "../../shared/addresses";
import { availability } from "../../shared/controls";
import { wrong, wrongResource } from "../../shared/finding";

const gatewayType = "aws:ec2transitgateway/transitGateway:TransitGateway";
const attachmentTypes = [
  "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
  "aws:ec2transitgateway/vpcAttachmentAccepter:VpcAttachmentAccepter",
];
const routeType = "aws:ec2/route:Route";
const tableTypes = ["aws:ec2/routeTable:RouteTable", "aws:ec2/defaultRouteTable:DefaultRouteTable"];

/** Ways between networks that no route of facts holds, with what to make instead. */
const refused: Readonly<Record<string, string>> = {
  "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": "a peering of transit gateways",
  "aws:ec2/vpcPeeringConnectionAccepter:VpcPeeringConnectionAccepter": "a peering of transit gateways",
  "aws:ec2transitgateway/connect:Connect": "a route by its block",
  "aws:ec2transitgateway/connectPeer:ConnectPeer": "a route by its block",
  "aws:ec2transitgateway/defaultRouteTableAssociation:DefaultRouteTableAssociation":
    "a RouteTableAssociation for each attachment",
  "aws:ec2transitgateway/defaultRouteTablePropagation:DefaultRouteTablePropagation":
    "a RouteTablePropagation for the network's attachment",
  "aws:ec2transitgateway/policyTable:PolicyTable": "a RouteTableAssociation for each attachment",
  "aws:ec2transitgateway/policyTableAssociation:PolicyTableAssociation":
    "a RouteTableAssociation for each attachment",
  "aws:ec2transitgateway/policyTableEntry:PolicyTableEntry": "a RouteTableAssociation for each attachment",
  // A list is changed by whoever owns it, and no plan shows what is in it.
  "aws:ec2transitgateway/prefixListReference:PrefixListReference": "a Route by its block",
  "aws:networkmanager/coreNetwork:CoreNetwork": "a peering of transit gateways",
  "aws:networkmanager/transitGatewayPeering:TransitGatewayPeering": "a peering of transit gateways",
  "aws:networkmanager/vpcAttachment:VpcAttachment": "a peering of transit gateways",
};

/** What a gateway would do by itself to whatever is attached; AWS does it where nothing is said. */
const byItself = [
  "autoAcceptSharedAttachments",
  "defaultRouteTableAssociation",
  "defaultRouteTablePropagation",
];
const byAttachment = [
  "transitGatewayDefaultRouteTableAssociation",
  "transitGatewayDefaultRouteTablePropagation",
];

/** The widest block behind a gateway that is no region's, such as an office's. */
const prefixBitsMin = 8;
const wanted = `a region's block or a part of it, or another block, /${prefixBitsMin} or smaller, that overlaps none`;

/** Whether a network may send a block to the gateway: a region's, or an office's, which overlaps none of ours. */
function mayGo(cidr: string | undefined): boolean {
  const block = blockOf(cidr);
  if (!block) return false;
  if (regionBlocks().some((region) => holds(blockOf(region), block))) return true;
  const taken = [...regionBlocks(), ...reservedBlocks.map((reserved) => reserved.cidr)];
  return block.prefixBits >= prefixBitsMin && !taken.some((other) => overlap(blockOf(other), block));
}

/** A route of a VPC's table. Its gateway's id is unknown in a preview, and that it has one is not. */
function widthOf(route: Reader, field: string): Finding[] {
  if (!route.keys().includes("transitGatewayId")) return [];
  return mayGo(route.text(field))
    ? []
    : [wrong(route.at(field), wanted, "route to the transit gateway by facts, as TransitGateway does")];
}

export const rule: ResourceRule = {
  id: "mesh-gateways",
  title: "A transit gateway joins nothing by itself, and a network sends it other networks' blocks only",
  why: "What is associated or propagated by default is in no plan; a default route into the gateway sends the Internet's traffic to whoever is behind it, past the firewall of the region's own way out.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "resource",
  types: [gatewayType, ...attachmentTypes, routeType, ...tableTypes, ...Object.keys(refused)],
  onUnknown: "fail",
  check: ({ type, props }) => {
    const instead = refused[type];
    if (instead !== undefined)
      return [wrongResource("a way between networks that no route holds", instead, `make ${instead}`)];
    if (type === routeType) return widthOf(props, "destinationCidrBlock");
    if (tableTypes.includes(type))
      return props.items("routes").flatMap((route) => widthOf(route, "cidrBlock"));
    if (type === gatewayType)
      return byItself
        .filter((field) => props.text(field) !== "disable")
        .map((field) => wrong(props.at(field), "disable", "associate and propagate one by one"));
    return byAttachment
      .filter((field) => props.flag(field) !== false)
      .map((field) => wrong(props.at(field), "false", "associate and propagate one by one"));
  },
};
