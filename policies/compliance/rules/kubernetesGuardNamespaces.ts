import type { Finding, StackRule } from "../../framework/rule";
import { denyPolicyName } from "../../shared/kubernetes";

const namespaceType = "kubernetes:core/v1:Namespace";
const policyType = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const guards = {
  [policyType]: `a NetworkPolicy "${denyPolicyName}"`,
  "kubernetes:core/v1:ResourceQuota": "a ResourceQuota",
  "kubernetes:core/v1:LimitRange": "a LimitRange",
};

export const rule: StackRule = {
  id: "kubernetes-guard-namespaces",
  title: "Each namespace is guarded",
  why: "A namespace without default-deny, quota and defaults is open to every pod of the cluster and may take all of it. Decided in the offline plan: in a preview by the CLI stack rules see Kubernetes objects without inputs, and those are left out.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.6", "A1.1"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.312(a)(1)", "164.312(e)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "stack",
  types: [namespaceType, ...Object.keys(guards)],
  onUnknown: "fail",
  check: (stack) => {
    const guarded = new Set<string>();
    stack.each(Object.keys(guards), ({ type, props }) => {
      const metadata = props.at("metadata");
      if (type === policyType && metadata.text("name") !== denyPolicyName) return;
      guarded.add(`${type} ${metadata.text("namespace") ?? "default"}`);
    });
    const findings: Finding[] = [];
    stack.each([namespaceType], ({ urn, props }) => {
      if (!props.at("metadata").exists) return;
      const name = props.text("metadata", "name") ?? "";
      for (const [type, shown] of Object.entries(guards)) {
        if (guarded.has(`${type} ${name}`)) continue;
        findings.push({
          urn,
          path: "metadata.name",
          found: `namespace "${name}" without ${shown}`,
          wanted: `${shown} in it`,
          fix: "make the namespace with GuardedNamespace",
        });
      }
    });
    return findings;
  },
};
