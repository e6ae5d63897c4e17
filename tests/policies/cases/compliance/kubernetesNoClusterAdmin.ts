import { rule } from "../../../../policies/compliance/rules/kubernetesNoClusterAdmin";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import type { Fixture, RuleCases } from "../../../support/rules";

const rbac = "rbac.authorization.k8s.io";
const subjects = [
  { kind: "ServiceAccount", name: "api", namespace: "shop" },
  { kind: "Group", name: "azora:operators" },
];
const binding = (type: string, name: string): Fixture => ({
  type: `kubernetes:${rbac}/v1:${type}`,
  props: { metadata: { name: "api" }, roleRef: { apiGroup: rbac, kind: "ClusterRole", name }, subjects },
});
const entry: Fixture = {
  type: "aws:eks/accessEntry:AccessEntry",
  props: {
    clusterName: "azora-europe-cluster",
    principalArn: "arn:aws:iam::111122223333:role/azora-viewer",
    kubernetesGroups: ["azora:viewers"],
    type: "STANDARD",
  },
};
const configMap = (name: string, mapRoles: string): Fixture => ({
  type: "kubernetes:core/v1:ConfigMap",
  props: { metadata: { name, namespace: "kube-system" }, data: { mapRoles, mapUsers: "[]" } },
});
const fixtures = [
  binding("ClusterRoleBinding", "system:auth-delegator"),
  // In one namespace `edit` is no more than its team has.
  binding("RoleBinding", "edit"),
  entry,
  configMap("aws-auth", "- groups: [system:nodes]\n"),
  configMap("notes", "never bind system:masters"),
];
const inNamespace = { resource: 1, of: "in a namespace" };
const access = { resource: 2, of: "access entry" };
const legacy = { resource: 3, of: "aws-auth" };
const notes = { resource: 4, of: "another map" };

const noMasters = "no map of the plan is aws-auth, and none binds masters";

const own = "a group or account of its own";
const named = "a role with named rights";
const role = "roleRef.name";

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    ...[
      "cluster-admin",
      "system:kube-controller-manager",
      "system:controller:clusterrole-aggregation-controller",
      "system:aggregate-to-admin",
      "system:aggregate-to-edit",
    ].flatMap((name) => [
      refused(`the role ${name}`, role, name, named),
      refused(`the role ${name}`, role, name, named, inNamespace),
    ]),
    refused("every namespace's secrets, by admin", role, "admin", named),
    refused("every namespace's secrets, by edit", role, "edit", named),
    ...[
      "system:masters",
      "system:authenticated",
      "system:unauthenticated",
      "system:anonymous",
      "system:nodes",
      "system:serviceaccounts",
      "system:serviceaccounts:shop",
      "default",
    ].flatMap((name) => [
      refused(`the subject ${name}`, "subjects[1].name", name, own),
      refused(`the subject ${name}`, "subjects[0].name", name, own, inNamespace),
    ]),
    refused("one subject that is no list", "subjects", { kind: "Group", name: "system:masters" }, own, {
      at: "subjects.name",
      found: '"system:masters"',
    }),
    refused("a group of every right", "kubernetesGroups[0]", "system:masters", own, access),
    refused("one group that is no list", "kubernetesGroups", "system:masters", own, access),
    refused("masters by role", "data.mapRoles", "- groups: [system:masters]\n", "access entries", legacy),
    refused("masters by user", "data.mapUsers", '[{"groups":["system:masters"]}]', "access entries", legacy),
    refused("the map takes the name", "metadata.name", "aws-auth", "access entries", {
      ...notes,
      at: "data.mapRoles",
      found: '"never bind system:masters"',
      fixtureOnly: noMasters,
    }),
    ...allUndecided([role, "subjects", "subjects[0]", "subjects[1].name"]),
    undecided("roleRef", { at: role }),
    ...allUndecided([role, "subjects[0].name"], inNamespace),
    ...allUndecided(["kubernetesGroups", "kubernetesGroups[0]"], access),
    undecided("metadata.name", legacy),
    ...allUndecided(["data", "data.mapRoles", "data.mapUsers"], { ...legacy, fixtureOnly: noMasters }),
  ],
  survivors: [
    ...["roleRef*", "subjects*", "kubernetesGroups*"].map((path) => ({
      path,
      why: "any role and any subject may be bound, but for those that the table names",
    })),
    ...["metadata.name", "data*"].map((path) => ({
      path,
      why: "a map that is not aws-auth, or binds no masters, is nobody's concern",
    })),
  ],
};
