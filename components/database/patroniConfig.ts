/** The whole configuration of one member: what its ConfigMap holds, and what the drills run. */
import {
  databaseName,
  connectionsMax,
  databaseKinds,
  databasePorts,
  databaseRoles,
  leaderElection,
} from "../facts/database";
import {
  groupName,
  lockHosts,
  memberHost,
  type DatabaseClusterFact,
  type DatabaseMember,
} from "../facts/databaseClusters";
import { repositorySettings } from "../facts/repositories";
import { tlsMin } from "../facts/security";
import { sharding } from "../facts/shards";
import { paths } from "./paths";
import { pgHba, pgIdent } from "./pgHba";
import { archiveCommand } from "./repositoryConfig";
import { checkElection, checkMembers, type ElectionSettings } from "./settingsCheck";

type Parameters = Readonly<Record<string, string | number | boolean>>;

/** Settings that the cluster shares: Patroni keeps them in the lock, and `/config` changes them. */
export interface DynamicConfig {
  readonly ttl: number;
  readonly loop_wait: number;
  readonly retry_timeout: number;
  readonly primary_stop_timeout: number;
  readonly maximum_lag_on_failover: number;
  readonly check_timeline: boolean;
  readonly failsafe_mode: boolean;
  readonly synchronous_mode: boolean;
  readonly synchronous_mode_strict: boolean;
  readonly synchronous_node_count: number;
  readonly postgresql: {
    readonly use_pg_rewind: boolean;
    readonly use_slots: boolean;
    readonly parameters: Parameters;
  };
}

/** A file by which a caller proves who it is. */
interface Proof {
  readonly sslmode: "verify-full";
  readonly sslcert: string;
  readonly sslkey: string;
  readonly sslrootcert: string;
}

/** Patroni's configuration file, as far as the platform sets it ("YAML configuration settings", patroni.readthedocs.io). */
export interface PatroniConfig {
  readonly scope: string;
  readonly namespace: string;
  readonly name: string;
  readonly restapi: Readonly<Record<string, string>>;
  readonly ctl: Readonly<Record<string, string>>;
  readonly etcd3: {
    readonly hosts: readonly string[];
    readonly protocol: "https";
    readonly cacert: string;
    readonly cert: string;
    readonly key: string;
  };
  /** Of members at home only: who has it may begin a new cluster, and a cluster begins at home. */
  readonly bootstrap?: {
    readonly dcs: DynamicConfig;
    readonly initdb: readonly (string | Readonly<Record<string, string>>)[];
    readonly post_bootstrap: string;
  };
  readonly postgresql: {
    readonly listen: string;
    readonly connect_address: string;
    readonly data_dir: string;
    readonly bin_dir: string;
    readonly pgpass: string;
    readonly use_unix_socket: boolean;
    readonly use_unix_socket_repl: boolean;
    readonly basebackup: readonly Readonly<Record<string, string>>[];
    readonly authentication: Readonly<
      Record<"superuser" | "replication" | "rewind", Proof & { username: string }>
    >;
    readonly pg_hba: readonly string[];
    readonly pg_ident: readonly string[];
    readonly parameters: Parameters;
  };
  readonly tags: Readonly<Record<string, boolean | number>>;
  readonly citus?: { readonly group: number; readonly database: string };
}

const memoryMibOf = (memoryGib: number, share: number): number => Math.floor(memoryGib * 1024 * share);

/** What every member of a cluster has the same, so that a standby can take over. */
function sharedParameters(cluster: DatabaseClusterFact, election: ElectionSettings): Parameters {
  const { memoryGib } = databaseKinds[cluster.kind].size;
  const libraries = [...(cluster.groups.length > 1 ? ["citus"] : []), "pgaudit"];
  return {
    shared_preload_libraries: libraries.join(","),
    max_connections: connectionsMax,
    max_wal_senders: 2 * cluster.members.length,
    max_replication_slots: 2 * cluster.members.length,
    max_prepared_transactions: cluster.groups.length > 1 ? 2 * connectionsMax : 0,
    wal_level: cluster.groups.length > 1 ? "logical" : "replica",
    hot_standby: true,
    wal_log_hints: true,
    archive_mode: "on",
    archive_timeout: `${repositorySettings.archiveTimeoutSeconds}s`,
    wal_keep_size: "2GB",
    // Slots of a member that stays away must not fill the leader's disk.
    max_slot_wal_keep_size: "20GB",
    wal_sender_timeout: `${election.walTimeoutSeconds}s`,
    wal_receiver_timeout: `${election.walTimeoutSeconds}s`,
    wal_retrieve_retry_interval: "1s",
    tcp_user_timeout: `${election.walTimeoutSeconds}s`,
    synchronous_commit: "on",
    password_encryption: "scram-sha-256",
    // A quarter of the memory and three quarters, as PostgreSQL's own documentation advises ("Resource Consumption").
    shared_buffers: `${memoryMibOf(memoryGib, 0.25)}MB`,
    effective_cache_size: `${memoryMibOf(memoryGib, 0.75)}MB`,
    "pgaudit.log": "ddl, role",
    log_destination: "stderr",
    logging_collector: false,
    log_connections: true,
    log_disconnections: true,
    ...(cluster.groups.length > 1
      ? {
          // Has the commit class of a transaction (SET LOCAL) reach the workers; a role's reaches them with its login.
          "citus.propagate_set_commands": "local",
          "citus.node_conninfo": nodeConnection(),
          "citus.shard_count": sharding.shards,
          "citus.max_background_task_executors_per_node": sharding.movesPerNode,
          // PostgreSQL decodes for no library that is not named here (17.12); Citus' own is needed to isolate a tenant.
          output_plugin_libraries: "pgoutput,citus",
        }
      : {}),
  };
}

const proof: Proof = {
  sslmode: "verify-full",
  sslcert: paths.certificate,
  sslkey: paths.key,
  sslrootcert: paths.authorities,
};

/** How the nodes of a sharded cluster connect to each other. */
function nodeConnection(): string {
  return Object.entries(proof)
    .map(([key, value]) => `${key}=${value}`)
    .join(" ");
}

/** The settings that a cluster shares, which the reconcile job holds the running cluster to. */
export function dynamicConfig(
  cluster: DatabaseClusterFact,
  election: ElectionSettings = leaderElection,
): DynamicConfig {
  return {
    ttl: election.ttlSeconds,
    loop_wait: election.loopWaitSeconds,
    retry_timeout: election.retryTimeoutSeconds,
    primary_stop_timeout: election.primaryStopTimeoutSeconds,
    maximum_lag_on_failover: election.lagOnFailoverBytesMax,
    check_timeline: true,
    // It needs every member at once, so that the loss of any region would switch it off.
    failsafe_mode: false,
    // Not "quorum": the order of failover holds only in this one.
    synchronous_mode: true,
    synchronous_mode_strict: true,
    synchronous_node_count: election.synchronousStandbys,
    postgresql: {
      use_pg_rewind: true,
      use_slots: true,
      parameters: sharedParameters(cluster, election),
    },
  };
}

/** How a new cluster begins. */
function bootstrapOf(
  cluster: DatabaseClusterFact,
  election: ElectionSettings,
): NonNullable<PatroniConfig["bootstrap"]> {
  return {
    dcs: dynamicConfig(cluster, election),
    initdb: [
      "data-checksums",
      { encoding: "UTF8" },
      { "locale-provider": "builtin" },
      { "builtin-locale": "C.UTF-8" },
      { locale: "C.UTF-8" },
    ],
    post_bootstrap: `${paths.scripts}/post-bootstrap.sh`,
  };
}

/** What Patroni is told of one member: whether commits may wait for it, and how early it leads. */
function tagsOf({ inStep, syncPriority, failoverPriority }: DatabaseMember): PatroniConfig["tags"] {
  return inStep
    ? { sync_priority: syncPriority, failover_priority: failoverPriority }
    : { nosync: true, failover_priority: failoverPriority };
}

export interface PatroniConfigArgs {
  readonly cluster: DatabaseClusterFact;
  readonly member: DatabaseMember;
  /** Citus' group; default 0. */
  readonly group?: number;
  /** Domain below which the regions' private zones are. */
  readonly domain: string;
  /** Default from facts. */
  readonly election?: ElectionSettings;
}

/**
 * The configuration of one member.
 * @throws InvalidValueError where members or times do not go together.
 * @example patroniConfig({ cluster: core, member: core.members[0], domain: "azora.example" }).bootstrap.dcs.ttl // 20
 */
export function patroniConfig({
  cluster,
  member,
  group = 0,
  domain,
  election = leaderElection,
}: PatroniConfigArgs): PatroniConfig {
  checkMembers(cluster);
  checkElection(cluster, election);
  const host = memberHost(cluster, group, member, domain);
  return {
    scope: cluster.name,
    namespace: "/azora/",
    name: member.name,
    restapi: {
      listen: `0.0.0.0:${databasePorts.patroni}`,
      connect_address: `${host}:${databasePorts.patroni}`,
      certfile: paths.certificate,
      keyfile: paths.key,
      cafile: paths.authorities,
      // Whoever changes something must show a certificate; asking who leads takes none.
      verify_client: "optional",
    },
    ctl: { cacert: paths.authorities, certfile: paths.certificate, keyfile: paths.key },
    etcd3: {
      hosts: lockHosts(cluster.lock, domain).map((each) => `${each}:${databasePorts.etcdClient}`),
      protocol: "https",
      cacert: paths.authorities,
      cert: paths.certificate,
      key: paths.key,
    },
    ...(member.region === cluster.home ? { bootstrap: bootstrapOf(cluster, election) } : {}),
    postgresql: {
      listen: `0.0.0.0:${databasePorts.postgres}`,
      connect_address: `${host}:${databasePorts.postgres}`,
      data_dir: `${paths.data}/data`,
      bin_dir: paths.binaries,
      pgpass: `${paths.socket}/.pgpass`,
      use_unix_socket: true,
      use_unix_socket_repl: true,
      // A new standby must not wait for the leader's next checkpoint.
      basebackup: [{ checkpoint: "fast" }],
      authentication: {
        superuser: { username: databaseRoles.superuser, ...proof },
        replication: { username: databaseRoles.replication, ...proof },
        rewind: { username: databaseRoles.rewind, ...proof },
      },
      pg_hba: pgHba(cluster, group),
      pg_ident: pgIdent(cluster),
      parameters: {
        cluster_name: groupName(cluster, group),
        // No `restore_command`: a standby that is promoted would first ask a lost region's repository for what it has not.
        archive_command: archiveCommand(groupName(cluster, group)),
        unix_socket_directories: paths.socket,
        ssl: true,
        ssl_min_protocol_version: `TLSv${tlsMin.version}`,
        ssl_cert_file: paths.certificate,
        ssl_key_file: paths.key,
        ssl_ca_file: paths.authorities,
      },
    },
    tags: tagsOf(member),
    ...(cluster.groups.length > 1 ? { citus: { group, database: databaseName } } : {}),
  };
}
