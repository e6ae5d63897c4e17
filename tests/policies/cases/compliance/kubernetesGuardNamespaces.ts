import { rule } from "../../../../policies/compliance/rules/kubernetesGuardNamespaces";
import { absent } from "../../../support/mutations";
import { allUndecided, noted, refused, undecided } from "../../../support/mutationLines";
import type { Fixture, RuleCases } from "../../../support/rules";

const namespaceType = "kubernetes:core/v1:Namespace";
const policyType = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const hard = { "requests.cpu": "4", "requests.memory": "8Gi", "limits.memory": "8Gi", pods: "30" };

const fixtures: readonly Fixture[] = [
  { type: namespaceType, name: "shop", props: { metadata: { name: "shop", labels: {} } } },
  { type: policyType, name: "deny", props: { metadata: { name: "default-deny", namespace: "shop" } } },
  { type: policyType, name: "dns", props: { metadata: { name: "allow-dns", namespace: "shop" } } },
  {
    type: "kubernetes:core/v1:ResourceQuota",
    name: "quota",
    props: { metadata: { name: "quota", namespace: "shop" }, spec: { hard } },
  },
  {
    type: "kubernetes:core/v1:LimitRange",
    name: "defaults",
    props: {
      metadata: { name: "container-defaults", namespace: "shop" },
      spec: {
        limits: [
          { type: "PersistentVolumeClaim", max: { storage: "1Ti" } },
          {
            type: "Container",
            default: { memory: "256Mi" },
            defaultRequest: { cpu: "50m", memory: "64Mi" },
          },
        ],
      },
    },
  },
  { type: namespaceType, name: "kube-system", props: { metadata: { name: "kube-system" } } },
  // As a preview by the CLI shows it to stack rules.
  { type: namespaceType, name: "out-of-sight", props: {} },
  { type: policyType, name: "out-of-sight-policy", props: {} },
];
const [namespace, deny, , quota, defaults, eks] = [0, 1, 2, 3, 4, 5] as const;

const policyShown = 'a NetworkPolicy "default-deny"';
const quotaShown = "a ResourceQuota of requests.cpu, requests.memory, limits.memory, pods";
const defaultsShown = "a LimitRange with a container's default memory limit and requests";
const lacking = (shown: string, resource: number) => ({
  resource,
  at: "metadata.name",
  found: `namespace "shop" without ${shown}`,
});
const without = (
  name: string,
  path: string,
  to: unknown,
  shown: string,
  resource: number,
): ReturnType<typeof refused> => refused(name, path, to, `${shown} in it`, lacking(shown, resource));

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    ...[policyShown, quotaShown, defaultsShown].map((shown) =>
      refused(`a namespace without ${shown}`, "metadata.name", "store", `${shown} in it`, {
        resource: namespace,
        found: `namespace "store" without ${shown}`,
      }),
    ),
    refused("a namespace without a name", "metadata.name", absent, `${policyShown} in it`, {
      resource: namespace,
      found: `namespace "" without ${policyShown}`,
    }),
    noted("a namespace that facts leave to EKS", "spec.finalizers", [], `${quotaShown} in it`, {
      resource: eks,
      at: "metadata.name",
      found: `namespace "kube-system" without ${quotaShown}`,
    }),
    without("the policy has another name", "metadata.name", "deny", policyShown, deny),
    without("the policy is in another namespace", "metadata.namespace", "store", policyShown, deny),
    without("the policy names no namespace", "metadata.namespace", absent, policyShown, deny),
    without("the quota is in another namespace", "metadata.namespace", "store", quotaShown, quota),
    ...Object.keys(hard).map((bound) =>
      without(`the quota has no ${bound}`, `spec.hard["${bound}"]`, absent, quotaShown, quota),
    ),
    without("the quota is empty", "spec.hard", {}, quotaShown, quota),
    without("the quota is for some pods", "spec.scopes", ["BestEffort"], quotaShown, quota),
    without(
      "the quota is for pods of a class",
      "spec.scopeSelector",
      { matchExpressions: [{ scopeName: "PriorityClass", operator: "Exists" }] },
      quotaShown,
      quota,
    ),
    without("the defaults are in another namespace", "metadata.namespace", "store", defaultsShown, defaults),
    without("there are no defaults", "spec.limits", [], defaultsShown, defaults),
    without("the defaults are for pods", "spec.limits[1].type", "Pod", defaultsShown, defaults),
    ...["default.memory", "defaultRequest.cpu", "defaultRequest.memory"].map((path) =>
      without(`no ${path}`, `spec.limits[1].${path}`, absent, defaultsShown, defaults),
    ),
    ...allUndecided(["metadata.name", "metadata.namespace"], { resource: deny, of: "the policy" }),
    ...allUndecided(["metadata"], { resource: namespace, of: "the namespace" }),
    undecided("metadata.name", { resource: namespace, of: "the namespace" }),
    ...allUndecided(
      ["metadata", "metadata.namespace", "spec.scopes", "spec.scopeSelector", "spec.hard.pods"],
      { resource: quota, of: "the quota" },
    ),
    undecided("spec", { resource: quota, of: "the quota" }),
    ...allUndecided(
      ["metadata.namespace", "spec.limits", "spec.limits[1].type", "spec.limits[1].default.memory"],
      { resource: defaults, of: "the defaults" },
    ),
  ],
};
