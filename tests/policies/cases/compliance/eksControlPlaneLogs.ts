import { rule } from "../../../../policies/compliance/rules/eksControlPlaneLogs";
import { absent, unknown, type RuleCases } from "../../../support/rules";

const types = ["api", "audit", "authenticator", "controllerManager", "scheduler"];
const path = "enabledClusterLogTypes";

export const cases: RuleCases = {
  rule,
  fixtures: [{ type: "aws:eks/cluster:Cluster", props: { name: "azora-europe-cluster", [path]: types } }],
  mutations: [
    ...types.map((type, index) => ({
      name: `no ${type}`,
      path: `${path}[${index}]`,
      to: absent,
      finding: {
        path,
        found: JSON.stringify(types.filter((other) => other !== type)),
        wanted: `${type} among them`,
      },
    })),
    {
      name: "none",
      path,
      to: absent,
      finding: { path, found: "absent", wanted: "audit among them" },
    },
    {
      name: "which are kept is unknown",
      path,
      to: unknown,
      finding: { path, found: "unknown", state: "undecided" },
    },
    {
      name: "one of them is unknown",
      path: `${path}[4]`,
      to: unknown,
      finding: { path: `${path}[4]`, found: "unknown", state: "undecided" },
    },
  ],
};
