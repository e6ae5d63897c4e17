import type { Reader } from "../../framework/reader";
import type { ResourceRule, ResourceView } from "../../framework/rule";
import { wrong } from "../../shared/finding";

const accessEntry = "aws:eks/accessEntry:AccessEntry";
const configMap = "kubernetes:core/v1:ConfigMap";
const clusterBinding = "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding";

/** Subjects that hold every right, or are everybody: all people, all pods, all pods of a namespace that name no account. */
const closedSubjects =
  /^(system:(masters|authenticated|unauthenticated|anonymous|serviceaccounts(:.*)?|nodes)|default)$/;

/** Roles of Kubernetes' own that hold every right, or can take it. */
const closedRoles =
  /^(cluster-admin|system:(controller:.*|kube-controller-manager|aggregate-to-(admin|edit)))$/;
/** In every namespace at once these read all secrets. */
const closedClusterWide = ["admin", "edit"];

/** How EKS bound people to groups before access entries: a text in a map of `kube-system`. */
const legacyMap = "aws-auth";

function subjects({ type, props }: ResourceView): Reader[] {
  return type === accessEntry
    ? props.items("kubernetesGroups")
    : props.items("subjects").map((subject) => subject.at("name"));
}

function mappedMasters(props: Reader): Reader[] {
  if (props.text("metadata", "name") !== legacyMap) return [];
  const data = props.at("data");
  return data
    .keys()
    .map((key) => data.at(key))
    .filter((text) => text.text()?.includes("system:masters"));
}

export const rule: ResourceRule = {
  id: "kubernetes-no-cluster-admin",
  title: "Nobody is bound to every right in a cluster",
  why: "`cluster-admin` reads every secret, and `system:masters` cannot even be revoked; people get their rights by EKS access policies, which are audited.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.3"],
    gdpr: ["25(2)", "32(1)(b)"],
    hipaa: ["164.308(a)(4)", "164.312(a)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: [clusterBinding, "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", accessEntry, configMap],
  onUnknown: "fail",
  check: (resource) => {
    const { type, props } = resource;
    const fix = "bind a role of its own, with the verbs and resources that are needed";
    if (type === configMap)
      return mappedMasters(props).map((text) => wrong(text, "access entries", "make an EKS access entry"));
    const role = props.at("roleRef", "name");
    const name = type === accessEntry ? "" : (role.text() ?? "");
    const isClosed = closedRoles.test(name) || (type === clusterBinding && closedClusterWide.includes(name));
    return [
      ...subjects(resource)
        .filter((subject) => closedSubjects.test(subject.text() ?? ""))
        .map((subject) => wrong(subject, "a group or account of its own", fix)),
      ...(isClosed ? [wrong(role, "a role with named rights", fix)] : []),
    ];
  },
};
