import { postgresVersions } from "../facts/database";
import { podPaths } from "../shared";

/** Where a database pod finds its files; the same in every pod, so that its configuration names them. */
export const paths = {
  config: "/etc/azora/patroni",
  scripts: "/etc/azora/scripts",
  sql: "/etc/azora/sql",
  ...podPaths,
  /** Of pgBackRest, in the folder of the configuration. */
  repositoryFile: "pgbackrest.conf",
  passphrase: "/etc/azora/repository",
  spool: "/var/spool/pgbackrest",
  data: "/var/lib/postgresql",
  socket: "/var/run/postgresql",
  binaries: `/usr/lib/postgresql/${postgresVersions.postgres.split(".")[0] ?? ""}/bin`,
  lockData: "/var/lib/etcd",
} as const;
