/**
 * Where the platform runs. A fifth region is one entry here and its stack file, and its place in the lists of
 * docs/deploy.md, which a test names.
 *
 * Sources: AWS region and zone codes, "Regions and Availability Zones", docs.aws.amazon.com/global-infrastructure;
 * Lagos Local Zone, docs.aws.amazon.com/local-zones/latest/ug/available-local-zones.html (read 2026-11).
 */
import type { JurisdictionCode } from "./jurisdictions";

/** How a region takes part in recovery: the lower the rank of its role, the earlier it is chosen. */
export type RegionRole = "primary" | "secondary" | "tertiary" | "backup";

/** A place on the ground, in degrees. */
export interface Place {
  readonly latitude: number;
  readonly longitude: number;
}

/** An AWS Local Zone: one zone near its users, child of a region. Control planes and quorums never go there. */
export interface LocalZone extends Place {
  /** Zone name, for example `af-south-1-los-1a`. */
  readonly zone: string;
  /** The zone group that an account opts in to. */
  readonly group: string;
  /** Border group that public addresses must come from, or they cannot be routed there. */
  readonly networkBorderGroup: string;
  /** Instance families that the zone offers; Karpenter's edge pool may choose these only. */
  readonly instanceFamilies: readonly string[];
  /** EBS type that the zone offers for root volumes. */
  readonly volumeType: "gp2" | "gp3";
  /** Where the traffic that enters there comes from. */
  readonly jurisdiction: JurisdictionCode;
}

export interface Region extends Place {
  /** Name of the stack, and the word used in every name. */
  readonly name: string;
  readonly city: string;
  readonly awsRegion: string;
  /** The three availability zones in use, in order. */
  readonly zones: readonly [string, string, string];
  /** All availability zones of the region, of which `azora:zones` may choose three. */
  readonly allZones: readonly string[];
  readonly localZone?: LocalZone;
  /** Law of the place where data rests. */
  readonly jurisdiction: JurisdictionCode;
  readonly role: RegionRole;
  /** IPv4 block of the VPC, a /16 that overlaps no other region's. */
  readonly cidr: string;
  /** Private ASN of the transit gateway, one a region, so that peerings can be told apart. */
  readonly transitGatewayAsn: number;
  /** The region that holds this one's second synchronous copy, along a lawful edge (ARCHITECTURE section 5). */
  readonly partner: string;
}

const table: Record<string, Region> = {
  africa: {
    name: "africa",
    city: "Lagos",
    awsRegion: "af-south-1",
    zones: ["af-south-1a", "af-south-1b", "af-south-1c"],
    allZones: ["af-south-1a", "af-south-1b", "af-south-1c"],
    localZone: {
      zone: "af-south-1-los-1a",
      group: "af-south-1-los-1",
      networkBorderGroup: "af-south-1-los-1",
      // "AWS Local Zones features", aws.amazon.com/about-aws/global-infrastructure/localzones/features.
      instanceFamilies: ["c5", "m5", "r5"],
      // Local Zones of the first generation offer gp2 root volumes only (same page).
      volumeType: "gp2",
      jurisdiction: "NG",
      latitude: 6.5,
      longitude: 3.4,
    },
    jurisdiction: "ZA",
    role: "primary",
    cidr: "10.16.0.0/16",
    transitGatewayAsn: 64_516,
    partner: "europe",
    latitude: -33.9,
    longitude: 18.4,
  },
  europe: {
    name: "europe",
    city: "Frankfurt",
    awsRegion: "eu-central-1",
    zones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    allZones: ["eu-central-1a", "eu-central-1b", "eu-central-1c"],
    jurisdiction: "EU",
    role: "secondary",
    cidr: "10.32.0.0/16",
    transitGatewayAsn: 64_532,
    partner: "americas",
    latitude: 50.1,
    longitude: 8.7,
  },
  asia: {
    name: "asia",
    city: "Singapore",
    awsRegion: "ap-southeast-1",
    zones: ["ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"],
    allZones: ["ap-southeast-1a", "ap-southeast-1b", "ap-southeast-1c"],
    jurisdiction: "SG",
    role: "tertiary",
    cidr: "10.48.0.0/16",
    transitGatewayAsn: 64_548,
    partner: "europe",
    latitude: 1.4,
    longitude: 103.8,
  },
  americas: {
    name: "americas",
    city: "São Paulo",
    awsRegion: "sa-east-1",
    zones: ["sa-east-1a", "sa-east-1b", "sa-east-1c"],
    allZones: ["sa-east-1a", "sa-east-1b", "sa-east-1c"],
    jurisdiction: "BR",
    role: "backup",
    cidr: "10.64.0.0/16",
    transitGatewayAsn: 64_564,
    partner: "europe",
    latitude: -23.5,
    longitude: -46.6,
  },
};

/** The stack that joins the regions; no region may take its name. */
export const globalStackName = "global";

let listed: readonly Region[] | undefined;

/** Every region, in the order of their entries; the same list until a region is added or removed. */
export function allRegions(): readonly Region[] {
  listed ??= Object.values(table);
  return listed;
}

/**
 * The region that the global stack's provider signs in to: not the primary's, since losing that one is when the global
 * stack is needed most.
 */
export function globalStackHome(): Region {
  return Object.values(table).find(({ role }) => role === "secondary") as Region;
}

/** Names of all stacks: the regions', then `global`. */
export function stackNames(): readonly string[] {
  return [...Object.keys(table), globalStackName];
}

/**
 * The facts of one region.
 * @throws Error naming the regions that exist.
 * @example regionNamed("africa").awsRegion // "af-south-1"
 */
export function regionNamed(name: string): Region {
  const region = Object.hasOwn(table, name) ? table[name] : undefined;
  if (!region) throw new Error(`region "${name}" is unknown; regions: ${Object.keys(table).join(", ")}`);
  return region;
}

/**
 * Adds a region at run time, for tests and benchmarks of regions that do not exist.
 * @returns a function that removes it again.
 */
export function addRegion(region: Region): () => void {
  if (region.name === globalStackName || Object.hasOwn(table, region.name)) {
    throw new Error(`region "${region.name}" exists already`);
  }
  table[region.name] = region;
  listed = undefined;
  return () => {
    Reflect.deleteProperty(table, region.name);
    listed = undefined;
  };
}

const earthRadiusKm = 6371;

/** Distance between two places along the ground, in kilometres (haversine formula); a region's place is its data centre's. */
export function distanceKm(a: Place, b: Place): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const dLat = radians(b.latitude - a.latitude);
  const dLon = radians(b.longitude - a.longitude);
  const h =
    Math.sin(dLat / 2) ** 2 +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(dLon / 2) ** 2;
  return 2 * earthRadiusKm * Math.asin(Math.sqrt(h));
}

/** How early a role is chosen: the first takes over first. */
const roleRank: Readonly<Record<RegionRole, number>> = { primary: 0, secondary: 1, tertiary: 2, backup: 3 };

/**
 * Names of all regions in the order in which a change reaches them: the later a region would be chosen in a failover, the
 * earlier it is deployed, so that a change that fails does so before it is in the primary.
 */
export function deploymentOrder(): readonly string[] {
  return [...allRegions()].sort((a, b) => roleRank[b.role] - roleRank[a.role]).map(({ name }) => name);
}

/**
 * Who takes over when a region is lost: its partner (which holds the synchronous copy), then the others by the rank of
 * their roles, of one rank the nearest first, at one distance by name.
 * @example failoverOrder("africa") // ["europe", "asia", "americas"]
 */
export function failoverOrder(name: string): readonly string[] {
  const home = regionNamed(name);
  return allRegions()
    .filter((other) => other.name !== name)
    .sort(
      (a, b) =>
        Number(b.name === home.partner) - Number(a.name === home.partner) ||
        roleRank[a.role] - roleRank[b.role] ||
        distanceKm(home, a) - distanceKm(home, b) ||
        (a.name < b.name ? -1 : 1),
    )
    .map((other) => other.name);
}
