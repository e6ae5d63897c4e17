/** Where the members and Sentinels of the replicated cache stand; all of it follows from the order of failover. */
import { cacheDataClass, cacheName, cachePorts, cacheReplication } from "./cache";
import { podHost } from "./databaseClusters";
import type { DataClass } from "./dataClasses";
import { allRegions, failoverOrder, type Region } from "./regions";

/** One server: a member of the cache or a Sentinel. */
export interface CachePlace {
  readonly region: string;
  /** Of its StatefulSet in the region. */
  readonly ordinal: number;
}

export interface CacheMember extends CachePlace {
  /** `replica-priority`: the lowest becomes the primary; of equal ones the one that has most. */
  readonly priority: number;
}

export interface SentinelPlace extends CachePlace {
  /** When votes split, the lowest that is left asks for them again first. */
  readonly turn: number;
}

export interface CacheClusterFact {
  readonly name: string;
  readonly dataClass: DataClass;
  readonly home: string;
  /** The first is the primary of a new cluster. */
  readonly members: readonly CacheMember[];
  readonly sentinels: readonly SentinelPlace[];
  /** Sentinels that must agree: a majority. */
  readonly quorum: number;
}

/**
 * The replicated cache: its home is the primary region, with members of its own beside the primary; each other region has one.
 * Sentinels stand in every region; where that is an even number, the first that takes over has one more, to break a tie.
 */
export function cacheCluster(): CacheClusterFact {
  const home = (allRegions().find(({ role }) => role === "primary") as Region).name;
  const order = [home, ...failoverOrder(home)];
  const members = order.flatMap((region, place) =>
    Array.from({ length: region === home ? cacheReplication.homeMembers : 1 }, (_, ordinal) => ({
      region,
      ordinal,
      priority: cacheReplication.priorityStep * (place + 1),
    })),
  );
  // Home is what is lost when they must choose, so it comes late; and one more of a region comes after all others.
  const votes = [...order.slice(1), home].map((region) => ({ region, ordinal: 0 }));
  const [, second] = order;
  const places =
    votes.length % 2 === 0 && second !== undefined ? [...votes, { region: second, ordinal: 1 }] : votes;
  const sentinels = places.map((place, turn) => ({ ...place, turn }));
  return {
    name: cacheName,
    dataClass: cacheDataClass,
    home,
    members,
    sentinels,
    quorum: Math.floor(sentinels.length / 2) + 1,
  };
}

/** Name of the Sentinels' objects. */
export function sentinelName({ name }: Pick<CacheClusterFact, "name">): string {
  return `${name}-sentinel`;
}

/** Where a member is reached from every region. @example "cache-0.cache.africa.internal.azora.example" */
export function cacheHost(
  { name }: CacheClusterFact,
  { ordinal, region }: CachePlace,
  domain: string,
): string {
  return podHost(name, ordinal, region, domain);
}

/** Where a Sentinel is reached. @example "cache-sentinel-0.cache-sentinel.asia.internal.azora.example" */
export function sentinelHost(
  cluster: CacheClusterFact,
  { ordinal, region }: CachePlace,
  domain: string,
): string {
  return podHost(sentinelName(cluster), ordinal, region, domain);
}

/** By what a client of Valkey's protocol is told to call by TLS. */
export function valkeyAddress(host: string, port: number): string {
  return `rediss://${host}:${port}`;
}

/**
 * Addresses of a region's members and Sentinels.
 * @example memberAddresses(cacheCluster(), "asia", domain)[0] // "rediss://cache-0.cache.asia.internal.azora.example:6379"
 */
export function memberAddresses(
  cluster: CacheClusterFact,
  region: string,
  domain: string,
): readonly string[] {
  const here = <T extends CachePlace>(places: readonly T[]): readonly T[] =>
    places.filter((place) => place.region === region);
  return [
    ...here(cluster.members).map((each) =>
      valkeyAddress(cacheHost(cluster, each, domain), cachePorts.replicated),
    ),
    ...here(cluster.sentinels).map((each) =>
      valkeyAddress(sentinelHost(cluster, each, domain), cachePorts.sentinel),
    ),
  ];
}

/** What is left of the cache when regions are lost. */
export interface CacheState {
  /** Where the primary is, or will be; `undefined` where nobody may choose one. */
  readonly primary: string | undefined;
  /** Whether enough Sentinels are left to choose a primary. */
  readonly choosable: boolean;
  /** Whether it takes writes by itself; reading goes on wherever a member is left. */
  readonly writes: boolean;
}

/** As much of the cache as tells what is left of it. */
export interface CacheShape {
  readonly home: string;
  readonly members: readonly Pick<CacheMember, "region" | "priority">[];
  readonly sentinels: readonly Pick<SentinelPlace, "region">[];
  readonly quorum: number;
}

/**
 * How the cache stands after regions are lost, its primary at home before.
 * @param minReplicasToWrite replicas without which a primary takes no writes; default from facts.
 * @example cacheWithout(cacheCluster(), ["africa"]) // { primary: "europe", choosable: true, writes: true }
 */
export function cacheWithout(
  { home, members, sentinels, quorum }: CacheShape,
  lost: readonly string[],
  minReplicasToWrite: number = cacheReplication.minReplicasToWrite,
): CacheState {
  const left = <T extends { readonly region: string }>(places: readonly T[]): readonly T[] =>
    places.filter(({ region }) => !lost.includes(region));
  const choosable = left(sentinels).length >= quorum;
  const successors = [...left(members)].sort((a, b) => a.priority - b.priority);
  const primary = !lost.includes(home) ? home : choosable ? successors[0]?.region : undefined;
  const writes = primary !== undefined && left(members).length > minReplicasToWrite;
  return { primary, choosable, writes };
}
