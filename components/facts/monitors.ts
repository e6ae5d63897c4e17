/** Where each workload of the platform tells its metrics; each becomes a PodMonitor beside it, unless the chart brings its own. */
import { automationPorts } from "./automation";
import { cacheExporter, cacheJobs, localCache } from "./cache";
import { cacheCluster, memberAddresses } from "./cacheCluster";
import { charts } from "./charts";
import { clusterBackupMetricsPort } from "./clusterBackup";
import { databasePorts } from "./database";
import { namespaces } from "./namespaces";
import { observabilityNames, observabilityPorts } from "./observability";
import { outboxRelay } from "./shards";
import { steeringService } from "./steering";
import { traceTiers } from "./traceStore";

export interface MonitorFact {
  /** Its namespace's name. */
  readonly namespace: string;
  /** Labels by which its pods are found. */
  readonly labels: Readonly<Record<string, string>>;
  /** The port that tells, by number: it is one of a container's. */
  readonly port: number;
  /** Default `http`. */
  readonly scheme?: "http" | "https";
  /**
   * By what name its certificate is checked, since pods are called by address: `part` is one that all pods of a part have in every
   * region; members of a StatefulSet that is published are called by their own hosts.
   */
  readonly checkedBy?: { readonly part: string } | "own host";
  /** Whether it answers nobody who shows no certificate; only what is in Prometheus' own namespace can be shown its. Default false. */
  readonly shows?: boolean;
  /** Default `/metrics`. */
  readonly path?: string;
  /** What decides whether a region has it; default every region does, and nobody asked means that something is wrong. */
  readonly where?: string;
  /** Where an exporter's own labels go before those of its target. Default false. */
  readonly honored?: boolean;
}

/** Pods of a chart that is installed under its own name. */
const release = (chart: { readonly chart: string }): Record<string, string> => ({
  "app.kubernetes.io/instance": chart.chart,
});
const named = (name: string): Record<string, string> => ({ "app.kubernetes.io/name": name });
/** Pods whose operator or chart gives them names of its own. */
const part = (name: string): Record<string, string> => ({ "azora.io/part": name });

/** By a name of the job that the series get. */
export const monitors: Readonly<Record<string, MonitorFact>> = {
  karpenter: { namespace: namespaces.karpenter.name, labels: release(charts.karpenter), port: 8080 },
  "cert-manager": { namespace: namespaces.certManager.name, labels: release(charts.certManager), port: 9402 },
  "trust-manager": {
    namespace: namespaces.certManager.name,
    labels: release(charts.trustManager),
    port: 9402,
  },
  "load-balancers": {
    namespace: namespaces.ingressSystem.name,
    labels: release(charts.awsLoadBalancerController),
    port: 8080,
  },
  "external-dns": { namespace: namespaces.externalDns.name, labels: release(charts.externalDns), port: 7979 },
  "edge-steering": {
    namespace: namespaces.edgeSteering.name,
    labels: named(steeringService.name),
    port: steeringService.port,
    where: "azora:edgeSteeringDigest is set",
  },
  patroni: {
    namespace: namespaces.postgres.name,
    labels: named("postgres"),
    port: databasePorts.patroni,
    scheme: "https",
    checkedBy: "own host",
  },
  "database-locks": {
    namespace: namespaces.postgresLock.name,
    labels: named("etcd"),
    port: databasePorts.etcdMetrics,
  },
  "database-entries": {
    namespace: namespaces.postgresEntry.name,
    labels: named("postgres-entry"),
    port: databasePorts.entryHealth,
  },
  "cache-exporter": {
    namespace: namespaces.valkey.name,
    labels: named(cacheExporter.name),
    port: cacheExporter.port,
  },
  [cacheJobs.locals]: {
    namespace: namespaces.valkey.name,
    labels: named(localCache.name),
    port: cacheExporter.port,
  },
  "outbox-relays": {
    namespace: namespaces.valkey.name,
    labels: named("outbox-relay"),
    port: outboxRelay.metricsPort,
    where: "a cluster with shards is at home",
  },
  workflows: {
    namespace: namespaces.automation.name,
    labels: release(charts.argoWorkflows),
    port: automationPorts.workflowMetrics,
  },
  events: {
    namespace: namespaces.automation.name,
    labels: release(charts.argoEvents),
    port: automationPorts.eventMetrics,
  },
  "event-bus": {
    namespace: namespaces.automation.name,
    labels: part("event-bus"),
    port: automationPorts.eventMetrics,
  },
  velero: {
    namespace: namespaces.velero.name,
    labels: release(charts.velero),
    port: clusterBackupMetricsPort,
  },
  prometheus: {
    namespace: namespaces.observability.name,
    labels: part(observabilityNames.prometheus),
    port: observabilityPorts.prometheus,
    scheme: "https",
    checkedBy: { part: observabilityNames.prometheus },
  },
  "metrics-copies": {
    namespace: namespaces.observability.name,
    labels: part(observabilityNames.copies),
    port: observabilityPorts.thanosHttp,
  },
  "thanos-sidecar": {
    namespace: namespaces.observability.name,
    labels: part(observabilityNames.prometheus),
    port: observabilityPorts.thanosHttp,
  },
  alertmanager: {
    namespace: namespaces.observability.name,
    labels: part(observabilityNames.alertmanager),
    port: observabilityPorts.alertmanager,
    scheme: "https",
    checkedBy: { part: observabilityNames.alertmanager },
  },
  "thanos-query": {
    namespace: namespaces.observability.name,
    labels: part("thanos-query"),
    port: observabilityPorts.thanosHttp,
    scheme: "https",
    checkedBy: { part: "thanos-query" },
  },
  "node-collector": {
    namespace: namespaces.nodeAgents.name,
    labels: part(observabilityNames.collector),
    port: observabilityPorts.collectorMetrics,
  },
  "trace-gateway": {
    namespace: namespaces.observability.name,
    labels: part(observabilityNames.traceGateway),
    port: observabilityPorts.collectorMetrics,
  },
  // What gateways count of all traces: requests, errors and durations of every service.
  spans: {
    namespace: namespaces.observability.name,
    labels: part(observabilityNames.traceGateway),
    port: observabilityPorts.spanMetrics,
  },
  "trace-collector": {
    namespace: namespaces.observability.name,
    labels: part(observabilityNames.traceCollector),
    port: observabilityPorts.collectorMetrics,
  },
  traces: {
    namespace: namespaces.observability.name,
    labels: part(observabilityNames.traceQuery),
    port: observabilityPorts.collectorMetrics,
  },
  "trace-store": {
    namespace: namespaces.observability.name,
    labels: part(observabilityNames.traceStoreExporter),
    port: observabilityPorts.openSearchMetrics,
  },
  logs: {
    namespace: namespaces.observability.name,
    labels: part(observabilityNames.logs),
    port: observabilityPorts.lokiHttp,
    scheme: "https",
    checkedBy: { part: observabilityNames.logs },
    shows: true,
  },
  "cluster-collector": {
    namespace: namespaces.observability.name,
    labels: part(observabilityNames.clusterCollector),
    port: observabilityPorts.collectorMetrics,
  },
  grafana: {
    namespace: namespaces.observability.name,
    labels: part(observabilityNames.grafana),
    port: observabilityPorts.grafana,
    scheme: "https",
    checkedBy: { part: observabilityNames.grafana },
  },
  instrumentation: {
    namespace: namespaces.observability.name,
    labels: release(charts.opentelemetryOperator),
    port: observabilityPorts.instrumentationMetrics,
  },
  blackbox: {
    namespace: namespaces.observability.name,
    labels: part("blackbox"),
    port: observabilityPorts.blackbox,
    where: "it has something to show to other regions' entries",
  },
  // Its own label `region` is AWS' name of it, and stays aside (`exported_region`).
  cloudwatch: {
    namespace: namespaces.observability.name,
    labels: release(charts.cloudwatchExporter),
    port: observabilityPorts.cloudwatch,
  },
};

/** An exporter that asks servers which tell nothing themselves, whenever it is asked about one of them. */
export interface ExporterProbeFact {
  /** Where it is asked, in its namespace. */
  readonly namespace: string;
  readonly service: string;
  readonly port: number;
  readonly path: string;
  /** Whom it asks in a region: addresses of members of StatefulSets, by the hosts that external-dns publishes. */
  readonly targets: (region: string, domain: string) => readonly string[];
}

/** By a name of the job that the series get. */
export const exporterProbes: Readonly<Record<string, ExporterProbeFact>> = {
  [cacheJobs.servers]: {
    namespace: namespaces.valkey.name,
    service: cacheExporter.name,
    port: cacheExporter.port,
    path: "/scrape",
    targets: (region, domain) => memberAddresses(cacheCluster(), region, domain),
  },
};

/** Jobs that every region has. */
export function jobsEverywhere(): readonly string[] {
  const asked = Object.entries(monitors).filter(([, { where }]) => where === undefined);
  return [...asked.map(([job]) => job), ...Object.keys(exporterProbes)];
}

/** Charts of which no PodMonitor needs to know, each with why. */
export const monitoredByChart: Readonly<Record<string, string>> = {
  [charts.kubePrometheusStack.chart]:
    "its operator and the exporters of nodes and objects come with ServiceMonitors of the chart's",
  [charts.karpenterCrd.chart]: "definitions only: it has no pods",
};

/** Charts whose pods are found by the name of a part, and not of the release. */
export const partOfChart: Readonly<Record<string, string>> = {
  [charts.thanos.chart]: "thanos-query",
  [charts.blackboxExporter.chart]: "blackbox",
};

/** Workloads that nobody asks for metrics, by namespace and name, each with why. */
export const unmonitored: Readonly<Record<string, string>> = {
  [`${namespaces.metricsServer.name}/${charts.metricsServer.chart}`]:
    "it tells its numbers by a token only that may read /metrics, which no PodMonitor shows",
};

/** Workloads that tell nothing themselves, by namespace and name, and the part that is the exporter which asks them and tells of them. */
export const askedThrough: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(traceTiers).map((tier) => [
    `${namespaces.observability.name}/${observabilityNames.traceStore}-${tier}`,
    observabilityNames.traceStoreExporter,
  ]),
);
