/** How the volumes of each namespace are kept, so that none is kept twice and none not at all (ARCHITECTURE section 6). */
import { cacheDataClass, cacheName } from "./cache";
import { sentinelName } from "./cacheCluster";
import type { DataClass } from "./dataClasses";
import { namespaces } from "./namespaces";

/** `archive`: its server writes backups itself; `rebuilt`: from its other members; `vault`: AWS Backup keeps snapshots. */
export type Keeping = "archive" | "rebuilt" | "vault";

interface KeptVolumes {
  readonly keeping: Keeping;
  /** What is kept, and why so. */
  readonly why: string;
  /** Claims of a namespace of vaults whose volumes are rebuilt all the same, with `*` for any text. Default none. */
  readonly except?: { readonly claims: string; readonly why: string };
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
  [namespaces.automation.name]: {
    keeping: "rebuilt",
    why: "each of the bus's three members holds every event; what waits there is of use for days, and comes again from its source",
  },
  [namespaces.observability.name]: {
    keeping: "rebuilt",
    why: "both Prometheus see the same, what rules recorded lies in the partner's region too, and Alertmanagers tell each other; thirty days on, all of it is new",
  },
  [namespaces.valkey.name]: {
    keeping: "vault",
    why: "no personal data and no pseudonyms, so that nothing in a locked vault has to be erased",
    except: {
      claims: `data-${sentinelName({ name: cacheName })}-*`,
      why: "a Sentinel writes the password by which it asks members; one that lost its volume asks the others",
    },
  },
};

/** Namespaces whose volumes AWS Backup keeps. */
export const vaultNamespaces: readonly string[] = Object.entries(keptVolumes)
  .filter(([, { keeping }]) => keeping === "vault")
  .map(([namespace]) => namespace);

/** Claims of a namespace whose volumes no vault may keep. */
export function claimsLeftOut(namespace: string): readonly string[] {
  const except = Object.hasOwn(keptVolumes, namespace) ? keptVolumes[namespace]?.except : undefined;
  return except === undefined ? [] : [except.claims];
}

/**
 * The tags by which volumes are told apart, and the parameter of a StorageClass that says each. A volume is made by the EBS driver,
 * which writes the claim's own in place of what stands in braces (docs/tagging.md, kubernetes-sigs/aws-ebs-csi-driver; the EKS
 * add-on starts its provisioner with `--extra-create-metadata`, without which the driver knows of no claim: `M`).
 */
export const volumeTags = {
  namespace: {
    key: "kubernetes-namespace",
    parameter: "tagSpecification_2",
    specification: "kubernetes-namespace={{ .PVCNamespace }}",
  },
  claim: {
    key: "kubernetes-claim",
    parameter: "tagSpecification_3",
    specification: "kubernetes-claim={{ .PVCName }}",
  },
} as const;

/** The same as parameters of a StorageClass. */
export const volumeTagParameters: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(volumeTags).map(({ parameter, specification }) => [parameter, specification]),
);

/** The class of what vaults hold: the volumes' own, whose key encrypts it. */
export const vaultDataClass: DataClass = cacheDataClass;
