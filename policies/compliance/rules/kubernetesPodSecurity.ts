import type { ResourceRule } from "../../framework/rule";
import { finding, podSecurityLevel } from "../../shared/kubernetes";

const prefix = "pod-security.kubernetes.io/";

export const rule: ResourceRule = {
  id: "kubernetes-pod-security",
  title: "Namespaces confine their pods",
  why: "A namespace that enforces Pod Security `restricted` admits no pod that could take over its node; facts name the exceptions with their reason.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.8"],
    gdpr: ["25(1)", "32(1)(b)"],
    hipaa: ["164.312(a)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: ["kubernetes:core/v1:Namespace"],
  onUnknown: "fail",
  check: ({ props }) => {
    const labels = props.at("metadata", "labels");
    const fix = "make the namespace with GuardedNamespace, or name the exception in facts/namespaces.ts";
    return ["enforce", "audit", "warn"].flatMap((mode) => {
      const level = labels.at(prefix + mode);
      const version = labels.at(`${prefix}${mode}-version`);
      const name = mode === "enforce" && level.text() !== "restricted" ? props.text("metadata", "name") : "";
      const wanted = podSecurityLevel(name);
      return [
        ...(level.text() === "restricted" || level.text() === wanted ? [] : [finding(level, wanted, fix)]),
        ...(/^v1\.\d+$/.test(version.text() ?? "")
          ? []
          : [finding(version, "the cluster's version, such as v1.36", fix)]),
      ];
    });
  },
};
