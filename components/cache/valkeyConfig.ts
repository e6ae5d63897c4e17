/** Settings of a member, and of a region's own cache (valkey.conf of 8.1). */
import { cachePorts, cacheReplication, cacheSize, localCache } from "../facts/cache";
import { cacheHost, type CacheClusterFact, type CacheMember } from "../facts/cacheCluster";
import { tlsMin } from "../facts/security";
import { paths, usersFile } from "./paths";
import {
  checkCluster,
  checkReplication,
  checkSize,
  type ReplicationSettings,
  type SizeSettings,
} from "./settingsCheck";

/** Directives by name; one that may stand several times has a list. */
export type Directives = Readonly<Record<string, string | number | readonly string[]>>;

/** What every server has: TLS and nothing else, its users, nothing printed but on standard output. */
export interface ServerConfig extends Directives {
  readonly port: 0;
  readonly "tls-port": number;
  readonly "tls-replication": "yes";
  readonly "tls-auth-clients": "yes";
  readonly aclfile: string;
}

export interface ValkeyConfig extends ServerConfig {
  readonly "replica-announce-ip": string;
  readonly "replica-priority": number;
  readonly "min-replicas-to-write": number;
  /** Seconds. */
  readonly "min-replicas-max-lag": number;
  readonly maxmemory: string;
  readonly "maxmemory-policy": string;
}

export interface ValkeyConfigArgs {
  readonly cluster: CacheClusterFact;
  readonly member: CacheMember;
  readonly domain: string;
  /** Default from facts. */
  readonly replication?: ReplicationSettings;
  /** Default from facts. */
  readonly size?: SizeSettings;
}

/**
 * Whoever connects shows a certificate of a region's authority, also who asks only who the primary is: without one nobody gets
 * as far as sending a command.
 */
export function serverConfig(port: number): ServerConfig {
  return {
    port: 0,
    "tls-port": port,
    "tls-replication": "yes",
    "tls-auth-clients": "yes",
    "tls-protocols": `TLSv${tlsMin.version}`,
    "tls-cert-file": paths.certificate,
    "tls-key-file": paths.key,
    "tls-ca-cert-file": paths.authorities,
    aclfile: usersFile,
    // The users' file decides, and the default user is off.
    "protected-mode": "no",
    daemonize: "no",
    logfile: '""',
  };
}

const mib = (amount: number): string => `${amount}mb`;

/**
 * Memory for data, in MiB: what is left of the container's beside the program, what replicas are owed, and the pages that are
 * copied while a child writes the append-only file anew.
 */
export function memoryForDataMib(
  size: SizeSettings = cacheSize,
  { outputHardMib }: Pick<ReplicationSettings, "outputHardMib"> = cacheReplication,
): number {
  return Math.floor((size.memoryMib - size.baseMib - outputHardMib) / (1 + size.forkShare));
}

/**
 * The whole configuration of one member; who it follows is found out at each start, and its password added.
 * @throws InvalidValueError where members, times or sizes do not go together.
 */
export function valkeyConfig({
  cluster,
  member,
  domain,
  replication = cacheReplication,
  size = cacheSize,
}: ValkeyConfigArgs): ValkeyConfig {
  checkCluster(cluster, replication);
  checkReplication(cluster, replication);
  const forDataMib = memoryForDataMib(size, replication);
  checkSize(size, forDataMib);
  const { outputHardMib, outputSoftMib, outputSoftSeconds } = replication;
  return {
    ...serverConfig(cachePorts.replicated),
    dir: paths.data,
    "replica-announce-ip": cacheHost(cluster, member, domain),
    "replica-announce-port": cachePorts.replicated,
    "replica-priority": member.priority,
    primaryuser: "replication",
    "replica-read-only": "yes",
    // Reads go on in a region that is cut off; writes do not.
    "replica-serve-stale-data": "yes",
    "min-replicas-to-write": replication.minReplicasToWrite,
    "min-replicas-max-lag": replication.maxLagSeconds,
    "repl-ping-replica-period": replication.pingSeconds,
    "repl-timeout": replication.timeoutSeconds,
    "repl-backlog-size": mib(replication.backlogMib),
    "client-output-buffer-limit": [
      `replica ${mib(outputHardMib)} ${mib(outputSoftMib)} ${outputSoftSeconds}`,
    ],
    appendonly: "yes",
    appendfsync: "everysec",
    save: '""',
    // A stop waits this long for replicas to have everything.
    "shutdown-timeout": 10,
    maxmemory: mib(forDataMib),
    // What is replicated is said to be there: a full store refuses writes instead of forgetting.
    "maxmemory-policy": "noeviction",
    maxclients: size.clientsMax,
  };
}

/** Share of memory that the allocator cannot use, since entries come and go in all sizes: jemalloc's usual 10 percent. */
const fragmentationShare = 0.1;

/** The configuration of a region's own cache. */
export function localConfig(): ServerConfig & Pick<ValkeyConfig, "maxmemory" | "maxmemory-policy"> {
  const { memoryMib } = localCache;
  return {
    ...serverConfig(cachePorts.local),
    dir: paths.run,
    appendonly: "no",
    save: '""',
    maxmemory: mib(Math.floor((memoryMib - cacheSize.baseMib) / (1 + fragmentationShare))),
    // By use and not by age: one scan of cold entries does not push out those that are asked for all day.
    "maxmemory-policy": "allkeys-lfu",
    maxclients: cacheSize.clientsMax,
  };
}

/** Directives as a server reads them, one a line. */
export function rendered(directives: Directives): string {
  const lines = Object.entries(directives).flatMap(([name, value]) =>
    [value].flat().map((each) => `${name} ${String(each)}`),
  );
  return `${lines.join("\n")}\n`;
}
