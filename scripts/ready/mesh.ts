/** Questions about what joins the regions: peerings, their routes, private zones. */
import {
  EC2Client,
  paginateDescribeTransitGatewayPeeringAttachments,
  paginateSearchTransitGatewayRoutes,
  type TransitGatewayRoute,
} from "@aws-sdk/client-ec2";
import { GetHostedZoneCommand, Route53Client } from "@aws-sdk/client-route-53";
import { globalStackHome } from "../../components/facts/regions";
import { awsClient, type AwsAccess } from "./access";
import { exactly, Once, type Question } from "./ask";
import { awsRegionOf, inputText, ofType, shownText, type Deployed } from "./deployed";

/** The questions of one run; calls that answer several of them are made once. */
export class MeshQuestions {
  private readonly once = new Once();

  constructor(
    private readonly deployed: Deployed,
    private readonly access: AwsAccess,
  ) {}

  peerings(): Question[] {
    const { global } = this.deployed;
    const type = "aws:ec2transitgateway/peeringAttachment";
    // Each side has a state of its own; the accepter's resource stands for the other side.
    const asking = ofType(global, `${type}:PeeringAttachment`).map((one) => ({ one, id: one.id }));
    const accepting = ofType(global, `${type}Accepter:PeeringAttachmentAccepter`).map((one) => ({
      one,
      id: shownText(one, "transitGatewayAttachmentId"),
    }));
    const sides = [...asking, ...accepting].map(({ one, id }) => ({
      name: one.name,
      id,
      region: awsRegionOf(global, one),
    }));
    return sides.map(({ name, id, region }) => ({
      what: `peering ${name}`,
      where: region,
      wanted: "available",
      ask: async (signal) => {
        const ids = sides.filter((side) => side.region === region).map((side) => side.id);
        const states = await this.once.get(`peerings ${region}`, () =>
          this.peeringStates(region, ids, signal),
        );
        return exactly("available", states.get(id) ?? "absent");
      },
    }));
  }

  private async peeringStates(
    region: string,
    ids: readonly string[],
    abortSignal: AbortSignal,
  ): Promise<ReadonlyMap<string, string>> {
    const client = awsClient(EC2Client, region, this.access);
    const states = new Map<string, string>();
    // A filter passes over what is not there; asked by their ids, one that is missing would fail for all.
    const Filters = [{ Name: "transit-gateway-attachment-id", Values: [...new Set(ids)] }];
    const pages = paginateDescribeTransitGatewayPeeringAttachments({ client }, { Filters }, { abortSignal });
    for await (const page of pages)
      for (const {
        TransitGatewayAttachmentId: id = "",
        State: state,
      } of page.TransitGatewayPeeringAttachments ?? [])
        states.set(id, state ?? "without a state");
    return states;
  }

  routes(): Question[] {
    const { global } = this.deployed;
    const routes = ofType(global, "aws:ec2transitgateway/route:Route");
    return routes.map((route) => {
      const region = awsRegionOf(global, route);
      const wanted = `active to ${shownText(route, "transitGatewayAttachmentId")}`;
      return {
        what: `route ${route.name}`,
        where: region,
        wanted,
        ask: async (signal: AbortSignal) => {
          const table = inputText(route, "transitGatewayRouteTableId");
          const cidr = inputText(route, "destinationCidrBlock");
          const found = await this.once.get(`routes ${region} ${table}`, () =>
            this.staticRoutes(region, table, signal),
          );
          return exactly(wanted, describeRoute(found.get(cidr)));
        },
      };
    });
  }

  private async staticRoutes(
    region: string,
    table: string,
    abortSignal: AbortSignal,
  ): Promise<ReadonlyMap<string, TransitGatewayRoute>> {
    const client = awsClient(EC2Client, region, this.access);
    const routes = new Map<string, TransitGatewayRoute>();
    const request = { TransitGatewayRouteTableId: table, Filters: [{ Name: "type", Values: ["static"] }] };
    for await (const page of paginateSearchTransitGatewayRoutes({ client }, request, { abortSignal }))
      for (const route of page.Routes ?? []) routes.set(route.DestinationCidrBlock ?? "", route);
    return routes;
  }

  zones(): Question[] {
    const { regions, global } = this.deployed;
    const own = regions.flatMap((region) =>
      ofType(region, "aws:route53/zone:Zone").flatMap((zone) =>
        vpcsOf(zone.inputs.vpcs).map((vpc) => ({
          what: `zone ${shownText(zone, "name")} in its own network`,
          where: vpc.vpcRegion ?? awsRegionOf(region, zone),
          ask: (signal: AbortSignal) => this.associated(zone.id, vpc.vpcId ?? "", signal),
        })),
      ),
    );
    const associated = ofType(global, "aws:route53/zoneAssociation:ZoneAssociation").map((association) => ({
      what: `zone ${association.name}`,
      where: shownText(association, "vpcRegion"),
      ask: (signal: AbortSignal) =>
        this.associated(inputText(association, "zoneId"), inputText(association, "vpcId"), signal),
    }));
    return [...own, ...associated].map(({ what, where, ask }) => ({
      what,
      where,
      wanted: "associated",
      ask: async (signal) => exactly("associated", (await ask(signal)) ? "associated" : "not associated"),
    }));
  }

  private async associated(zone: string, vpc: string, abortSignal: AbortSignal): Promise<boolean> {
    const vpcs = await this.once.get(`zone ${zone}`, async () => {
      // Route 53 is one service for all regions; any region signs for it.
      const client = awsClient(Route53Client, globalStackHome().awsRegion, this.access);
      const answer = await client.send(new GetHostedZoneCommand({ Id: zone }), { abortSignal });
      return (answer.VPCs ?? []).map(({ VPCId }) => VPCId);
    });
    return vpcs.includes(vpc);
  }
}

function describeRoute(route: TransitGatewayRoute | undefined): string {
  if (route === undefined) return "absent";
  const to = (route.TransitGatewayAttachments ?? [])
    .map((one) => one.TransitGatewayAttachmentId ?? "")
    .join(", ");
  return `${route.State ?? "without a state"}${to === "" ? "" : ` to ${to}`}`;
}

interface Vpc {
  readonly vpcId?: string;
  readonly vpcRegion?: string;
}

function vpcsOf(value: unknown): readonly Vpc[] {
  return Array.isArray(value) ? (value as Vpc[]) : [];
}
