/**
 * Which database clusters there are, and where their members stand. All of it follows from a cluster's home region, its
 * partner and the law's edges; nothing is written twice (ARCHITECTURE section 5).
 */
import { databaseKinds, lockElection, membersInStep, type DatabaseKind } from "./database";
import { jurisdictions, mayMove } from "./jurisdictions";
import { privateZoneName } from "./network";
import { allRegions, failoverOrder, regionNamed, type Region } from "./regions";

/** One server of a cluster's group; every group of a cluster has the same. */
export interface DatabaseMember {
  /** Unique in the cluster's group, for example `africa-0`. */
  readonly name: string;
  readonly region: string;
  /** Of its StatefulSet in the region. */
  readonly ordinal: number;
  /** Whether a durable commit may wait for it. The higher `syncPriority`, the earlier it is chosen. */
  readonly inStep: boolean;
  /** 0 for one that is never waited for. */
  readonly syncPriority: number;
  /** Among standbys that have the same WAL the highest leads. */
  readonly failoverPriority: number;
}

/** The lock that a home region's clusters elect their leaders by: members in other regions only. */
export interface LockFact {
  readonly name: string;
  readonly home: string;
  readonly regions: readonly string[];
  /** Neither the home nor its partner: losing one of these must not take the lock's leader along. */
  readonly leaderRegion: string;
}

export interface DatabaseClusterFact {
  /** For example `core`, `people-africa` or `keys-africa`. */
  readonly name: string;
  readonly kind: DatabaseKind;
  readonly home: string;
  readonly partner: string;
  readonly lock: LockFact;
  readonly members: readonly DatabaseMember[];
  /** Groups of a sharded cluster: 0 is the coordinator's, the others hold shards. One alone where nothing is sharded. */
  readonly groups: readonly number[];
}

/**
 * The lock of a home region: its members stand in the first regions of its failover order, its leader in the second, since
 * the first is the partner.
 * @throws Error naming the region where too few others exist.
 */
function lockOf(home: string): LockFact {
  const others = failoverOrder(home).slice(0, lockElection.members);
  const [partner, leaderRegion] = others;
  if (others.length < lockElection.members || partner === undefined || leaderRegion === undefined)
    throw new Error(
      `region "${home}" has ${others.length} others; allowed: ${lockElection.members} or more, one for each member of its lock`,
    );
  return { name: `lock-${home}`, home, regions: others, leaderRegion };
}

/** Whether data of a class may go from one place to another. */
type Law = typeof mayMove;

/** Standby regions of a cluster in the order in which they take over; the partner is the first. */
function standbyRegions(home: Region, kind: DatabaseKind, law: Law): readonly string[] {
  const { dataClass } = databaseKinds[kind];
  const lawful = (name: string): boolean => law(dataClass, home.jurisdiction, regionNamed(name).jurisdiction);
  if (!lawful(home.partner))
    throw new Error(
      `region "${home.name}".partner is "${home.partner}"; allowed: a region to which ${dataClass} data may go from ${jurisdictions[home.jurisdiction].place}: ${failoverOrder(home.name).filter(lawful).join(", ") || "there is none"}`,
    );
  // A copy that nobody needs is a transfer that nobody needs.
  return dataClass === "personal" ? [home.partner] : failoverOrder(home.name);
}

function membersOf(home: Region, kind: DatabaseKind, law: Law): readonly DatabaseMember[] {
  const standbys = standbyRegions(home, kind, law);
  const inStep = [home.name, home.partner];
  const rest = standbys.filter((name) => !inStep.includes(name));
  const places = [
    ...inStep.flatMap((region) =>
      Array.from({ length: membersInStep }, (_, ordinal) => ({ region, ordinal, inStep: true })),
    ),
    ...rest.map((region) => ({ region, ordinal: 0, inStep: false })),
  ];
  // Home and partner by turns, so that of the first two standbys one is in the region and one is not.
  const turns = places
    .filter((place) => place.inStep)
    .sort((a, b) => a.ordinal - b.ordinal || inStep.indexOf(a.region) - inStep.indexOf(b.region));
  return places.map((place, index) => ({
    name: `${place.region}-${place.ordinal}`,
    ...place,
    syncPriority: place.inStep ? 10 * (turns.length - turns.indexOf(place)) : 0,
    failoverPriority: 10 * (places.length - index),
  }));
}

function cluster(kind: DatabaseKind, home: Region, law: Law): DatabaseClusterFact {
  return {
    name: kind === "core" ? kind : `${kind}-${home.name}`,
    kind,
    home: home.name,
    partner: home.partner,
    lock: lockOf(home.name),
    members: membersOf(home, kind, law),
    groups: Array.from({ length: databaseKinds[kind].workerGroups + 1 }, (_, group) => group),
  };
}

/**
 * Every cluster: `core`, at home in the primary region, then one of people's data a region, then one of their keys a region.
 * @param law default that of facts.
 * @throws Error where a region's partner may not hold a copy of its data, or a lock has too few places.
 */
export function databaseClusters(law: Law = mayMove): readonly DatabaseClusterFact[] {
  const regions = allRegions();
  const primary = regions.find(({ role }) => role === "primary") as Region;
  return [
    cluster("core", primary, law),
    ...(["people", "keys"] as const).flatMap((kind) => regions.map((region) => cluster(kind, region, law))),
  ];
}

/** Name of a group's objects in every region that it has members in, for example `core` or `people-africa-g1`. */
export function groupName({ name, groups }: DatabaseClusterFact, group: number): string {
  return groups.length === 1 ? name : `${name}-g${group}`;
}

/** Where a pod of a StatefulSet is reached from every region: external-dns publishes the pods behind a headless service. */
export function podHost(statefulSet: string, ordinal: number, region: string, domain: string): string {
  return `${statefulSet}-${ordinal}.${statefulSet}.${privateZoneName(region, domain)}`;
}

/** Where a member is reached. @example memberHost(core, 0, africa0, "azora.example") // "core-0.core.africa.internal.azora.example" */
export function memberHost(
  fact: DatabaseClusterFact,
  group: number,
  { ordinal, region }: Pick<DatabaseMember, "ordinal" | "region">,
  domain: string,
): string {
  return podHost(groupName(fact, group), ordinal, region, domain);
}

/** Where the members of a lock are reached, in the order of its regions. */
export function lockHosts(lock: LockFact, domain: string): readonly string[] {
  return lock.regions.map((region) => podHost(lock.name, 0, region, domain));
}

/** Names of all groups of the clusters that are at home in a region, in one order. */
export function groupsAtHome(home: string): readonly string[] {
  return databaseClusters()
    .filter((cluster) => cluster.home === home)
    .flatMap((cluster) => cluster.groups.map((group) => groupName(cluster, group)));
}

/**
 * The cluster that has the same erasures as another: people's and that of their keys tell each other, after either was restored to a
 * moment before some. `undefined` for one without personal data.
 * @example ledgerOf(peopleAfrica)?.name // "keys-africa"
 */
export function ledgerOf({
  kind,
  home,
}: Pick<DatabaseClusterFact, "kind" | "home">): DatabaseClusterFact | undefined {
  const others: Partial<Record<DatabaseKind, DatabaseKind>> = { people: "keys", keys: "people" };
  return databaseClusters().find((other) => other.home === home && other.kind === others[kind]);
}
