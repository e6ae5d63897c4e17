/**
 * What watches the platform in every region: names, ports, numbers and sizes. Ports are the programs' own at the pinned versions.
 */
import { hoursPerDay } from "./days";
import { telemetry } from "./promises";
import { retention } from "./retention";

/** Namespaces: most of it is confined as everything else; what reads the nodes cannot be. */
export const observabilityNamespaces = { main: "observability", agents: "node-agents" } as const;

/** Names of the objects that others must know. */
export const observabilityNames = {
  prometheus: "metrics",
  /** Of what other regions' rules recorded. */
  copies: "metrics-copies",
  alertmanager: "alerts",
  thanos: "thanos",
  grafana: "grafana",
  /** On every node: takes what programs tell and write, and passes it on. */
  collector: "node-collector",
  /** What decides which traces are kept. */
  traceGateway: "trace-gateway",
  /** What writes kept traces into their store, and what shows them. */
  traceCollector: "trace-collector",
  traceQuery: "traces",
  traceStore: "trace-store",
  /** Asks the store how it is. */
  traceStoreExporter: "trace-store-exporter",
  logs: "logs",
  /** Those of its members that are ready. */
  logsReady: "logs-ready",
  /** Asks CloudWatch. */
  cloudwatch: "cloudwatch",
  /** Passes on what a cluster says of itself. */
  clusterCollector: "cluster-collector",
  /** What a pod names that wants to be traced. */
  instrumentation: "programs",
} as const;

export const observabilityPorts = {
  prometheus: 9090,
  /** Thanos' sidecar, query and receiver: what others ask, by gRPC, their own page, and where copies are written to. */
  thanosGrpc: 10_901,
  thanosHttp: 10_902,
  thanosReceive: 19_291,
  alertmanager: 9093,
  alertmanagerGossip: 9094,
  blackbox: 9115,
  cloudwatch: 5000,
  grafana: 3000,
  kubeStateMetrics: 8080,
  kubeStateMetricsOwn: 8081,
  nodeExporter: 9100,
  operatorWebhook: 10_250,
  instrumentationWebhook: 9443,
  instrumentationMetrics: 8443,
  /** OpenTelemetry's own protocol, by gRPC and by HTTP; of agents, gateways and the trace store alike. */
  otlpGrpc: 4317,
  otlpHttp: 4318,
  /** What collectors tell of themselves, whether they work, and what gateways count of all traces. */
  collectorMetrics: 8888,
  collectorHealth: 13_133,
  spanMetrics: 8889,
  /** Loki: what it is asked by, what its members tell each other, and how they find each other. */
  lokiHttp: 3100,
  lokiGrpc: 9095,
  lokiGossip: 7946,
  /** Jaeger's page, and its own numbers. */
  jaegerQuery: 16_686,
  jaegerQueryGrpc: 16_685,
  /** OpenSearch: what it is asked by, and what its nodes tell each other. */
  openSearch: 9200,
  openSearchNodes: 9300,
  openSearchMetrics: 9114,
  /** Of the configuration reloaders beside Prometheus and Alertmanager. */
  reloader: 8080,
} as const;

/**
 * How much a Prometheus holds. A sample takes one to two bytes ("Storage", prometheus.io); a series some 8 KiB of memory while it is
 * written to (measured by many, promised by nobody: the alert `TooManySeries` tells before the pod is at its limit).
 */
export const metricsStore = {
  replicas: 2,
  /**
   * A seam that is not open yet: each shard would evaluate all rules on its own targets, so that more than one takes rules that ask all
   * shards. Until then a region that has more series gets more memory.
   */
  shards: 1,
  scrapeSeconds: telemetry.scrapeIntervalSeconds,
  retentionDays: retention.operationalDays,
  seriesMax: 1_000_000,
  bytesPerSample: 2,
  /** Of the volume: what the write-ahead log and a compaction need beside the blocks. */
  spareRatio: 0.3,
  cpu: "1",
  memoryGib: 10,
  /**
   * Series of one target after relabelling; one that has more is not scraped, and told. What counts the cluster's objects has some fifty
   * a pod and sixty a node, and a limit of its own.
   */
  samplesPerTargetMax: 50_000,
  samplesOfObjectsMax: 400_000,
} as const;

/** Bytes that a Prometheus' blocks take at the most. @example metricsBlockBytes() // 86_400_000_000 */
export function metricsBlockBytes(): number {
  const { seriesMax, bytesPerSample, scrapeSeconds, retentionDays } = metricsStore;
  return (seriesMax * bytesPerSample * retentionDays * hoursPerDay * 3600) / scrapeSeconds;
}

const gib = 1 << 30;

/** Size of a Prometheus' volume: its blocks and what it needs beside them, in whole tens of gibibytes. @example metricsVolumeGib() // 110 */
export function metricsVolumeGib(): number {
  return Math.ceil((metricsBlockBytes() * (1 + metricsStore.spareRatio)) / gib / 10) * 10;
}

/** Every region's entry is asked from every other one, as often as failover looks (`failover.healthCheckIntervalSeconds`). */
export const entryProbe = {
  /** Of the series that come of it. */
  job: "entries",
  /** Module of the blackbox exporter. */
  module: "entry",
  /** Shorter than the interval, so that no probe waits for the one before. */
  timeoutSeconds: 4,
  /** Leaves the exporter time to say that it gave up. */
  scrapeTimeoutMs: 4500,
} as const;

/** Which region a series is about. */
export const regionLabel = "region";

/** Labels that a Prometheus gives to all that leaves it: whose it is, and which of its replicas. */
export const storeLabels = { place: "observer", replica: "prometheus_replica" } as const;

/** Labels that the keeper of copies gives to all that it holds: where it stands, and Thanos' own of tenants, of which there is one. */
export const copyLabels = { place: "keeper", tenant: "tenant_id" } as const;

/** The partner keeps what rules recorded, so that it is known what a region did until it was lost. */
export const partnerCopy = {
  /** Recorded series have a colon in their names; probes and alerts say the rest. */
  metrics: "[a-z_]+:.+|up|probe_success|ALERTS",
  retentionDays: retention.operationalDays,
  /** A region sends some ten thousand such series, a fiftieth of all; and up to three send to one. */
  volumeGib: 20,
  memoryGib: 2,
  cpu: "250m",
  /** What is older when the way is open again stays at home: a store takes nothing an hour older than the newest that it has. */
  sampleAgeMinutes: 55,
} as const;
