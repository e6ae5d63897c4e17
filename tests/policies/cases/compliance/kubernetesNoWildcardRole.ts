import { rule } from "../../../../policies/compliance/rules/kubernetesNoWildcardRole";
import { of, releaseFixtures } from "../../../support/helmFixtures";
import { absent } from "../../../support/mutations";
import { allUndecided, noted, refused, undecided } from "../../../support/mutationLines";
import type { Fixture, RuleCases } from "../../../support/rules";

const rbac = "kubernetes:rbac.authorization.k8s.io/v1";
const rules = [
  { apiGroups: [""], resources: ["pods", "pods/log"], verbs: ["get", "list", "watch"] },
  { apiGroups: [""], resources: ["secrets"], resourceNames: ["api-tls"], verbs: ["get"] },
  { nonResourceURLs: ["/metrics", "/healthz/*"], verbs: ["get"] },
  { apiGroups: [""], resources: ["secrets"], verbs: ["create"] },
  { apiGroups: [""], resources: ["serviceaccounts/token"], verbs: ["get"] },
];
const fixtures: readonly Fixture[] = [
  { type: `${rbac}:ClusterRole`, props: { metadata: { name: "reader" }, rules } },
  {
    type: `${rbac}:Role`,
    props: {
      metadata: { name: "reader", namespace: "shop" },
      // In one namespace secrets may be read.
      rules: [{ apiGroups: [""], resources: ["secrets"], verbs: ["get", "list"] }],
    },
  },
  {
    type: `${rbac}:ClusterRole`,
    props: {
      metadata: { name: "sum" },
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { "azora.io/part-of": "sum" } }] },
      rules: [],
    },
  },
  {
    type: `${rbac}:ClusterRole`,
    props: {
      metadata: { name: "cluster-backup-reader" },
      rules: [{ apiGroups: ["*"], resources: ["*"], verbs: ["get", "list", "watch"] }],
    },
  },
  ...releaseFixtures,
];
const inNamespace = { resource: 1, of: "in a namespace" };
const sum = { resource: 2, of: "a sum of roles" };
const reader = { resource: 3, of: "what reads everything" };
const ofUrls = { fixtureOnly: "the plan's rules at that place are of URLs, and of no secrets" };
const release = (name: Parameters<typeof of>[0]) => {
  const { resource, of: shown } = of(name);
  return { resource: resource + 4, of: shown };
};

const name = "a name";
const noVerb = "no verb that escalates";
const noResource = "no resource that escalates";
const fewer = "resourceNames beside it, or a Role of one namespace";
const selector = "a selector that names roles";
const wild = [{ apiGroups: ["*"], resources: ["pods"], verbs: ["get"] }];

/** Lists of charts that add to a role of the whole cluster. */
const added = [
  ["karpenter", "values.additionalClusterRoleRules"],
  ["externalDns", "values.rbac.additionalPermissions"],
  ["argoEvents", "values.controller.rbac.rules"],
] as const;
const rights = [
  ["argoEvents", "values.controller.rbac.namespaced", "true"],
  ["argoEvents", "values.createAggregateRoles", "false"],
  ["argoWorkflows", "values.singleNamespace", "true"],
  ["argoWorkflows", "values.createAggregateRoles", "false"],
  ["argoWorkflows", "values.controller.clusterWorkflowTemplates.enabled", "false"],
  ["argoWorkflows", "values.server.clusterWorkflowTemplates.enabled", "false"],
  ["velero", "values.rbac.clusterAdministrator", "false"],
] as const;
const flags = [
  ["loadBalancerController", "values.clusterSecretsPermissions.allowAllSecrets"],
  ["trustManager", "values.secretTargets.enabled"],
  ["trustManager", "values.secretTargets.authorizedSecretsAll"],
  ["argoWorkflows", "values.controller.rbac.accessAllSecrets"],
] as const;

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    ...["verbs", "resources", "apiGroups"].flatMap((list) => [
      refused(`all ${list}`, `rules[0].${list}[0]`, "*", name),
      refused(`all ${list}, as one text`, `rules[0].${list}`, "*", name),
      refused(`all ${list}`, `rules[0].${list}[0]`, "*", name, inNamespace),
      undecided(`rules[0].${list}`),
      undecided(`rules[0].${list}[0]`),
    ]),
    refused("a part of all resources", "rules[0].resources[1]", "*/scale", name),
    refused("every URL", "rules[2].nonResourceURLs[0]", "*", name),
    refused("every URL, from the root", "rules[2].nonResourceURLs[0]", "/*", name),
    ...["escalate", "bind", "impersonate"].flatMap((verb) => [
      refused(`who may ${verb}`, "rules[0].verbs[0]", verb, noVerb),
      refused(`who may ${verb}`, "rules[0].verbs[0]", verb, noVerb, inNamespace),
    ]),
    refused("kubelets", "rules[0].resources[0]", "nodes/proxy", noResource),
    refused("tokens of others", "rules[4].verbs[0]", "create", noResource, {
      at: "rules[4].resources[0]",
      found: '"serviceaccounts/token"',
    }),
    refused(
      "certificates that are signed",
      "rules[0]",
      { resources: ["certificatesigningrequests/approval"], verbs: ["update"] },
      noResource,
      {
        at: "rules[0].resources[0]",
        found: '"certificatesigningrequests/approval"',
      },
    ),
    ...["get", "list", "watch"].map((verb) =>
      refused(`${verb} every secret`, "rules[3].verbs[0]", verb, fewer, {
        at: "rules[3].resources[0]",
        found: '"secrets"',
        ...ofUrls,
      }),
    ),
    refused("the secrets have no names any more", "rules[1].resourceNames", [], fewer, {
      at: "rules[1].resources[0]",
      found: '"secrets"',
    }),
    refused("one rule that is no list", "rules", { verbs: ["*"] }, name, {
      at: "rules.verbs[0]",
      found: '"*"',
    }),
    refused("the sum of all roles", "aggregationRule.clusterRoleSelectors[0]", {}, selector, sum),
    refused(
      "the sum of all roles but some",
      "aggregationRule.clusterRoleSelectors[0]",
      { matchExpressions: [{ key: "x", operator: "DoesNotExist" }] },
      selector,
      sum,
    ),
    refused("a sum with a rule of its own", "rules", wild, name, {
      ...sum,
      at: "rules[0].apiGroups[0]",
      found: '"*"',
    }),
    ...allUndecided([
      "rules",
      "rules[1].resourceNames",
      "rules[2].nonResourceURLs[0]",
      "aggregationRule.clusterRoleSelectors",
    ]),
    undecided("rules[0]"),
    ...allUndecided(["aggregationRule.clusterRoleSelectors[0].matchLabels"], sum),
    ...added.flatMap(([chart, path]) => [
      refused("a rule of all groups", path, wild, name, {
        ...release(chart),
        at: `${path}[0].apiGroups[0]`,
        found: '"*"',
      }),
      refused("every secret", path, [{ resources: ["secrets"], verbs: ["list"] }], fewer, {
        ...release(chart),
        at: `${path}[0].resources[0]`,
        found: '"secrets"',
      }),
      undecided(path, release(chart)),
    ]),
    ...flags.flatMap(([chart, path]) => [
      refused(`${path} is on`, path, true, "false", release(chart)),
      undecided(path, release(chart)),
    ]),
    ...rights.flatMap(([chart, path, wanted]) => [
      refused(`${path} is as the chart has it`, path, absent, wanted, release(chart)),
      undecided(path, release(chart)),
    ]),
    noted("the one role that reads everything", "metadata.labels", {}, name, {
      ...reader,
      at: "rules[0].apiGroups[0]",
      found: '"*"',
    }),
    refused("another that reads everything", "metadata.name", "everything", name, {
      ...reader,
      at: "rules[0].apiGroups[0]",
      found: '"*"',
    }),
    refused("it writes too", "rules[0].verbs[2]", "patch", name, {
      ...reader,
      at: "rules[0].apiGroups[0]",
      found: '"*"',
    }),
    refused("it has no verb", "rules[0].verbs", [], name, {
      ...reader,
      at: "rules[0].apiGroups[0]",
      found: '"*"',
    }),
    ...allUndecided(["metadata.name", "rules[0].verbs"], reader),
    undecided("chart", release("karpenter")),
  ],
  survivors: [
    { path: "chart", why: "a chart without a row is listed by helm-seen: nobody has read it" },
    ...[
      "rules",
      "rules[*]",
      "rules[*].apiGroups[*]",
      "rules[*].resources[*]",
      "rules[*].apiGroups",
      "rules[*].resources",
    ].map((path) => ({
      path,
      why: "a role with fewer rights, or none, is as right; one role may read everything",
    })),
  ],
};
