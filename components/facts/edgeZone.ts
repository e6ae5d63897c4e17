/** How the platform's zone is guarded at the edge: settings, who may issue certificates, and that it sends no mail. */

/**
 * Settings of the zone, by Cloudflare's id ("Zone Settings", Cloudflare API reference). Early data is off, since what it
 * carries can be replayed (RFC 8446, 8).
 */
export const edgeZoneSettings = {
  ssl: "strict",
  min_tls_version: "1.3",
  tls_1_3: "on",
  "0rtt": "off",
  always_use_https: "on",
  // The edge shows origins a certificate, the zone's own (`OriginTrust`).
  tls_client_auth: "on",
} as const;

/** Id of the setting that holds HSTS. */
export const transportSettingId = "security_header";

/** HSTS: two years, with subdomains, as the browsers' preload list asks (hstspreload.org: one year at least). */
export const strictTransportSecurity = {
  enabled: true,
  max_age: 63_072_000,
  include_subdomains: true,
  preload: true,
  nosniff: true,
} as const;

/**
 * Who may issue certificates: the authorities of the edge's certificates, and of its backups (Sectigo; "Certificate
 * authorities", Cloudflare SSL docs), and Amazon's for the Local Zone's load balancer ("Configure a CAA record", ACM docs).
 */
export const edgeCertificateAuthorities = [
  "letsencrypt.org",
  "pki.goog",
  "ssl.com",
  "sectigo.com",
  "amazon.com",
] as const;

/**
 * Records of a domain that sends and takes no mail, so that nobody can send in its name: no sender (RFC 7208), refusal of
 * all the same (RFC 7489), no key (RFC 6376), no server (RFC 7505).
 */
export const noMailRecords = [
  { key: "spf", name: "@", type: "TXT", content: '"v=spf1 -all"' },
  {
    key: "dmarc",
    name: "_dmarc",
    type: "TXT",
    content: '"v=DMARC1; p=reject; sp=reject; adkim=s; aspf=s"',
  },
  { key: "dkim", name: "*._domainkey", type: "TXT", content: '"v=DKIM1; p="' },
  { key: "mx", name: "@", type: "MX", content: ".", priority: 0 },
] as const;

/** Time to live that Cloudflare chooses itself (API: 1 means automatic). */
export const automaticTtl = 1;

/**
 * Content of an address record behind which there is no server: the edge answers, and nothing is asked further ("Create zone
 * apex or subdomain records", Cloudflare DNS docs). The blocks are for documentation (RFC 5737) and for discarding (RFC 6666).
 */
export const parkedAddresses: Readonly<Record<string, string>> = { A: "192.0.2.1", AAAA: "100::" };
