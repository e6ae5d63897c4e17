/** Configuration values that are certificates. */
import { X509Certificate } from "node:crypto";
import type { Key } from "./schema";

const onePem = /^-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----\s*$/;

function authorityIn(pem: string): X509Certificate | undefined {
  if (!onePem.test(pem)) return undefined;
  try {
    const certificate = new X509Certificate(pem);
    return certificate.ca ? certificate : undefined;
  } catch {
    return undefined;
  }
}

/** A certificate of an authority, alone, PEM. */
export function authority(words: { readonly description: string; readonly example: string }): Key<string> {
  return {
    ...words,
    allowed: "one certificate of an authority (CA:TRUE), PEM",
    parse: (raw) => (authorityIn(raw) ? { value: `${raw.trim()}\n` } : { wrong: true }),
  };
}

/** The day on which a certificate ends, YYYY-MM-DD. */
export function lastDayOf(pem: string): string {
  return new Date(new X509Certificate(pem).validTo).toISOString().slice(0, "YYYY-MM-DD".length);
}
