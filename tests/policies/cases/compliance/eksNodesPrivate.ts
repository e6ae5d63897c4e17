import { rule } from "../../../../policies/compliance/rules/eksNodesPrivate";
import { unknown, type RuleCases } from "../../../support/rules";

const nodeGroup = 0;
const fargate = 1;
const subnet = 2;
const privateRoute = 5;
const privateAssociation = 7;
const privateTable = 9;

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: "aws:eks/nodeGroup:NodeGroup",
      props: { nodeGroupName: "azora-europe-system", subnetIds: [unknown] },
      from: { subnetIds: ["private"] },
    },
    {
      type: "aws:eks/fargateProfile:FargateProfile",
      props: { fargateProfileName: "azora-europe-jobs", subnetIds: [unknown] },
      from: { subnetIds: ["private"] },
    },
    {
      type: "aws:ec2/subnet:Subnet",
      name: "private",
      props: { cidrBlock: "10.32.0.0/18", mapPublicIpOnLaunch: false },
    },
    { type: "aws:ec2/subnet:Subnet", name: "public", props: { cidrBlock: "10.32.192.0/22" } },
    { type: "aws:ec2/internetGateway:InternetGateway", name: "internet", props: {} },
    {
      type: "aws:ec2/route:Route",
      props: { destinationCidrBlock: "0.0.0.0/0", natGatewayId: unknown },
      from: { routeTableId: ["private-routes"], natGatewayId: ["nat"] },
    },
    {
      type: "aws:ec2/route:Route",
      props: { destinationCidrBlock: "0.0.0.0/0", gatewayId: unknown },
      from: { routeTableId: ["public-routes"], gatewayId: ["internet"] },
    },
    {
      type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
      props: {},
      from: { subnetId: ["private"], routeTableId: ["private-routes"] },
    },
    {
      type: "aws:ec2/routeTableAssociation:RouteTableAssociation",
      props: {},
      from: { subnetId: ["public"], routeTableId: ["public-routes"] },
    },
    { type: "aws:ec2/routeTable:RouteTable", name: "private-routes", props: {} },
    { type: "aws:ec2/routeTable:RouteTable", name: "public-routes", props: {} },
    { type: "aws:ec2/natGateway:NatGateway", name: "nat", props: {} },
  ],
  mutations: [
    ...[nodeGroup, fargate].flatMap((resource) => [
      {
        name: `resource ${resource} stands in a public subnet`,
        resource,
        path: "@from.subnetIds",
        to: ["private", "public"],
        finding: { path: "subnetIds", found: "public", wanted: "subnets without an internet gateway" },
      },
      {
        name: `resource ${resource} stands in subnets that nobody sees`,
        resource,
        path: "@from.subnetIds",
        to: [],
        finding: { path: "subnetIds", found: "no subnet of this stack" },
      },
    ]),
    {
      name: "the private subnet's routes lead to the internet gateway",
      resource: privateRoute,
      path: "@from",
      to: { routeTableId: ["private-routes"], gatewayId: ["internet"] },
      finding: { path: "subnetIds", found: "private" },
    },
    {
      name: "the private subnet takes the public routes",
      resource: privateAssociation,
      path: "@from.routeTableId",
      to: ["public-routes"],
      finding: { path: "subnetIds", found: "private" },
    },
    {
      name: "the private routes lead to the internet gateway by one that is written into the table",
      resource: privateTable,
      path: "@from",
      to: { routes: ["internet"] },
      finding: { path: "subnetIds", found: "private" },
    },
    {
      name: "the private subnet gives out public addresses",
      resource: subnet,
      path: "mapPublicIpOnLaunch",
      to: true,
      finding: { path: "mapPublicIpOnLaunch", found: "true", wanted: "false" },
    },
    {
      name: "whether the private subnet gives out public addresses is unknown",
      resource: subnet,
      path: "mapPublicIpOnLaunch",
      to: unknown,
      finding: { path: "mapPublicIpOnLaunch", found: "unknown", state: "undecided" },
    },
    {
      name: "nodes take SSH from anywhere",
      path: "remoteAccess",
      to: { ec2SshKey: "operator" },
      finding: { path: "remoteAccess", found: "remote access by SSH", wanted: "absent" },
    },
    {
      name: "nodes take SSH from a group",
      path: "remoteAccess",
      to: { ec2SshKey: "operator", sourceSecurityGroupIds: ["sg-0123"] },
      finding: { path: "remoteAccess", wanted: "absent" },
    },
    {
      name: "whether nodes take SSH is unknown",
      path: "remoteAccess",
      to: unknown,
      finding: { path: "remoteAccess", found: "unknown", state: "undecided" },
    },
  ],
  survivors: [{ path: "", why: "a resource without any input is still where its sources say" }],
};
