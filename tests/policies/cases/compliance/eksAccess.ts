import { rule } from "../../../../policies/compliance/rules/eksAccess";
import { absent, unknown, type RuleCases } from "../../../support/rules";

const mode = "accessConfig.authenticationMode";
const creator = "accessConfig.bootstrapClusterCreatorAdminPermissions";
const map = 1;
const patch = 2;

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: "aws:eks/cluster:Cluster",
      props: {
        name: "azora-europe-cluster",
        accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      },
    },
    {
      type: "kubernetes:core/v1:ConfigMap",
      props: { metadata: { name: "coredns", namespace: "kube-system" }, data: {} },
    },
    { type: "kubernetes:core/v1:ConfigMapPatch", props: { metadata: { name: "coredns" } } },
  ],
  mutations: [
    {
      name: "the ConfigMap counts too",
      path: mode,
      to: "API_AND_CONFIG_MAP",
      finding: { path: mode, found: '"API_AND_CONFIG_MAP"', wanted: "API" },
    },
    {
      name: "only the ConfigMap counts, by default",
      path: mode,
      to: absent,
      finding: { path: mode, found: "absent", wanted: "API" },
    },
    {
      name: "whoever creates the cluster rules it",
      path: creator,
      to: true,
      finding: { path: creator, found: "true", wanted: "false" },
    },
    {
      name: "whoever creates the cluster rules it, by default",
      path: creator,
      to: absent,
      finding: { path: creator, found: "absent", wanted: "false" },
    },
    {
      name: "no access configuration",
      path: "accessConfig",
      to: absent,
      finding: { path: mode, found: "absent", wanted: "API" },
    },
    ...[map, patch].map((resource) => ({
      name: `the ConfigMap that grants access, by resource ${resource}`,
      resource,
      path: "metadata.name",
      to: "aws-auth",
      finding: { path: "", found: "the ConfigMap aws-auth", wanted: "EKS access entries" },
    })),
    ...["accessConfig", mode, creator].map((path) => ({
      name: `${path} is unknown`,
      path,
      to: unknown,
      finding: { path, found: "unknown", state: "undecided" as const },
    })),
    {
      name: "whether a ConfigMap grants access is unknown",
      resource: map,
      path: "metadata.name",
      to: unknown,
      finding: { path: "metadata.name", found: "unknown", state: "undecided" },
    },
  ],
  survivors: [{ path: "metadata.name", why: "a ConfigMap may have any name but aws-auth" }],
};
