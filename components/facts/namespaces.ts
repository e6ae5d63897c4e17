/**
 * The platform's own namespaces: what they hold, how strictly their pods are confined, how much they may take, and
 * which traffic they need. Everything that is not listed is refused. Rooms that come later add their entries here.
 * Ports are the charts' own at the pinned versions (`values.yaml` of each chart).
 */
import { automationPorts } from "./automation";
import { cacheExporter, cachePorts } from "./cache";
import { clusterBackupMetricsPort } from "./clusterBackup";
import { databasePorts } from "./database";
import { databaseNamespaces } from "./databaseNamespaces";
import { clusterAddresses } from "./kubernetes";
import { s3Reason, smallContainer, type NamespaceFact } from "./namespaceFact";
import { gatewayPorts, httpsPort } from "./network";
import { observabilityNamespaces } from "./observability";
import { watchNamespaces } from "./observabilityNamespaces";
import { outboxRelay } from "./shards";
import { steeringService } from "./steering";

export type { NamespaceFact, Traffic } from "./namespaceFact";

/** Where the metrics collectors of the observability room run. */
export const metricsNamespace = observabilityNamespaces.main;

/** The class of gateways that the mesh itself runs ("Kubernetes Gateway API", istio.io). */
export const gatewayClass = "istio";

/** Where workflows run. */
const automationNamespace = "automation";

const busPorts = [automationPorts.busClient, automationPorts.busCluster, automationPorts.busMonitor] as const;

export const namespaces = {
  karpenter: {
    name: "karpenter",
    purpose: "makes and removes nodes",
    podSecurity: { level: "restricted" },
    quota: { cpu: 4, memoryGib: 8, pods: 10 },
    containerDefault: smallContainer,
    traffic: [
      { kind: "from-metrics", ports: [8080] },
      { kind: "to-api-server" },
      { kind: "to-pod-identity" },
      { kind: "to-vpc-endpoints" },
      { kind: "to-internet", reason: "IAM and the price list have no endpoint in a VPC of this region" },
    ],
  },
  certManager: {
    name: "cert-manager",
    purpose: "issues certificates and hands out the region's CA",
    podSecurity: { level: "restricted" },
    quota: { cpu: 4, memoryGib: 8, pods: 30 },
    containerDefault: smallContainer,
    traffic: [
      // Webhooks of cert-manager and of trust-manager.
      { kind: "from-api-server", ports: [10_250, 6443] },
      { kind: "from-metrics", ports: [9402] },
      { kind: "to-api-server" },
    ],
  },
  ingressSystem: {
    name: "ingress-system",
    purpose: "keeps load balancers' targets up to date",
    podSecurity: { level: "restricted" },
    quota: { cpu: 2, memoryGib: 4, pods: 10 },
    containerDefault: smallContainer,
    traffic: [
      { kind: "from-api-server", ports: [9443] },
      { kind: "from-metrics", ports: [8080] },
      { kind: "to-api-server" },
      { kind: "to-pod-identity" },
      { kind: "to-vpc-endpoints" },
    ],
  },
  externalDns: {
    name: "external-dns",
    purpose: "publishes names in the region's private zone",
    podSecurity: { level: "restricted" },
    quota: { cpu: 2, memoryGib: 4, pods: 5 },
    containerDefault: smallContainer,
    traffic: [
      { kind: "from-metrics", ports: [7979] },
      { kind: "to-api-server" },
      { kind: "to-pod-identity" },
      { kind: "to-vpc-endpoints" },
      {
        kind: "to-internet",
        reason: "Route 53 is one global service without an endpoint in this region's VPC",
      },
    ],
  },
  metricsServer: {
    name: "metrics-server",
    purpose: "answers how much CPU and memory pods use",
    podSecurity: { level: "restricted" },
    quota: { cpu: 2, memoryGib: 4, pods: 5 },
    containerDefault: smallContainer,
    traffic: [
      { kind: "from-api-server", ports: [10_250] },
      { kind: "from-metrics", ports: [10_250] },
      { kind: "to-api-server" },
      { kind: "to-kubelets" },
    ],
  },
  gateway: {
    name: "istio-ingress",
    purpose: "the gateway behind the load balancers; its pods come with the mesh",
    podSecurity: { level: "restricted" },
    quota: { cpu: 32, memoryGib: 64, pods: 60 },
    containerDefault: { cpuMillis: 100, memoryMib: 128, memoryLimitMib: 1024 },
    traffic: [
      {
        kind: "from-anywhere",
        ports: [gatewayPorts.https, gatewayPorts.localZone, gatewayPorts.status],
        reason:
          "the edge comes through a Network Load Balancer, which keeps its addresses; that lets in nobody else",
      },
      // Merged metrics of a proxy ("Ports used by Istio").
      { kind: "from-metrics", ports: [15_020] },
      { kind: "to-api-server" },
      // Configuration and certificates of the mesh.
      { kind: "to-namespace", namespace: "istio-system", ports: [15_012] },
      {
        kind: "to-mesh",
        ports: { from: 1024, to: 65_535 },
        reason: "the gateway forwards to services of every namespace and region, on ports of their choice",
      },
    ],
  },
  edgeSteering: {
    name: "edge-steering",
    purpose: "takes a region that does not answer out of steering at the edge",
    podSecurity: { level: "restricted" },
    // One pod, and another while it is replaced.
    quota: { cpu: 1, memoryGib: 1, pods: 4 },
    containerDefault: smallContainer,
    traffic: [
      { kind: "from-metrics", ports: [steeringService.port] },
      {
        kind: "from-regions",
        ports: [steeringService.port],
        reason: "controllers of other regions report here; each report carries a proof",
      },
      { kind: "to-regions", ports: [steeringService.port] },
      {
        kind: "to-internet",
        reason:
          "the edge's API, and the other regions' public entries, which it probes as clients reach them",
      },
    ],
  },
  ...databaseNamespaces,
  valkey: {
    name: "valkey",
    purpose: "members and Sentinels of the replicated cache, and the region's own cache",
    podSecurity: { level: "restricted" },
    // At home two members, a Sentinel and two local caches: 7 vCPU and 13 GiB; twice while they are replaced.
    quota: { cpu: 16, memoryGib: 32, pods: 20 },
    containerDefault: smallContainer,
    traffic: [
      {
        kind: "from-regions",
        ports: [cachePorts.replicated, cachePorts.sentinel],
        reason:
          "members, Sentinels and services of every region, which show a certificate and prove a password",
      },
      { kind: "from-metrics", ports: [cacheExporter.port, outboxRelay.metricsPort] },
      // The relays of outboxes ask the databases.
      {
        kind: "to-regions",
        ports: [cachePorts.replicated, cachePorts.sentinel, databasePorts.postgres],
      },
      { kind: "from-clients", label: "azora.io/uses-cache", ports: [cachePorts.local] },
    ],
  },
  automation: {
    name: automationNamespace,
    purpose: "runs workflows: restores, drills, remediation, rights requests",
    podSecurity: { level: "restricted" },
    // At most 50 pods of workflows, 7 of the engine, and the sensors and sources of events; half a gigabyte each and more at the bus.
    quota: { cpu: 24, memoryGib: 64, pods: 80 },
    containerDefault: smallContainer,
    traffic: [
      { kind: "from-metrics", ports: [automationPorts.workflowMetrics, automationPorts.eventMetrics] },
      // The bus: its members among each other, and who sends and receives events.
      { kind: "from-namespace", namespace: automationNamespace, ports: busPorts },
      { kind: "to-namespace", namespace: automationNamespace, ports: busPorts },
      { kind: "to-api-server" },
      // Restores stop and start what other regions have of a database, by their clusters' APIs; AWS says at a public address where.
      { kind: "to-regions", ports: [clusterAddresses.apiServerPort] },
      { kind: "to-pod-identity" },
      { kind: "to-vpc-endpoints" },
      { kind: "to-internet", reason: s3Reason },
    ],
  },
  velero: {
    name: "velero",
    purpose: "backs up the cluster's objects",
    podSecurity: { level: "restricted" },
    // One pod, and another while it is replaced.
    quota: { cpu: 2, memoryGib: 4, pods: 4 },
    containerDefault: smallContainer,
    traffic: [
      { kind: "from-metrics", ports: [clusterBackupMetricsPort] },
      { kind: "to-api-server" },
      { kind: "to-pod-identity" },
      { kind: "to-internet", reason: s3Reason },
    ],
  },
  ...watchNamespaces,
} as const satisfies Record<string, NamespaceFact>;

export type NamespaceKey = keyof typeof namespaces;

export const namespaceKeys = Object.keys(namespaces) as NamespaceKey[];

/**
 * The services of the gateway that load balancers send to, and their ports. The Local Zone's is one of its own: a load
 * balancer there must send to the pods beside it, and one service would hand it those of the whole region as well.
 */
export const gatewayServices = {
  region: { name: "gateway", https: httpsPort, status: gatewayPorts.status },
  edge: { name: "gateway-edge", https: httpsPort, status: gatewayPorts.status },
} as const;

/**
 * Namespaces that Kubernetes makes and this table does not guard, with the reason; `default` is closed altogether.
 */
export const unguardedNamespaces = {
  "kube-system":
    "EKS owns it: network, volume and identity agents need the host, and DNS must never be cut off",
  "kube-public": "holds nothing but the cluster's own public facts",
  "kube-node-lease": "holds leases only, no pods",
} as const;

/** How much a pod matters when room is short; higher wins. User classes end at 1,000,000,000. */
export const priorityClasses = {
  "platform-critical": {
    value: 1_000_000,
    preempts: true,
    purpose: "the platform's own controllers and data",
  },
  standard: { value: 100_000, preempts: true, purpose: "services; what a pod gets that names no class" },
  batch: { value: 1000, preempts: false, purpose: "work that can wait; it never pushes others out" },
} as const;

export const defaultPriorityClass: keyof typeof priorityClasses = "standard";
