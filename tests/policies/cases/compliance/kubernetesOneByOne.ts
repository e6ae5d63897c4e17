import { rule } from "../../../../policies/compliance/rules/kubernetesOneByOne";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import type { Fixture, RuleCases } from "../../../support/rules";

const wanted = "objects of their own";
const patch = (type: string, changed = {}): Fixture => ({
  type,
  props: { apiVersion: "v1", kind: "Any", metadata: { name: "x", annotations: { note: "y" } }, ...changed },
});
/** Kinds that rules judge, and one that none does yet. */
const others = [
  "autoscaling/v2:HorizontalPodAutoscaler",
  "argoproj.io/v1alpha1:Rollout",
  "cert-manager.io/v1:Certificate",
  "core/v1:ConfigMap",
  "core/v1:LimitRange",
  "core/v1:ResourceQuota",
  "elbv2.k8s.aws/v1beta1:TargetGroupBinding",
  "gateway.networking.k8s.io/v1:Gateway",
  "karpenter.k8s.aws/v1:EC2NodeClass",
  "karpenter.sh/v1:NodePool",
  "keda.sh/v1alpha1:ScaledJob",
  "snapshot.storage.k8s.io/v1:VolumeSnapshotClass",
  "admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration",
];
/** What patches and lists are made by. */
const provider = { name: "cluster", type: "pulumi:providers:kubernetes", props: {} };
const resources: readonly Fixture[] = [
  { type: "kubernetes:core/v1:PodList", props: { items: [] } },
  { type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBindingList", props: { items: [] } },
  patch("kubernetes:apps/v1:DeploymentPatch"),
  patch("kubernetes:core/v1:NamespacePatch"),
  patch("kubernetes:rbac.authorization.k8s.io/v1:ClusterRolePatch"),
  patch("kubernetes:networking.k8s.io/v1:NetworkPolicyPatch"),
  ...others.map((type) => patch(`kubernetes:${type}Patch`)),
  patch("kubernetes:core/v1:SecretPatch"),
  { type: "kubernetes:core/v1:SecretList", props: { items: [] } },
  patch("kubernetes:core/v1:ServicePatch", {
    metadata: { annotations: { "pulumi.com/patchForce": "true", note: "y" } },
  }),
  { type: "kubernetes:core/v1:Service", props: { spec: {}, metadata: { labels: { a: "b" } } } },
];
const fixtures = resources.map((fixture): Fixture => ({ ...fixture, provider }));
const at = (type: string) => ({ resource: fixtures.findIndex((fixture) => fixture.type === type), of: type });
const list = at("kubernetes:core/v1:PodList");
const bindings = at("kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBindingList");
const deployment = at("kubernetes:apps/v1:DeploymentPatch");
const namespace = at("kubernetes:core/v1:NamespacePatch");
const role = at("kubernetes:rbac.authorization.k8s.io/v1:ClusterRolePatch");
const secret = { ...at("kubernetes:core/v1:SecretPatch"), found: "a Secret's data" };
const secrets = { ...at("kubernetes:core/v1:SecretList"), at: "items[0]", found: "a Secret's data" };
const service = at("kubernetes:core/v1:ServicePatch");
const single = at("kubernetes:core/v1:Service");
const policy = at("kubernetes:networking.k8s.io/v1:NetworkPolicyPatch");

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
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
    ...others.flatMap((type) => [
      refused("a patch", "spec", { minReplicas: 9999 }, wanted, at(`kubernetes:${type}Patch`)),
      refused("a patch of labels", "metadata.labels", { a: "b" }, wanted, at(`kubernetes:${type}Patch`)),
    ]),
    refused("a patch of a secret", "stringData", { password: "made-up" }, wanted, secret),
    refused("a list of secrets", "items", [{ stringData: { password: "made-up" } }], wanted, secrets),
    refused("a patch of data", "data", { a: "b" }, wanted, at("kubernetes:core/v1:ConfigMapPatch")),
    refused(
      "an annotation that a controller reads",
      'metadata.annotations["service.beta.kubernetes.io/aws-load-balancer-scheme"]',
      "internet-facing",
      wanted,
      service,
    ),
    refused("an object that becomes a patch", "@type", "kubernetes:core/v1:ServicePatch", wanted, {
      ...single,
      at: "metadata.labels",
      found: '{"a":"b"}',
    }),
    ...allUndecided(["items"], list),
    ...allUndecided(["spec", "metadata.labels"], deployment),
    undecided("metadata", { ...namespace, at: "metadata.annotations" }),
    ...allUndecided(["metadata.labels", "metadata.annotations"], namespace),
    undecided("rules", role),
  ],
  survivors: [{ path: "metadata.annotations", why: "an annotation without a domain is for people" }],
};
