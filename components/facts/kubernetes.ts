/**
 * The Kubernetes version that clusters run, until when EKS supports it, and the addresses inside every cluster.
 *
 * Source: "Understand the Kubernetes version lifecycle on EKS", docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html;
 * dates as endoflife.date/amazon-eks lists them (read 2026-11).
 */
export interface KubernetesVersionFact {
  readonly version: string;
  /** Last day of standard support, ISO date. */
  readonly standardSupportEnds: string;
}

/** EKS offers 1.37 too; its end of support could not be sourced and Karpenter 1.14 does not list it yet. */
export const kubernetesVersions: readonly KubernetesVersionFact[] = [
  { version: "1.34", standardSupportEnds: "2026-12-02" },
  { version: "1.35", standardSupportEnds: "2027-03-27" },
  { version: "1.36", standardSupportEnds: "2027-08-02" },
];

/** The newest version whose end of support is sourced. */
export const kubernetesVersion = "1.36";

/** A version this close to its end is to be replaced. */
export const upgradeNoticeDays = 60;

/** Longest life of a pod's token for one purpose: that of EKS Pod Identity, 24 h ("How EKS Pod Identity works"). */
export const podTokenHoursMax = 24;

/** All types that EKS can send to CloudWatch Logs (API reference, LogSetup). */
export const controlPlaneLogTypes = [
  "api",
  "audit",
  "authenticator",
  "controllerManager",
  "scheduler",
] as const;

/**
 * Addresses of services inside a cluster. Every region uses the same block: it is never routed outside its cluster, and
 * 172.20.0.0/16 is what EKS itself picks beside VPCs in 10.0.0.0/8 (API reference, KubernetesNetworkConfigRequest).
 */
export const clusterAddresses = {
  serviceCidr: "172.20.0.0/16",
  /** The `kubernetes` service takes the first address of the block. */
  apiServerServiceIp: "172.20.0.1",
  apiServerPort: 443,
  /** Link-local address of the EKS Pod Identity agent on each node ("Set up the Amazon EKS Pod Identity Agent"). */
  podIdentityAgentIp: "169.254.170.23",
  podIdentityAgentPort: 80,
  dnsPort: 53,
  kubeletPort: 10_250,
} as const;

/** Name of a region's cluster: it follows from the region's, also before that is deployed. @example clusterNameOf("africa") // "azora-africa-cluster" */
export function clusterNameOf(region: string): string {
  return `azora-${region}-cluster`;
}
