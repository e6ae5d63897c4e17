import { allRegions, globalStackName, type Region } from "../../../../components/facts/regions";
import { rule } from "../../../../policies/compliance/rules/meshRoutes";
import { refused, undecided } from "../../../support/mutationLines";
import { absent, unknown, type Fixture, type Mutation, type RuleCases } from "../../../support/rules";

const peeringType = "aws:ec2transitgateway/peeringAttachment:PeeringAttachment";
const routeType = "aws:ec2transitgateway/route:Route";

const regions = allRegions();
const pairs = regions.flatMap((a, index) => regions.slice(index + 1).map((b) => [a, b] as const));
const keyOf = (a: Region, b: Region): string => `${a.name}-${b.name}`;

const peering = (a: Region, b: Region): Fixture => ({
  type: peeringType,
  name: keyOf(a, b),
  stack: globalStackName,
  props: {
    region: a.awsRegion,
    peerRegion: b.awsRegion,
    transitGatewayId: unknown,
    peerTransitGatewayId: unknown,
  },
});
const route = (from: Region, to: Region, through: string): Fixture => ({
  type: routeType,
  name: `${from.name}-to-${to.name}`,
  stack: globalStackName,
  props: { region: from.awsRegion, destinationCidrBlock: to.cidr, transitGatewayAttachmentId: unknown },
  from: { transitGatewayAttachmentId: [through] },
});
const own = (region: Region): Fixture => ({
  type: routeType,
  name: `${region.name}-own`,
  stack: globalStackName,
  props: {
    region: region.awsRegion,
    destinationCidrBlock: region.cidr,
    transitGatewayAttachmentId: "tgw-attach-0123456789abcdef0",
  },
});

const fixtures: readonly Fixture[] = [
  ...pairs.flatMap(([a, b]) => [peering(a, b), route(a, b, keyOf(a, b)), route(b, a, keyOf(a, b))]),
  ...regions.map(own),
  // 22: what is dropped leads nowhere.
  {
    type: routeType,
    name: "dropped",
    stack: globalStackName,
    props: { region: "eu-central-1", destinationCidrBlock: "10.0.0.0/8", blackhole: true },
  },
  // By which the stack is known to join regions.
  { type: "pulumi:providers:pulumi", name: "default", stack: globalStackName, props: {} },
];
const at = (name: string): number => fixtures.findIndex((fixture) => fixture.name === name);
const block = "destinationCidrBlock";

/** A finding on a resource as a whole. */
const whole = (name: string, resource: string, path: string, to: unknown, found: string): Mutation => ({
  name,
  resource: at(resource),
  path,
  to,
  finding: { path: "", found },
});

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    refused("a way to everywhere", block, "0.0.0.0/0", "10.48.0.0/16 or a part of it", {
      resource: at("europe-to-asia"),
    }),
    refused("a block and its neighbour", block, "10.48.0.0/15", "10.48.0.0/16 or a part of it", {
      resource: at("europe-to-asia"),
    }),
    refused("a third region's block", block, "10.64.0.0/16", "10.48.0.0/16 or a part of it", {
      resource: at("europe-to-asia"),
    }),
    refused("no block", block, absent, "10.48.0.0/16 or a part of it", { resource: at("europe-to-asia") }),
    refused("a peer's way through to a third", block, "10.48.0.0/16", "10.32.0.0/16 or a part of it", {
      resource: at("europe-own"),
    }),
    whole("half of a block", "europe-to-asia", block, "10.48.0.0/17", "without a route from europe to asia"),
    whole(
      "no way there",
      "europe-to-asia",
      "@type",
      "aws:ec2/route:Route",
      "without a route from europe to asia",
    ),
    whole(
      "no way back",
      "asia-to-europe",
      "@type",
      "aws:ec2/route:Route",
      "without a route from asia to europe",
    ),
    whole(
      "a route in another region",
      "asia-to-europe",
      "region",
      "sa-east-1",
      "without a route from asia to europe",
    ),
    whole(
      "a route through another peering",
      "asia-to-europe",
      "@from.transitGatewayAttachmentId",
      ["africa-asia"],
      "without a route from asia to europe",
    ),
    whole(
      "a pair that is not joined",
      "europe-asia",
      "@type",
      "aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
      "without a peering of asia and europe",
    ),
    refused("a peering with where we are not", "peerRegion", "us-east-1", "a region of the platform", {
      resource: at("europe-asia"),
    }),
    refused("what is dropped no more", "blackhole", false, "10.32.0.0/16 or a part of it", {
      resource: at("dropped"),
      at: block,
      found: '"10.0.0.0/8"',
    }),
    undecided(block, { resource: at("europe-to-asia") }),
    undecided("region", { resource: at("europe-to-asia") }),
    undecided("peerRegion", { resource: at("europe-asia") }),
    undecided("blackhole", { resource: at("europe-own") }),
  ],
};
