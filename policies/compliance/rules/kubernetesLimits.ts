import type { ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { podSpecOf, startedContainersOf, workloadTypes } from "../../shared/kubernetes";
import { unbounded } from "../../shared/quantities";

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
    // A rollout may take its pods from a Deployment, which is judged by itself.
    if (resource.props.at("spec", "workloadRef").exists) return [];
    const pod = podSpecOf(resource);
    const containers = pod.at("containers");
    if (containers.items().length === 0)
      return [wrong(containers, "at least one container", "give the pod its containers")];
    // A container that is attached to look inside may not have resources.
    return startedContainersOf(pod).flatMap((container) => unbounded(container.at("resources")));
  },
};
