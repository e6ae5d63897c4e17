import type { ResourceView, StackView } from "../framework/rule";
import { natGatewayType, sourceOf, vpcOf } from "./links";

export const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";
export const associationType = "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation";
export const tableType = "aws:ec2/routeTable:RouteTable";
export const routeType = "aws:ec2/route:Route";

/** An endpoint of a VPC, as far as a preview knows it. */
export interface Endpoint {
  readonly resource: ResourceView;
  readonly vpc: string;
  readonly kind: string;
  /** Last part of the service's name, such as `s3` or `ecr.api`. */
  readonly service: string;
}

/** What an endpoint leads to. @throws UnknownError where its service, kind or VPC is unknown. */
export function endpointOf(stack: StackView, resource: ResourceView): Endpoint {
  const name = resource.props.text("serviceName") ?? "";
  return {
    resource,
    vpc: vpcOf(stack, resource),
    kind: resource.props.text("vpcEndpointType") ?? "Gateway",
    service: /^com\.amazonaws\.[a-z0-9-]+\.(.+)$/.exec(name)?.[1] ?? name,
  };
}

/** URNs of the route tables that send traffic to a NAT gateway. */
export function tablesWithNat(stack: StackView): Set<string> {
  const separate = stack
    .ofType(routeType)
    .filter((route) => sourceOf(stack, route, "natGatewayId", natGatewayType))
    .flatMap((route) => stack.sources(route, "routeTableId"));
  const inline = stack.ofType(tableType).filter((table) => sourceOf(stack, table, "routes", natGatewayType));
  return new Set([...separate, ...inline].map(({ urn }) => urn));
}

/** URNs of the route tables that lead to an endpoint. */
export function tablesOf(stack: StackView, endpoint: ResourceView): Set<string> {
  const associated = stack
    .ofType(associationType)
    .filter((link) => stack.sources(link, "vpcEndpointId").some(({ urn }) => urn === endpoint.urn))
    .flatMap((link) => stack.sources(link, "routeTableId"));
  return new Set([...stack.sources(endpoint, "routeTableIds"), ...associated].map(({ urn }) => urn));
}
