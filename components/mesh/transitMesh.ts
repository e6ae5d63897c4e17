import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { RegionContext } from "../shared";
import { peeringsOf, routePlan, type Peering } from "./routePlan";

/** The transit gateway of one region; from its contract. */
export interface TransitRegion {
  readonly context: RegionContext;
  readonly transitGatewayId: pulumi.Input<string>;
  /** The table in which the VPC's attachment looks up where to send. */
  readonly routeTableId: pulumi.Input<string>;
  readonly vpcAttachmentId: pulumi.Input<string>;
}

export interface TransitMeshArgs {
  readonly regions: readonly TransitRegion[];
}

/**
 * A private path between every two regions: a peering of their transit gateways and a route in each direction. What comes
 * from a peer is looked up in a table that knows the region's own VPC only, so that no region is a way through to a third.
 * Runs: an hour's charge each end of a peering and a charge a gigabyte.
 */
export class TransitMesh extends pulumi.ComponentResource {
  /** `<requester>-<accepter>` of each peering. */
  readonly peerings: pulumi.Output<string[]>;

  constructor(name: string, args: TransitMeshArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:mesh:TransitMesh", name, {}, opts);
    const facts = args.regions.map(({ context }) => context.region);
    const routes = routePlan(facts);
    const sides = new Map(args.regions.map((region) => [region.context.region.name, region]));
    const inbound = new Map(args.regions.map((region) => [region, this.inbound(name, region)]));

    const attachments = new Map<string, pulumi.Output<string>>();
    const accepted = new Map<string, pulumi.Resource>();
    for (const peering of peeringsOf(facts)) {
      const requester = sides.get(peering.requester) as TransitRegion;
      const accepter = sides.get(peering.accepter) as TransitRegion;
      const { attachmentId, ready } = this.join(name, peering, requester, accepter);
      attachments.set(peering.key, attachmentId);
      accepted.set(peering.key, ready);
      for (const side of [requester, accepter]) {
        const { region } = side.context;
        new aws.ec2transitgateway.RouteTableAssociation(
          `${name}-${peering.key}-in-${region.name}`,
          {
            region: region.awsRegion,
            transitGatewayAttachmentId: attachmentId,
            transitGatewayRouteTableId: inbound.get(side) as pulumi.Output<string>,
          },
          { parent: this, dependsOn: [ready] },
        );
      }
    }
    for (const { from, to, cidr, peering } of routes) {
      const side = sides.get(from) as TransitRegion;
      new aws.ec2transitgateway.Route(
        `${name}-${from}-to-${to}`,
        {
          region: side.context.region.awsRegion,
          destinationCidrBlock: cidr,
          transitGatewayAttachmentId: attachments.get(peering),
          transitGatewayRouteTableId: side.routeTableId,
        },
        // Only an attachment that was accepted takes routes.
        { parent: this, dependsOn: [accepted.get(peering) as pulumi.Resource] },
      );
    }
    this.peerings = pulumi.output([...attachments.keys()]);
    this.registerOutputs({ peerings: this.peerings });
  }

  /** The table for what comes from peers: the region's own block, and nothing else. */
  private inbound(name: string, side: TransitRegion): pulumi.Output<string> {
    const { context } = side;
    const { name: regionName, awsRegion, cidr } = context.region;
    const table = new aws.ec2transitgateway.RouteTable(
      `${name}-${regionName}-from-peers`,
      {
        region: awsRegion,
        transitGatewayId: side.transitGatewayId,
        tags: context.tags({ service: "network", name: context.name("from-peers") }),
      },
      { parent: this },
    );
    new aws.ec2transitgateway.Route(
      `${name}-${regionName}-own`,
      {
        region: awsRegion,
        destinationCidrBlock: cidr,
        transitGatewayAttachmentId: side.vpcAttachmentId,
        transitGatewayRouteTableId: table.id,
      },
      { parent: this },
    );
    return table.id;
  }

  /** The peering itself: asked for in one region, accepted in the other. */
  private join(
    name: string,
    { key }: Peering,
    requester: TransitRegion,
    accepter: TransitRegion,
  ): { readonly attachmentId: pulumi.Output<string>; readonly ready: pulumi.Resource } {
    const tags = ({ context }: TransitRegion): Record<string, string> =>
      context.tags({ service: "network", name: `azora-${key}` });
    const attachment = new aws.ec2transitgateway.PeeringAttachment(
      `${name}-${key}`,
      {
        region: requester.context.region.awsRegion,
        transitGatewayId: requester.transitGatewayId,
        peerAccountId: accepter.context.accountId,
        peerRegion: accepter.context.region.awsRegion,
        peerTransitGatewayId: accepter.transitGatewayId,
        tags: tags(requester),
      },
      { parent: this },
    );
    const ready = new aws.ec2transitgateway.PeeringAttachmentAccepter(
      `${name}-${key}-accepted`,
      {
        region: accepter.context.region.awsRegion,
        transitGatewayAttachmentId: attachment.id,
        tags: tags(accepter),
      },
      { parent: this },
    );
    return { attachmentId: attachment.id, ready };
  }
}
