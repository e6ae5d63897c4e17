import type { ResourceRule } from "../../framework/rule";
import { availability } from "../../shared/controls";
import { wrong } from "../../shared/finding";
import { namesWhatItSelects } from "../../shared/kubernetes";

export const rule: ResourceRule = {
  id: "kubernetes-one-at-a-time",
  title: "A disruption budget lets one pod go at a time",
  why: "Nodes are drained for updates: two members that go together are a lost quorum, and a budget of none holds every update back until somebody deletes it.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "resource",
  types: ["kubernetes:policy/v1:PodDisruptionBudget"],
  onUnknown: "fail",
  check: ({ props }) => {
    const most = props.at("spec", "maxUnavailable");
    const least = props.at("spec", "minAvailable");
    const selector = props.at("spec", "selector");
    return [
      ...(most.number() === 1 ? [] : [wrong(most, "1", "set maxUnavailable to 1")]),
      // Both together are refused by the API server.
      ...(least.exists ? [wrong(least, "absent", "say maxUnavailable only")] : []),
      ...(namesWhatItSelects(selector)
        ? []
        : [wrong(selector, "the labels of one group of pods", "select the pods by their labels")]),
    ];
  },
};
