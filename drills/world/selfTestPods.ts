/** The pods of the world's own test: one to measure with in each region, three of etcd and two of PostgreSQL. */
import type { Authorities } from "./certificates";
import type { FileSpec, PodSpec, RegionSpec } from "./specs";

export const regions: readonly RegionSpec[] = [
  { name: "africa", cidr: "10.10.0.0/16" },
  { name: "europe", cidr: "10.20.0.0/16" },
  { name: "asia", cidr: "10.30.0.0/16" },
  { name: "americas", cidr: "10.40.0.0/16" },
];

/** Round trips in milliseconds. */
export const roundTrips = [
  { between: ["africa", "europe"], ms: 155 },
  { between: ["africa", "asia"], ms: 240 },
  { between: ["africa", "americas"], ms: 340 },
  { between: ["europe", "asia"], ms: 160 },
  { between: ["europe", "americas"], ms: 205 },
  { between: ["asia", "americas"], ms: 330 },
] as const;

export function roundTripMs(a: string, b: string): number {
  const found = roundTrips.find(({ between }) =>
    [a, b].every((name) => between.some((each) => each === name)),
  );
  if (found === undefined) throw new Error(`there is no round trip of ${a} and ${b}`);
  return found.ms;
}

/** The three that have a member of etcd, none of them africa, as the lock of africa's database would have. */
export const lockRegions = ["europe", "asia", "americas"] as const;
const certificates = "/etc/lock";
const etcdUser = 10_001;

export const probe = (region: string): string => `${region}/probe`;
export const lock = (region: string): string => `${region}/lock`;
const lockHost = (region: string): string => `lock.${region}.test`;

/** A pod that only waits, in which the test runs commands. */
function probePod(region: string): PodSpec {
  return {
    name: probe(region),
    region,
    hostnames: [`probe.${region}.test`],
    containers: [{ name: "wait", command: ["sleep", "infinity"], env: {}, uid: 10_000, gid: 10_000 }],
    files: [],
    volumes: [{ path: "/data", sizeMiB: 8 }],
  };
}

async function tlsFiles(authorities: Authorities, region: string): Promise<readonly FileSpec[]> {
  const names = [lockHost(region), "localhost", "127.0.0.1"];
  const { certificate, key } = await authorities.issue(region, { commonName: lockHost(region), names });
  return [
    { path: `${certificates}/ca.crt`, content: authorities.certificates, mode: 0o444 },
    { path: `${certificates}/tls.crt`, content: certificate, mode: 0o444 },
    { path: `${certificates}/tls.key`, content: key, mode: 0o440 },
  ];
}

async function lockPod(authorities: Authorities, region: string): Promise<PodSpec> {
  const host = lockHost(region);
  const tls = [
    `--cert-file=${certificates}/tls.crt`,
    `--key-file=${certificates}/tls.key`,
    `--trusted-ca-file=${certificates}/ca.crt`,
    "--client-cert-auth",
  ];
  return {
    name: lock(region),
    region,
    hostnames: [host],
    containers: [
      {
        name: "etcd",
        command: [
          "etcd",
          `--name=${region}`,
          "--data-dir=/var/lib/lock/data",
          "--listen-client-urls=https://0.0.0.0:2379",
          `--advertise-client-urls=https://${host}:2379`,
          "--listen-peer-urls=https://0.0.0.0:2380",
          `--initial-advertise-peer-urls=https://${host}:2380`,
          `--initial-cluster=${lockRegions.map((each) => `${each}=https://${lockHost(each)}:2380`).join(",")}`,
          "--heartbeat-interval=150",
          "--election-timeout=1500",
          "--pre-vote=true",
          ...tls,
          ...tls.map((each) => each.replace("--", "--peer-")),
        ],
        env: {},
        uid: etcdUser,
        gid: etcdUser,
      },
    ],
    files: await tlsFiles(authorities, region),
    volumes: [{ path: "/var/lib/lock", sizeMiB: 300 }],
  };
}

/** Words that ask a member of etcd in its own pod. */
export const etcdctl = (...args: readonly string[]): readonly string[] => [
  "etcdctl",
  "--endpoints=https://127.0.0.1:2379",
  `--cacert=${certificates}/ca.crt`,
  `--cert=${certificates}/tls.crt`,
  `--key=${certificates}/tls.key`,
  "--command-timeout=3s",
  ...args,
];

export const primary = "africa/database";
export const standby = "europe/database";
export const databaseVolume = "/var/lib/database";
const databaseUser = 10_002;
const data = `${databaseVolume}/data`;

const primaryScript = `
[ -s ${data}/PG_VERSION ] || initdb --pgdata=${data} --auth=trust --encoding=UTF8 --no-sync
exec postgres -D ${data} -c hba_file=/etc/database/pg_hba.conf -c listen_addresses='*' -c unix_socket_directories=/tmp \\
  -c wal_keep_size=64MB -c max_wal_size=64MB
`;
const standbyScript = `
[ -s ${data}/PG_VERSION ] ||
  pg_basebackup --pgdata=${data} --host=database.africa.test --username=postgres --write-recovery-conf --checkpoint=fast --no-sync
exec postgres -D ${data} -c hba_file=/etc/database/pg_hba.conf -c listen_addresses='*' -c unix_socket_directories=/tmp
`;

function databasePod(name: string, script: string): PodSpec {
  const region = name.slice(0, name.indexOf("/"));
  return {
    name,
    region,
    hostnames: [`database.${region}.test`],
    containers: [
      {
        name: "postgres",
        command: ["/bin/sh", "-ec", script],
        env: { PGUSER: "postgres", PGHOST: "/tmp" },
        uid: databaseUser,
        gid: databaseUser,
      },
    ],
    files: [
      {
        path: "/etc/database/pg_hba.conf",
        content: "local all all trust\nhost all all 0.0.0.0/0 trust\nhost replication all 0.0.0.0/0 trust\n",
        mode: 0o444,
      },
    ],
    volumes: [{ path: databaseVolume, sizeMiB: 400 }],
    accounts: [{ name: "postgres", uid: databaseUser, gid: databaseUser }],
  };
}

export async function selfTestPods(authorities: Authorities): Promise<readonly PodSpec[]> {
  return [
    ...regions.map(({ name }) => probePod(name)),
    ...(await Promise.all(lockRegions.map((region) => lockPod(authorities, region)))),
    databasePod(primary, primaryScript),
    databasePod(standby, standbyScript),
  ];
}
