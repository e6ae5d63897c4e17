import { allRegions, globalStackName, type Region } from "../../components/facts/regions";
import { contractOf, references } from "./edgeFixtures";
import { unknown, type Fixture } from "./rules";

/** The mesh as the global stack has it, small. */

const transit = "aws:ec2transitgateway";
const stack = globalStackName;
const attachment = "transitGatewayAttachmentId";
const table = "transitGatewayRouteTableId";
const ids = { [attachment]: unknown, [table]: unknown };
const regions = allRegions();
const pairs = regions.flatMap((a, index) => regions.slice(index + 1).map((b) => [a, b] as const));
const keyOf = (a: Region, b: Region): string => `${a.name}-${b.name}`;

const peering = (a: Region, b: Region): readonly Fixture[] => [
  {
    type: `${transit}/peeringAttachment:PeeringAttachment`,
    name: keyOf(a, b),
    stack,
    props: {
      region: a.awsRegion,
      peerRegion: b.awsRegion,
      transitGatewayId: unknown,
      peerTransitGatewayId: unknown,
    },
  },
  {
    type: `${transit}/peeringAttachmentAccepter:PeeringAttachmentAccepter`,
    name: `${keyOf(a, b)}-accepted`,
    stack,
    props: { region: b.awsRegion, [attachment]: unknown },
    from: { [attachment]: [keyOf(a, b)] },
  },
  ...[a, b].map((end): Fixture => ({
    type: `${transit}/routeTableAssociation:RouteTableAssociation`,
    name: `${keyOf(a, b)}-in-${end.name}`,
    stack,
    props: { region: end.awsRegion, ...ids },
    from: { [attachment]: [keyOf(a, b)], [table]: [`${end.name}-from-peers`] },
  })),
];

const route = (from: Region, to: Region, through: string): Fixture => ({
  type: `${transit}/route:Route`,
  name: `${from.name}-to-${to.name}`,
  stack,
  props: { region: from.awsRegion, destinationCidrBlock: to.cidr, ...ids },
  from: { [attachment]: [through], [table]: [contractOf(from.name)] },
});

const inbound = ({ name, awsRegion, cidr }: Region): readonly Fixture[] => [
  {
    type: `${transit}/routeTable:RouteTable`,
    name: `${name}-from-peers`,
    stack,
    props: { region: awsRegion, transitGatewayId: unknown },
    from: { transitGatewayId: [contractOf(name)] },
  },
  {
    type: `${transit}/route:Route`,
    name: `${name}-own`,
    stack,
    props: { region: awsRegion, destinationCidrBlock: cidr, ...ids },
    from: { [attachment]: [contractOf(name)], [table]: [`${name}-from-peers`] },
  },
];

/** A peering, its accepter and associations, and a route each way between every two regions; each region's inbound table. */
export const mesh: readonly Fixture[] = [
  ...pairs.flatMap(([a, b]) => [...peering(a, b), route(a, b, keyOf(a, b)), route(b, a, keyOf(a, b))]),
  ...regions.flatMap(inbound),
  references,
];

/** Index of a fixture by its name. @throws Error where there is none. */
export function at(fixtures: readonly Fixture[], name: string): number {
  const index = fixtures.findIndex((fixture) => fixture.name === name);
  if (index < 0) throw new Error(`no fixture ${name}`);
  return index;
}
