import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { deregistrationDelaySeconds, gatewayPorts, httpsPort } from "../facts/network";
import { tlsMin } from "../facts/security";
import { check, type RegionContext } from "../shared";
import { EdgeTrust } from "./edgeTrust";
import { loadBalancerNameMax, targetGroupNamePrefix } from "./limits";
import { PublicSecurityGroup } from "./publicSecurityGroup";
import { readiness } from "./readiness";

export interface EdgeIngressArgs {
  readonly context: RegionContext;
  readonly vpcId: pulumi.Input<string>;
  readonly vpcCidr: pulumi.Input<string>;
  /** The one public subnet of the Local Zone. */
  readonly publicSubnetId: pulumi.Input<string>;
  /** ACM certificate, in this region, of the names that the Local Zone answers on. */
  readonly certificateArn: pulumi.Input<string>;
  /** Certificate of the authority that signs the edge's client certificate, PEM. */
  readonly edgeClientCa: string;
  /** Prefix list of the edge's networks. */
  readonly edgeListId: pulumi.Input<string>;
  /** KMS key of internal data. */
  readonly keyArn: pulumi.Input<string>;
}

/**
 * Where clients near the Local Zone enter: an Application Load Balancer, since a Local Zone offers no other, and by
 * itself, since one load balancer cannot span a zone and a Local Zone (ELB user guide, "Subnets for your load balancer").
 * It ends TLS, asks for the edge's client certificate and encrypts again towards the gateway pods. Runs: an hour's charge and one for capacity units.
 */
export class EdgeIngress extends pulumi.ComponentResource {
  readonly dnsName: pulumi.Output<string>;
  /** Hosted zone of the load balancer's name, for alias records. */
  readonly zoneId: pulumi.Output<string>;
  readonly targetGroupArn: pulumi.Output<string>;
  readonly securityGroupId: pulumi.Output<string>;

  constructor(name: string, args: EdgeIngressArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:ingress:EdgeIngress", name, {}, opts);
    const { context } = args;
    const physicalName = context.name("edge");
    check(
      physicalName.length <= loadBalancerNameMax,
      "EdgeIngress name",
      physicalName,
      `${loadBalancerNameMax} characters at most`,
    );
    const tags = context.tags({ service: "ingress", name: physicalName });
    const child = { parent: this };

    const securityGroup = new PublicSecurityGroup(
      `${name}-security-group`,
      {
        context,
        purpose: "edge",
        vpcId: args.vpcId,
        vpcCidr: args.vpcCidr,
        edgeListId: args.edgeListId,
        gatewayPort: gatewayPorts.localZone,
      },
      child,
    );
    const loadBalancer = new aws.lb.LoadBalancer(
      `${name}-alb`,
      {
        name: physicalName,
        loadBalancerType: "application",
        internal: false,
        ipAddressType: "ipv4",
        subnets: [args.publicSubnetId],
        securityGroups: [securityGroup.securityGroupId],
        dropInvalidHeaderFields: true,
        enableDeletionProtection: true,
        tags,
      },
      { parent: this, protect: true },
    );
    const targetGroup = new aws.lb.TargetGroup(
      `${name}-https`,
      {
        namePrefix: targetGroupNamePrefix.edge,
        vpcId: args.vpcId,
        targetType: "ip",
        protocol: "HTTPS",
        port: gatewayPorts.localZone,
        deregistrationDelay: deregistrationDelaySeconds,
        healthCheck: readiness,
        tags,
      },
      child,
    );
    const trust = new EdgeTrust(
      `${name}-trust`,
      { context, edgeClientCa: args.edgeClientCa, keyArn: args.keyArn },
      child,
    );
    new aws.lb.Listener(
      `${name}-https-listener`,
      {
        loadBalancerArn: loadBalancer.arn,
        protocol: "HTTPS",
        port: httpsPort,
        sslPolicy: tlsMin.loadBalancerPolicy,
        certificateArn: args.certificateArn,
        mutualAuthentication: { mode: "verify", trustStoreArn: trust.trustStoreArn },
        defaultActions: [{ type: "forward", targetGroupArn: targetGroup.arn }],
        tags,
      },
      child,
    );
    this.dnsName = loadBalancer.dnsName;
    this.zoneId = loadBalancer.zoneId;
    this.targetGroupArn = targetGroup.arn;
    this.securityGroupId = securityGroup.securityGroupId;

    this.registerOutputs({
      dnsName: this.dnsName,
      zoneId: this.zoneId,
      targetGroupArn: this.targetGroupArn,
      securityGroupId: this.securityGroupId,
    });
  }
}
