/** IPv4 blocks and how a VPC is divided into subnets; pure, tested by property. */
import { check } from "../shared";

export interface Cidr {
  /** First address, as a number from 0 to 2³² − 1. */
  readonly first: number;
  /** Last address. */
  readonly last: number;
  /** Length of the network part, in bits. */
  readonly prefix: number;
}

const allowed = "an IPv4 block a.b.c.d/0..32 without host bits, for example 10.16.0.0/16";

/**
 * Reads a block.
 * @param field named in the message when the block is not valid.
 * @throws InvalidValueError when it is no block, or bits after the prefix are set.
 */
export function parseCidr(text: string, field = "CIDR"): Cidr {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  check(match !== null, field, text, allowed);
  const parts = match.slice(1);
  const numbers = parts.map(Number);
  const octets = numbers.slice(0, 4);
  const prefix = numbers[4] ?? -1;
  const canonical = parts.every((part, index) => part === String(numbers[index]));
  check(canonical && octets.every((octet) => octet <= 255) && prefix <= 32, field, text, allowed);
  const first = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  const size = 2 ** (32 - prefix);
  check(first % size === 0, field, text, allowed);
  return { first, last: first + size - 1, prefix };
}

/** The block that starts at an address. */
export function formatCidr(first: number, prefix: number): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return `${octets.join(".")}/${prefix}`;
}

/** Whether the whole of `inner` lies in `outer`. */
export function cidrContains(outer: string, inner: string): boolean {
  const o = parseCidr(outer);
  const i = parseCidr(inner);
  return o.first <= i.first && i.last <= o.last;
}

/** Whether two blocks have an address in common. */
export function cidrsOverlap(a: string, b: string): boolean {
  const x = parseCidr(a);
  const y = parseCidr(b);
  return x.first <= y.last && y.first <= x.last;
}

/** The first two blocks of a list that overlap; `undefined` when none do. */
export function firstOverlap(cidrs: readonly string[]): readonly [string, string] | undefined {
  for (const [index, a] of cidrs.entries()) {
    const b = cidrs.slice(index + 1).find((other) => cidrsOverlap(a, other));
    if (b !== undefined) return [a, b];
  }
  return undefined;
}

/**
 * Blocks that stand for a list: the list itself where it is short enough, else the one smallest block around it.
 * @example coveringCidrs(["10.16.0.0/16", "10.32.0.0/16"], 1) // ["10.0.0.0/10"]
 */
export function coveringCidrs(cidrs: readonly string[], max: number): readonly string[] {
  if (cidrs.length <= max) return cidrs;
  const blocks = cidrs.map((cidr) => parseCidr(cidr));
  const first = Math.min(...blocks.map((block) => block.first));
  const last = Math.max(...blocks.map((block) => block.last));
  let prefix = 32;
  while (Math.floor(first / 2 ** (32 - prefix)) !== Math.floor(last / 2 ** (32 - prefix))) prefix -= 1;
  const size = 2 ** (32 - prefix);
  return [formatCidr(Math.floor(first / size) * size, prefix)];
}

/** A subnet to make. */
export interface PlannedSubnet {
  readonly zone: string;
  readonly cidr: string;
}

type ThreeSubnets = readonly [PlannedSubnet, PlannedSubnet, PlannedSubnet];

export interface SubnetPlan {
  /** Nodes and pods, 16,384 addresses a zone: prefix delegation takes them in runs of 16. */
  readonly private: ThreeSubnets;
  /** Load balancers and NAT gateways, 1,024 addresses a zone. */
  readonly public: ThreeSubnets;
  /** Control plane, endpoints and transit gateway, 1,024 addresses a zone; no way to the internet. */
  readonly intra: ThreeSubnets;
  /** Nodes and pods in the Local Zone, 4,096 addresses. */
  readonly edgePrivate?: PlannedSubnet;
  /** The load balancer in the Local Zone, 1,024 addresses. */
  readonly edgePublic?: PlannedSubnet;
}

export interface SubnetPlanArgs {
  /** The VPC's block, a /16. */
  readonly cidr: string;
  readonly zones: readonly [string, string, string];
  /** Local Zone that gets edge subnets; default none. */
  readonly localZone?: string | undefined;
}

/** Where in the /16 each kind begins, in addresses from its start; blocks of a kind follow each other. */
const layout = {
  private: { prefix: 18, offset: 0 },
  public: { prefix: 22, offset: 192 * 256 },
  intra: { prefix: 22, offset: 208 * 256 },
  edgePrivate: { prefix: 20, offset: 224 * 256 },
  edgePublic: { prefix: 22, offset: 240 * 256 },
} as const;

/**
 * Divides a /16 among three zones and, where there is one, a Local Zone.
 * A zone's subnet stays where it is when the Local Zone comes or goes; 5,120 addresses stay free, 10,240 without a Local Zone.
 * @throws InvalidValueError when the block is no /16 or a zone is named twice.
 */
export function subnetPlan(args: SubnetPlanArgs): SubnetPlan {
  const vpc = parseCidr(args.cidr, "subnetPlan.cidr");
  check(vpc.prefix === 16, "subnetPlan.cidr", args.cidr, "a /16");
  const all = [...args.zones, ...(args.localZone === undefined ? [] : [args.localZone])];
  check(new Set(all).size === all.length, "subnetPlan.zones", all, "zones that differ from each other");

  const subnet = (kind: keyof typeof layout, zone: string, index: number): PlannedSubnet => {
    const { prefix, offset } = layout[kind];
    return { zone, cidr: formatCidr(vpc.first + offset + index * 2 ** (32 - prefix), prefix) };
  };
  const [a, b, c] = args.zones;
  const three = (kind: "private" | "public" | "intra"): ThreeSubnets => [
    subnet(kind, a, 0),
    subnet(kind, b, 1),
    subnet(kind, c, 2),
  ];
  return {
    private: three("private"),
    public: three("public"),
    intra: three("intra"),
    ...(args.localZone === undefined
      ? {}
      : {
          edgePrivate: subnet("edgePrivate", args.localZone, 0),
          edgePublic: subnet("edgePublic", args.localZone, 0),
        }),
  };
}
