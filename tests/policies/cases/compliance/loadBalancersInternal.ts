import { rule } from "../../../../policies/compliance/rules/loadBalancersInternal";
import { absent } from "../../../support/mutations";
import { allUndecided, refused } from "../../../support/mutationLines";
import { unknown, type Fixture, type RuleCases } from "../../../support/rules";

const network: Fixture = {
  type: "aws:lb/loadBalancer:LoadBalancer",
  within: "azora:ingress:RegionIngress",
  props: { loadBalancerType: "network", internal: false, securityGroups: [unknown] },
};
const ofInside = { resource: 2, of: "inside" };
const where = { at: "internal", found: "false" };

export const cases: RuleCases = {
  rule,
  fixtures: [
    network,
    {
      type: "aws:lb/loadBalancer:LoadBalancer",
      within: "azora:ingress:RegionIngress$azora:ingress:EdgeIngress",
      props: { loadBalancerType: "application", internal: false, securityGroups: [unknown] },
    },
    { type: "aws:alb/loadBalancer:LoadBalancer", props: { internal: true } },
  ],
  mutations: [
    refused("without security groups", "securityGroups", absent, "one or more"),
    refused("with an empty list of them", "securityGroups", [], "one or more"),
    refused("elsewhere", "@within", "azora:mesh:RegionMesh", "true", where),
    refused("of no component", "@within", undefined, "true", where),
    refused("beside the edge's component", "@within", "azora:ingress:PublicSecurityGroup", "true", {
      ...where,
      resource: 1,
    }),
    refused("on the internet", "internal", false, "true", ofInside),
    refused("on the internet by default", "internal", absent, "true", ofInside),
    ...allUndecided(["internal", "securityGroups"]),
    ...allUndecided(["internal"], ofInside),
  ],
  survivors: [{ path: "internal", why: "in the public entry it may be either" }],
};
