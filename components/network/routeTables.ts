import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { check, type RegionContext } from "../shared";
import type { Subnets, ZonedSubnet } from "./subnets";

export interface RouteTablesArgs {
  readonly context: RegionContext;
  readonly vpcId: pulumi.Input<string>;
  readonly internetGatewayId: pulumi.Input<string>;
  readonly subnets: Subnets;
  /** Zone of a private subnet → NAT gateway that it uses. */
  readonly natGatewayOf: (zone: string) => pulumi.Output<string> | undefined;
}

/** A route table and a word for it in names. */
export interface NamedRouteTable {
  readonly key: string;
  readonly id: pulumi.Output<string>;
}

const internet = "0.0.0.0/0";

/** Who goes where: public subnets to the internet, private ones through NAT, intra ones nowhere but the VPC. */
export class RouteTables extends pulumi.ComponentResource {
  readonly publicId: pulumi.Output<string>;
  /** One a zone, in the order of the zones. */
  readonly private: readonly NamedRouteTable[];
  readonly intra: NamedRouteTable;
  /** Of the Local Zone; without one `undefined`. */
  readonly edgePrivate: NamedRouteTable | undefined;
  /** Known once every subnet has its table and every table its way to the internet. */
  readonly ready: pulumi.Output<string[]>;

  constructor(name: string, args: RouteTablesArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:network:RouteTables", name, {}, opts);
    const { context, subnets } = args;
    const ready: pulumi.Output<string>[] = [];

    const table = (key: string, members: readonly ZonedSubnet[]): NamedRouteTable => {
      const { id } = new aws.ec2.RouteTable(
        `${name}-${key}`,
        { vpcId: args.vpcId, tags: context.tags({ service: "network", name: context.name(key) }) },
        { parent: this },
      );
      for (const member of members) {
        const association = new aws.ec2.RouteTableAssociation(
          `${name}-${key}-${member.zone}`,
          { routeTableId: id, subnetId: member.id },
          { parent: this },
        );
        ready.push(association.id);
      }
      return { key, id };
    };
    const throughNat = (key: string, member: ZonedSubnet): NamedRouteTable => {
      const natGatewayId = args.natGatewayOf(member.zone);
      check(
        natGatewayId !== undefined,
        "RouteTables.natGatewayOf",
        member.zone,
        "zones that have a NAT gateway",
      );
      const made = table(key, [member]);
      const route = new aws.ec2.Route(
        `${name}-${key}-internet`,
        { routeTableId: made.id, destinationCidrBlock: internet, natGatewayId },
        { parent: this },
      );
      ready.push(route.id);
      return made;
    };

    // An internet gateway belongs to no zone, so the Local Zone's public subnet shares the table.
    const publicTable = table("public", [
      ...subnets.public,
      ...(subnets.edgePublic === undefined ? [] : [subnets.edgePublic]),
    ]);
    const publicRoute = new aws.ec2.Route(
      `${name}-public-internet`,
      { routeTableId: publicTable.id, destinationCidrBlock: internet, gatewayId: args.internetGatewayId },
      { parent: this },
    );
    ready.push(publicRoute.id);
    this.publicId = publicTable.id;
    this.private = subnets.private.map((member) => throughNat(`private-${member.zone}`, member));
    this.intra = table("intra", subnets.intra);
    this.edgePrivate =
      subnets.edgePrivate === undefined ? undefined : throughNat("edge-private", subnets.edgePrivate);
    this.ready = pulumi.all(ready);

    this.registerOutputs({
      publicId: this.publicId,
      private: this.private,
      intra: this.intra,
      edgePrivate: this.edgePrivate,
      ready: this.ready,
    });
  }
}
