import type { ResourceRule } from "../../framework/rule";
import { containersOf, finding, podSecurityLevel, podSpecOf, workloadTypes } from "../../shared/kubernetes";

export const rule: ResourceRule = {
  id: "kubernetes-no-privileged",
  title: "No pod reaches into its node",
  why: "A privileged container, the host's namespaces or a path of its disk are the node, with all pods and credentials on it; only namespaces that facts call privileged, with a reason, may have them.",
  severity: "critical",
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
    const containers = containersOf(pod);
    const fix = "remove it, or name the namespace's exception in facts/namespaces.ts";
    const findings = [
      ...["hostNetwork", "hostPID", "hostIPC"]
        .filter((key) => pod.flag(key))
        .map((key) => finding(pod.at(key), "false", fix)),
      ...pod
        .items("volumes")
        .map((volume) => volume.at("hostPath"))
        .filter((path) => path.exists)
        .map((path) => finding(path, "a volume that is not the node's", fix)),
      ...containers
        .map((container) => container.at("securityContext", "privileged"))
        .filter((privileged) => privileged.flag())
        .map((privileged) => finding(privileged, "false", fix)),
      ...containers
        .flatMap((container) => container.items("ports").map((port) => port.at("hostPort")))
        .filter((port) => (port.number() ?? 0) > 0)
        .map((port) => finding(port, "no port of the node", fix)),
    ];
    if (findings.length === 0) return [];
    const namespace = resource.props.text("metadata", "namespace");
    return podSecurityLevel(namespace) === "privileged" ? [] : findings;
  },
};
