import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { edgeNetworks, edgeNetworksMax } from "../facts/edgeOrigins";
import { deregistrationDelaySeconds, gatewayPorts, httpsPort } from "../facts/network";
import { check, type RegionContext } from "../shared";
import { EdgeIngress } from "./edgeIngress";
import { edgeTrustName, loadBalancerNameMax, targetGroupNamePrefix } from "./limits";
import { PublicSecurityGroup } from "./publicSecurityGroup";
import { readiness } from "./readiness";

export interface RegionIngressArgs {
  readonly context: RegionContext;
  readonly vpcId: pulumi.Input<string>;
  readonly vpcCidr: pulumi.Input<string>;
  /** Zones of the public subnets, in the same order. */
  readonly zones: readonly [string, string, string];
  readonly publicSubnetIds: pulumi.Input<string[]>;
  /** The entry in the Local Zone; default none. */
  readonly edge?: {
    readonly publicSubnetId: pulumi.Input<string>;
    /** ACM certificate, in this region, of the names that the Local Zone answers on. */
    readonly certificateArn: pulumi.Input<string>;
    /** Certificate of the authority that signs the edge's client certificate, PEM. */
    readonly edgeClientCa: string;
    /** KMS key of internal data. */
    readonly keyArn: pulumi.Input<string>;
  };
}

/** What other rooms need of the entry in the Local Zone. */
interface EdgeEntry {
  readonly dnsName: pulumi.Output<string>;
  readonly zoneId: pulumi.Output<string>;
  readonly targetGroupArn: pulumi.Output<string>;
}

/**
 * Where the edge enters a region: a Network Load Balancer with a fixed address in every zone, which lets in the edge's
 * networks only, passes TCP through to the gateway pods and keeps the addresses. Kubernetes binds the pods to its target
 * group. There is no plain HTTP: the edge sends its clients to HTTPS itself.
 * Runs: an hour's charge, one for capacity units and one an address.
 */
export class RegionIngress extends pulumi.ComponentResource {
  /** Public IPv4 addresses, one a zone, in the order of the zones. */
  readonly addresses: pulumi.Output<string[]>;
  readonly dnsName: pulumi.Output<string>;
  /** Hosted zone of the load balancer's name, for alias records. */
  readonly zoneId: pulumi.Output<string>;
  readonly targetGroupArns: Readonly<Record<"https", pulumi.Output<string>>>;
  /** In the Local Zone; `undefined` without edge. */
  readonly edge: EdgeEntry | undefined;
  /** Security groups of the load balancers: what pods admit. */
  readonly securityGroupIds: pulumi.Output<string[]>;

  constructor(name: string, args: RegionIngressArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:ingress:RegionIngress", name, {}, opts);
    const { context } = args;
    const physicalName = context.name("ingress");
    check(
      physicalName.length <= loadBalancerNameMax,
      "RegionIngress name",
      physicalName,
      `${loadBalancerNameMax} characters at most`,
    );
    // Longer than those of load balancers: what of the Local Zone cannot be named is refused before anything is made.
    if (args.edge !== undefined) edgeTrustName(context);
    const tags = (purpose: string): Record<string, string> =>
      context.tags({ service: "ingress", name: context.name(purpose) });
    const child = { parent: this };

    const addresses = args.zones.map(
      (zone) =>
        new aws.ec2.Eip(
          `${name}-address-${zone}`,
          { domain: "vpc", tags: tags(`ingress-${zone}`) },
          // Firewalls and DNS outside know these addresses; a new one could not be had back.
          { parent: this, protect: true },
        ),
    );
    const edgeList = new aws.ec2.ManagedPrefixList(
      `${name}-edge-networks`,
      {
        name: context.name("edge-networks"),
        addressFamily: "IPv4",
        maxEntries: edgeNetworksMax,
        entries: edgeNetworks.map((cidr) => ({ cidr, description: "The edge" })),
        tags: tags("edge-networks"),
      },
      child,
    );
    const securityGroup = new PublicSecurityGroup(
      `${name}-security-group`,
      {
        context,
        purpose: "ingress",
        vpcId: args.vpcId,
        vpcCidr: args.vpcCidr,
        edgeListId: edgeList.id,
        gatewayPort: gatewayPorts.https,
      },
      child,
    );
    const loadBalancer = new aws.lb.LoadBalancer(
      `${name}-nlb`,
      {
        name: physicalName,
        loadBalancerType: "network",
        internal: false,
        ipAddressType: "ipv4",
        securityGroups: [securityGroup.securityGroupId],
        subnetMappings: addresses.map((address, index) => ({
          subnetId: pulumi.output(args.publicSubnetIds).apply((ids) => subnetAt(ids, index)),
          allocationId: address.allocationId,
        })),
        enableCrossZoneLoadBalancing: true,
        enableDeletionProtection: true,
        tags: tags("ingress"),
      },
      { parent: this, protect: true },
    );
    const targetGroup = new aws.lb.TargetGroup(
      `${name}-https`,
      {
        namePrefix: targetGroupNamePrefix.https,
        vpcId: args.vpcId,
        targetType: "ip",
        protocol: "TCP",
        port: gatewayPorts.https,
        preserveClientIp: "true",
        connectionTermination: true,
        deregistrationDelay: deregistrationDelaySeconds,
        healthCheck: readiness,
        tags: tags("ingress-https"),
      },
      child,
    );
    new aws.lb.Listener(
      `${name}-https-listener`,
      {
        loadBalancerArn: loadBalancer.arn,
        protocol: "TCP",
        port: httpsPort,
        defaultActions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
        tags: tags("ingress-https"),
      },
      child,
    );
    this.targetGroupArns = { https: targetGroup.arn };
    const edge =
      args.edge === undefined
        ? undefined
        : new EdgeIngress(
            `${name}-edge`,
            { context, vpcId: args.vpcId, vpcCidr: args.vpcCidr, edgeListId: edgeList.id, ...args.edge },
            child,
          );

    this.addresses = pulumi.all(addresses.map((address) => address.publicIp));
    this.dnsName = loadBalancer.dnsName;
    this.zoneId = loadBalancer.zoneId;
    this.edge = edge && { dnsName: edge.dnsName, zoneId: edge.zoneId, targetGroupArn: edge.targetGroupArn };
    this.securityGroupIds = pulumi.all([
      securityGroup.securityGroupId,
      ...(edge === undefined ? [] : [edge.securityGroupId]),
    ]);

    this.registerOutputs({
      addresses: this.addresses,
      dnsName: this.dnsName,
      zoneId: this.zoneId,
      targetGroupArns: this.targetGroupArns,
      edge: this.edge,
      securityGroupIds: this.securityGroupIds,
    });
  }
}

function subnetAt(ids: readonly string[], index: number): string {
  const id = ids[index];
  check(id !== undefined, "RegionIngress.publicSubnetIds", ids, "one subnet a zone");
  return id;
}
