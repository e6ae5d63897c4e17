/** What must join the regions, by the plan that the mesh is built from. */
import { allRegions, globalStackName, regionNamed } from "../../components/facts/regions";
import { peeringsOf, replicaJoins, routePlan, zoneJoins } from "../../components/mesh";
import type { Deployed, DeployedRegion } from "./deployed";
import { find, holds, type Needed } from "./needed";

const transit = "aws:ec2transitgateway";
const stack = globalStackName;

/** The contract of each region, by its name. */
type ContractOf = (region: string) => DeployedRegion["contract"];

/** Both ends of each peering, and the table in which each end looks up what comes in. */
function peerings({ global }: Deployed, contractOf: ContractOf): Needed[] {
  return peeringsOf(allRegions()).flatMap(({ requester, accepter }) => {
    const [from, to] = [contractOf(requester), contractOf(accepter)];
    const attachment = find(global, `${transit}/peeringAttachment:PeeringAttachment`, {
      transitGatewayId: from.network.transitGatewayId,
      peerTransitGatewayId: to.network.transitGatewayId,
    });
    const what = `peering ${requester} to ${accepter}`;
    const asked = { what, where: from.region.awsRegion, stack, there: attachment !== undefined };
    // What hangs on a peering that is not there has no name to be found by.
    if (attachment === undefined) return [asked];
    const accepted = holds(global, `${transit}/peeringAttachmentAccepter:PeeringAttachmentAccepter`, {
      transitGatewayAttachmentId: attachment.id,
    });
    const tables = [from, to].map(({ region, network }) => {
      const table = find(global, `${transit}/routeTable:RouteTable`, {
        transitGatewayId: network.transitGatewayId,
      });
      const there = holds(global, `${transit}/routeTableAssociation:RouteTableAssociation`, {
        transitGatewayAttachmentId: attachment.id,
        transitGatewayRouteTableId: table?.id ?? "",
      });
      return { what: `table of ${what}, in ${region.name}`, where: region.awsRegion, stack, there };
    });
    return [
      asked,
      { what: `${what}, accepted`, where: to.region.awsRegion, stack, there: accepted },
      ...tables,
    ];
  });
}

/** Each way between two regions, and each region's own block for what comes from the others. */
function routes({ global }: Deployed, contractOf: ContractOf): Needed[] {
  const route = (inputs: Readonly<Record<string, string>>): boolean =>
    holds(global, `${transit}/route:Route`, inputs);
  const between = routePlan(allRegions()).map(({ from, to, cidr }) => {
    const { network, region } = contractOf(from);
    const there = route({
      transitGatewayRouteTableId: network.transitGatewayRouteTableId,
      destinationCidrBlock: cidr,
    });
    return { what: `route ${from} to ${to}`, where: region.awsRegion, stack, there };
  });
  const inwards = allRegions().map(({ name, cidr, awsRegion }) => {
    const attachment = contractOf(name).network.transitGatewayAttachmentId;
    const there = route({ transitGatewayAttachmentId: attachment, destinationCidrBlock: cidr });
    return { what: `route of peers into ${name}`, where: awsRegion, stack, there };
  });
  return [...between, ...inwards];
}

export function neededOfMesh(deployed: Deployed): Needed[] {
  const { regions, global } = deployed;
  const contracts = new Map(regions.map((region) => [region.stack, region.contract]));
  const contractOf: ContractOf = (region) => contracts.get(region) as DeployedRegion["contract"];
  const zones = zoneJoins(allRegions()).map(({ zone, vpc }) => {
    const { region, network } = contractOf(vpc);
    const there = holds(global, "aws:route53/zoneAssociation:ZoneAssociation", {
      zoneId: contractOf(zone).network.privateZoneId,
      vpcId: network.vpcId,
    });
    return { what: `zone of ${zone} in the network of ${vpc}`, where: region.awsRegion, stack, there };
  });
  const replicas = replicaJoins(allRegions()).map(({ home, partner, dataClass }) => {
    const where = regionNamed(partner).awsRegion;
    const primaryKeyArn = contractOf(home).keys[dataClass];
    const there = holds(global, "aws:kms/replicaKey:ReplicaKey", { primaryKeyArn, region: where });
    return { what: `replica of ${home}'s key of ${dataClass} data`, where, stack, there };
  });
  const images = "aws:ecr/replicationConfiguration:ReplicationConfiguration";
  return [
    ...peerings(deployed, contractOf),
    ...routes(deployed, contractOf),
    ...zones,
    ...replicas,
    {
      what: "replication of images",
      where: allRegions()[0]?.awsRegion ?? "",
      stack,
      there: holds(global, images, {}),
    },
  ];
}
