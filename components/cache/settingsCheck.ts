/** Whether settings of the cache go together; Valkey and Sentinel would take them without a word. */
import { cacheRecoverySecondsMax, cacheReplication, sentinelSteps, type SentinelTimes } from "../facts/cache";
import type { CacheClusterFact, CachePlace } from "../facts/cacheCluster";
import { dataClassReach } from "../facts/dataClasses";
import { workerNodes } from "../facts/nodes";
import { failoverOrder } from "../facts/regions";
import { roundTripMs } from "../facts/roundTrips";
import { check } from "../shared";

/** Facts of the same name, whose numbers may be others. */
export type ReplicationSettings = { readonly [K in keyof typeof cacheReplication]: number };

/** What a member gets. */
export interface SizeSettings {
  readonly cpu: number;
  readonly memoryMib: number;
  readonly volumeGib: number;
  readonly baseMib: number;
  readonly forkShare: number;
  readonly clientsMax: number;
}

const regionsOf = (places: readonly CachePlace[]): readonly string[] => [
  ...new Set(places.map(({ region }) => region)),
];

function longestRoundTripMs({ members, sentinels }: CacheClusterFact): number {
  const regions = regionsOf([...members, ...sentinels]);
  return Math.max(...regions.flatMap((a) => regions.map((b) => roundTripMs(a, b))));
}

function checkOnce(field: string, places: readonly CachePlace[]): void {
  const names = places.map(({ region, ordinal }) => `${region}-${ordinal}`);
  const twice = names.find((each, index) => names.indexOf(each) !== index);
  check(twice === undefined, field, twice, "each place once");
}

/**
 * Refuses members and Sentinels that do not outlive the loss of a region, are chosen in another order than regions take over,
 * or hold what may not be everywhere.
 * @throws InvalidValueError naming the field, the value and what is allowed.
 */
export function checkCluster(
  { name, members, sentinels, quorum, dataClass, home }: CacheClusterFact,
  { minReplicasToWrite }: Pick<ReplicationSettings, "minReplicasToWrite"> = cacheReplication,
): void {
  const field = (what: string): string => `cache ${name}.${what}`;
  check(
    dataClassReach[dataClass] === "anywhere",
    field("dataClass"),
    dataClass,
    "a class that may be copied to every region: neither personal data nor pseudonyms",
  );
  checkOnce(field("members"), members);
  checkOnce(field("sentinels"), sentinels);
  const order = [home, ...failoverOrder(home)].filter((region) => regionsOf(members).includes(region));
  const priorities = order.map((region) => [
    ...new Set(members.filter((member) => member.region === region).map(({ priority }) => priority)),
  ]);
  check(
    priorities.every(
      ([first = 0, ...others], index) =>
        others.length === 0 && first > (index === 0 ? 0 : (priorities[index - 1]?.[0] ?? 0)),
    ),
    field("members: priorities"),
    priorities.flat(),
    `above 0, one a region, rising in the order ${order.join(", ")}`,
  );
  check(
    quorum > sentinels.length / 2 && quorum <= sentinels.length,
    field("quorum"),
    quorum,
    `a majority of ${sentinels.length}: ${Math.floor(sentinels.length / 2) + 1} to ${sentinels.length}`,
  );
  check(sentinels.length % 2 === 1, field("sentinels"), sentinels.length, "an odd number");
  for (const lost of regionsOf(sentinels)) {
    const left = sentinels.filter(({ region }) => region !== lost).length;
    check(
      left >= quorum,
      field(`sentinels outside ${lost}`),
      left,
      `${quorum} or more, so that they can choose a primary without that region`,
    );
  }
  for (const lost of order) {
    const left = members.filter(({ region }) => region !== lost).length;
    check(
      left > minReplicasToWrite,
      field(`members outside ${lost}`),
      left,
      `${minReplicasToWrite + 1} or more: a primary and the ${minReplicasToWrite} replicas without which it takes no writes`,
    );
    const beside = members.length - left - 1;
    check(
      beside < minReplicasToWrite,
      field(`members in ${lost}`),
      beside + 1,
      `${minReplicasToWrite} at most, or a primary that is cut off with its region would go on writing`,
    );
  }
}

/**
 * Refuses a primary that writes without copies, or goes on for long after it has been cut off.
 * @throws InvalidValueError naming the field, the value and what is allowed.
 */
export function checkReplication(cluster: CacheClusterFact, settings: ReplicationSettings): void {
  const field = (name: keyof ReplicationSettings): string => `cacheReplication.${name}`;
  const { minReplicasToWrite, maxLagSeconds, maxLagSecondsMax } = settings;
  check(minReplicasToWrite >= 2, field("minReplicasToWrite"), minReplicasToWrite, "2 or more");
  // A replica confirms once a second, which may come late by a round trip.
  const leastSeconds = 2 + Math.ceil(longestRoundTripMs(cluster) / 1000);
  check(
    maxLagSeconds >= leastSeconds && maxLagSeconds <= maxLagSecondsMax,
    field("maxLagSeconds"),
    maxLagSeconds,
    `${leastSeconds} to ${maxLagSecondsMax}`,
  );
  check(
    settings.timeoutSeconds >= 3 * settings.pingSeconds,
    field("timeoutSeconds"),
    settings.timeoutSeconds,
    `${3 * settings.pingSeconds} or more: three times pingSeconds`,
  );
  check(
    settings.outputSoftMib >= settings.backlogMib && settings.outputHardMib >= settings.outputSoftMib,
    `${field("backlogMib")} ≤ outputSoftMib ≤ outputHardMib`,
    [settings.backlogMib, settings.outputSoftMib, settings.outputHardMib],
    "each at least as large as the one before",
  );
}

/**
 * How long writes are away at the most, in milliseconds, when one region is lost, the first votes split, and the lowest turn
 * that is left asks again.
 */
export function recoveryMsMax(cluster: CacheClusterFact, times: SentinelTimes): number {
  const { askMs, voteDelayMsMax, promoteMs, followMs } = sentinelSteps;
  const { downAfterMs, failoverTimeoutMs, turnMs } = times;
  const { sentinels } = cluster;
  const firstLeft = Math.max(
    ...regionsOf(sentinels).map((lost) =>
      Math.min(...sentinels.filter(({ region }) => region !== lost).map(({ turn }) => turn)),
    ),
  );
  // To ask, to vote, to promote and to follow take a round trip each.
  const steps = askMs + voteDelayMsMax + promoteMs + followMs + 4 * longestRoundTripMs(cluster);
  return downAfterMs + 2 * (failoverTimeoutMs + firstLeft * turnMs) + steps;
}

/**
 * Refuses times with which two primaries may write at once, or recovery takes longer than was promised.
 * @throws InvalidValueError naming the field, the value and what is allowed.
 */
export function checkTimes(
  cluster: CacheClusterFact,
  times: SentinelTimes,
  replication: ReplicationSettings = cacheReplication,
): void {
  const field = (name: keyof SentinelTimes): string => `sentinelTimes.${name}`;
  const { downAfterMs, failoverTimeoutMs, parallelSyncs } = times;
  const stoppedMs = 1000 * (replication.maxLagSeconds + replication.lagCheckSeconds);
  check(
    downAfterMs >= stoppedMs,
    field("downAfterMs"),
    downAfterMs,
    `${stoppedMs} or more: by then a primary that was cut off takes no writes`,
  );
  // A Sentinel asks once a second.
  const heardMs = 1000 + 4 * longestRoundTripMs(cluster);
  check(
    downAfterMs >= heardMs,
    field("downAfterMs"),
    downAfterMs,
    `${heardMs} or more: a ping a second, and four times the longest round trip`,
  );
  const { voteDelayMsMax, promoteMs } = sentinelSteps;
  const attemptMs = voteDelayMsMax + promoteMs + 4 * longestRoundTripMs(cluster);
  check(
    failoverTimeoutMs >= attemptMs,
    field("failoverTimeoutMs"),
    failoverTimeoutMs,
    `${attemptMs} or more: a vote, a promotion, and four times the longest round trip`,
  );
  const apartMs = voteDelayMsMax + longestRoundTripMs(cluster);
  check(
    2 * times.turnMs >= apartMs,
    field("turnMs"),
    times.turnMs,
    `${Math.ceil(apartMs / 2)} or more, so that second attempts do not meet`,
  );
  check(
    parallelSyncs >= replication.minReplicasToWrite,
    field("parallelSyncs"),
    parallelSyncs,
    `${replication.minReplicasToWrite} or more, the replicas that a new primary needs before it takes writes`,
  );
  const recoveryMs = recoveryMsMax(cluster, times);
  check(
    recoveryMs <= 1000 * cacheRecoverySecondsMax,
    "sentinelTimes: recovery with a second attempt, ms",
    recoveryMs,
    `${1000 * cacheRecoverySecondsMax} or less`,
  );
}

/**
 * Refuses a member that no node can hold, that has no room for data, or whose volume cannot hold the append-only file twice.
 * @throws InvalidValueError naming the field, the value and what is allowed.
 */
export function checkSize(size: SizeSettings, forDataMib: number): void {
  const { vcpuBelow, memoryGibPerVcpu } = workerNodes;
  const nodeMib = (vcpuBelow - 1) * memoryGibPerVcpu * 1024;
  check(
    size.memoryMib <= nodeMib,
    "cacheSize.memoryMib",
    size.memoryMib,
    `${nodeMib} or less, what the largest node has`,
  );
  check(size.cpu < vcpuBelow, "cacheSize.cpu", size.cpu, `fewer than ${vcpuBelow}, as a node has`);
  check(
    forDataMib >= size.memoryMib / 4,
    "cacheSize.memoryMib",
    size.memoryMib,
    "enough that a quarter is left for data beside buffers and copies",
  );
  // The file grows to twice its size before it is written anew, beside the old one.
  const needGib = Math.ceil((3 * forDataMib) / 1024);
  check(
    size.volumeGib >= needGib,
    "cacheSize.volumeGib",
    size.volumeGib,
    `${needGib} or more: three times the data`,
  );
}
