import { rule } from "../../../../policies/compliance/rules/kubernetesKindRight";
import { releases } from "../../../support/helmFixtures";
import { allUndecided, refused } from "../../../support/mutationLines";
import { absent } from "../../../support/mutations";
import type { Fixture, RuleCases } from "../../../support/rules";

const object = (type: string, apiVersion: string, kind: string): Fixture => ({
  type: `kubernetes:${type}`,
  props: { apiVersion, kind, metadata: { name: "x" } },
});
const map = "ConfigMap of v1";
const fixtures: readonly Fixture[] = [
  object("core/v1:ConfigMap", "v1", "ConfigMap"),
  object("apps/v1:Deployment", "apps/v1", "Deployment"),
  object("core/v1:ConfigMapPatch", "v1", "ConfigMap"),
  object("core/v1:PodList", "v1", "PodList"),
  object("example.com/v1:OddPatch", "example.com/v1", "OddPatch"),
  releases.certManager,
  { type: "aws:sqs/queue:Queue", props: { kind: "Pod", apiVersion: "v1" } },
];
const deployment = { resource: 1, of: "deployment" };
const patch = { resource: 2, of: "patch" };

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    refused("a pod that is called a map", "kind", "Pod", map, { found: "Pod of v1" }),
    refused("no kind", "kind", absent, map, { found: "no kind of v1" }),
    refused("a kind in other letters", "kind", "configMap", map, { found: "configMap of v1" }),
    refused("another group", "apiVersion", "example.com/v1", map, {
      at: "kind",
      found: "ConfigMap of example.com/v1",
    }),
    refused("no version", "apiVersion", absent, map, { at: "kind", found: "ConfigMap of no version" }),
    refused("a kind of another version", "apiVersion", "apps/v1beta1", "Deployment of apps/v1", {
      ...deployment,
      at: "kind",
      found: "Deployment of apps/v1beta1",
    }),
    refused("a patch of another kind", "kind", "Secret", map, { ...patch, found: "Secret of v1" }),
    refused("a custom resource of a kind of Kubernetes' own", "@type", "kubernetes:v1:ConfigMap", map, {
      at: "kind",
      found: "ConfigMap of v1",
    }),
    refused(
      "a map that is called a deployment",
      "@type",
      "kubernetes:apps/v1:Deployment",
      "Deployment of apps/v1",
      {
        at: "kind",
        found: "ConfigMap of v1",
      },
    ),
    ...allUndecided(["kind", "apiVersion"]),
    ...allUndecided(["kind"], patch),
  ],
};
