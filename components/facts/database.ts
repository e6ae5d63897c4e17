/**
 * PostgreSQL, its leader election and its entry: settings that follow from measurements (ARCHITECTURE section 5: 70 runs on
 * real servers). Cluster configuration and drills are made from these; nothing repeats them.
 */

import type { DataClass } from "./dataClasses";

/**
 * What the image `images/postgres` holds: Debian 13's packages, Patroni from PyPI, Citus and pgBackRest from their own source. A
 * test compares its Dockerfile with these; the drills run the same without Citus, and with Debian's pgBackRest.
 */
export const postgresVersions = {
  /** Of the image that it begins with (`debian:<version>-slim`). */
  debian: "13.2",
  /** Its first part is the major version. */
  postgres: "17.12",
  pgaudit: "17.1",
  pgbackrest: "2.59.1",
  /** The commit of that version's tag in github.com/pgbackrest/pgbackrest: Debian's 2.55 does not know a pod's identity (2.58). */
  pgbackrestCommit: "8c8f3ee63e310f0b3ea10b55ed3b96b4cc9296da",
  pgbouncer: "1.24.1",
  haproxy: "3.0.11",
  etcd: "3.5.16",
  patroni: "4.1.5",
  citus: "13.2.2",
  /** The commit of that version's tag in github.com/citusdata/citus: a tag may move, a commit cannot. */
  citusCommit: "cc91f4c29cc358f66e70eb1ef204a45999933926",
  /** Counts up with every build of the image; part of its tag. */
  release: 3,
} as const;

/**
 * Patroni's dynamic settings. `loop_wait + 2·retry_timeout ≤ ttl`, or Patroni silently cuts `loop_wait`; with a
 * `retry_timeout` of 9 an old leader wrote until 20.9 s after its region was cut.
 */
export const leaderElection = {
  /** A leader's lease; Patroni takes no smaller one ("Dynamic configuration settings", patroni.readthedocs.io). */
  ttlSeconds: 20,
  ttlSecondsMin: 20,
  loopWaitSeconds: 3,
  retryTimeoutSeconds: 8,
  /** How long a leader that must step down may take to stop. */
  primaryStopTimeoutSeconds: 3,
  /** At 60 s, PostgreSQL's own value, a demoted leader hung 42 s in its shutdown. */
  walTimeoutSeconds: 5,
  /** One standby in the region and one in the partner region. */
  synchronousStandbys: 2,
  /** A standby that lags more than this many bytes of WAL is no candidate: Patroni's own value, 1 MiB. */
  lagOnFailoverBytesMax: 1_048_576,
} as const;

/**
 * The lock's own cluster. The heartbeat is below etcd's rule of a round trip and the election below its rule of ten; both held
 * on the real distances, while an election of 3,500 ms made re-election take 5.8 s ("Tuning", etcd.io).
 */
export const lockElection = {
  heartbeatMs: 150,
  electionMs: 1500,
  /** etcd refuses an election below five heartbeats. */
  heartbeatsMin: 5,
  members: 3,
  /** Bytes of history and of the whole store; it holds a few keys a cluster. */
  quotaBytes: 256 * 1024 * 1024,
  /** How often a member looks whether the leader stands where it should. */
  leaderCheckSeconds: 5,
} as const;

/** How clients reach the leader: PgBouncer, then HAProxy, which asks Patroni who it is. */
export const databaseEntry = {
  checkSeconds: 2,
  /** Between checks of a member that does not lead: a new leader's first good check comes that soon. */
  downCheckSeconds: 1,
  /** Failed checks until a member is left, and good ones until it is taken. */
  fall: 2,
  rise: 1,
  /** PgBouncer's own value of 15 s alone broke the recovery; half a second costs a quarter of one. */
  loginRetrySeconds: 0.5,
  connectTimeoutSeconds: 5,
  idleCheckSeconds: 5,
  /** Server connections a database and user, and client connections a pooler. */
  poolSize: 20,
  clientsMax: 2000,
  preparedStatementsMax: 200,
  replicas: 2,
} as const;

export const databasePorts = {
  postgres: 5432,
  patroni: 8008,
  pooler: 6432,
  /** HAProxy's entries, on the pooler's own loopback. */
  primary: 5000,
  replica: 5001,
  entryHealth: 8404,
  etcdClient: 2379,
  etcdPeer: 2380,
  etcdMetrics: 2381,
} as const;

/** User and group of the image's `postgres`; Debian's package takes the next free one, so the image makes it first. */
export const postgresUserId = 10_001;

/** The database that services use, and over which Citus distributes. */
export const databaseName = "azora";

/** Roles of the cluster itself; each shows a certificate, none has a password. */
export const databaseRoles = {
  superuser: "postgres",
  replication: "replicator",
  rewind: "rewinder",
  /** Asks for the verifiers of those who log in through PgBouncer. */
  pooler: "pooler",
} as const;

/** What one member of a cluster gets. */
interface MemberSize {
  readonly cpu: number;
  readonly memoryGib: number;
  readonly volumeGib: number;
  /** As large as a group's database may become until this is looked at anew; what is larger is restored too late (`restoreTimes`). */
  readonly databaseGib: number;
}

/** Clusters by what they hold: one without personal data; and two a home region: people's, and the keys that seal them. */
export const databaseKinds = {
  core: {
    dataClass: "internal",
    workerGroups: 0,
    size: { cpu: 2, memoryGib: 8, volumeGib: 100, databaseGib: 20 },
  },
  people: {
    dataClass: "personal",
    workerGroups: 2,
    size: { cpu: 4, memoryGib: 16, volumeGib: 500, databaseGib: 40 },
  },
  keys: {
    dataClass: "personal",
    workerGroups: 0,
    // A key with its row and its two indexes is half a kilobyte: ten million subjects are 5 GiB. The volume has room for a day of log.
    size: { cpu: 1, memoryGib: 4, volumeGib: 100, databaseGib: 5 },
  },
} as const satisfies Record<
  string,
  { readonly dataClass: DataClass; readonly workerGroups: number; readonly size: MemberSize }
>;

export type DatabaseKind = keyof typeof databaseKinds;

/** One member of a lock's cluster. */
export const lockSize = { cpuMillis: 250, memoryMib: 512, volumeGib: 8 } as const;

export const connectionsMax = 200;

/** Members in the home region and in its partner: one leads or follows in step while another is replaced. */
export const membersInStep = 2;
