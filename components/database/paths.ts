import { postgresVersions } from "../facts/database";

/** Where a database pod finds its files; the same in every pod, so that its configuration names them. */
export const paths = {
  config: "/etc/azora/patroni",
  scripts: "/etc/azora/scripts",
  sql: "/etc/azora/sql",
  /** Certificate and key of the member, by which it serves and by which it calls others. */
  certificate: "/etc/azora/tls/tls.crt",
  key: "/etc/azora/tls/tls.key",
  tls: "/etc/azora/tls",
  /** Every region's authority, since members call each other across regions. */
  authorities: "/etc/azora/authorities/authorities.pem",
  authoritiesHome: "/etc/azora/authorities",
  data: "/var/lib/postgresql",
  socket: "/var/run/postgresql",
  binaries: `/usr/lib/postgresql/${postgresVersions.postgres.split(".")[0] ?? ""}/bin`,
  lockData: "/var/lib/etcd",
} as const;

/** Key of the authorities in their ConfigMap, and the last part of their path. */
export const authoritiesKey = "authorities.pem";
