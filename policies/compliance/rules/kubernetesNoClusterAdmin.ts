import type { ResourceRule } from "../../framework/rule";
import { finding } from "../../shared/kubernetes";

const accessEntry = "aws:eks/accessEntry:AccessEntry";

/** Groups that hold every right, or everybody. */
const closedGroups = ["system:masters", "system:authenticated", "system:unauthenticated"];
const anybody = "system:anonymous";

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
  types: [
    "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
    "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
    accessEntry,
  ],
  onUnknown: "fail",
  check: ({ type, props }) => {
    const fix = "bind a role of its own, with the verbs and resources that are needed";
    const groups =
      type === accessEntry
        ? props.items("kubernetesGroups")
        : props.items("subjects").map((subject) => subject.at("name"));
    const closed = groups.filter((group) => {
      const name = group.text() ?? "";
      return closedGroups.includes(name) || name === anybody;
    });
    const role = props.at("roleRef", "name");
    return [
      ...closed.map((group) => finding(group, "a group or account of its own", fix)),
      ...(type !== accessEntry && role.text() === "cluster-admin"
        ? [finding(role, "a role with named rights", fix)]
        : []),
    ];
  },
};
