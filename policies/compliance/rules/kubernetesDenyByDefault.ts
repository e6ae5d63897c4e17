import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { denyPolicyName, selectsEverything } from "../../shared/kubernetes";

export const rule: ResourceRule = {
  id: "kubernetes-deny-by-default",
  title: "The policy that denies by default denies everything",
  why: "Every namespace counts on its `default-deny`: one that leaves out a direction or a pod lets traffic through that nobody allowed. Judged on each policy by itself, since a preview shows stack rules no Kubernetes inputs.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.312(e)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: ["kubernetes:networking.k8s.io/v1:NetworkPolicy"],
  onUnknown: "fail",
  check: ({ props }) => {
    if (props.text("metadata", "name") !== denyPolicyName) return [];
    const spec = props.at("spec");
    const fix = "give the policy an empty podSelector, both policy types, and no rules";
    const selector = spec.at("podSelector");
    const types = spec.at("policyTypes");
    return [
      ...(selector.exists && selectsEverything(selector)
        ? []
        : [wrong(selector, "{}, which selects every pod", fix)]),
      // Without this list a policy that has no rules is about incoming traffic only.
      ...(["Ingress", "Egress"].every((type) => types.texts().includes(type))
        ? []
        : [wrong(types, "Ingress and Egress", fix)]),
      ...["ingress", "egress"]
        .filter((direction) => spec.items(direction).length > 0)
        .map((direction) => wrong(spec.at(direction), "no rule", fix)),
    ];
  },
};
