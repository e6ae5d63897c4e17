import { rule } from "../../../../policies/compliance/rules/kubernetesMembersApart";
import { refused, undecided } from "../../../support/mutationLines";
import { absent, type Fixture, type RuleCases } from "../../../support/rules";

const labels = { "app.kubernetes.io/name": "core", "azora.io/data-class": "internal" };
const set = (spec: Readonly<Record<string, unknown>>): Fixture => ({
  type: "kubernetes:apps/v1:StatefulSet",
  props: { metadata: { name: "core", namespace: "postgres" }, spec },
});
const affinity = "spec.template.spec.affinity.podAntiAffinity";
const terms = `${affinity}.requiredDuringSchedulingIgnoredDuringExecution`;
const wanted = "one with topology.kubernetes.io/zone and the pods' own labels";
const together = { at: terms, found: "1 terms, none of which keeps them apart" };
const none = { at: terms, found: "0 terms, none of which keeps them apart" };

export const cases: RuleCases = {
  rule,
  fixtures: [
    set({
      template: {
        metadata: { labels },
        spec: {
          affinity: {
            podAntiAffinity: {
              requiredDuringSchedulingIgnoredDuringExecution: [
                { topologyKey: "topology.kubernetes.io/zone", labelSelector: { matchLabels: labels } },
              ],
            },
          },
        },
      },
      volumeClaimTemplates: [{ metadata: { name: "data" } }],
    }),
    // It has no copies to lose.
    set({ replicas: 2 }),
  ],
  mutations: [
    refused("apart by node only", `${terms}[0].topologyKey`, "kubernetes.io/hostname", wanted, together),
    refused("apart by nothing", `${terms}[0].topologyKey`, absent, wanted, together),
    refused(
      "apart from others",
      `${terms}[0].labelSelector.matchLabels["app.kubernetes.io/name"]`,
      "other",
      wanted,
      together,
    ),
    refused(
      "apart from those with a label that they have not",
      `${terms}[0].labelSelector.matchLabels.role`,
      "leader",
      wanted,
      together,
    ),
    refused("apart from nobody", `${terms}[0].labelSelector.matchLabels`, {}, wanted, together),
    refused("no selector", `${terms}[0].labelSelector`, absent, wanted, together),
    refused(
      "apart from some of them",
      `${terms}[0].labelSelector.matchExpressions`,
      [{ key: "role", operator: "Exists" }],
      wanted,
      together,
    ),
    refused("apart from those elsewhere", `${terms}[0].namespaces`, ["other"], wanted, together),
    refused(
      "apart from those in other places",
      `${terms}[0].namespaceSelector`,
      { matchLabels: { team: "other" } },
      wanted,
      together,
    ),
    refused("labels that the term does not name", "spec.template.metadata.labels", {}, wanted, together),
    refused("a preference", terms, absent, wanted, none),
    refused("no term", terms, [], wanted, none),
    refused("no affinity", "spec.template.spec.affinity", absent, wanted, none),
    refused("a set that gets volumes", "spec.volumeClaimTemplates", [{}], wanted, {
      ...none,
      resource: 1,
      fixtureOnly: "members of every set of the plan that has volumes are kept apart",
    }),
    undecided(terms),
    undecided(`${terms}[0].topologyKey`),
    undecided(`${terms}[0].labelSelector.matchLabels`),
    undecided(`${terms}[0].labelSelector.matchExpressions`),
    undecided(`${terms}[0].namespaces`),
    undecided(`${terms}[0].namespaceSelector`),
    undecided("spec.template.metadata.labels"),
    undecided("spec.volumeClaimTemplates"),
  ],
  survivors: [{ path: "spec.volumeClaimTemplates", why: "members without volumes have no copies to lose" }],
};
