import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { allRegions } from "../facts/regions";
import type { RegionContext } from "../shared";
import { subnetPlan } from "./cidr";
import { FlowLogs } from "./flowLogs";
import { NatGateways } from "./natGateways";
import { natPlan, type NatMode } from "./natPlan";
import { NetworkAcls } from "./networkAcls";
import { checkNetwork } from "./networkChecks";
import { PrivateZone } from "./privateZone";
import { RouteTables } from "./routeTables";
import { Subnets, type ZonedSubnet } from "./subnets";
import { TransitGateway, type Destination } from "./transitGateway";
import { VpcEndpoints } from "./vpcEndpoints";

export interface NetworkArgs {
  readonly context: RegionContext;
  /** Three zones of the region, in order. */
  readonly zones: readonly [string, string, string];
  readonly natGateways: NatMode;
  /** Whether the region's Local Zone gets subnets; only where it has one. */
  readonly edge: boolean;
  /** IPv4 blocks of offices and other networks that reach the region through its transit gateway; may be empty. */
  readonly corporateCidrs: readonly string[];
  /** Bucket for flow logs; its policy must hold `flowLogDelivery`. */
  readonly logs: { readonly bucketArn: pulumi.Input<string> };
}

/**
 * A region's network: VPC over three zones with public, private and intra subnets, edge subnets in its Local Zone,
 * NAT, endpoints, ACLs, flow logs, transit gateway and private DNS zone.
 * Runs: NAT gateways, interface endpoints and a transit-gateway attachment by the hour, their traffic by the gigabyte.
 */
export class Network extends pulumi.ComponentResource {
  readonly vpcId: pulumi.Output<string>;
  readonly vpcCidr: pulumi.Output<string>;
  /** In the order of the zones; never in a Local Zone. */
  readonly publicSubnetIds: pulumi.Output<string[]>;
  readonly privateSubnetIds: pulumi.Output<string[]>;
  /** Where the control plane's interfaces go; no way to the internet. */
  readonly intraSubnetIds: pulumi.Output<string[]>;
  /** In the Local Zone; `undefined` without edge. */
  readonly edgePublicSubnetId: pulumi.Output<string> | undefined;
  readonly edgePrivateSubnetId: pulumi.Output<string> | undefined;
  readonly transitGatewayId: pulumi.Output<string>;
  readonly transitGatewayRouteTableId: pulumi.Output<string>;
  readonly transitGatewayAttachmentId: pulumi.Output<string>;
  /** One a zone, in the order of the zones. */
  readonly privateRouteTableIds: pulumi.Output<string[]>;
  readonly intraRouteTableId: pulumi.Output<string>;
  /** Of the Local Zone's private subnet; `undefined` without edge. */
  readonly edgePrivateRouteTableId: pulumi.Output<string> | undefined;
  /** Admits HTTPS from the VPC to the interface endpoints. */
  readonly endpointSecurityGroupId: pulumi.Output<string>;
  readonly privateZoneId: pulumi.Output<string>;
  readonly privateZoneName: pulumi.Output<string>;
  /** Addresses from which the region appears on the internet. */
  readonly natPublicIps: pulumi.Output<string[]>;

  constructor(name: string, args: NetworkArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:network:Network", name, {}, opts);
    const { context } = args;
    const { region } = context;
    const others = allRegions().filter((other) => other.name !== region.name);
    checkNetwork(
      args,
      others.map((other) => other.cidr),
    );
    const localZone = args.edge ? region.localZone : undefined;
    const plan = subnetPlan({ cidr: region.cidr, zones: args.zones, localZone: localZone?.zone });
    const nat = natPlan({ zones: args.zones, mode: args.natGateways, localZone });
    const child = { parent: this };

    const vpc = new aws.ec2.Vpc(
      `${name}-vpc`,
      {
        cidrBlock: region.cidr,
        enableDnsSupport: true,
        enableDnsHostnames: true,
        tags: context.tags({ service: "network", name: context.name("vpc") }),
      },
      child,
    );
    new aws.ec2.DefaultSecurityGroup(
      `${name}-default-security-group`,
      {
        vpcId: vpc.id,
        ingress: [],
        egress: [],
        tags: context.tags({ service: "network", name: context.name("default-emptied") }),
      },
      child,
    );
    const internetGateway = new aws.ec2.InternetGateway(
      `${name}-internet-gateway`,
      { vpcId: vpc.id, tags: context.tags({ service: "network", name: context.name("internet") }) },
      child,
    );
    const subnets = new Subnets(`${name}-subnets`, { context, vpcId: vpc.id, plan }, child);
    const natGateways = new NatGateways(
      `${name}-nat`,
      {
        context,
        plan: nat,
        internetGateway,
        publicSubnets: [...subnets.public, ...(subnets.edgePublic === undefined ? [] : [subnets.edgePublic])],
      },
      child,
    );
    const tables = new RouteTables(
      `${name}-routes`,
      {
        context,
        vpcId: vpc.id,
        internetGatewayId: internetGateway.id,
        subnets,
        natGatewayOf: (zone) => natGateways.ids.get(nat.gatewayOf.get(zone) ?? ""),
      },
      child,
    );
    const acls = new NetworkAcls(
      `${name}-acls`,
      {
        context,
        vpcId: vpc.id,
        defaultNetworkAclId: vpc.defaultNetworkAclId,
        subnets,
        vpcCidr: region.cidr,
        platformCidrs: others.map((other) => other.cidr),
        corporateCidrs: args.corporateCidrs,
      },
      child,
    );
    new FlowLogs(`${name}-flow-logs`, { context, vpcId: vpc.id, bucketArn: args.logs.bucketArn }, child);
    // Resources in the Local Zone use the attachment of its parent zone, hence routes there too.
    const inward = [
      ...tables.private,
      tables.intra,
      ...(tables.edgePrivate === undefined ? [] : [tables.edgePrivate]),
    ];
    const endpoints = new VpcEndpoints(
      `${name}-endpoints`,
      {
        context,
        vpcId: vpc.id,
        vpcCidr: region.cidr,
        subnetIds: subnets.intra.map((subnet) => subnet.id),
        routeTableIds: inward.map((table) => table.id),
      },
      child,
    );
    const transit = new TransitGateway(
      `${name}-transit`,
      {
        context,
        vpcId: vpc.id,
        subnetIds: subnets.intra.map((subnet) => subnet.id),
        routeTables: inward,
        destinations: [
          ...others.map((other): Destination => ({ key: other.name, cidr: other.cidr })),
          ...args.corporateCidrs.map((cidr): Destination => ({ key: cidr.replace("/", "-"), cidr })),
        ],
      },
      child,
    );
    const zone = new PrivateZone(`${name}-dns`, { context, vpcId: vpc.id }, child);

    // A load balancer is refused, and a node never joins, in a subnet whose routes or ACL are still to come.
    const ready = pulumi.all([tables.ready, acls.ids.public, acls.ids.private, acls.ids.intra]);
    const whenReady = <T>(value: pulumi.Output<T>): pulumi.Output<T> =>
      pulumi.all([value, ready]).apply(([known]) => known) as pulumi.Output<T>;
    const ids = (members: readonly ZonedSubnet[]): pulumi.Output<string[]> =>
      whenReady(pulumi.all(members.map((member) => member.id)));

    this.vpcId = vpc.id;
    this.vpcCidr = pulumi.output(region.cidr);
    this.publicSubnetIds = ids(subnets.public);
    this.privateSubnetIds = ids(subnets.private);
    this.intraSubnetIds = ids(subnets.intra);
    this.edgePublicSubnetId = subnets.edgePublic && whenReady(subnets.edgePublic.id);
    this.edgePrivateSubnetId = subnets.edgePrivate && whenReady(subnets.edgePrivate.id);
    this.transitGatewayId = transit.transitGatewayId;
    this.transitGatewayRouteTableId = transit.routeTableId;
    this.transitGatewayAttachmentId = transit.attachmentId;
    this.privateRouteTableIds = pulumi.all(tables.private.map((table) => table.id));
    this.intraRouteTableId = tables.intra.id;
    this.edgePrivateRouteTableId = tables.edgePrivate?.id;
    this.endpointSecurityGroupId = endpoints.securityGroupId;
    this.privateZoneId = zone.zoneId;
    this.privateZoneName = zone.zoneName;
    this.natPublicIps = natGateways.publicIps;

    this.registerOutputs({
      vpcId: this.vpcId,
      vpcCidr: this.vpcCidr,
      publicSubnetIds: this.publicSubnetIds,
      privateSubnetIds: this.privateSubnetIds,
      intraSubnetIds: this.intraSubnetIds,
      edgePublicSubnetId: this.edgePublicSubnetId,
      edgePrivateSubnetId: this.edgePrivateSubnetId,
      transitGatewayId: this.transitGatewayId,
      transitGatewayRouteTableId: this.transitGatewayRouteTableId,
      transitGatewayAttachmentId: this.transitGatewayAttachmentId,
      privateRouteTableIds: this.privateRouteTableIds,
      intraRouteTableId: this.intraRouteTableId,
      edgePrivateRouteTableId: this.edgePrivateRouteTableId,
      endpointSecurityGroupId: this.endpointSecurityGroupId,
      privateZoneId: this.privateZoneId,
      privateZoneName: this.privateZoneName,
      natPublicIps: this.natPublicIps,
    });
  }
}
