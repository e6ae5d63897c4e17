import { interfaceEndpoints } from "../../../../components/facts/network";
import { rule } from "../../../../policies/cost/rules/endpointsPlan";
import { absent, unknown, type Fixture, type RuleCases } from "../../../support/rules";

const table = (name: string): Fixture => ({
  type: "aws:ec2/routeTable:RouteTable",
  name,
  props: { vpcId: unknown },
  from: { vpcId: ["vpc"] },
});
const route = (name: string, of: string): Fixture => ({
  type: "aws:ec2/route:Route",
  name,
  props: { destinationCidrBlock: "0.0.0.0/0", natGatewayId: unknown, routeTableId: unknown },
  from: { natGatewayId: ["nat"], routeTableId: [of] },
});
const endpoint = (
  name: string,
  vpcEndpointType: string | undefined,
  from: Fixture["from"] = { vpcId: ["vpc"] },
): Fixture => ({
  type: "aws:ec2/vpcEndpoint:VpcEndpoint",
  name,
  props: {
    vpcId: unknown,
    serviceName: `com.amazonaws.af-south-1.${name}`,
    ...(vpcEndpointType === undefined ? {} : { vpcEndpointType }),
  },
  from,
});
const listed = `one of ${interfaceEndpoints.map(({ service }) => service).join(", ")}`;

export const cases: RuleCases = {
  rule,
  fixtures: [
    // 0 to 2
    { type: "aws:ec2/vpc:Vpc", name: "vpc", props: {} },
    { type: "aws:ec2/subnet:Subnet", name: "public", props: { vpcId: unknown }, from: { vpcId: ["vpc"] } },
    {
      type: "aws:ec2/natGateway:NatGateway",
      name: "nat",
      props: { subnetId: unknown },
      from: { subnetId: ["public"] },
    },
    // 3 to 8: two tables with routes of their own, one with its routes inside, one without a way to the Internet.
    table("private-a"),
    table("private-b"),
    route("internet-a", "private-a"),
    route("internet-b", "private-b"),
    {
      type: "aws:ec2/routeTable:RouteTable",
      name: "private-c",
      props: { vpcId: unknown, routes: [{ cidrBlock: "0.0.0.0/0", natGatewayId: unknown }] },
      from: { vpcId: ["vpc"], routes: ["nat"] },
    },
    table("intra"),
    // 9 to 11: the endpoint of S3 is a gateway since nothing else is said, and is led to one table by an association.
    endpoint("s3", undefined, { vpcId: ["vpc"], routeTableIds: ["private-a", "private-b"] }),
    {
      type: "aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation",
      name: "s3-c",
      props: { vpcEndpointId: unknown, routeTableId: unknown },
      from: { vpcEndpointId: ["s3"], routeTableId: ["private-c"] },
    },
    endpoint("dynamodb", "Gateway", {
      vpcId: ["vpc"],
      routeTableIds: ["private-a", "private-b", "private-c", "intra"],
    }),
    // 12 to 13
    endpoint("ecr.api", "Interface"),
    endpoint("kms", "Interface"),
    // 14: a VPC that another program made, without gateways.
    {
      type: "aws:ec2/vpcEndpoint:VpcEndpoint",
      name: "foreign",
      props: {
        vpcId: "vpc-0123456789abcdef0",
        serviceName: "com.amazonaws.af-south-1.ecr.api",
        vpcEndpointType: "Interface",
      },
    },
  ],
  mutations: [
    {
      name: "NAT without an endpoint for S3",
      resource: 9,
      path: "serviceName",
      to: "com.amazonaws.af-south-1.s3express",
      finding: {
        path: "",
        found: "NAT without a gateway endpoint for s3",
        wanted: "a gateway endpoint for s3",
      },
    },
    {
      name: "an endpoint for S3 that is charged",
      resource: 9,
      path: "vpcEndpointType",
      to: "Interface",
      finding: { path: "serviceName", found: '"com.amazonaws.af-south-1.s3"', wanted: listed },
    },
    {
      name: "NAT with a charged endpoint for S3 in place of the free one",
      resource: 9,
      path: "vpcEndpointType",
      to: "Interface",
      finding: { path: "", found: "NAT without a gateway endpoint for s3" },
    },
    {
      name: "an endpoint for S3 in another VPC",
      resource: 9,
      path: "@from.vpcId",
      to: [],
      finding: { path: "vpcId", state: "undecided" },
    },
    {
      name: "an endpoint for DynamoDB in a VPC of another program",
      resource: 11,
      path: "@from.vpcId",
      to: ["public"],
      finding: { path: "vpcId", state: "undecided" },
    },
    {
      name: "an endpoint for DynamoDB of a service without a name",
      resource: 11,
      path: "serviceName",
      to: absent,
      finding: { path: "", found: "NAT without a gateway endpoint for dynamodb" },
    },
    {
      name: "an endpoint of an unknown service",
      resource: 11,
      path: "serviceName",
      to: unknown,
      finding: { path: "serviceName", state: "undecided" },
    },
    {
      name: "an endpoint of an unknown kind",
      resource: 9,
      path: "vpcEndpointType",
      to: unknown,
      finding: { path: "vpcEndpointType", state: "undecided" },
    },
    {
      name: "a table that leads to NAT and not to S3",
      resource: 9,
      path: "@from.routeTableIds",
      to: ["private-a"],
      finding: {
        path: "routeTableIds",
        found: "without private-b",
        wanted: "every table that leads to NAT",
      },
    },
    {
      name: "a table with its routes inside that leads to NAT and not to S3",
      resource: 10,
      path: "@from.routeTableId",
      to: ["intra"],
      finding: { path: "routeTableIds", found: "without private-c" },
    },
    {
      name: "an association of another endpoint",
      resource: 10,
      path: "@from.vpcEndpointId",
      to: ["kms"],
      finding: { path: "routeTableIds", found: "without private-c" },
    },
    {
      name: "an endpoint for DynamoDB to which no table leads",
      resource: 11,
      path: "@from.routeTableIds",
      to: [],
      finding: { path: "routeTableIds", found: "without private-a" },
    },
    {
      name: "a table that gets a way to NAT",
      resource: 6,
      path: "@from.routeTableId",
      to: ["intra"],
      finding: { path: "routeTableIds", found: "without intra" },
    },
    {
      name: "an interface endpoint that nobody needs",
      resource: 12,
      path: "serviceName",
      to: "com.amazonaws.af-south-1.athena",
      finding: { path: "serviceName", found: '"com.amazonaws.af-south-1.athena"', wanted: listed },
    },
    {
      name: "an interface endpoint of somebody else's service",
      resource: 12,
      path: "serviceName",
      to: "com.amazonaws.vpce.af-south-1.vpce-svc-0123456789abcdef0",
      finding: { path: "serviceName", wanted: listed },
    },
    {
      name: "two interface endpoints of one service in a VPC",
      resource: 13,
      path: "serviceName",
      to: "com.amazonaws.af-south-1.ecr.api",
      finding: { path: "serviceName", wanted: "one endpoint a service and VPC" },
    },
    {
      name: "an unknown service beside an endpoint too many",
      resource: 12,
      path: "serviceName",
      to: unknown,
      finding: { path: "serviceName", state: "undecided" },
    },
    {
      name: "NAT in an unknown VPC",
      resource: 1,
      path: "@from.vpcId",
      to: [],
      finding: { path: "vpcId", state: "undecided" },
    },
    {
      name: "NAT in a subnet that the stack does not have",
      resource: 2,
      path: "@from.subnetId",
      to: [],
      finding: { path: "subnetId", state: "undecided" },
    },
    {
      name: "a table with NAT in an unknown VPC",
      resource: 3,
      path: "@from.vpcId",
      to: [],
      finding: { path: "vpcId", state: "undecided" },
    },
  ],
};
