import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { RegionContext } from "../shared";
import type { NamedRouteTable } from "./routeTables";

/** A block that is reached through the transit gateway, and a word for it in names. */
export interface Destination {
  readonly key: string;
  readonly cidr: string;
}

export interface TransitGatewayArgs {
  readonly context: RegionContext;
  readonly vpcId: pulumi.Input<string>;
  /** One subnet in every zone whose resources use the gateway; never in a Local Zone, where none can attach. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** Tables of subnets that send to the destinations. */
  readonly routeTables: readonly NamedRouteTable[];
  readonly destinations: readonly Destination[];
}

/**
 * The region's door to the other regions and to offices. Nothing is attached, associated or propagated by itself.
 * Runs: an hour's charge an attachment and a charge a gigabyte.
 */
export class TransitGateway extends pulumi.ComponentResource {
  readonly transitGatewayId: pulumi.Output<string>;
  /** The one table, with which peerings are associated and where their routes go. */
  readonly routeTableId: pulumi.Output<string>;
  /** The VPC's attachment. */
  readonly attachmentId: pulumi.Output<string>;

  constructor(name: string, args: TransitGatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:network:TransitGateway", name, {}, opts);
    const { context } = args;
    const tags = (purpose: string): Record<string, string> =>
      context.tags({ service: "network", name: context.name(purpose) });

    const gateway = new aws.ec2transitgateway.TransitGateway(
      `${name}-gateway`,
      {
        description: `${context.region.name}: door to the other regions`,
        amazonSideAsn: context.region.transitGatewayAsn,
        autoAcceptSharedAttachments: "disable",
        defaultRouteTableAssociation: "disable",
        defaultRouteTablePropagation: "disable",
        dnsSupport: "enable",
        vpnEcmpSupport: "enable",
        multicastSupport: "disable",
        tags: tags("transit-gateway"),
      },
      { parent: this },
    );
    const routeTable = new aws.ec2transitgateway.RouteTable(
      `${name}-table`,
      { transitGatewayId: gateway.id, tags: tags("transit-gateway") },
      { parent: this },
    );
    const attachment = new aws.ec2transitgateway.VpcAttachment(
      `${name}-vpc`,
      {
        transitGatewayId: gateway.id,
        vpcId: args.vpcId,
        subnetIds: [...args.subnetIds],
        dnsSupport: "enable",
        applianceModeSupport: "disable",
        transitGatewayDefaultRouteTableAssociation: false,
        transitGatewayDefaultRouteTablePropagation: false,
        tags: tags("vpc"),
      },
      { parent: this },
    );
    const member = { transitGatewayAttachmentId: attachment.id, transitGatewayRouteTableId: routeTable.id };
    new aws.ec2transitgateway.RouteTableAssociation(`${name}-vpc-association`, member, { parent: this });
    new aws.ec2transitgateway.RouteTablePropagation(`${name}-vpc-propagation`, member, { parent: this });

    for (const table of args.routeTables) {
      for (const destination of args.destinations) {
        new aws.ec2.Route(
          `${name}-${table.key}-to-${destination.key}`,
          {
            routeTableId: table.id,
            destinationCidrBlock: destination.cidr,
            transitGatewayId: gateway.id,
          },
          // EC2 refuses a route to a gateway to which the VPC is not attached yet.
          { parent: this, dependsOn: [attachment] },
        );
      }
    }
    this.transitGatewayId = gateway.id;
    this.routeTableId = routeTable.id;
    this.attachmentId = attachment.id;

    this.registerOutputs({
      transitGatewayId: this.transitGatewayId,
      routeTableId: this.routeTableId,
      attachmentId: this.attachmentId,
    });
  }
}
