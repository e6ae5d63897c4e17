/** Settings of a Sentinel (sentinel.conf of Valkey 8.1). */
import { cachePorts, sentinelTimes, type SentinelTimes } from "../facts/cache";
import { cacheHost, sentinelHost, type CacheClusterFact, type SentinelPlace } from "../facts/cacheCluster";
import { paths } from "./paths";
import { checkCluster, checkTimes } from "./settingsCheck";
import { serverConfig, type ServerConfig } from "./valkeyConfig";

export interface SentinelConfig extends ServerConfig {
  /** Each begins with what it sets; those of a primary follow the one that names it. */
  readonly sentinel: readonly string[];
}

export interface SentinelConfigArgs {
  readonly cluster: CacheClusterFact;
  readonly place: SentinelPlace;
  readonly domain: string;
  /** Default from facts. */
  readonly times?: SentinelTimes;
}

/**
 * The configuration of one Sentinel at the start of the cluster's life; later its start script keeps what it has learned.
 * @throws InvalidValueError where members or times do not go together.
 */
export function sentinelConfig({
  cluster,
  place,
  domain,
  times = sentinelTimes,
}: SentinelConfigArgs): SentinelConfig {
  checkCluster(cluster);
  checkTimes(cluster, times);
  const { name, members, quorum } = cluster;
  const [primary] = members;
  const { downAfterMs, failoverTimeoutMs, turnMs, parallelSyncs } = times;
  return {
    ...serverConfig(cachePorts.sentinel),
    dir: paths.data,
    sentinel: [
      // Before any host is named: a pod comes back with another address and the same name.
      "resolve-hostnames yes",
      "announce-hostnames yes",
      `announce-ip ${sentinelHost(cluster, place, domain)}`,
      `announce-port ${cachePorts.sentinel}`,
      "sentinel-user sentinel",
      // Nobody makes a Sentinel run a program.
      "deny-scripts-reconfig yes",
      `monitor ${name} ${primary ? cacheHost(cluster, primary, domain) : ""} ${cachePorts.replicated} ${quorum}`,
      `auth-user ${name} sentinel`,
      `down-after-milliseconds ${name} ${downAfterMs}`,
      `failover-timeout ${name} ${failoverTimeoutMs + place.turn * turnMs}`,
      `parallel-syncs ${name} ${parallelSyncs}`,
    ],
  };
}
