import * as pulumi from "@pulumi/pulumi";
import { edgeClientAuthority } from "../facts/edgeOrigins";
import { rootAuthority } from "../shared";

/**
 * Signs the certificates by which the platform's zone and the regions' probes are known at the regions' entries; it signs
 * nothing else. Made before the regions, whose configuration holds its certificate. Costs nothing to run.
 */
export class EdgeClientAuthority extends pulumi.ComponentResource {
  /** Public; what the regions trust. */
  readonly certificatePem: pulumi.Output<string>;
  /** Secret. */
  readonly privateKeyPem: pulumi.Output<string>;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super("azora:edge:EdgeClientAuthority", name, {}, opts);
    const made = rootAuthority(name, "Azora edge client CA", edgeClientAuthority, this);
    this.certificatePem = made.certificatePem;
    this.privateKeyPem = made.privateKeyPem;
    this.registerOutputs({
      certificatePem: this.certificatePem,
      privateKeyPem: pulumi.secret(this.privateKeyPem),
    });
  }
}
