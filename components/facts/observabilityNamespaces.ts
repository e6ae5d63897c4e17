/** Namespaces of what watches; a file of its own, since `namespaces.ts` is long. */
import { s3Reason, smallContainer, type NamespaceFact } from "./namespaceFact";
import { httpsPort } from "./network";
import { observabilityNamespaces, observabilityPorts } from "./observability";

const { main, agents } = observabilityNamespaces;
const {
  prometheus,
  thanosGrpc,
  thanosHttp,
  thanosReceive,
  alertmanager,
  alertmanagerGossip,
  blackbox,
  cloudwatch,
  grafana,
  kubeStateMetrics,
  kubeStateMetricsOwn,
  nodeExporter,
  operatorWebhook,
  instrumentationWebhook,
  instrumentationMetrics,
  reloader,
  otlpGrpc,
  otlpHttp,
  collectorMetrics,
  spanMetrics,
  lokiHttp,
  lokiGrpc,
  lokiGossip,
  jaegerQuery,
  jaegerQueryGrpc,
  openSearch,
  openSearchNodes,
  openSearchMetrics,
} = observabilityPorts;

/** Namespaces whose pods may send traces carry it, with `true`. */
const telemetryLabel = "azora.io/telemetry";

/** Stores and Alertmanagers of other regions call in, with certificates. */
const acrossRegions = [thanosGrpc, thanosReceive, alertmanagerGossip, lokiHttp] as const;

export const watchNamespaces = {
  observability: {
    name: main,
    purpose: "metrics, alerts, logs, traces and dashboards",
    podSecurity: { level: "restricted" },
    // Two Prometheus of ten gibibytes, three of six that keep logs, twenty-one for traces, gateways as many as the whole load needs.
    quota: { cpu: 60, memoryGib: 180, pods: 100 },
    containerDefault: smallContainer,
    traffic: [
      // Operators' webhooks: one judges rules and monitors before they are taken, one gives pods a library that traces them.
      { kind: "from-api-server", ports: [operatorWebhook, instrumentationWebhook] },
      // Prometheus, Alertmanager, Thanos, Grafana and exporters call each other, and are scraped.
      {
        kind: "from-namespace",
        namespace: main,
        ports: [
          prometheus,
          reloader,
          thanosGrpc,
          thanosHttp,
          alertmanager,
          alertmanagerGossip,
          blackbox,
          cloudwatch,
          grafana,
          kubeStateMetrics,
          kubeStateMetricsOwn,
          operatorWebhook,
          otlpGrpc,
          collectorMetrics,
          spanMetrics,
          instrumentationMetrics,
          lokiHttp,
          lokiGrpc,
          lokiGossip,
          jaegerQuery,
          jaegerQueryGrpc,
          openSearch,
          openSearchNodes,
          openSearchMetrics,
        ],
      },
      // Traces and logs of every node.
      { kind: "from-namespace", namespace: agents, ports: [otlpGrpc, lokiHttp] },
      {
        kind: "from-regions",
        ports: acrossRegions,
        reason: "stores, queries and Alertmanagers of every region, which show a certificate",
      },
      { kind: "to-regions", ports: [...acrossRegions, httpsPort] },
      { kind: "to-api-server" },
      { kind: "to-kubelets" },
      {
        kind: "to-mesh",
        ports: { from: 1024, to: 65_535 },
        reason: "every workload is asked for its metrics, on a port of its choice",
      },
      { kind: "to-pod-identity" },
      { kind: "to-vpc-endpoints" },
      { kind: "to-internet", reason: `PagerDuty, Slack and the receiver of the heartbeat; ${s3Reason}` },
    ],
  },
  nodeAgents: {
    name: agents,
    purpose: "reads what nodes and their kernels say",
    podSecurity: {
      level: "privileged",
      reason:
        "the node exporter reads the host's /proc, /sys and root file system, in its network; the collector reads what containers say, and keeps what waits on the node's disk; nothing else runs here",
    },
    quota: { cpu: 64, memoryGib: 64, pods: 400 },
    containerDefault: smallContainer,
    traffic: [
      { kind: "from-metrics", ports: [nodeExporter, collectorMetrics] },
      // Any pod may say what it did, to the collector of its own node.
      { kind: "from-clients", label: telemetryLabel, ports: [otlpGrpc, otlpHttp] },
      { kind: "to-namespace", namespace: main, ports: [otlpGrpc, lokiHttp] },
      // Warnings and errors go to the partner's store as well.
      { kind: "to-regions", ports: [lokiHttp] },
      { kind: "to-api-server" },
    ],
  },
} as const satisfies Record<string, NamespaceFact>;
