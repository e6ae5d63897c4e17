import { globalStackName } from "../../../../components/facts/regions";
import { rule } from "../../../../policies/compliance/rules/meshRoutes";
import { at as indexOf, mesh } from "../../../support/meshFixtures";
import { refused, undecided } from "../../../support/mutationLines";
import { absent, type Fixture, type Mutation, type RuleCases } from "../../../support/rules";

const fixtures: readonly Fixture[] = [
  ...mesh,
  // What is dropped leads nowhere.
  {
    type: "aws:ec2transitgateway/route:Route",
    name: "dropped",
    stack: globalStackName,
    props: { region: "eu-central-1", destinationCidrBlock: "10.0.0.0/8", blackhole: true },
  },
];
const at = (name: string): number => indexOf(fixtures, name);
const block = "destinationCidrBlock";
const attachment = "transitGatewayAttachmentId";
const table = "transitGatewayRouteTableId";

/** A finding on a resource as a whole. */
const whole = (name: string, resource: string, path: string, to: unknown, found: string): Mutation => ({
  name,
  resource: at(resource),
  path,
  to,
  finding: { path: "", found },
});

/** Another source of what should be of europe's contract. */
const elsewhere = (name: string, resource: string, property: string, to: readonly string[]): Mutation => ({
  name,
  resource: at(resource),
  path: `@from.${property}`,
  to,
  finding: {
    path: property,
    found: "not of the region's contract alone",
    wanted: "what the contract of europe names",
  },
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
    whole("a way that ends", "europe-to-asia", "blackhole", true, "without a route from europe to asia"),
    ...[
      ["europe", "asia"],
      ["asia", "europe"],
    ].map(([from = "", to = ""]) =>
      whole(
        `no way from ${from}`,
        `${from}-to-${to}`,
        "@type",
        "aws:ec2/route:Route",
        `without a route from ${from} to ${to}`,
      ),
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
      `@from.${attachment}`,
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
    elsewhere("a way on for what comes from peers", "europe-to-asia", table, ["europe-from-peers"]),
    elsewhere("a route in another region's table", "europe-to-asia", table, ["organization/azora/asia"]),
    elsewhere("a route in a table by its id", "europe-to-asia", table, []),
    elsewhere("an own block behind another's attachment", "europe-own", attachment, [
      "organization/azora/asia",
    ]),
    elsewhere("an own block behind an attachment by its id", "europe-own", attachment, []),
    elsewhere("an own block in another region's table", "europe-own", table, ["asia-from-peers"]),
    {
      name: "the other end of a peering in place of the network",
      resource: at("europe-own"),
      path: `@from.${attachment}`,
      to: ["africa-europe-accepted"],
      finding: { path: block, found: '"10.32.0.0/16"', wanted: "10.16.0.0/16 or a part of it" },
    },
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
