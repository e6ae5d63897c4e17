/** What pgBackRest is told of a cluster's repositories; pure, so that drills run the same. */
import { databaseKinds, databasePorts } from "../facts/database";
import { groupName, memberHost, type DatabaseClusterFact } from "../facts/databaseClusters";
import { regionNamed } from "../facts/regions";
import {
  backupServerPort,
  backupTrials,
  repositoriesOf,
  repositoryBucket,
  repositoryKinds,
  repositorySettings,
  type Repository,
} from "../facts/repositories";
import type { RegionContext } from "../shared";
import { memberIdentity } from "./names";
import { paths } from "./paths";

/** Options of one section, in the order in which they are written. */
type Options = Readonly<Record<string, string | number>>;

const gibibyte = 2 ** 30;

/** A file of pgBackRest's. @example iniText({ global: { "log-level-file": "off" } }) // "[global]\nlog-level-file=off\n" */
function iniText(sections: Readonly<Record<string, Options>>): string {
  return Object.entries(sections)
    .map(([name, options]) =>
      [`[${name}]`, ...Object.entries(options).map(([key, value]) => `${key}=${value}`), ""].join("\n"),
    )
    .join("\n");
}

function repositoryOptions(repository: Repository, accountId: string): Options {
  const { awsRegion } = regionNamed(repository.region);
  const options = {
    type: "s3",
    path: `/${repository.prefix}`,
    "s3-bucket": repositoryBucket(repository, accountId),
    "s3-endpoint": `s3.${awsRegion}.amazonaws.com`,
    "s3-region": awsRegion,
    // The pod's own role: nobody's keys are kept.
    "s3-key-type": "pod-id",
    // Besides the bucket's key: who may read the bucket still reads nothing.
    "cipher-type": "aes-256-cbc",
  };
  return ofRepository(repository, options);
}

/** Options of one repository, by its number. */
function ofRepository({ number }: Pick<Repository, "number">, options: Options): Options {
  return Object.fromEntries(Object.entries(options).map(([key, value]) => [`repo${number}-${key}`, value]));
}

/** What every program that works on some repositories is told; the passphrase stands in a file of its own. */
function commonOptions(repositories: readonly Repository[], accountId: string): Options {
  return {
    ...(Object.assign(
      {},
      ...repositories.map((repository) => repositoryOptions(repository, accountId)),
    ) as Options),
    "compress-type": "zst",
    "compress-level": repositorySettings.compressLevel,
    "io-timeout": repositorySettings.ioTimeoutSeconds,
    "log-level-console": "warn",
    "log-level-stderr": "off",
    "log-level-file": "off",
  };
}

/** Where a member's server is, for programs in its pod. */
const ownServer: Options = {
  "pg1-path": `${paths.data}/data`,
  "pg1-port": databasePorts.postgres,
  "pg1-socket-path": paths.socket,
};

/**
 * The files of a member: `pgbackrest.conf` with all repositories, by which it serves its files to who backs it up; and one a
 * repository, by which it archives its own log there.
 * @param group Citus' group.
 */
export function memberRepositoryFiles(
  cluster: DatabaseClusterFact,
  group: number,
  accountId: string,
): Readonly<Record<string, string>> {
  const stanza = groupName(cluster, group);
  const { volumeGib } = databaseKinds[cluster.kind].size;
  const repositories = repositoriesOf(cluster, stanza);
  const { archiveWaitSeconds, pushProcesses, queueShareOfVolumeMax } = repositorySettings;
  const archives = repositories.map((repository) => [
    `archive-${repository.number}.conf`,
    iniText({
      global: {
        ...commonOptions([repository], accountId),
        "archive-async": "y",
        "archive-timeout": archiveWaitSeconds,
        "archive-push-queue-max": Math.floor(queueShareOfVolumeMax * volumeGib * gibibyte),
        "process-max": pushProcesses,
        // Each has its own, or one would wait for the other.
        "lock-path": `/tmp/pgbackrest/${repository.number}`,
        "spool-path": `${paths.spool}/${repository.number}`,
      },
      [stanza]: ownServer,
    }),
  ]);
  return {
    [paths.repositoryFile]: iniText({
      global: {
        ...commonOptions(repositories, accountId),
        "lock-path": "/tmp/pgbackrest",
        "tls-server-address": "0.0.0.0",
        "tls-server-port": backupServerPort,
        "tls-server-cert-file": paths.certificate,
        "tls-server-key-file": paths.key,
        "tls-server-ca-file": paths.authorities,
        "tls-server-auth": `${memberIdentity(cluster)}=${stanza}`,
      },
      [stanza]: ownServer,
    }),
    ...(Object.fromEntries(archives) as Record<string, string>),
  };
}

/** A member's server as a job reaches it, in pgBackRest's count. */
function remoteServer(host: string, number: number): Options {
  const options = {
    ...Object.fromEntries(Object.entries(ownServer).map(([key, value]) => [key.replace("pg1-", ""), value])),
    host,
    "host-type": "tls",
    "host-port": backupServerPort,
    "host-config": `${paths.config}/${paths.repositoryFile}`,
    "host-cert-file": paths.certificate,
    "host-key-file": paths.key,
    "host-ca-file": paths.authorities,
  };
  return Object.fromEntries(Object.entries(options).map(([key, value]) => [`pg${number}-${key}`, value]));
}

/**
 * The files of jobs that back a group up, one a repository, so that none waits for another: they read from a standby, the nearest
 * first, through the members' own servers, and write to the repository themselves.
 * @param domain below which the regions' private zones are.
 */
export function jobRepositoryFiles(
  cluster: DatabaseClusterFact,
  group: number,
  { accountId, domain }: Pick<RegionContext, "accountId" | "domain">,
): Readonly<Record<string, string>> {
  const stanza = groupName(cluster, group);
  const servers = cluster.members
    .filter(({ inStep }) => inStep)
    .map((member, index) => remoteServer(memberHost(cluster, group, member, domain), index + 1));
  return Object.fromEntries(
    repositoriesOf(cluster, stanza).map((repository) => [
      jobRepositoryFile(repository),
      iniText({
        global: {
          ...commonOptions([repository], accountId),
          ...ofRepository(repository, {
            // Small files in one object, and of large ones only the blocks that changed.
            bundle: "y",
            block: "y",
            "retention-full-type": "time",
            "retention-full": repositoryKinds[cluster.kind].retentionDays,
          }),
          "backup-standby": "prefer",
          // A backup must not wait for the next checkpoint.
          "start-fast": "y",
          "process-max": repositorySettings.backupProcesses,
          "lock-path": "/tmp/pgbackrest",
        },
        [stanza]: Object.assign({}, ...servers) as Options,
      }),
    ]),
  );
}

/** Name of the file by which jobs use a repository. */
export function jobRepositoryFile({ number }: Pick<Repository, "number">): string {
  return `backup-${number}.conf`;
}

/** Name of the file by which a repository is restored from. */
export function restoreRepositoryFile({ number }: Pick<Repository, "number">): string {
  return `restore-${number}.conf`;
}

/** The files by which backups of a group are restored, one a repository; log is fetched ahead. */
export function restoreRepositoryFiles(
  cluster: DatabaseClusterFact,
  group: number,
  accountId: string,
): Readonly<Record<string, string>> {
  const stanza = groupName(cluster, group);
  return Object.fromEntries(
    repositoriesOf(cluster, stanza).map((repository) => [
      restoreRepositoryFile(repository),
      iniText({
        global: {
          ...commonOptions([repository], accountId),
          "archive-async": "y",
          "process-max": backupTrials.processes,
          "lock-path": "/tmp/pgbackrest",
          "spool-path": paths.spool,
        },
        [stanza]: ownServer,
      }),
    ]),
  );
}

/** A call of pgBackRest on all repositories. @example backrest("--stanza=core", "check") */
export function backrest(...args: readonly string[]): readonly string[] {
  return [`${paths.scripts}/pgbackrest.sh`, `${paths.config}/${paths.repositoryFile}`, ...args];
}

/** How a member's server hands a file of its log over; pgBackRest refuses an `archive_command` that does not name it. */
export function archiveCommand(stanza: string): string {
  return `${paths.scripts}/pgbackrest-push.sh ${stanza} "%p"`;
}
