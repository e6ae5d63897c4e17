import { globalStackName } from "../../../../components/facts/regions";
import { rule } from "../../../../policies/compliance/rules/meshTables";
import { at as indexOf, mesh } from "../../../support/meshFixtures";
import { undecided } from "../../../support/mutationLines";
import { unknown, type Fixture, type Mutation, type RuleCases } from "../../../support/rules";

const attachment = "transitGatewayAttachmentId";
const table = "transitGatewayRouteTableId";
const fixtures: readonly Fixture[] = [
  ...mesh,
  // As a region's stack has it, for its network.
  {
    type: "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation",
    name: "network",
    stack: globalStackName,
    props: { region: "eu-central-1", [attachment]: unknown, [table]: unknown },
    from: { [attachment]: ["organization/azora/europe"], [table]: ["organization/azora/europe"] },
  },
];
const at = (name: string): number => indexOf(fixtures, name);

const bound = (name: string, to: readonly string[], found: string): Mutation => ({
  name,
  resource: at("europe-asia-in-europe"),
  path: `@from.${table}`,
  to,
  finding: { path: table, found, wanted: "the region's table for what comes from peers" },
});
const ownRoutes = (name: string, resource: string, path: string, to: unknown, count: number): Mutation => ({
  name,
  resource: at(resource),
  path,
  to,
  finding: {
    path: "",
    found: `${count} routes to 10.32.0.0/16`,
    wanted: "one route, to the region's own network",
  },
});
const spread = (name: string, property: string, to: string, found: string): Mutation => ({
  name,
  resource: at("network"),
  path: `@from.${property}`,
  to: [to],
  finding: { path: "", found, wanted: "static routes" },
});

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    bound("the network's own table", ["organization/azora/europe"], "no table of this stack"),
    bound("a table by its id", [], "no table of this stack"),
    bound("another region's table", ["asia-from-peers"], "a table of another region"),
    {
      name: "the network's own table, by the accepter's name",
      resource: at("europe-asia-in-asia"),
      path: "@from",
      to: { [attachment]: ["europe-asia-accepted"], [table]: ["organization/azora/asia"] },
      finding: { path: table, found: "no table of this stack" },
    },
    {
      name: "an end that is bound to no table",
      resource: at("europe-asia-in-asia"),
      path: "@type",
      to: "aws:ec2/routeTableAssociation:RouteTableAssociation",
      finding: { path: "", found: "in no table of asia", wanted: "a table at each end for what comes in" },
    },
    {
      name: "both tables at one end",
      resource: at("europe-asia-in-asia"),
      path: "region",
      to: "eu-central-1",
      finding: { path: "", found: "in no table of asia" },
    },
    ownRoutes("no way to the network", "europe-own", "@type", "aws:ec2/route:Route", 0),
    ownRoutes("a way to half of it", "europe-own", "destinationCidrBlock", "10.32.0.0/17", 0),
    ownRoutes("a way that ends", "europe-own", "blackhole", true, 0),
    ownRoutes("a way back to a peer", "europe-own", `@from.${attachment}`, ["africa-europe"], 0),
    spread("a peering's routes", attachment, "africa-europe", "routes of a peering, by propagation"),
    spread(
      "a peering's routes, by the accepter's name",
      attachment,
      "africa-europe-accepted",
      "routes of a peering, by propagation",
    ),
    spread(
      "more for what comes from peers",
      table,
      "europe-from-peers",
      "routes for what comes from peers, by propagation",
    ),
    undecided("region", { resource: at("europe-asia-in-europe") }),
    undecided("region", { resource: at("europe-from-peers"), of: "table" }),
    undecided("peerRegion", { resource: at("europe-asia") }),
    undecided("destinationCidrBlock", { resource: at("europe-own") }),
  ],
  survivors: [{ path: "peerRegion", why: "an end where the platform does not run is named by mesh-routes" }],
};
