import { charts, type ChartFact } from "../../components/facts/charts";
import type { Fixture } from "./rules";

const small = { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "128Mi" } };
const short = { duration: "720h", renewBefore: "240h" };
const nonRootPod = { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } };
const confined = { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } };
const ecr = "111122223333.dkr.ecr.eu-central-1.amazonaws.com/platform";
const nats = `${ecr}/nats:2.10.10`;
const exporter = `${ecr}/prometheus-nats-exporter:0.14.0`;
const reloader = `${ecr}/nats-server-config-reloader:0.14.0`;

function release(fact: ChartFact, namespace: string, values: Readonly<Record<string, unknown>>): Fixture {
  const source = fact.repository.startsWith("oci://")
    ? { chart: fact.repository }
    : { chart: fact.chart, repositoryOpts: { repo: fact.repository } };
  return {
    type: "kubernetes:helm.sh/v3:Release",
    name: fact.chart,
    props: {
      ...source,
      name: fact.chart,
      version: fact.version,
      namespace,
      createNamespace: false,
      skipCrds: false,
      atomic: true,
      cleanupOnFail: true,
      timeout: 600,
      values,
    },
  };
}

/** Releases as the program makes them, with the values that rules look at. */
export const releases = {
  loadBalancerController: release(charts.awsLoadBalancerController, "ingress-system", {
    clusterName: "azora-europe-cluster",
    replicaCount: 2,
    resources: small,
    podSecurityContext: { seccompProfile: { type: "RuntimeDefault" } },
    securityContext: { capabilities: { drop: ["ALL"] } },
    enableCertManager: true,
    certManager: short,
  }),
  certManager: release(charts.certManager, "cert-manager", {
    crds: { enabled: true, keep: true },
    extraArgs: ["--v=2"],
    resources: small,
    webhook: { resources: small, config: { tlsConfig: { minTLSVersion: "VersionTLS13" } } },
    cainjector: { resources: small },
    startupapicheck: { resources: small },
  }),
  externalDns: release(charts.externalDns, "external-dns", {
    provider: { name: "aws" },
    policy: "sync",
    resources: small,
  }),
  karpenter: release(charts.karpenter, "karpenter", {
    replicas: 2,
    controller: { resources: { requests: { cpu: 1, memory: "1Gi" }, limits: { memory: "1Gi" } } },
  }),
  karpenterCrd: release(charts.karpenterCrd, "karpenter", {}),
  metricsServer: release(charts.metricsServer, "metrics-server", {
    replicas: 2,
    tls: { type: "cert-manager", certManager: short },
    args: ["--tls-min-version=VersionTLS13"],
    apiService: { insecureSkipTLSVerify: false },
    resources: { limits: { memory: "400Mi" } },
  }),
  trustManager: release(charts.trustManager, "cert-manager", {
    resources: small,
    defaultPackage: { enabled: false },
    app: { minTLSVersion: "VersionTLS13", webhook: { tls: { certificate: { duration: "720h" } } } },
  }),
  argoEvents: release(charts.argoEvents, "automation", {
    createAggregateRoles: false,
    global: { securityContext: nonRootPod },
    configs: {
      nats: { versions: [{ natsStreamingImage: nats, metricsExporterImage: exporter }] },
      jetstream: {
        versions: [{ natsImage: nats, metricsExporterImage: exporter, configReloaderImage: reloader }],
      },
    },
    controller: {
      rbac: { namespaced: true },
      containerSecurityContext: confined,
      resources: small,
    },
  }),
  argoWorkflows: release(charts.argoWorkflows, "automation", {
    crds: { install: true, keep: true, full: false },
    createAggregateRoles: false,
    singleNamespace: true,
    controller: {
      podSecurityContext: nonRootPod,
      resources: small,
      clusterWorkflowTemplates: { enabled: false },
      workflowDefaults: { spec: { activeDeadlineSeconds: 900, serviceAccountName: "without-rights" } },
      workflowRestrictions: { templateReferencing: "Secure" },
    },
    mainContainer: { securityContext: confined, resources: small },
    executor: { securityContext: confined, resources: small },
    server: { enabled: false, clusterWorkflowTemplates: { enabled: false } },
  }),
  velero: release(charts.velero, "velero", {
    image: { repository: `${ecr}/velero`, tag: "v1.18.1" },
    initContainers: [
      {
        name: "plugin",
        image: `${ecr}/velero-plugin-for-aws:v1.14.1`,
        securityContext: { ...confined, ...nonRootPod },
        resources: small,
      },
    ],
    podSecurityContext: { ...nonRootPod, runAsUser: 65_532 },
    containerSecurityContext: confined,
    resources: small,
    rbac: { create: true, clusterAdministrator: false },
    credentials: { useSecret: false },
    snapshotsEnabled: false,
    deployNodeAgent: false,
    upgradeCRDs: false,
    cleanUpCRDs: false,
    configuration: { defaultVolumesToFsBackup: false, defaultSnapshotMoveData: false },
  }),
} as const;

/** A release with other properties, and a name of its own. */
export function variant(release: Fixture, props: Readonly<Record<string, unknown>>): Fixture {
  return { type: release.type, props: { ...release.props, ...props } };
}

type ReleaseName = keyof typeof releases;

/** The releases in one order, which mutations count by. */
export const releaseFixtures: readonly Fixture[] = Object.values(releases);

/** Which of the releases a mutation is about. */
export function of(name: ReleaseName): { readonly resource: number; readonly of: string } {
  return { resource: Object.keys(releases).indexOf(name), of: name };
}
