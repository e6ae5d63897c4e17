import type { StackRule } from "../../framework/rule";
import { denyGuard, Guarded, noPodsGuard } from "../../shared/namespaceGuards";

const clusterType = "aws:eks/cluster:Cluster";
const guards = [denyGuard, noPodsGuard];
const closed = "default";

export const rule: StackRule = {
  id: "kubernetes-close-default",
  title: "Nothing runs in a cluster's `default` namespace",
  why: "Kubernetes makes `default` open and puts there what names no namespace; without a policy and a quota of its own such a pod runs beside every rule. Decided in the offline plan, as for other namespaces.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.312(a)(1)", "164.312(e)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "stack",
  types: [clusterType, ...guards.map(({ type }) => type)],
  onUnknown: "fail",
  check: (stack) => {
    const guarded = new Guarded(stack, guards);
    if (!guarded.inSight) return [];
    return stack.ofType(clusterType).flatMap(({ urn }) =>
      guarded.lacking(closed, guards).map(({ shown }) => ({
        urn,
        path: "",
        found: `namespace "${closed}" without ${shown}`,
        wanted: `${shown} in it`,
        fix: "close it as GuardRails does",
      })),
    );
  },
};
