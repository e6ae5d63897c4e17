import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import {
  containersOf,
  finding,
  podSecurityLevel,
  podSpecOf,
  weakened,
  workloadTypes,
} from "../../shared/kubernetes";

const profiles = ["RuntimeDefault", "Localhost"];

/** What `restricted` asks of a container; the pod's own context stands in for what it leaves out. */
function lacking(container: Reader, pod: Reader): Finding[] {
  const context = container.at("securityContext");
  const outer = pod.at("securityContext");
  const fix = "set what Pod Security `restricted` asks for";
  const nonRoot = context.at("runAsNonRoot");
  const profile = context.at("seccompProfile", "type");
  const drop = context.at("capabilities", "drop");
  return [
    ...(context.flag("allowPrivilegeEscalation") === false
      ? []
      : [finding(context.at("allowPrivilegeEscalation"), "false", fix)]),
    ...((nonRoot.flag() ?? outer.flag("runAsNonRoot")) ? [] : [finding(nonRoot, "true", fix)]),
    ...(profiles.includes(profile.text() ?? outer.text("seccompProfile", "type") ?? "")
      ? []
      : [finding(profile, "RuntimeDefault", fix)]),
    ...(drop.texts().includes("ALL") ? [] : [finding(drop, "ALL", fix)]),
    ...weakened(context).filter((found) => !/allowPrivilegeEscalation|runAsNonRoot|seccomp/.test(found.path)),
  ];
}

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
    const findings = containersOf(pod).flatMap((container) => lacking(container, pod));
    if (findings.length === 0) return [];
    const namespace = resource.props.text("metadata", "namespace");
    return podSecurityLevel(namespace) === "restricted" ? findings : [];
  },
};
