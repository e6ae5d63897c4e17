import { regionNamed } from "../../components/facts/regions";
import type { Fixture } from "./rules";

type Values = Readonly<Record<string, unknown>>;

/** What a cluster shares, as Patroni keeps it. */
const settings: Values = {
  ttl: 20,
  loop_wait: 3,
  retry_timeout: 8,
  synchronous_mode: true,
  synchronous_mode_strict: true,
  synchronous_node_count: 2,
  postgresql: {
    parameters: { password_encryption: "scram-sha-256", archive_mode: "on", archive_timeout: "60s" },
  },
};

/** What a program is told of one of core's repositories; options of the use that its file's name says come with `more`. */
export function repositoryConf(
  number: number,
  region: string,
  more: Readonly<Record<string, string>> = {},
  rest = "",
): string {
  const options: Record<string, string> = {
    type: "s3",
    path: "/repositories/core",
    "s3-bucket": `azora-${region}-backups-111122223333`,
    "s3-endpoint": `s3.${regionNamed(region).awsRegion}.amazonaws.com`,
    "s3-key-type": "pod-id",
    "cipher-type": "aes-256-cbc",
    ...more,
  };
  const lines = Object.entries(options).map(([key, value]) => `repo${number}-${key}=${value}`);
  const queue = "archive-push-queue-max=32212254720";
  return `[global]\n${lines.join("\n")}\n${queue}\n\n[core]\npg1-port=5432\n${rest}`;
}

const hostOf = (name: string, ordinal: number, region: string): string =>
  `${name}-${ordinal}.${name}.${region}.internal.azora.example`;

/** A member's configuration; africa's clusters have their lock in the other three regions. */
export function memberConfig(region: string, ordinal: number, more: Values = {}, scope = "core"): Values {
  return {
    scope,
    etcd3: {
      hosts: ["europe", "asia", "americas"].map((each) => `${hostOf("lock-africa", 0, each)}:2379`),
    },
    ...(region === "africa" ? { bootstrap: { dcs: settings } } : {}),
    postgresql: {
      connect_address: `${hostOf(scope, ordinal, region)}:5432`,
      parameters: {
        ssl: true,
        ssl_min_protocol_version: "TLSv1.3",
        archive_command: `/etc/azora/scripts/pgbackrest-push.sh ${scope} "%p"`,
      },
      pg_hba: [
        "local all postgres peer",
        "hostssl replication replicator 10.16.0.0/16 cert map=azora",
        "hostssl all all 10.16.0.0/16 scram-sha-256",
        "host all all all reject",
      ],
    },
    tags: { sync_priority: 40 },
    ...more,
  };
}

/** A config map with members of a cluster in one region. */
export function databaseConfigMap(
  members: readonly Values[],
  {
    namespace = "postgres",
    labels = { "azora.io/cluster": "core" },
    dynamic = settings,
    group = "core",
  }: {
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly dynamic?: Values;
    /** What the names of its files begin with. */
    readonly group?: string;
  } = {},
): Fixture {
  return {
    type: "kubernetes:core/v1:ConfigMap",
    props: {
      metadata: { name: "core-config", namespace, labels },
      data: {
        ...Object.fromEntries(
          members.map((member, ordinal) => [`${group}-${ordinal}.yaml`, JSON.stringify(member)]),
        ),
        "dynamic.json": JSON.stringify(dynamic),
        "archive-1.conf": repositoryConf(1, "africa"),
        "archive-2.conf": repositoryConf(2, "europe"),
      },
    },
  };
}

/** Two members at home. */
export const atHome = databaseConfigMap([memberConfig("africa", 0), memberConfig("africa", 1)]);

/** What other config maps of the cluster's namespace, or another's, hold is nobody's configuration. */
export const notMembers = [
  databaseConfigMap([{ scope: "shop" }], { namespace: "shop" }),
  databaseConfigMap([{ scope: "none" }], { labels: {} }),
] as const;

/** Why changes of what a config map is known by pass. */
export const knownBy = [
  { path: "metadata.namespace", why: "a config map of another namespace is none of the databases'" },
  { path: "metadata.labels*", why: "a config map without a cluster's label configures no member" },
  { path: "data", why: "without any configuration there is nothing to run" },
] as const;

/** A job that runs a script of Python by itself. */
export function databaseJob(
  namespace: string,
  schedule: string,
  command: readonly string[],
  env: Readonly<Record<string, string>>,
): Fixture {
  const container = {
    command: ["python3", ...command],
    env: Object.entries(env).map(([name, value]) => ({ name, value })),
  };
  return {
    type: "kubernetes:batch/v1:CronJob",
    name: `${namespace}-${schedule}`,
    props: {
      metadata: { namespace },
      spec: {
        schedule,
        suspend: false,
        jobTemplate: { spec: { template: { spec: { containers: [container] } } } },
      },
    },
  };
}
