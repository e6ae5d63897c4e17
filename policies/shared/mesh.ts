import { regionAt, effectiveRegion } from "./places";
import type { Region } from "../../components/facts/regions";
import type { ResourceView, StackView } from "../framework/rule";

export const peeringType = "aws:ec2transitgateway/peeringAttachment:PeeringAttachment";
const accepterType = "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter";
export const transitRouteType = "aws:ec2transitgateway/route:Route";
export const transitTableType = "aws:ec2transitgateway/routeTable:RouteTable";
export const associationType = "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation";
export const propagationType = "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation";

/** The regions at both ends of a peering; one where the platform does not run is `undefined`. */
export function endsOf(peering: ResourceView): readonly [Region | undefined, Region | undefined] {
  return [regionAt(effectiveRegion(peering)), regionAt(peering.props.text("peerRegion"))];
}

/** The peering behind a resource's attachment, also by way of the accepter of its other end. */
export function peeringBehind(stack: StackView, resource: ResourceView): ResourceView | undefined {
  const sources = stack.sources(resource, "transitGatewayAttachmentId");
  const accepters = sources.filter(({ type }) => type === accepterType);
  return [
    ...sources,
    ...accepters.flatMap((accepter) => stack.sources(accepter, "transitGatewayAttachmentId")),
  ].find(({ type }) => type === peeringType);
}

/** The table of this stack that a resource is about; `undefined` for the table of a region's own stack, and any other. */
export function tableBehind(stack: StackView, resource: ResourceView): ResourceView | undefined {
  return stack.sources(resource, "transitGatewayRouteTableId").find(({ type }) => type === transitTableType);
}
