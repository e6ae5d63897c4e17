import type { StackRule } from "../../framework/rule";
import { wrong, wrongResource } from "../../shared/finding";
import { findingsOf } from "../../shared/look";

const vpcTypes = ["aws:ec2/vpc:Vpc", "aws:ec2/defaultVpc:DefaultVpc"];
const flowLogType = "aws:ec2/flowLog:FlowLog";

export const rule: StackRule = {
  id: "flow-logs",
  title: "Every VPC records all of its traffic",
  why: "Without flow logs nobody can say after an attack what was reached and what left; rejected traffic shows who tries.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.6", "CC7.2"],
    gdpr: ["32(1)(d)", "33(3)"],
    hipaa: ["164.312(b)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "stack",
  types: [...vpcTypes, flowLogType],
  onUnknown: "fail",
  check: (stack) =>
    findingsOf(stack, vpcTypes, (vpc) => {
      const logs = stack
        .ofType(flowLogType)
        .filter((log) => stack.sources(log, "vpcId").some(({ urn }) => urn === vpc.urn));
      if (logs.length === 0)
        return [wrongResource("no flow log", "traffic of type ALL", "add a FlowLog for the VPC")];
      const partial = logs.map((log) => ({ log, traffic: log.props.at("trafficType") }));
      return partial.some(({ traffic }) => traffic.text() === "ALL")
        ? []
        : partial.map(({ log, traffic }) => ({
            ...wrong(traffic, "ALL", "record all traffic"),
            urn: log.urn,
          }));
    }),
};
