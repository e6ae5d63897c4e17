import { rule } from "../../../../policies/cost/rules/nothingUnattached";
import { absent, unknown, type Fixture, type Mutation, type RuleCases } from "../../../support/rules";

const found = "nothing that uses it";
const address = "aws:ec2/eip:Eip";
const addressUses = "an association, a NAT gateway, a load balancer or a network interface";
const eip = (name: string, props: object = {}): Fixture => ({
  type: address,
  name,
  props: { domain: "vpc", ...props },
});
const user = (type: string, name: string, property: string, of: string): Fixture => ({
  type,
  name,
  props: { [property]: unknown },
  from: { [property]: [of] },
});

/** What uses something else: each loses what it uses in one mutation. */
const users: readonly [Fixture, string, string][] = [
  [user("aws:ec2/natGateway:NatGateway", "nat", "allocationId", "nat-address"), "allocationId", addressUses],
  [
    user("aws:ec2/natGateway:NatGateway", "nat-more", "secondaryAllocationIds", "second-address"),
    "secondaryAllocationIds",
    addressUses,
  ],
  [
    user("aws:ec2/eipAssociation:EipAssociation", "by-id", "allocationId", "associated-address"),
    "allocationId",
    addressUses,
  ],
  [
    user("aws:ec2/eipAssociation:EipAssociation", "by-ip", "publicIp", "old-address"),
    "publicIp",
    addressUses,
  ],
  [
    user("aws:lb/loadBalancer:LoadBalancer", "nlb", "subnetMappings", "entry-address"),
    "subnetMappings",
    addressUses,
  ],
  [
    user("aws:alb/loadBalancer:LoadBalancer", "alb", "subnetMappings", "other-address"),
    "subnetMappings",
    addressUses,
  ],
  [user("aws:lb/listener:Listener", "https", "loadBalancerArn", "nlb"), "loadBalancerArn", "a listener"],
  [user("aws:alb/listener:Listener", "http", "loadBalancerArn", "alb"), "loadBalancerArn", "a listener"],
  [
    user("aws:ec2/volumeAttachment:VolumeAttachment", "disk", "volumeId", "data"),
    "volumeId",
    "an attachment or a persistent volume",
  ],
  [
    user("kubernetes:core/v1:PersistentVolume", "claimed", "spec", "kept"),
    "spec",
    "an attachment or a persistent volume",
  ],
  [user("aws:ec2/route:Route", "internet", "natGatewayId", "nat"), "natGatewayId", "a route"],
  [user("aws:ec2/routeTable:RouteTable", "inside", "routes", "nat-more"), "routes", "a route"],
  [user("aws:ec2/defaultRouteTable:DefaultRouteTable", "default", "routes", "nat-main"), "routes", "a route"],
];

const lost: readonly Mutation[] = users.map(([fixture, property, wanted], resource) => ({
  name: `${fixture.type} ${fixture.name ?? ""} without what it uses`,
  resource,
  path: `@from.${property}`,
  to: [],
  finding: { path: "", found, wanted },
}));

export const cases: RuleCases = {
  rule,
  fixtures: [
    ...users.map(([fixture]) => fixture),
    // 13
    eip("nat-address"),
    eip("second-address"),
    eip("associated-address"),
    eip("old-address"),
    eip("entry-address"),
    eip("other-address"),
    // 19: addresses that say themselves whose they are.
    { ...eip("machine-address", { instance: unknown }), from: { instance: ["machine"] } },
    eip("given-address", { networkInterface: "eni-0123456789abcdef0" }),
    { type: "aws:ec2/instance:Instance", name: "machine", props: { instanceType: "m7g.large" } },
    { type: "aws:ebs/volume:Volume", name: "data", props: { type: "gp3" } },
    { type: "aws:ebs/volume:Volume", name: "kept", props: { type: "gp3" } },
    // 24
    { type: "aws:ec2/natGateway:NatGateway", name: "nat-main", props: { connectivityType: "private" } },
  ],
  mutations: [
    ...lost,
    {
      name: "an address that belongs to no instance any more",
      resource: 19,
      path: "@from.instance",
      to: [],
      finding: { path: "instance", state: "undecided" },
    },
    {
      name: "an address that belongs to no interface any more",
      resource: 20,
      path: "networkInterface",
      to: absent,
      finding: { path: "", found, wanted: addressUses },
    },
    {
      name: "an address that AWS says belongs to no interface",
      resource: 20,
      path: "networkInterface",
      to: "",
      finding: { path: "", found, wanted: addressUses },
    },
    {
      name: "an address of an unknown interface, which may be none",
      resource: 20,
      path: "networkInterface",
      to: unknown,
      finding: { path: "networkInterface", state: "undecided" },
    },
  ],
};
