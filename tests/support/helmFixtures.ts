import { charts, type ChartFact } from "../../components/facts/charts";
import type { Fixture } from "./rules";

const small = { requests: { cpu: "50m", memory: "64Mi" }, limits: { memory: "128Mi" } };
const short = { duration: "720h", renewBefore: "240h" };

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
