import type * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { hoursPerDay } from "../facts/days";

/** Kind and life of an authority; facts say which. */
interface AuthorityFact {
  readonly algorithm: string;
  readonly curve: string;
  readonly validityDays: number;
}

/** An authority that signs for itself: its key, which is secret, and its certificate, PEM. Both are kept from deletion. */
export function rootAuthority(
  name: string,
  commonName: string,
  { algorithm, curve, validityDays }: AuthorityFact,
  parent: pulumi.Resource,
): { readonly privateKeyPem: pulumi.Output<string>; readonly certificatePem: pulumi.Output<string> } {
  const kept = { parent, protect: true };
  const { privateKeyPem } = new tls.PrivateKey(`${name}-key`, { algorithm, ecdsaCurve: curve }, kept);
  const { certPem } = new tls.SelfSignedCert(
    `${name}-certificate`,
    {
      privateKeyPem,
      subject: { commonName, organization: "Azora" },
      isCaCertificate: true,
      setSubjectKeyId: true,
      validityPeriodHours: validityDays * hoursPerDay,
      allowedUses: ["cert_signing", "crl_signing"],
    },
    kept,
  );
  return { privateKeyPem, certificatePem: certPem };
}
