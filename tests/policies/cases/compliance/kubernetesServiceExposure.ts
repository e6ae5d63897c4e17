import { rule } from "../../../../policies/compliance/rules/kubernetesServiceExposure";
import { of, releaseFixtures } from "../../../support/helmFixtures";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import type { Fixture, RuleCases } from "../../../support/rules";

const service = (namespace: string, spec: Readonly<Record<string, unknown>>): Fixture => ({
  type: "kubernetes:core/v1:Service",
  props: { metadata: { name: "api", namespace }, spec: { ports: [{ port: 443 }], ...spec } },
});
const fixtures = [
  service("shop", { type: "ClusterIP", clusterIP: "None" }),
  service("shop", { type: "ExternalName", externalName: "db.example.com" }),
  service("shop", {}),
  // The gateway's own is bound to load balancers of the program.
  service("istio-ingress", { type: "ClusterIP" }),
  ...releaseFixtures,
];
const gateway = { resource: 3, of: "the gateway" };
const release = (name: Parameters<typeof of>[0]) => {
  const { resource, of: shown } = of(name);
  return { resource: resource + 4, of: shown };
};
const inside = "ClusterIP";
const charts = [
  ["certManager", "values.webhook.serviceType"],
  ["metricsServer", "values.service.type"],
  ["trustManager", "values.app.webhook.service.type"],
  ["trustManager", "values.app.metrics.service.type"],
  ["argoWorkflows", "values.controller.serviceType"],
  ["argoWorkflows", "values.server.serviceType"],
  ["velero", "values.metrics.service.type"],
] as const;

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    ...["LoadBalancer", "NodePort", "loadbalancer"].flatMap((kind) => [
      refused(`a ${kind}`, "spec.type", kind, inside),
      refused(`a ${kind}`, "spec.type", kind, inside, gateway),
    ]),
    refused("a type that is no text", "spec.type", 1, inside),
    refused("addresses of nodes", "spec.externalIPs", ["192.0.2.1"], "none", {
      at: "spec.externalIPs[0]",
      found: '"192.0.2.1"',
    }),
    refused("one address that is no list", "spec.externalIPs", "192.0.2.1", "none"),
    undecided("spec", { at: "spec.type" }),
    ...allUndecided(["spec.type", "spec.externalIPs"]),
    ...charts.flatMap(([chart, path]) => [
      refused("a load balancer", path, "LoadBalancer", inside, release(chart)),
      refused("a port of each node", path, "NodePort", inside, release(chart)),
      undecided(path, release(chart)),
    ]),
    undecided("chart", release("certManager")),
  ],
  survivors: [{ path: "chart", why: "a chart without a row is listed by helm-seen: nobody has read it" }],
};
