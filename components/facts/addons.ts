/**
 * Versions and settings of the add-ons that EKS manages, and of the region's certificate authority.
 *
 * Versions: EKS' defaults and newest builds for Kubernetes 1.36, as `aws eks describe-addon-versions` printed them in
 * 2026-09 and 2026-10. Builds are replaced over time: ask again, in each AWS region, before the first `up`.
 */
import { retention } from "./retention";

export interface EksAddonFact {
  readonly addon: string;
  readonly version: string;
}

/** The Kubernetes version that the builds below are for: EKS refuses a cluster of one version the add-ons of another. */
export const eksAddonsFor = "1.36";

export const eksAddons = {
  vpcCni: { addon: "vpc-cni", version: "v1.22.4-eksbuild.3" },
  kubeProxy: { addon: "kube-proxy", version: "v1.36.0-eksbuild.25" },
  podIdentityAgent: { addon: "eks-pod-identity-agent", version: "v1.3.10-eksbuild.3" },
  coredns: { addon: "coredns", version: "v1.14.3-eksbuild.23" },
  ebsCsiDriver: { addon: "aws-ebs-csi-driver", version: "v1.66.0-eksbuild.1" },
  snapshotController: { addon: "snapshot-controller", version: "v8.5.0-eksbuild.3" },
} as const satisfies Record<string, EksAddonFact>;

/** How many CoreDNS pods there may be; two survive the loss of a node. */
export const dnsReplicas = { min: 2, max: 10 } as const;

/** The class that a volume gets when it names none. */
export const defaultStorageClass = "gp3-encrypted";
export const defaultSnapshotClass = "ebs-encrypted";

/** Certificates of webhooks inside a cluster: valid as long as a secret may live, renewed after two thirds of that. */
export const servingCertificate = {
  validityHours: retention.secretRotationDays * 24,
  renewBeforeHours: (retention.secretRotationDays * 24) / 3,
} as const;

/** A release that is not ready by then is rolled back. */
export const helmTimeoutSeconds = 600;

/** The certificate authority of a region, until Vault takes over. */
export const regionAuthority = {
  /** The cluster issuer, its secret, and the config map that every namespace receives. */
  name: "azora-region-ca",
  /** Key under which a config map holds the certificate. */
  certificateKey: "ca.crt",
  /** Five years: renewed deliberately, with both certificates trusted meanwhile, never by the passing of time. */
  validityDays: 1826,
  algorithm: "ECDSA",
  curve: "P384",
} as const;
