import { rule } from "../../../../policies/compliance/rules/kubernetesDenyByDefault";
import { absent } from "../../../support/mutations";
import { allUndecided, refused } from "../../../support/mutationLines";
import { unknown, type Fixture, type RuleCases } from "../../../support/rules";

const type = "kubernetes:networking.k8s.io/v1:NetworkPolicy";
const metadata = { name: "default-deny", namespace: "cert-manager" };
const policyTypes = ["Ingress", "Egress"];
const denying = { podSelector: {}, policyTypes };

const deny: Fixture = { type, props: { metadata, spec: denying } };
const denyAtLength: Fixture = {
  type,
  props: {
    metadata,
    spec: { podSelector: { matchLabels: {}, matchExpressions: [] }, policyTypes, ingress: [], egress: [] },
  },
};
/** Other policies are allowed to allow. */
const allow: Fixture = {
  type,
  props: {
    metadata: { name: "allow-dns", namespace: "cert-manager" },
    spec: { podSelector: { matchLabels: { app: "x" } }, policyTypes: ["Egress"], egress: [{}] },
  },
};

const everyPod = "{}, which selects every pod";
const both = "Ingress and Egress";

export const cases: RuleCases = {
  rule,
  fixtures: [deny, denyAtLength, allow],
  mutations: [
    refused("no selector", "spec.podSelector", absent, everyPod),
    refused("some pods, by a label", "spec.podSelector", { matchLabels: { app: "x" } }, everyPod),
    refused(
      "some pods, by a set",
      "spec.podSelector",
      { matchExpressions: [{ key: "app", operator: "Exists" }] },
      everyPod,
    ),
    refused("no types: Egress stays open", "spec.policyTypes", absent, both),
    refused("an empty list of types", "spec.policyTypes", [], both),
    refused("incoming traffic only", "spec.policyTypes", ["Ingress"], both),
    refused("outgoing traffic only", "spec.policyTypes", ["Egress"], both),
    refused("a type in small letters", "spec.policyTypes", ["ingress", "egress"], both),
    ...["ingress", "egress"].flatMap((direction) => [
      refused(`${direction} of everything`, "spec", { ...denying, [direction]: [{}] }, "no rule", {
        at: `spec.${direction}`,
        found: "[{}]",
      }),
      refused(`${direction} that is no list`, "spec", { ...denying, [direction]: {} }, "no rule", {
        at: `spec.${direction}`,
        found: "{}",
      }),
      {
        name: `${direction} is unknown`,
        path: "spec",
        to: { ...denying, [direction]: unknown },
        finding: { path: `spec.${direction}`, state: "undecided" as const },
      },
    ]),
    refused("no specification", "spec", absent, both, { at: "spec.policyTypes" }),
    refused("another policy takes the name", "metadata.name", "default-deny", everyPod, {
      resource: 2,
      at: "spec.podSelector",
      found: '{"matchLabels":{"app":"x"}}',
    }),
    ...allUndecided([
      "metadata.name",
      "spec",
      "spec.podSelector",
      "spec.podSelector.matchLabels",
      "spec.policyTypes",
      "spec.policyTypes[1]",
    ]),
  ],
  survivors: [
    {
      path: "metadata.name",
      why: "by another name the policy promises nothing; that its namespace then lacks one is kubernetes-guard-namespaces' to say",
    },
  ],
};
