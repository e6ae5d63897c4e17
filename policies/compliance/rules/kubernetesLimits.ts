import type { ResourceRule } from "../../framework/rule";
import { containersOf, finding, podSpecOf, unbounded, workloadTypes } from "../../shared/kubernetes";

export const rule: ResourceRule = {
  id: "kubernetes-limits",
  title: "Containers say what they need",
  why: "Without requests a node is overbooked, and without a memory limit one container takes its neighbours down.",
  severity: "medium",
  level: "mandatory",
  controls: { soc2: ["A1.1", "CC7.2"], gdpr: ["32(1)(b)"], hipaa: ["164.308(a)(7)(i)"] },
  scope: "resource",
  types: workloadTypes,
  onUnknown: "fail",
  check: (resource) => {
    const pod = podSpecOf(resource);
    const containers = pod.at("containers");
    if (containers.items().length === 0)
      return [finding(containers, "at least one container", "give the pod its containers")];
    return containersOf(pod).flatMap((container) => unbounded(container.at("resources")));
  },
};
