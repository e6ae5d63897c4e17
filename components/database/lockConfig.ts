/** The configuration of one member of a lock, as etcd reads it from its environment ("Configuration flags", etcd.io). */
import { databasePorts, lockElection } from "../facts/database";
import { lockHosts, podHost, type DatabaseClusterFact } from "../facts/databaseClusters";
import { tlsMin } from "../facts/security";
import { check } from "../shared";
import { lockIdentity } from "./names";
import { paths } from "./paths";
import { checkLock, type LockSettings } from "./settingsCheck";

export interface LockConfigArgs {
  readonly cluster: DatabaseClusterFact;
  /** Where this member stands; one of the lock's regions. */
  readonly region: string;
  readonly domain: string;
  /** Default from facts. */
  readonly election?: LockSettings;
}

const { etcdClient, etcdPeer, etcdMetrics } = databasePorts;

/**
 * What one member of a lock is told, by variable. Its script reads where the others are and where the leader belongs.
 * @throws InvalidValueError where the region holds no member of the lock, or its times do not go together.
 */
export function lockConfig({
  cluster,
  region,
  domain,
  election = lockElection,
}: LockConfigArgs): Readonly<Record<string, string>> {
  const { lock } = cluster;
  check(lock.regions.includes(region), `lock ${lock.name}: region`, region, lock.regions.join(", "));
  checkLock(cluster, election);
  const hosts = lockHosts(lock, domain);
  const own = podHost(lock.name, 0, region, domain);
  const tls = (prefix: string): Record<string, string> => ({
    [`${prefix}CERT_FILE`]: paths.certificate,
    [`${prefix}KEY_FILE`]: paths.key,
    [`${prefix}TRUSTED_CA_FILE`]: paths.authorities,
    [`${prefix}CLIENT_CERT_AUTH`]: "true",
  });
  return {
    ETCD_NAME: region,
    ETCD_DATA_DIR: `${paths.lockData}/data`,
    ETCD_LISTEN_PEER_URLS: `https://0.0.0.0:${etcdPeer}`,
    ETCD_LISTEN_CLIENT_URLS: `https://0.0.0.0:${etcdClient}`,
    ETCD_LISTEN_METRICS_URLS: `http://0.0.0.0:${etcdMetrics}`,
    ETCD_INITIAL_ADVERTISE_PEER_URLS: `https://${own}:${etcdPeer}`,
    ETCD_ADVERTISE_CLIENT_URLS: `https://${own}:${etcdClient}`,
    ETCD_INITIAL_CLUSTER: lock.regions
      .map((each, index) => `${each}=https://${hosts[index] ?? ""}:${etcdPeer}`)
      .join(","),
    ETCD_HEARTBEAT_INTERVAL: String(election.heartbeatMs),
    ETCD_ELECTION_TIMEOUT: String(election.electionMs),
    // Or a member that was cut off unseats the leader when it comes back.
    ETCD_PRE_VOTE: "true",
    ETCD_QUOTA_BACKEND_BYTES: String(lockElection.quotaBytes),
    ETCD_AUTO_COMPACTION_MODE: "periodic",
    ETCD_AUTO_COMPACTION_RETENTION: "1h",
    ETCD_TLS_MIN_VERSION: `TLS${tlsMin.version}`,
    ...tls("ETCD_"),
    ...tls("ETCD_PEER_"),
    ETCD_PEER_CERT_ALLOWED_CN: lockIdentity(lock),
    // Of etcdctl, in the scripts.
    ETCDCTL_CACERT: paths.authorities,
    ETCDCTL_CERT: paths.certificate,
    ETCDCTL_KEY: paths.key,
    LOCK_OWN: `https://localhost:${etcdClient}`,
    LOCK_OTHERS: hosts
      .filter((host) => host !== own)
      .map((host) => `https://${host}:${etcdClient}`)
      .join(","),
    LOCK_LEADER: lock.leaderRegion,
    LOCK_CHECK_SECONDS: String(lockElection.leaderCheckSeconds),
  };
}
