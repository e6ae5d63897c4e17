/** How the volumes of each namespace are kept, so that none is kept twice and none not at all (ARCHITECTURE section 6). */
import { cacheDataClass } from "./cache";
import type { DataClass } from "./dataClasses";
import { namespaces } from "./namespaces";

/** `archive`: its server writes backups itself; `rebuilt`: from its other members; `vault`: AWS Backup keeps snapshots. */
export type Keeping = "archive" | "rebuilt" | "vault";

interface KeptVolumes {
  readonly keeping: Keeping;
  /** What is kept, and why so. */
  readonly why: string;
}

/** Every namespace whose pods keep volumes. */
export const keptVolumes: Readonly<Record<string, KeptVolumes>> = {
  [namespaces.postgres.name]: {
    keeping: "archive",
    why: "pgBackRest archives the log and writes backups to two regions; a locked vault would outlive an erasure",
  },
  [namespaces.postgresLock.name]: {
    keeping: "rebuilt",
    why: "a lock holds a few keys; a member that lost them takes them from the other two",
  },
  [namespaces.valkey.name]: {
    keeping: "vault",
    why: "no personal data and no pseudonyms, so that nothing in a locked vault has to be erased",
  },
};

/** Namespaces whose volumes AWS Backup keeps. */
export const vaultNamespaces: readonly string[] = Object.entries(keptVolumes)
  .filter(([, { keeping }]) => keeping === "vault")
  .map(([namespace]) => namespace);

/**
 * The tag by which volumes are told apart. A volume is made by the EBS driver, which writes the claim's namespace in place of
 * what stands in braces (docs/tagging.md, kubernetes-sigs/aws-ebs-csi-driver; the EKS add-on starts its provisioner with
 * `--extra-create-metadata`, without which the driver knows no namespace: `M`).
 */
export const volumeTag = {
  key: "kubernetes-namespace",
  /** The parameter of a StorageClass that says it. */
  parameter: "tagSpecification_2",
  specification: "kubernetes-namespace={{ .PVCNamespace }}",
} as const;

/** The class of what vaults hold: the volumes' own, whose key encrypts it. */
export const vaultDataClass: DataClass = cacheDataClass;
