/** Workloads, releases and what asks them for metrics, as small as rules need; labels and ports are those of facts. */
import { charts } from "../../components/facts/charts";
import { monitors } from "../../components/facts/monitors";
import { observabilityPorts } from "../../components/facts/observability";
import { labelsOf } from "../../components/observability/parts";
import type { Fixture } from "./rules";

type Kind = "DaemonSet" | "Deployment" | "StatefulSet";

function workload(
  kind: Kind,
  namespace: string,
  name: string,
  labels: Readonly<Record<string, string>>,
  ports: readonly number[],
): Fixture {
  const containers = [{ name, ports: ports.map((containerPort) => ({ containerPort })) }];
  return {
    type: `kubernetes:apps/v1:${kind}`,
    name: `${namespace}-${name}`,
    props: {
      metadata: { name, namespace },
      spec: { template: { metadata: { labels: { ...labels } }, spec: { containers } } },
    },
  };
}

const { otlpGrpc, collectorHealth, collectorMetrics } = observabilityPorts;
const collectorPorts = [otlpGrpc, collectorHealth, collectorMetrics];

export const database = workload(
  "StatefulSet",
  "postgres",
  "core",
  { "app.kubernetes.io/name": "postgres", "azora.io/cluster": "core" },
  [5432, 8008, 8432],
);
export const traceWriters = workload(
  "Deployment",
  "observability",
  "trace-collector",
  labelsOf("trace-collector"),
  collectorPorts,
);
export const nodeCollectors = workload(
  "DaemonSet",
  "node-agents",
  "node-collector",
  labelsOf("node-collector"),
  collectorPorts,
);
/** One that another asks, which tells of it. */
export const storeNodes = workload(
  "StatefulSet",
  "observability",
  "trace-store-hot",
  labelsOf("trace-store-hot"),
  [9200, 9300],
);
export const storeExporter = workload(
  "Deployment",
  "observability",
  "trace-store-exporter",
  labelsOf("trace-store-exporter"),
  [observabilityPorts.openSearchMetrics],
);
/** Two that tell nothing themselves, and what has them asked by an exporter. */
const [cacheSet, cacheJob] = ["cache", "cache-servers"];
const cacheHosts = [0, 1].map(
  (ordinal) => `rediss://cache-${ordinal}.cache.africa.internal.azora.example:6379`,
);
const unlabelled = workload(
  "StatefulSet",
  "valkey",
  cacheSet,
  { "app.kubernetes.io/name": cacheSet },
  [6379],
);
export const cacheMembers: Fixture = {
  ...unlabelled,
  props: { ...unlabelled.props, spec: { ...(unlabelled.props.spec as object), replicas: cacheHosts.length } },
};
export const cacheProbe: Fixture = {
  type: "kubernetes:monitoring.coreos.com/v1:Probe",
  name: `probe-${cacheJob}`,
  props: {
    metadata: { name: cacheJob, namespace: "observability" },
    spec: { targets: { staticConfig: { static: cacheHosts, labels: { namespace: "valkey" } } } },
  },
};
/** A team's, in a namespace that facts do not name. */
export const teamPods = workload("Deployment", "shop", "orders", { app: "orders" }, [8080]);

export function podMonitor(job: string): Fixture {
  const fact = monitors[job];
  if (fact === undefined) throw new Error(`facts name no monitor ${job}`);
  return {
    type: "kubernetes:monitoring.coreos.com/v1:PodMonitor",
    name: `monitor-${job}`,
    props: {
      metadata: { name: job, namespace: fact.namespace },
      spec: {
        selector: { matchLabels: { ...fact.labels } },
        podMetricsEndpoints: [{ portNumber: fact.port }],
      },
    },
  };
}

function release({ chart }: { readonly chart: string }, namespace: string, address = chart): Fixture {
  return {
    type: "kubernetes:helm.sh/v3:Release",
    name: `release-${chart}`,
    props: { chart: address, name: chart, namespace },
  };
}

export const monitoredReleases = {
  karpenter: release(charts.karpenter, "karpenter", charts.karpenter.repository),
  byChart: release(charts.kubePrometheusStack, "observability", charts.kubePrometheusStack.repository),
  byPart: release(charts.thanos, "observability", charts.thanos.repository),
  unmonitored: release(charts.metricsServer, "metrics-server"),
} as const;

/** As a preview by the CLI shows them to stack rules. */
export const unseenWorkloads: readonly Fixture[] = [
  { type: "kubernetes:apps/v1:Deployment", name: "unseen", props: {} },
  { type: "kubernetes:helm.sh/v3:Release", name: "unseen-release", props: {} },
];
