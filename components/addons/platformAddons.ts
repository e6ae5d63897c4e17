import * as pulumi from "@pulumi/pulumi";
import type { GuardRails } from "../guardrails";
import type { ChartMirror, RegionContext } from "../shared";
import { CertManager } from "./certManager";
import { ExternalDns } from "./externalDns";
import { LoadBalancerController } from "./loadBalancerController";
import { MetricsServer } from "./metricsServer";
import { RegionIssuer } from "./regionIssuer";
import { TargetGroupBindings, type TargetGroupBindingFact } from "./targetGroupBindings";
import { TrustManager } from "./trustManager";

export interface PlatformAddonsArgs {
  readonly context: RegionContext;
  readonly clusterName: pulumi.Input<string>;
  readonly clusterArn: pulumi.Input<string>;
  readonly vpcId: pulumi.Input<string>;
  readonly privateZoneId: pulumi.Input<string>;
  readonly privateZoneName: pulumi.Input<string>;
  /** Makes the namespaces that the add-ons live in. */
  readonly guardRails: GuardRails;
  /** Which target groups the gateway's pods belong to. */
  readonly targetGroups: readonly TargetGroupBindingFact[];
  readonly mirror?: ChartMirror | undefined;
  /** What must exist first: nodes and DNS. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * The add-ons of every cluster, in the order in which they need each other: certificates, trust, the region's authority,
 * then what is served with certificates.
 * Costs to run: about fifteen small pods on the system nodes.
 */
export class PlatformAddons extends pulumi.ComponentResource {
  /** The public part of the region's certificate authority. */
  readonly caCertificatePem: pulumi.Output<string>;
  readonly issuerName: pulumi.Output<string>;
  readonly trustConfigMapName: pulumi.Output<string>;
  readonly trustConfigMapKey: pulumi.Output<string>;

  constructor(name: string, args: PlatformAddonsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:addons:PlatformAddons", name, {}, opts);

    const { context, guardRails, mirror } = args;
    const cluster = { clusterName: args.clusterName, clusterArn: args.clusterArn };
    const child = { parent: this };
    // Pods name priority classes, so all of the guard rails come first.
    const first = [...args.after, guardRails];

    const certManager = new CertManager(`${name}-cert-manager`, { context, mirror, after: first }, child);
    const withCertificates = [...first, certManager.release];
    const trustManager = new TrustManager(
      `${name}-trust-manager`,
      { context, mirror, after: withCertificates },
      child,
    );
    const issuer = new RegionIssuer(
      `${name}-region-issuer`,
      { context, after: [certManager.release, trustManager.release] },
      child,
    );
    new MetricsServer(`${name}-metrics-server`, { context, mirror, after: withCertificates }, child);
    const loadBalancerController = new LoadBalancerController(
      `${name}-load-balancer-controller`,
      { context, mirror, ...cluster, vpcId: args.vpcId, after: withCertificates },
      child,
    );
    new ExternalDns(
      `${name}-external-dns`,
      {
        context,
        mirror,
        ...cluster,
        privateZoneId: args.privateZoneId,
        privateZoneName: args.privateZoneName,
        after: first,
      },
      child,
    );
    new TargetGroupBindings(
      `${name}-targets`,
      {
        bindings: args.targetGroups,
        vpcId: args.vpcId,
        after: [loadBalancerController.release, guardRails.namespace("gateway")],
      },
      child,
    );

    this.caCertificatePem = issuer.caCertificatePem;
    this.issuerName = issuer.issuerName;
    this.trustConfigMapName = issuer.trustConfigMapName;
    this.trustConfigMapKey = issuer.trustConfigMapKey;
    this.registerOutputs({
      caCertificatePem: this.caCertificatePem,
      issuerName: this.issuerName,
      trustConfigMapName: this.trustConfigMapName,
      trustConfigMapKey: this.trustConfigMapKey,
    });
  }
}
