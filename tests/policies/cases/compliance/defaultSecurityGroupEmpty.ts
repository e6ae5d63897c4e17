import { rule } from "../../../../policies/compliance/rules/defaultSecurityGroupEmpty";
import { unknown, type RuleCases } from "../../../support/rules";

const opening = { protocol: "-1", fromPort: 0, toPort: 0, self: true };

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
      props: { vpcId: unknown, ingress: [], egress: [] },
      from: { vpcId: ["vpc"] },
    },
    { type: "aws:ec2/vpc:Vpc", name: "vpc", props: { cidrBlock: "10.32.0.0/16" } },
  ],
  mutations: [
    ...["ingress", "egress"].flatMap((direction) => [
      {
        name: `a rule for ${direction}`,
        path: direction,
        to: [opening],
        finding: { path: `${direction}[0]`, found: "a rule", wanted: "no rule" },
      },
      {
        name: `${direction} is unknown`,
        path: direction,
        to: unknown,
        finding: { path: direction, found: "unknown", state: "undecided" as const },
      },
    ]),
    {
      name: "the group of another VPC is taken over",
      path: "@from.vpcId",
      to: [],
      finding: { path: "", found: "a default security group as AWS makes it", wanted: "an empty one" },
    },
    {
      name: "a group of its own, in place of the default one",
      path: "@type",
      to: "aws:ec2/securityGroup:SecurityGroup",
      finding: { path: "", found: "a default security group as AWS makes it" },
    },
  ],
};
