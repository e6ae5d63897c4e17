import type { ResourceRule } from "../../framework/rule";
import { exceptedBy } from "../../shared/exceptions";
import { containersOf, namespaceFact, podSpecOf, workloadTypes } from "../../shared/kubernetes";
import { lackingPod } from "../../shared/podSecurity";

export const rule: ResourceRule = {
  id: "kubernetes-restrict-containers",
  title: "Containers run without rights",
  why: "A process that is not root, cannot become it and holds no capability stays inside its container when it is broken into.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.8"],
    gdpr: ["25(1)", "32(1)(b)"],
    hipaa: ["164.312(a)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: workloadTypes,
  onUnknown: "fail",
  check: (resource) => {
    const pod = podSpecOf(resource);
    const findings = lackingPod(pod, containersOf(pod));
    if (findings.length === 0) return [];
    const namespace = resource.props.text("metadata", "namespace");
    return exceptedBy(namespaceFact(namespace), "baseline", findings);
  },
};
