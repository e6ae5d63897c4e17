/** Namespaces of the databases; a file of its own, since `namespaces.ts` is long. */
import { databasePorts } from "./database";
import { s3Reason, smallContainer, type NamespaceFact } from "./namespaceFact";
import { memberPorts } from "./repositories";

export const databaseNamespaces = {
  postgres: {
    name: "postgres",
    purpose: "members of the database clusters",
    podSecurity: { level: "restricted" },
    // Of four regions Frankfurt holds the most: 26 members, 113 vCPU and 407 GiB, and jobs beside them.
    quota: { cpu: 160, memoryGib: 512, pods: 80 },
    containerDefault: smallContainer,
    traffic: [
      { kind: "from-metrics", ports: [databasePorts.patroni] },
      {
        kind: "from-regions",
        ports: memberPorts,
        reason: "every region's members, poolers and backups, by a certificate or a password",
      },
      { kind: "to-regions", ports: [...memberPorts, databasePorts.etcdClient] },
      { kind: "to-pod-identity" },
      { kind: "to-internet", reason: s3Reason },
    ],
  },
  postgresTrial: {
    name: "postgres-trial",
    purpose: "restores backups of the database clusters to see whether they can be, and throws them away",
    podSecurity: { level: "restricted" },
    // At most four groups are at home in a region, a quarter of an hour apart.
    quota: { cpu: 20, memoryGib: 20, pods: 8 },
    containerDefault: smallContainer,
    // Nobody reaches what is restored, and it reaches nobody: a worker of Citus would finish what others began.
    traffic: [{ kind: "to-pod-identity" }, { kind: "to-internet", reason: s3Reason }],
  },
  postgresLock: {
    name: "postgres-lock",
    purpose: "elects the leaders of clusters at home in other regions",
    podSecurity: { level: "restricted" },
    quota: { cpu: 8, memoryGib: 16, pods: 20 },
    containerDefault: smallContainer,
    traffic: [
      { kind: "from-metrics", ports: [databasePorts.etcdMetrics] },
      {
        kind: "from-regions",
        ports: [databasePorts.etcdClient, databasePorts.etcdPeer],
        reason: "members of locks and of clusters, which show a certificate",
      },
      { kind: "to-regions", ports: [databasePorts.etcdClient, databasePorts.etcdPeer] },
    ],
  },
  postgresEntry: {
    name: "postgres-entry",
    purpose: "leads services to the leader of a database cluster, or to a standby",
    podSecurity: { level: "restricted" },
    quota: { cpu: 16, memoryGib: 32, pods: 60 },
    containerDefault: smallContainer,
    traffic: [
      { kind: "from-metrics", ports: [databasePorts.entryHealth] },
      { kind: "from-clients", label: "azora.io/uses-postgres", ports: [databasePorts.pooler] },
      { kind: "to-regions", ports: [databasePorts.postgres, databasePorts.patroni] },
    ],
  },
} as const satisfies Record<string, NamespaceFact>;
