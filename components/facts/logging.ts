/** Logs: whose they are, how much that may be, and how long a node keeps what the store does not take. */
import { namespaces } from "./namespaces";
import { retention } from "./retention";

/** Where the node's container runtime writes what containers say ("Logging Architecture", kubernetes.io). */
export const podLogs = "/var/log/pods";

/** Where a node's collector keeps how far it has read, and what waits; on the node's own disk, so that a restart loses nothing. */
export const collectorHome = "/var/lib/azora/collector";

export interface LogTenantFact {
  /** Whose it is. */
  readonly says: string;
  /** Of one node, in KiB a second: what its queue holds for as long as promised, and alerts go by. */
  readonly nodeKibPerSecond: number;
  /** Of a region, in MiB a second: beyond it the store refuses, and nodes wait. */
  readonly regionMibPerSecond: number;
  /** Streams that are written to at a time; each is what labels tell apart. */
  readonly streamsMax: number;
}

/** Each has bounds of its own, so that a team that writes too much loses nobody else's lines. */
export const logTenants = {
  platform: {
    says: "what the platform's own namespaces say",
    nodeKibPerSecond: 128,
    regionMibPerSecond: 16,
    streamsMax: 10_000,
  },
  services: {
    says: "what service teams' namespaces say",
    nodeKibPerSecond: 384,
    regionMibPerSecond: 48,
    streamsMax: 20_000,
  },
  audit: {
    says: "what the cluster's API server was asked, and what happened to its objects",
    nodeKibPerSecond: 64,
    regionMibPerSecond: 8,
    streamsMax: 1000,
  },
  copies: {
    says: "warnings and errors of the regions whose partner this is, so that it is known what a lost region said last",
    nodeKibPerSecond: 32,
    regionMibPerSecond: 8,
    streamsMax: 10_000,
  },
} as const satisfies Readonly<Record<string, LogTenantFact>>;

export type LogTenant = keyof typeof logTenants;

export const logTenantNames = Object.keys(logTenants) as LogTenant[];

/** The header by which a tenant is told ("Manage tenant isolation", grafana.com/docs/loki). */
export const tenantHeader = "X-Scope-OrgID";

export const logging = {
  retentionDays: retention.operationalDays,
  /** How long a node keeps what the store does not take. */
  bufferMinutes: 30,
  /** A line that is longer is cut in two. */
  lineKibMax: 256,
} as const;

/** Bytes of a node's disk that a tenant's lines may wait on. @example logQueueBytes("platform") // 235_929_600 */
export function logQueueBytes(tenant: LogTenant): number {
  return logTenants[tenant].nodeKibPerSecond * 1024 * logging.bufferMinutes * 60;
}

/** Files of containers in namespaces that match: what is written to, and what was moved aside at ten mebibytes and is not read to its end. */
export function logFiles(namespace: string): readonly string[] {
  return [".log", ".log.????????-??????"].map((ending) => `${podLogs}/${namespace}_*/*/*${ending}`);
}

/** The same of the platform's own namespaces. */
export function platformLogFiles(): readonly string[] {
  return [...Object.values(namespaces).map(({ name }) => name), "kube-system"].flatMap(logFiles);
}

/** Labels of a stream, by the attribute each comes from; all else of a line is kept beside it, and searched, but splits no stream. */
export const streamAttributes = ["service.name", "k8s.namespace.name", "azora.region"] as const;
