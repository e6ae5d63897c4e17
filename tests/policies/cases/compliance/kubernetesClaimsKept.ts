import { rule } from "../../../../policies/compliance/rules/kubernetesClaimsKept";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import { absent, type Fixture, type RuleCases } from "../../../support/rules";

const set = (spec: Readonly<Record<string, unknown>>): Fixture => ({
  type: "kubernetes:apps/v1:StatefulSet",
  props: { metadata: { name: "core", namespace: "postgres" }, spec },
});
const policy = "spec.persistentVolumeClaimRetentionPolicy";

export const cases: RuleCases = {
  rule,
  fixtures: [
    set({
      persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
      volumeClaimTemplates: [{ metadata: { name: "data" }, spec: { storageClassName: "gp3-internal" } }],
    }),
    // It has nothing to keep.
    set({ replicas: 2 }),
  ],
  mutations: [
    ...["whenDeleted", "whenScaled"].flatMap((moment) => [
      refused(`the data goes ${moment}`, `${policy}.${moment}`, "Delete", "Retain"),
      refused(`nothing is said of ${moment}`, `${policy}.${moment}`, absent, "Retain"),
    ]),
    ...allUndecided([`${policy}.whenDeleted`, `${policy}.whenScaled`]),
    refused("nothing is said", policy, absent, "Retain", { at: `${policy}.whenDeleted` }),
    undecided(policy, { at: `${policy}.whenDeleted` }),
    refused("a set that gets volumes", "spec.volumeClaimTemplates", [{}], "Retain", {
      resource: 1,
      at: `${policy}.whenDeleted`,
      found: "absent",
      fixtureOnly: "every set of the plan that has volumes keeps them",
    }),
    refused(
      "volumes that go with their claim",
      "spec.volumeClaimTemplates[0].spec.storageClassName",
      "gp3-internal-scratch",
      "a class whose volumes outlive their claim",
    ),
    ...allUndecided(["spec.volumeClaimTemplates", "spec.volumeClaimTemplates[0].spec.storageClassName"]),
  ],
  survivors: [
    { path: "spec.volumeClaimTemplates", why: "a set without volumes has nothing to keep" },
    { path: "spec.volumeClaimTemplates[*]*", why: "a class that is no scratch class keeps what it has" },
  ],
};
