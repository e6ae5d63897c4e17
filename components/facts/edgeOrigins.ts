/**
 * From where the edge comes to the regions: Cloudflare's IPv4 networks (www.cloudflare.com/ips-v4, read 2026-02-11). Cloudflare
 * announces changes before they happen; a network that is missing here makes its data centres time out at our entries.
 */
export const edgeNetworks = [
  "103.21.244.0/22",
  "103.22.200.0/22",
  "103.31.4.0/22",
  "104.16.0.0/13",
  "104.24.0.0/14",
  "108.162.192.0/18",
  "131.0.72.0/22",
  "141.101.64.0/18",
  "162.158.0.0/15",
  "172.64.0.0/13",
  "173.245.48.0/20",
  "188.114.96.0/20",
  "190.93.240.0/20",
  "197.234.240.0/22",
  "198.41.128.0/17",
] as const;

/** Room of the list for networks to come; the whole of it counts as rules of a security group. */
export const edgeNetworksMax = 20;

/**
 * Rules that a security group may have in one direction, by default ("Amazon VPC quotas", L-0EA8095F); a list counts as many as
 * it has room for ("Work with customer-managed prefix lists", VPC user guide).
 */
export const groupRulesMax = 60;

/** Who signs the certificate by which the zone, and no other customer of the edge, is known at the regions' entries. */
export const edgeClientAuthority = {
  algorithm: "ECDSA",
  curve: "P256",
  /** Ten years: it is renewed by a person, with both certificates in the regions' configuration meanwhile. */
  validityDays: 3653,
  /** The one in use, and the next or the last. */
  certificatesMax: 2,
} as const;

/**
 * The certificate itself: renewed by whatever `pulumi up --refresh` comes in its last sixty days; without a refresh the provider
 * may not see that its time has come (pulumi/pulumi-tls#39). The edge warns 30 and 14 days before the end ("Manage
 * certificates", Authenticated Origin Pulls, Cloudflare docs), when nobody ran one.
 */
export const edgeClientCertificate = { validityDays: 365, renewDays: 60 } as const;

/** Purpose, in its name, of the bucket that holds what load balancers read of it. */
export const edgeTrustPurpose = "edge-trust";

/** Authorities of the regions and of Amazon that a controller may be told of: room for a second of each region's. */
export const originAuthoritiesMax = 128;
