import { rule } from "../../../../policies/compliance/rules/kubernetesCloseDefault";
import { absent } from "../../../support/mutations";
import { allUndecided, refused } from "../../../support/mutationLines";
import type { Fixture, RuleCases } from "../../../support/rules";

const fixtures: readonly Fixture[] = [
  { type: "aws:eks/cluster:Cluster", name: "cluster", props: { name: "azora-europe-cluster" } },
  {
    type: "kubernetes:networking.k8s.io/v1:NetworkPolicy",
    name: "deny",
    props: { metadata: { name: "default-deny", namespace: "default" }, spec: {} },
  },
  {
    type: "kubernetes:core/v1:ResourceQuota",
    name: "nothing-runs-here",
    props: { metadata: { name: "nothing-runs-here", namespace: "default" }, spec: { hard: { pods: "0" } } },
  },
  {
    type: "kubernetes:core/v1:ResourceQuota",
    name: "quota",
    props: { metadata: { name: "quota", namespace: "shop" }, spec: { hard: { pods: "30" } } },
  },
];
const [, deny, closed, other] = [0, 1, 2, 3] as const;

const policy = 'a NetworkPolicy "default-deny"';
const noPods = "a ResourceQuota of 0 pods";
const without = (name: string, path: string, to: unknown, shown: string, resource: number) =>
  refused(name, path, to, `${shown} in it`, {
    resource,
    at: "",
    found: `namespace "default" without ${shown}`,
  });

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    without("the policy has another name", "metadata.name", "allow-dns", policy, deny),
    without("the policy is in another namespace", "metadata.namespace", "shop", policy, deny),
    without("the quota is in another namespace", "metadata.namespace", "shop", noPods, closed),
    without("the quota allows a pod", "spec.hard.pods", "1", noPods, closed),
    without("the quota counts no pods", "spec.hard.pods", absent, noPods, closed),
    without("the quota is for some pods", "spec.scopes", ["Terminating"], noPods, closed),
    without("the quota has a selector", "spec.scopeSelector", { matchExpressions: [] }, noPods, closed),
    ...allUndecided(["metadata", "metadata.name", "metadata.namespace"], {
      resource: deny,
      of: "the policy",
    }),
    ...allUndecided(["metadata.namespace", "spec", "spec.hard.pods", "spec.scopes", "spec.scopeSelector"], {
      resource: closed,
      of: "the quota",
    }),
    ...allUndecided(["spec.hard.pods"], { resource: other, of: "another quota" }),
  ],
};
