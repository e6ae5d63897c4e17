/** Configuration values that are certificates. */
import { X509Certificate } from "node:crypto";
import type { Key } from "./schema";

const block = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** The certificates in a text; `undefined` where it holds anything else. */
function certificatesIn(text: string): X509Certificate[] | undefined {
  if (text.replaceAll(block, "").trim() !== "") return undefined;
  try {
    return (text.match(block) ?? []).map((pem) => new X509Certificate(pem));
  } catch {
    return undefined;
  }
}

/** Certificates of authorities, PEM, one after the other. */
export function authorities(words: {
  readonly description: string;
  readonly example: string;
  readonly most: number;
}): Key<string> {
  return {
    ...words,
    allowed: `1 to ${words.most} certificates of authorities (CA:TRUE), PEM`,
    parse: (raw) => {
      const found = certificatesIn(raw) ?? [];
      const fits = found.length >= 1 && found.length <= words.most && found.every(({ ca }) => ca);
      return fits ? { value: `${raw.trim()}\n` } : { wrong: true };
    },
  };
}

/** The last day of the certificate, among those in a text, that lasts longest; YYYY-MM-DD. */
export function lastDayOf(text: string): string {
  const ends = (certificatesIn(text) ?? []).map(({ validTo }) => new Date(validTo).getTime());
  return new Date(Math.max(...ends)).toISOString().slice(0, "YYYY-MM-DD".length);
}

/** An authority that signs nothing: its key was thrown away. */
export const exampleAuthority = `-----BEGIN CERTIFICATE-----
MIIBcDCCARWgAwIBAgIURERiuhSYsea9hh7dY6WpMjIqZNYwCgYIKoZIzj0EAwIw
DTELMAkGA1UEAwwCY2EwHhcNMjYxMTI1MTkxNTMwWhcNMzYxMTIyMTkxNTMwWjAN
MQswCQYDVQQDDAJjYTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABMzHZU6eThkF
vJnCGfbrAcBM8JlpwZIPAWOcPRxcDfkz948cw2zPOfjB8SsWeb90G9MuiLGagFtr
6u3xLIM0DNOjUzBRMB0GA1UdDgQWBBS0YHS/oPogiiOoEKf84K8Fb88rdzAfBgNV
HSMEGDAWgBS0YHS/oPogiiOoEKf84K8Fb88rdzAPBgNVHRMBAf8EBTADAQH/MAoG
CCqGSM49BAMCA0kAMEYCIQC06qKwb0xD9SfN9EB9crDV950wAw8Hxiaf6dpacKLQ
VwIhALBrB/CRVWQtUkekpAX3/WglfLj6IiigISPhpNb/XOV4
-----END CERTIFICATE-----
`;
