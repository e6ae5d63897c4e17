/** Who may log in to a member, from where and how; every line follows from the cluster's own facts. */
import { commitClasses } from "../facts/consistency";
import { databaseName, databaseRoles } from "../facts/database";
import type { DatabaseClusterFact } from "../facts/databaseClusters";
import { regionNamed } from "../facts/regions";
import { relayIdentity, relayRole } from "../facts/shards";
import { memberIdentity, poolerIdentity } from "./names";

const { superuser, replication, rewind, pooler } = databaseRoles;
const identMap = "azora";
const socketMap = "socket";

/** Regions that a cluster has members in. */
export function memberRegions({ members }: Pick<DatabaseClusterFact, "members">): readonly string[] {
  return [...new Set(members.map(({ region }) => region))];
}

/** Roles of services, as which a coordinator calls the workers. */
const serviceRoles = [...Object.keys(commitClasses), relayRole];

/**
 * Lines of `pg_hba.conf`: the machine's own superuser by its socket, members by certificate, the poolers' services by password
 * (SCRAM) over TLS, nobody else. Poolers of a region reach members of every region, so all of them are named. Workers (groups
 * from 1) are called by coordinators only, which have no service's password and show a member's certificate.
 */
export function pgHba(cluster: DatabaseClusterFact, group = 0): readonly string[] {
  const blocks = memberRegions(cluster).map((region) => regionNamed(region).cidr);
  const byCertificate = `cert map=${identMap}`;
  return [
    `local all ${superuser} peer`,
    `local replication ${replication} peer map=${socketMap}`,
    ...blocks.flatMap((cidr) => [
      `hostssl replication ${replication} ${cidr} ${byCertificate}`,
      `hostssl all ${superuser} ${cidr} ${byCertificate}`,
      `hostssl all ${rewind} ${cidr} ${byCertificate}`,
      `hostssl all ${pooler} ${cidr} ${byCertificate}`,
    ]),
    ...(group > 0
      ? blocks.flatMap((cidr) => serviceRoles.map((role) => `hostssl all ${role} ${cidr} ${byCertificate}`))
      : []),
    // The outbox is the coordinator's to give; its relay shows a certificate of its own.
    ...(group === 0 && cluster.groups.length > 1
      ? blocks.map((cidr) => `hostssl ${databaseName} ${relayRole} ${cidr} ${byCertificate}`)
      : []),
    `local all all reject`,
    ...[superuser, replication, rewind, pooler].map((role) => `host all ${role} all reject`),
    ...blocks.map((cidr) => `hostssl all all ${cidr} scram-sha-256`),
    `host all all all reject`,
  ];
}

/** Lines of `pg_ident.conf`: which certificate may be which role. */
export function pgIdent(cluster: DatabaseClusterFact): readonly string[] {
  const member = memberIdentity(cluster);
  return [
    ...[superuser, replication, rewind].map((role) => `${identMap} ${member} ${role}`),
    ...(cluster.groups.length > 1 ? serviceRoles.map((role) => `${identMap} ${member} ${role}`) : []),
    ...(cluster.groups.length > 1 ? [`${identMap} ${relayIdentity(cluster)} ${relayRole}`] : []),
    `${identMap} ${poolerIdentity(cluster)} ${pooler}`,
    `${socketMap} ${superuser} ${replication}`,
  ];
}
