import { rule } from "../../../../policies/compliance/rules/kubernetesOneByOne";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import type { Fixture, RuleCases } from "../../../support/rules";

const wanted = "objects of their own";
/** Where each bundle says what it brings, and something that it could bring. */
const bundles = [
  ["kubernetes:helm.sh/v3:Chart", "chart", "nginx"],
  ["kubernetes:helm.sh/v4:Chart", "chart", "oci://example.com/charts/nginx"],
  ["kubernetes:kustomize:Directory", "directory", "https://example.com/app"],
  ["kubernetes:kustomize/v2:Directory", "directory", "./app"],
  ["kubernetes:yaml:ConfigFile", "file", "app.yaml"],
  ["kubernetes:yaml/v2:ConfigFile", "file", "app.yaml"],
  ["kubernetes:yaml:ConfigGroup", "files", ["*.yaml"]],
  ["kubernetes:yaml:ConfigGroup", "yaml", "kind: Pod"],
  ["kubernetes:yaml/v2:ConfigGroup", "objs", [{ kind: "Pod" }]],
] as const;

const patch = (type: string, changed = {}): Fixture => ({
  type,
  props: { apiVersion: "v1", kind: "Any", metadata: { name: "x", annotations: { note: "y" } }, ...changed },
});
const fixtures: readonly Fixture[] = [
  // They are there, and bring nothing.
  ...bundles.map(([type]): Fixture => ({ type, props: { files: [], yaml: [], objs: [] } })),
  { type: "kubernetes:core/v1:PodList", props: { items: [] } },
  { type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBindingList", props: { items: [] } },
  patch("kubernetes:apps/v1:DeploymentPatch"),
  patch("kubernetes:core/v1:NamespacePatch"),
  patch("kubernetes:rbac.authorization.k8s.io/v1:ClusterRolePatch"),
  patch("kubernetes:networking.k8s.io/v1:NetworkPolicyPatch"),
];
const at = (type: string) => ({ resource: fixtures.findIndex((fixture) => fixture.type === type), of: type });
const list = at("kubernetes:core/v1:PodList");
const bindings = at("kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBindingList");
const deployment = at("kubernetes:apps/v1:DeploymentPatch");
const namespace = at("kubernetes:core/v1:NamespacePatch");
const role = at("kubernetes:rbac.authorization.k8s.io/v1:ClusterRolePatch");
const policy = at("kubernetes:networking.k8s.io/v1:NetworkPolicyPatch");

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    ...bundles.flatMap(([type, key, value], resource) => [
      refused(`something in ${key}`, key, value, wanted, { resource, of: type }),
      undecided(key, { resource, of: type }),
    ]),
    refused("a list of pods", "items", [{ spec: { hostNetwork: true } }], wanted, {
      ...list,
      at: "items[0]",
      found: '{"spec":{"hostNetwork":true}}',
    }),
    refused("a list of bindings", "items", [{ roleRef: {} }], wanted, {
      ...bindings,
      at: "items[0]",
      found: '{"roleRef":{}}',
    }),
    refused("a patch of what runs", "spec", { replicas: 1 }, wanted, deployment),
    refused(
      "a patch of labels",
      "metadata.labels",
      { "pod-security.kubernetes.io/enforce": "privileged" },
      wanted,
      namespace,
    ),
    refused("a patch of rights", "rules", [{ verbs: ["*"] }], wanted, role),
    refused("a patch of a policy", "spec", { egress: [{}] }, wanted, policy),
    ...allUndecided(["items"], list),
    ...allUndecided(["spec", "metadata.labels"], deployment),
    undecided("metadata", { ...namespace, at: "metadata.labels" }),
    undecided("rules", role),
  ],
};
