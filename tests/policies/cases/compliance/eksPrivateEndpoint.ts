import { rule } from "../../../../policies/compliance/rules/eksPrivateEndpoint";
import { absent, unknown, type RuleCases } from "../../../support/rules";

const outside = "vpcConfig.endpointPublicAccess";
const inside = "vpcConfig.endpointPrivateAccess";

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: "aws:eks/cluster:Cluster",
      props: {
        name: "azora-europe-cluster",
        vpcConfig: { subnetIds: [unknown], endpointPrivateAccess: true, endpointPublicAccess: false },
      },
    },
  ],
  mutations: [
    {
      name: "open to the internet",
      path: outside,
      to: true,
      finding: { path: outside, found: "true", wanted: "false" },
    },
    {
      name: "open to the internet by default",
      path: outside,
      to: absent,
      finding: { path: outside, found: "absent", wanted: "false" },
    },
    {
      name: "closed to the VPC",
      path: inside,
      to: false,
      finding: { path: inside, found: "false", wanted: "true" },
    },
    {
      name: "closed to the VPC by default",
      path: inside,
      to: absent,
      finding: { path: inside, found: "absent", wanted: "true" },
    },
    {
      name: "no network configuration",
      path: "vpcConfig",
      to: absent,
      finding: { path: outside, found: "absent", wanted: "false" },
    },
    ...["vpcConfig", outside, inside].map((path) => ({
      name: `${path} is unknown`,
      path,
      to: unknown,
      finding: { path, found: "unknown", state: "undecided" as const },
    })),
  ],
};
