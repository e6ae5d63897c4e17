import type { Reader } from "../../framework/reader";
import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { workloadTypes } from "../../shared/kubernetes";

/** Kinds that other rules judge, beside workloads. */
const judged = [
  ...workloadTypes.filter((type) => /:(core|apps|batch)\/v1:/.test(type)),
  "kubernetes:core/v1:Namespace",
  "kubernetes:core/v1:PersistentVolume",
  "kubernetes:core/v1:Service",
  "kubernetes:networking.k8s.io/v1:Ingress",
  "kubernetes:networking.k8s.io/v1:NetworkPolicy",
  "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
  "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
  "kubernetes:rbac.authorization.k8s.io/v1:Role",
  "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
  "kubernetes:storage.k8s.io/v1:StorageClass",
];

/** What a patch may change without changing what an object does. */
const harmless = ["apiVersion", "kind", "metadata"];

/** Where each kind of bundle says what it brings; no offline plan has its objects. */
const bundles: Readonly<Record<string, readonly string[]>> = {
  "kubernetes:helm.sh/v3:Chart": ["chart"],
  "kubernetes:helm.sh/v4:Chart": ["chart"],
  "kubernetes:kustomize:Directory": ["directory"],
  "kubernetes:kustomize/v2:Directory": ["directory"],
  "kubernetes:yaml:ConfigFile": ["file"],
  "kubernetes:yaml:ConfigGroup": ["files", "yaml", "objs"],
  "kubernetes:yaml/v2:ConfigFile": ["file"],
  "kubernetes:yaml/v2:ConfigGroup": ["files", "yaml", "objs"],
};

function hiddenIn(type: string, props: Reader): Reader[] {
  const bundle = bundles[type];
  if (bundle) return bundle.map((key) => props.at(key));
  if (type.endsWith("List")) return props.items("items");
  const changed = props.keys().filter((key) => !harmless.includes(key));
  // A namespace is confined by its labels.
  return [...changed.map((key) => props.at(key)), props.at("metadata", "labels")];
}

export const rule: ResourceRule = {
  id: "kubernetes-one-by-one",
  title: "Objects are planned one by one",
  why: "A list, a patch or a bundle of manifests holds objects that no rule is shown: what is refused by itself must not come in a parcel.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.8", "CC8.1"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.312(c)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: [...judged.flatMap((type) => [`${type}List`, `${type}Patch`]), ...Object.keys(bundles)],
  onUnknown: "fail",
  check: ({ type, props }) =>
    hiddenIn(type, props)
      .filter((part) => part.exists && part.shown !== "[]" && part.shown !== "{}")
      .map((part) =>
        wrong(part, "objects of their own", "make each object a resource, a chart a helm.v3.Release"),
      ),
};
