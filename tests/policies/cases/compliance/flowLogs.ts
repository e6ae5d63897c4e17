import { rule } from "../../../../policies/compliance/rules/flowLogs";
import { absent, unknown, type RuleCases } from "../../../support/rules";
import { storeTags } from "../../../support/stores";

const flowLog = "aws:ec2/flowLog:FlowLog";

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: "aws:ec2/vpc:Vpc",
      name: "vpc",
      props: { cidrBlock: "10.32.0.0/16", tags: storeTags("internal") },
    },
    {
      type: flowLog,
      props: { vpcId: unknown, trafficType: "ALL", logDestinationType: "s3" },
      from: { vpcId: ["vpc"] },
    },
    { type: "aws:ec2/defaultVpc:DefaultVpc", name: "default", props: {} },
    // A second log may record less.
    { type: flowLog, props: { vpcId: unknown, trafficType: "ALL" }, from: { vpcId: ["default"] } },
    { type: flowLog, props: { vpcId: unknown, trafficType: "REJECT" }, from: { vpcId: ["default"] } },
  ],
  mutations: [
    {
      name: "a flow log of another VPC",
      resource: 1,
      path: "@from.vpcId",
      to: ["default"],
      finding: { path: "", found: "no flow log", wanted: "traffic of type ALL" },
    },
    {
      name: "a flow log of a VPC that is not known",
      resource: 1,
      path: "@from.vpcId",
      to: [],
      finding: { path: "", found: "no flow log" },
    },
    {
      name: "refused traffic only",
      resource: 1,
      path: "trafficType",
      to: "REJECT",
      finding: { path: "trafficType", found: '"REJECT"', wanted: "ALL" },
    },
    {
      name: "a log that says nothing of it",
      resource: 1,
      path: "trafficType",
      to: absent,
      finding: { path: "trafficType", found: "absent", wanted: "ALL" },
    },
    {
      name: "traffic of a type that is not known",
      resource: 1,
      path: "trafficType",
      to: unknown,
      finding: { path: "trafficType", state: "undecided" },
    },
    {
      name: "a default VPC that records no accepted traffic",
      resource: 3,
      path: "trafficType",
      to: "REJECT",
      finding: { path: "trafficType", found: '"REJECT"', wanted: "ALL" },
    },
  ],
};
