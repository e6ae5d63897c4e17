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

/**
 * Room of the list for networks to come. The whole of it counts against the 60 rules of a security group ("Work with
 * customer-managed prefix lists", VPC user guide).
 */
export const edgeNetworksMax = 20;
