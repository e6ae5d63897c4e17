import { rule } from "../../../../policies/compliance/rules/eksSupportedVersion";
import { absent, unknown, type RuleCases } from "../../../support/rules";

const nodes = 1;
const offered = "one of 1.34, 1.35, 1.36";

export const cases: RuleCases = {
  rule,
  fixtures: [
    { type: "aws:eks/cluster:Cluster", props: { name: "azora-europe-cluster", version: "1.36" } },
    { type: "aws:eks/nodeGroup:NodeGroup", props: { clusterName: "azora-europe-cluster", version: "1.35" } },
    { type: "aws:eks/nodeGroup:NodeGroup", props: { clusterName: "azora-europe-cluster" } },
  ],
  mutations: [
    {
      name: "a version that has eight days left",
      path: "version",
      to: "1.34",
      finding: {
        path: "version",
        found: "1.34, supported until 2026-12-02: 8 days",
        wanted: "more than 60 days of standard support left",
      },
    },
    {
      name: "nodes at such a version",
      resource: nodes,
      path: "version",
      to: "1.34",
      finding: { path: "version", found: "1.34, supported until 2026-12-02: 8 days" },
    },
    {
      name: "a version that facts do not know",
      path: "version",
      to: "1.37",
      finding: { path: "version", found: '"1.37"', wanted: offered },
    },
    {
      name: "a version written as a number",
      path: "version",
      to: 1.36,
      finding: { path: "version", found: "1.36", wanted: offered },
    },
    {
      name: "the version that EKS chooses",
      path: "version",
      to: absent,
      finding: { path: "version", found: "absent", wanted: offered },
    },
    {
      name: "nodes at a version that facts do not know",
      resource: nodes,
      path: "version",
      to: "1.9",
      finding: { path: "version", found: '"1.9"', wanted: offered },
    },
    ...[0, nodes].map((resource) => ({
      name: `the version of resource ${resource} is unknown`,
      resource,
      path: "version",
      to: unknown,
      finding: { path: "version", found: "unknown", state: "undecided" as const },
    })),
  ],
};
