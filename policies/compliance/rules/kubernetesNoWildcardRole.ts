import type { ResourceRule } from "../../framework/rule";
import { finding } from "../../shared/kubernetes";

/** Verbs that hand out more rights than one holds. */
const escalating = ["escalate", "bind", "impersonate"];

export const rule: ResourceRule = {
  id: "kubernetes-no-wildcard-role",
  title: "Roles name their verbs and resources",
  why: "A role with `*` grows with every new kind of object, and who may escalate, bind or impersonate holds every right already.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.3"],
    gdpr: ["25(2)"],
    hipaa: ["164.308(a)(4)", "164.312(a)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: [
    "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole",
    "kubernetes:rbac.authorization.k8s.io/v1:Role",
  ],
  onUnknown: "fail",
  check: ({ props }) =>
    props.items("rules").flatMap((granted) => {
      const fix = "name the verbs, resources and API groups that are needed";
      const wild = ["verbs", "resources", "apiGroups"].flatMap((list) =>
        granted.items(list).filter((item) => item.text() === "*"),
      );
      const escalates = granted.items("verbs").filter((item) => escalating.includes(item.text() ?? ""));
      return [
        ...wild.map((item) => finding(item, "a name", fix)),
        ...escalates.map((item) => finding(item, "no verb that escalates", fix)),
      ];
    }),
};
