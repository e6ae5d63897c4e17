import { rule } from "../../../../policies/compliance/rules/meshGateways";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import { absent, unknown, type RuleCases } from "../../../support/rules";

const wanted = "a region's block or a part of it, or another block, /8 or smaller, that overlaps none";
const attachment = 1;
const accepter = 2;
const route = 3;
const office = 4;
const table = 5;
const byItself = ["defaultRouteTableAssociation", "defaultRouteTablePropagation"];
const byAttachment = [
  "transitGatewayDefaultRouteTableAssociation",
  "transitGatewayDefaultRouteTablePropagation",
];
const alone = Object.fromEntries(byAttachment.map((field) => [field, false]));
const transit = "aws:ec2transitgateway";
const refusedTypes = [
  ["aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "a peering of transit gateways"],
  [`${transit}/connect:Connect`, "a route by its block"],
  [`${transit}/prefixListReference:PrefixListReference`, "a Route by its block"],
  [
    `${transit}/defaultRouteTableAssociation:DefaultRouteTableAssociation`,
    "a RouteTableAssociation for each attachment",
  ],
] as const;

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: `${transit}/transitGateway:TransitGateway`,
      props: {
        autoAcceptSharedAttachments: "disable",
        ...Object.fromEntries(byItself.map((field) => [field, "disable"])),
      },
    },
    { type: `${transit}/vpcAttachment:VpcAttachment`, props: { transitGatewayId: unknown, ...alone } },
    { type: `${transit}/vpcAttachmentAccepter:VpcAttachmentAccepter`, props: alone },
    {
      type: "aws:ec2/route:Route",
      props: { destinationCidrBlock: "10.48.0.0/16", transitGatewayId: unknown, routeTableId: unknown },
    },
    {
      type: "aws:ec2/route:Route",
      props: { destinationCidrBlock: "192.168.0.0/20", transitGatewayId: unknown },
    },
    {
      type: "aws:ec2/routeTable:RouteTable",
      props: {
        routes: [
          { cidrBlock: "0.0.0.0/0", natGatewayId: unknown },
          { cidrBlock: "10.64.128.0/17", transitGatewayId: unknown },
        ],
      },
    },
    // The way to the Internet is another's business.
    { type: "aws:ec2/route:Route", props: { destinationCidrBlock: "0.0.0.0/0", gatewayId: unknown } },
    { type: "aws:ec2/defaultRouteTable:DefaultRouteTable", props: { routes: [] } },
  ],
  mutations: [
    ...["autoAcceptSharedAttachments", ...byItself].flatMap((field) => [
      refused("by itself", field, "enable", "disable", { of: field }),
      refused("as AWS likes", field, absent, "disable", { of: field }),
    ]),
    ...byAttachment.flatMap((field) => [
      refused("by itself", field, true, "false", { resource: attachment, of: field }),
      refused("as AWS likes", field, absent, "false", { resource: accepter, of: field }),
    ]),
    ...["0.0.0.0/0", "10.0.0.0/8", "10.48.0.0/15", "10.0.0.0/11", "128.0.0.0/1", "172.20.0.0/14"].map((to) =>
      refused(`a network that sends ${to}`, "destinationCidrBlock", to, wanted, { resource: route }),
    ),
    refused("an office as wide as seven bits", "destinationCidrBlock", "192.0.0.0/7", wanted, {
      resource: office,
    }),
    refused("a list of others' blocks", "destinationCidrBlock", absent, wanted, { resource: route }),
    refused("everything, inline", "routes[1].cidrBlock", "0.0.0.0/0", wanted, { resource: table }),
    {
      name: "everything to the gateway in place of NAT",
      resource: table,
      path: "routes[0]",
      to: { cidrBlock: "0.0.0.0/0", transitGatewayId: unknown },
      finding: { path: "routes[0].cidrBlock", found: '"0.0.0.0/0"', wanted },
    },
    ...refusedTypes.map(([type, instead]) => ({
      name: type,
      path: "@type",
      to: type,
      finding: { path: "", found: "a way between networks that no route holds", wanted: instead },
    })),
    ...allUndecided(["autoAcceptSharedAttachments", ...byItself]),
    ...allUndecided(byAttachment, { resource: attachment }),
    undecided("destinationCidrBlock", { resource: route }),
    undecided("routes", { resource: table }),
  ],
};
