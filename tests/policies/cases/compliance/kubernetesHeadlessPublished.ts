import { rule } from "../../../../policies/compliance/rules/kubernetesHeadlessPublished";
import { refused, undecided } from "../../../support/mutationLines";
import { absent, type Fixture, type RuleCases } from "../../../support/rules";

const named = { "external-dns.alpha.kubernetes.io/hostname": "etcd.africa.azora.internal" };
const service = (
  annotations: Readonly<Record<string, string>>,
  spec: Readonly<Record<string, unknown>>,
): Fixture => ({
  type: "kubernetes:core/v1:Service",
  props: { metadata: { name: "etcd", namespace: "data", annotations }, spec },
});
const published = "spec.publishNotReadyAddresses";

export const cases: RuleCases = {
  rule,
  fixtures: [
    service(named, { clusterIP: "None", publishNotReadyAddresses: true }),
    // Clients of these want ready pods only.
    service(named, { type: "ClusterIP" }),
    service({}, { clusterIP: "None" }),
  ],
  mutations: [
    refused("names for ready pods only", published, false, "true"),
    refused("nothing said", published, absent, "true"),
    undecided(published),
    refused("a headless Service that gets a name", "metadata.annotations", named, "true", {
      resource: 2,
      at: published,
      found: "absent",
      fixtureOnly: "every headless Service of the plan has its name before its pods are ready",
    }),
    undecided("spec.clusterIP", { resource: 1 }),
    undecided("metadata.annotations", {
      resource: 2,
      at: "metadata.annotations.external-dns.alpha.kubernetes.io/hostname",
    }),
  ],
  survivors: [
    { path: "spec.clusterIP", why: "a Service that is not headless has one address, whoever is ready" },
  ],
};
