import { rule } from "../../../../policies/compliance/rules/eksAccessPolicies";
import { allUndecided, noted, refused } from "../../../support/mutationLines";
import { absent } from "../../../support/mutations";
import type { Fixture, RuleCases } from "../../../support/rules";

const type = "aws:eks/accessPolicyAssociation:AccessPolicyAssociation";
const arnOf = (name: string): string => `arn:aws:eks::aws:cluster-access-policy/AmazonEKS${name}Policy`;
const clusterAdmin = arnOf("ClusterAdmin");
const within = "azora:cluster:RegionCluster$azora:cluster:ControlPlane$azora:cluster:AccessEntries";

const association = (policy: string, accessScope: object, extra: Partial<Fixture> = {}): Fixture => ({
  type,
  props: {
    clusterName: "azora-europe-cluster",
    principalArn: "arn:aws:iam::111122223333:role/azora-shop",
    policyArn: arnOf(policy),
    accessScope,
  },
  ...extra,
});
const everywhere = { type: "cluster" };
const inShop = { type: "namespace", namespaces: ["shop", "shop-jobs"] };
const fixtures: readonly Fixture[] = [
  association("View", everywhere),
  association("Edit", inShop),
  association("ClusterAdmin", everywhere, { within, name: "europe-region-cluster-access-admin-azora-admin" }),
  association("ClusterAdmin", everywhere, { within, name: "europe-region-cluster-access-deployer-runner" }),
  association("View", everywhere, { within, name: "europe-region-cluster-access-viewer-azora-admin-eu" }),
  ...["View", "Admin", "AdminView", "SecretReader"].map((policy) => association(policy, inShop)),
];
const edit = { resource: 1, of: "edit" };
const admin = { resource: 2, of: "admin" };
const deployer = { resource: 3, of: "deployer" };
const viewer = { resource: 4, of: "viewer" };

const policy = "policyArn";
const scope = "accessScope.type";
const namespaces = "accessScope.namespaces";
const listed = "a policy that facts/clusterAccess.ts lets anybody have";
const own = "namespaces of one team, by name";

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    refused("every right", policy, clusterAdmin, listed),
    refused("every right in a namespace", policy, clusterAdmin, listed, edit),
    refused("every right for a viewer", policy, clusterAdmin, listed, viewer),
    refused("every right outside the component", "@within", "azora:cluster:ControlPlane", listed, {
      ...admin,
      at: policy,
      found: JSON.stringify(clusterAdmin),
    }),
    noted("people in an emergency", policy, clusterAdmin, listed, admin),
    noted("this program", policy, clusterAdmin, listed, deployer),
    refused("no policy", policy, absent, listed),
    ...["Hybrid", "AutoNode", "ClusterInsights"].map((name) =>
      refused(`a policy that nobody read: ${name}`, policy, arnOf(name), listed),
    ),
    refused("a policy that nobody read, for an administrator", policy, arnOf("Hybrid"), listed, admin),
    ...["Edit", "Admin", "AdminView", "SecretReader"].map((name) =>
      refused(`${name} in every namespace`, policy, arnOf(name), "namespace", {
        at: scope,
        found: '"cluster"',
      }),
    ),
    ...[absent, "all"].map((to) => refused("no scope that is known", scope, to, "namespace", edit)),
    refused("no scope that is known", scope, absent, "cluster or namespace"),
    refused("no scope", "accessScope", absent, "namespace", { ...edit, at: scope }),
    ...[[], absent].map((to) => refused("no namespace", namespaces, to, own, edit)),
    ...["*", "shop-*", "sh?p", "kube-system", "kube-public", "cert-manager", "karpenter"].map((name) =>
      refused(`the namespace ${name}`, `${namespaces}[1]`, name, own, edit),
    ),
    ...allUndecided([policy, scope, namespaces, `${namespaces}[1]`], edit),
    ...allUndecided([policy, scope]),
    ...allUndecided([policy], admin),
  ],
};
