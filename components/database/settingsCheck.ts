/** Whether settings of a cluster go together; Patroni and etcd would change or refuse some of them without a word here. */
import type { DatabaseClusterFact } from "../facts/databaseClusters";
import { roundTripMs } from "../facts/roundTrips";
import { check } from "../shared";

/** How a leader is elected: times in seconds. */
export interface ElectionSettings {
  readonly ttlSeconds: number;
  readonly ttlSecondsMin: number;
  readonly loopWaitSeconds: number;
  readonly retryTimeoutSeconds: number;
  readonly primaryStopTimeoutSeconds: number;
  readonly walTimeoutSeconds: number;
  readonly synchronousStandbys: number;
  readonly lagOnFailoverBytesMax: number;
}

/** How the lock elects its own leader: times in milliseconds. */
export interface LockSettings {
  readonly heartbeatMs: number;
  readonly electionMs: number;
  readonly heartbeatsMin: number;
}

const pairs = (regions: readonly string[]): readonly (readonly [string, string])[] =>
  regions.flatMap((a, index) => regions.slice(index + 1).map((b) => [a, b] as const));

/**
 * Refuses members with one name, and fewer synchronous candidates than two in two regions beside the leader.
 * @throws InvalidValueError naming the field, the value and what is allowed.
 */
export function checkMembers({ name, members, lock }: DatabaseClusterFact): void {
  const names = members.map((member) => member.name);
  const twice = names.find((each, index) => names.indexOf(each) !== index);
  check(twice === undefined, `cluster ${name}.members`, twice, "each name once");
  const regions = [...new Set(members.filter(({ inStep }) => inStep).map(({ region }) => region))];
  check(
    regions.length >= 2,
    `cluster ${name}: regions of members in step`,
    regions,
    "two regions or more, so that a durable commit outlives one",
  );
  for (const region of regions) {
    const others = members.filter((member) => member.inStep && member.region !== region);
    check(
      others.length >= 2,
      `cluster ${name}: members in step outside ${region}`,
      others.length,
      "2 or more, so that the cluster goes on in step without that region",
    );
  }
  check(lock.regions.length % 2 === 1, `lock ${lock.name}.members`, lock.regions.length, "an odd number");
  check(
    !lock.regions.includes(lock.home),
    `lock ${lock.name}.regions`,
    lock.regions,
    `regions other than ${lock.home}, whose loss it must outlive`,
  );
  check(
    new Set(lock.regions).size === lock.regions.length,
    `lock ${lock.name}.regions`,
    lock.regions,
    "each region once",
  );
}

/**
 * Refuses times that Patroni would clamp, or that are shorter than the way between a cluster's members.
 * @throws InvalidValueError naming the field, the value and what is allowed.
 */
export function checkElection({ members, lock }: DatabaseClusterFact, settings: ElectionSettings): void {
  const { ttlSeconds, ttlSecondsMin, loopWaitSeconds, retryTimeoutSeconds } = settings;
  const field = (name: keyof ElectionSettings): string => `leaderElection.${name}`;
  check(ttlSeconds >= ttlSecondsMin, field("ttlSeconds"), ttlSeconds, `${ttlSecondsMin} or more`);
  check(loopWaitSeconds >= 1, field("loopWaitSeconds"), loopWaitSeconds, "1 or more");
  check(retryTimeoutSeconds >= 3, field("retryTimeoutSeconds"), retryTimeoutSeconds, "3 or more");
  check(
    loopWaitSeconds + 2 * retryTimeoutSeconds <= ttlSeconds,
    "leaderElection.loopWaitSeconds + 2 · leaderElection.retryTimeoutSeconds",
    loopWaitSeconds + 2 * retryTimeoutSeconds,
    `at most leaderElection.ttlSeconds, ${ttlSeconds}`,
  );
  const standbys = members.filter(({ inStep }) => inStep).length - 1;
  check(
    settings.synchronousStandbys >= 2 && settings.synchronousStandbys <= standbys,
    field("synchronousStandbys"),
    settings.synchronousStandbys,
    `2 to ${standbys}, the standbys that may be in step`,
  );
  const stands = [...new Set(members.map(({ region }) => region))];
  const farthestMs = Math.max(
    ...pairs(stands).map(([a, b]) => roundTripMs(a, b)),
    ...stands.flatMap((region) => lock.regions.map((other) => roundTripMs(region, other))),
  );
  // Connecting with TLS takes three round trips, and asking one more.
  const enoughMs = 4 * farthestMs;
  check(
    1000 * settings.walTimeoutSeconds >= enoughMs,
    field("walTimeoutSeconds"),
    settings.walTimeoutSeconds,
    `${enoughMs / 1000} or more: four times the longest round trip`,
  );
  check(
    (1000 * retryTimeoutSeconds) / lock.regions.length >= enoughMs,
    field("retryTimeoutSeconds"),
    retryTimeoutSeconds,
    `${(enoughMs * lock.regions.length) / 1000} or more: Patroni gives each of ${lock.regions.length} lock members its share`,
  );
}

/**
 * Refuses an election that etcd refuses, or one that its members cannot hold over their distance.
 * @throws InvalidValueError naming the field, the value and what is allowed.
 */
export function checkLock({ lock }: DatabaseClusterFact, settings: LockSettings): void {
  const { heartbeatMs, electionMs, heartbeatsMin } = settings;
  check(heartbeatMs >= 1, "lockElection.heartbeatMs", heartbeatMs, "1 or more");
  const longest = Math.max(...pairs(lock.regions).map(([a, b]) => roundTripMs(a, b)));
  const least = Math.max(heartbeatsMin * heartbeatMs, heartbeatMs + 2 * longest);
  check(
    electionMs >= least,
    "lockElection.electionMs",
    electionMs,
    `${least} or more: ${heartbeatsMin} heartbeats, and a heartbeat with two round trips of the longest, ${longest} ms`,
  );
}
