import type { ResourceRule } from "../../framework/rule";
import { exceptedBy } from "../../shared/exceptions";
import { wrong } from "../../shared/finding";
import { containersOf, namespaceFact, podSpecOf, workloadTypes } from "../../shared/kubernetes";
import { hostPaths, reachingPod } from "../../shared/podSecurity";

/** A volume of the cluster that is a path of one node's disk lets any pod of any namespace claim it. */
const volumeType = "kubernetes:core/v1:PersistentVolume";

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
  types: [...workloadTypes, volumeType],
  onUnknown: "fail",
  check: (resource) => {
    const { type, props } = resource;
    if (type === volumeType) {
      const local = props.at("spec", "local");
      const fix = "claim a volume of a StorageClass";
      return [
        ...hostPaths([props.at("spec")]),
        ...(local.exists ? [wrong(local, "a volume that is not the node's", fix)] : []),
      ];
    }
    const pod = podSpecOf(resource);
    const findings = reachingPod(pod, containersOf(pod));
    if (findings.length === 0) return [];
    return exceptedBy(namespaceFact(props.text("metadata", "namespace")), "privileged", findings);
  },
};
