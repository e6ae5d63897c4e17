import type * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { hoursPerDay } from "../facts/days";
import { edgeClientAuthority, edgeClientCertificate } from "../facts/edgeOrigins";
import type { EdgeClientAuthority } from "./edgeClientAuthority";

/** What signs; its certificate is what the regions trust. */
export type Signer = Pick<EdgeClientAuthority, "certificatePem" | "privateKeyPem">;

/** A certificate by which its bearer is let in at the regions' entries, and its key, which is secret; PEM. */
export function clientCertificate(
  name: string,
  commonName: string,
  signer: Signer,
  opts: pulumi.CustomResourceOptions,
): { readonly certificatePem: pulumi.Output<string>; readonly privateKeyPem: pulumi.Output<string> } {
  const { privateKeyPem } = new tls.PrivateKey(
    `${name}-key`,
    { algorithm: edgeClientAuthority.algorithm, ecdsaCurve: edgeClientAuthority.curve },
    opts,
  );
  const { certRequestPem } = new tls.CertRequest(
    `${name}-request`,
    { privateKeyPem, subject: { commonName, organization: "Azora" } },
    opts,
  );
  const { certPem } = new tls.LocallySignedCert(
    `${name}-certificate`,
    {
      certRequestPem,
      caCertPem: signer.certificatePem,
      caPrivateKeyPem: signer.privateKeyPem,
      validityPeriodHours: edgeClientCertificate.validityDays * hoursPerDay,
      earlyRenewalHours: edgeClientCertificate.renewDays * hoursPerDay,
      allowedUses: ["digital_signature", "client_auth"],
    },
    opts,
  );
  return { certificatePem: certPem, privateKeyPem };
}
