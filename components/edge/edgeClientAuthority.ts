import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { hoursPerDay } from "../facts/days";
import { edgeClientAuthority } from "../facts/edgeOrigins";

/**
 * Signs the certificate by which the platform's zone is known at the regions' entries; it signs nothing else. Made before the
 * regions, whose configuration holds its certificate. Costs nothing to run.
 */
export class EdgeClientAuthority extends pulumi.ComponentResource {
  /** Public; what the regions trust. */
  readonly certificatePem: pulumi.Output<string>;
  /** Secret. */
  readonly privateKeyPem: pulumi.Output<string>;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("azora:edge:EdgeClientAuthority", name, {}, opts);
    const kept = { parent: this, protect: true };
    const key = new tls.PrivateKey(
      `${name}-key`,
      { algorithm: edgeClientAuthority.algorithm, ecdsaCurve: edgeClientAuthority.curve },
      kept,
    );
    const certificate = new tls.SelfSignedCert(
      `${name}-certificate`,
      {
        privateKeyPem: key.privateKeyPem,
        subject: { commonName: "Azora edge client CA", organization: "Azora" },
        isCaCertificate: true,
        setSubjectKeyId: true,
        validityPeriodHours: edgeClientAuthority.validityDays * hoursPerDay,
        allowedUses: ["cert_signing", "crl_signing"],
      },
      kept,
    );
    this.certificatePem = certificate.certPem;
    this.privateKeyPem = key.privateKeyPem;
    this.registerOutputs({
      certificatePem: this.certificatePem,
      privateKeyPem: pulumi.secret(this.privateKeyPem),
    });
  }
}
