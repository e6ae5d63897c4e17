import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { amazonRoots } from "../facts/amazonRoots";
import { hoursPerDay } from "../facts/days";
import { edgeClientAuthority, edgeClientCertificate } from "../facts/edgeOrigins";
import type { EdgeClientAuthority } from "./edgeClientAuthority";

export interface OriginTrustArgs {
  /** Cloudflare's zone of the domain, 32 hexadecimal digits. */
  readonly zoneId: string;
  readonly domain: string;
  readonly authority: Pick<EdgeClientAuthority, "certificatePem" | "privateKeyPem">;
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
  constructor(name: string, args: OriginTrustArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:edge:OriginTrust", name, {}, opts);
    const { zoneId, domain, authority } = args;
    const child = { parent: this };
    const key = new tls.PrivateKey(
      `${name}-client-key`,
      { algorithm: edgeClientAuthority.algorithm, ecdsaCurve: edgeClientAuthority.curve },
      child,
    );
    const request = new tls.CertRequest(
      `${name}-client-request`,
      { privateKeyPem: key.privateKeyPem, subject: { commonName: `edge.${domain}`, organization: "Azora" } },
      child,
    );
    const certificate = new tls.LocallySignedCert(
      `${name}-client-certificate`,
      {
        certRequestPem: request.certRequestPem,
        caCertPem: authority.certificatePem,
        caPrivateKeyPem: authority.privateKeyPem,
        validityPeriodHours: edgeClientCertificate.validityDays * hoursPerDay,
        earlyRenewalHours: edgeClientCertificate.renewDays * hoursPerDay,
        allowedUses: ["digital_signature", "client_auth"],
      },
      child,
    );
    const shown = new cloudflare.AuthenticatedOriginPullsCertificate(
      `${name}-client`,
      { zoneId, certificate: certificate.certPem, privateKey: key.privateKeyPem },
      child,
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
    this.registerOutputs({});
  }
}
