/** Where each workload of the platform tells its metrics; each becomes a PodMonitor beside it, unless the chart brings its own. */
import { automationPorts } from "./automation";
import { cacheName, localCache } from "./cache";
import { sentinelName } from "./cacheCluster";
import { charts } from "./charts";
import { clusterBackupMetricsPort } from "./clusterBackup";
import { databasePorts } from "./database";
import { databaseClusters } from "./databaseClusters";
import { namespaces } from "./namespaces";
import { observabilityNames, observabilityPorts } from "./observability";
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
  },
  // Its own label `region` is AWS' name of it, and stays aside (`exported_region`).
  cloudwatch: {
    namespace: namespaces.observability.name,
    labels: release(charts.cloudwatchExporter),
    port: observabilityPorts.cloudwatch,
  },
};

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

const noExporter = "its exporter is not there yet (docs/observability.md)";

/** Workloads that nobody asks for metrics, by namespace and name, each with why. */
export function unmonitored(): Readonly<Record<string, string>> {
  const relays = databaseClusters().filter(({ groups }) => groups.length > 1);
  const caches = [cacheName, sentinelName({ name: cacheName }), localCache.name];
  return {
    ...Object.fromEntries(
      [...caches, ...relays.map(({ name }) => `${name}-relay`)].map((name) => [
        `${namespaces.valkey.name}/${name}`,
        noExporter,
      ]),
    ),
    [`${namespaces.metricsServer.name}/${charts.metricsServer.chart}`]:
      "it tells its numbers by a token only that may read /metrics, which no PodMonitor shows",
  };
}

/** Workloads that tell nothing themselves, by namespace and name, and the job of the exporter that asks them and tells of them. */
export const askedThrough: Readonly<Record<string, string>> = Object.fromEntries(
  Object.keys(traceTiers).map((tier) => [
    `${namespaces.observability.name}/${observabilityNames.traceStore}-${tier}`,
    "trace-store",
  ]),
);
