import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import { amazonRoots } from "../facts/amazonRoots";
import { clientCertificate, type Signer } from "./clientCertificate";

export interface OriginTrustArgs {
  /** Cloudflare's zone of the domain, 32 hexadecimal digits. */
  readonly zoneId: string;
  readonly domain: string;
  readonly authority: Signer;
  /** Each region's authority, whose certificates its gateways show; PEM. */
  readonly regionAuthorities: readonly {
    readonly region: string;
    readonly certificatePem: pulumi.Input<string>;
  }[];
  /** Whether any region's Local Zone is used, whose load balancer shows a certificate of Amazon's. */
  readonly localZone: boolean;
}

/**
 * How the edge and the regions know each other: the edge shows a certificate of the zone's own, which no other customer of the
 * edge has; and takes as an origin's what the regions' authorities signed, and no public authority but Amazon's, for the Local
 * Zone. Runs: the monthly charge of Advanced Certificate Manager.
 */
export class OriginTrust extends pulumi.ComponentResource {
  /** Authorities that sign what origins show, PEM, one after the other. */
  readonly authorities: pulumi.Output<string>;

  constructor(name: string, args: OriginTrustArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:edge:OriginTrust", name, {}, opts);
    const { zoneId, domain, authority } = args;
    const child = { parent: this };
    const { certificatePem, privateKeyPem } = clientCertificate(
      `${name}-client`,
      `edge.${domain}`,
      authority,
      child,
    );
    const shown = new cloudflare.AuthenticatedOriginPullsCertificate(
      `${name}-client`,
      { zoneId, certificate: certificatePem, privateKey: privateKeyPem },
      // A new one takes minutes to reach the edge's data centres, and no one waits: without the last one the edge would have
      // none to show meanwhile. Of two the edge shows the newer, and a person deletes the other ("Manage certificates",
      // Authenticated Origin Pulls, Cloudflare docs; docs/deploy.md).
      { parent: this, retainOnDelete: true },
    );
    new cloudflare.AuthenticatedOriginPullsSettings(
      `${name}-client-shown`,
      { zoneId, enabled: true },
      { parent: this, dependsOn: [shown] },
    );
    const trusted: (readonly [string, pulumi.Input<string>])[] = [
      ...args.regionAuthorities.map(({ region, certificatePem }) => [region, certificatePem] as const),
      ...(args.localZone ? Object.entries(amazonRoots) : []),
    ];
    for (const [authorityName, pem] of trusted)
      new cloudflare.CustomOriginTrustStore(
        `${name}-of-${authorityName}`,
        { zoneId, certificate: pem },
        child,
      );
    this.authorities = pulumi.all(trusted.map(([, pem]) => pem)).apply((pems) => pems.join(""));
    this.registerOutputs({ authorities: this.authorities });
  }
}
