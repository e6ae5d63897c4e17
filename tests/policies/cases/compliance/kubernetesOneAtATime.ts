import { rule } from "../../../../policies/compliance/rules/kubernetesOneAtATime";
import { allUndecided, refused } from "../../../support/mutationLines";
import { absent, type RuleCases } from "../../../support/rules";

const labels = { "app.kubernetes.io/name": "core" };
const wanted = "the labels of one group of pods";

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: "kubernetes:policy/v1:PodDisruptionBudget",
      props: {
        metadata: { name: "core", namespace: "postgres" },
        spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
      },
    },
  ],
  mutations: [
    refused("two at a time", "spec.maxUnavailable", 2, "1"),
    refused("none ever", "spec.maxUnavailable", 0, "1"),
    refused("a share, which is rounded up", "spec.maxUnavailable", "50%", "1"),
    refused("nothing said", "spec.maxUnavailable", absent, "1"),
    refused("how many stay", "spec.minAvailable", 1, "absent"),
    refused("nobody", "spec.selector", absent, wanted),
    refused("everybody", "spec.selector", {}, wanted),
    refused("everybody by no label", "spec.selector.matchLabels", {}, wanted, {
      at: "spec.selector",
      found: '{"matchLabels":{}}',
    }),
    ...allUndecided(["spec.maxUnavailable", "spec.selector", "spec.selector.matchLabels"]),
  ],
};
