/** How clients reach a cluster in one region: PgBouncer, which keeps connections, before HAProxy, which knows the leader. */
import { databaseEntry, databaseName, databasePorts, databaseRoles } from "../facts/database";
import { memberHost, type DatabaseClusterFact, type DatabaseMember } from "../facts/databaseClusters";
import { tlsMin } from "../facts/security";
import { paths } from "./paths";

export interface EntryConfigArgs {
  readonly cluster: DatabaseClusterFact;
  /** Where the entry runs. */
  readonly region: string;
  readonly domain: string;
}

const { primary, replica, entryHealth, patroni, postgres, pooler } = databasePorts;
const { checkSeconds, downCheckSeconds, fall, rise, connectTimeoutSeconds } = databaseEntry;

function backend(
  name: string,
  question: string,
  { cluster, region, domain }: EntryConfigArgs,
  others: "equal" | "backup",
): readonly string[] {
  const line = (member: DatabaseMember): string => {
    const host = memberHost(cluster, 0, member, domain);
    const spare = others === "backup" && member.region !== region ? " backup" : "";
    return `  server ${member.name} ${host}:${postgres} verifyhost ${host}${spare}`;
  };
  return [
    `backend ${name}`,
    `  option httpchk OPTIONS ${question}`,
    "  http-check expect status 200",
    ...(others === "backup" ? ["  option allbackups"] : []),
    `  default-server inter ${checkSeconds}s downinter ${downCheckSeconds}s fall ${fall} rise ${rise} on-marked-down shutdown-sessions check port ${patroni} check-ssl verify required ca-file ${paths.authorities} resolvers names init-addr last,libc,none`,
    ...cluster.members.map(line),
  ];
}

/** HAProxy's configuration ("Configuration Manual 3.0", docs.haproxy.org): the leader, and standbys with the region's own first. */
export function haproxyConfig(args: EntryConfigArgs): string {
  return [
    "global",
    "  log stdout format raw local0 notice",
    `  maxconn ${2 * databaseEntry.clientsMax}`,
    `  ssl-default-server-options ssl-min-ver TLSv${tlsMin.version}`,
    "",
    "defaults",
    "  mode tcp",
    "  log global",
    "  option tcpka",
    `  timeout connect ${connectTimeoutSeconds}s`,
    `  timeout check ${checkSeconds}s`,
    // As long as a session may be silent: the poolers keep theirs open.
    "  timeout client 1h",
    "  timeout server 1h",
    "",
    "resolvers names",
    "  parse-resolv-conf",
    "  resolve_retries 3",
    "  timeout retry 1s",
    "  hold valid 10s",
    // A name server that is away must not take members away that are well.
    ...["nx", "refused", "timeout", "other", "obsolete"].map((what) => `  hold ${what} 1h`),
    "",
    "frontend health",
    "  mode http",
    `  bind *:${entryHealth}`,
    "  timeout client 5s",
    "  http-request return status 200 if { path /healthz }",
    "  http-request use-service prometheus-exporter if { path /metrics }",
    "",
    "frontend primary",
    `  bind 127.0.0.1:${primary}`,
    "  default_backend primary",
    "",
    "frontend replica",
    `  bind 127.0.0.1:${replica}`,
    "  default_backend replica",
    "",
    ...backend("primary", "/primary", args, "equal"),
    "",
    ...backend("replica", "/replica", args, "backup"),
    "",
  ].join("\n");
}

/** PgBouncer's configuration ("Config", pgbouncer.org): the database by its name, and with `_read` for its standbys. */
export function pgbouncerConfig(): string {
  const { loginRetrySeconds, idleCheckSeconds, poolSize, clientsMax, preparedStatementsMax } = databaseEntry;
  return [
    "[databases]",
    `${databaseName} = host=127.0.0.1 port=${primary} dbname=${databaseName}`,
    `${databaseName}_read = host=127.0.0.1 port=${replica} dbname=${databaseName}`,
    "",
    "[pgbouncer]",
    "listen_addr = 0.0.0.0",
    `listen_port = ${pooler}`,
    "unix_socket_dir =",
    "pool_mode = transaction",
    `max_prepared_statements = ${preparedStatementsMax}`,
    `default_pool_size = ${poolSize}`,
    `max_client_conn = ${clientsMax}`,
    "auth_type = scram-sha-256",
    `auth_file = ${paths.config}/userlist.txt`,
    `auth_user = ${databaseRoles.pooler}`,
    `auth_dbname = ${databaseName}`,
    "auth_query = SELECT name, verifier FROM pooler.verifier_of($1)",
    "client_tls_sslmode = require",
    `client_tls_protocols = tlsv${tlsMin.version}`,
    `client_tls_cert_file = ${paths.certificate}`,
    `client_tls_key_file = ${paths.key}`,
    // HAProxy stands between, so that a host's name cannot be checked; it leads to members only.
    "server_tls_sslmode = verify-ca",
    `server_tls_protocols = tlsv${tlsMin.version}`,
    `server_tls_ca_file = ${paths.authorities}`,
    `server_tls_cert_file = ${paths.certificate}`,
    `server_tls_key_file = ${paths.key}`,
    `server_login_retry = ${loginRetrySeconds}`,
    `server_connect_timeout = ${connectTimeoutSeconds}`,
    `server_check_delay = ${idleCheckSeconds}`,
    "server_lifetime = 600",
    "ignore_startup_parameters = extra_float_digits",
    "tcp_keepalive = 1",
    "tcp_keepidle = 5",
    "tcp_keepintvl = 2",
    "tcp_keepcnt = 3",
    "",
  ].join("\n");
}

/** Whom PgBouncer knows without asking: the role that asks, which shows a certificate and has no password. */
export function pgbouncerUsers(): string {
  return `"${databaseRoles.pooler}" ""\n`;
}
