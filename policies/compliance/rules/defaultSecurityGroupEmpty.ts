import type { Finding, StackRule } from "../../framework/rule";
import { wrongResource } from "../../shared/finding";

const vpcType = "aws:ec2/vpc:Vpc";
const groupType = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";

export const rule: StackRule = {
  id: "default-security-group-empty",
  title: "A VPC's default security group lets nothing through",
  why: "What names no security group gets the default one, in which everything may reach everything; it cannot be deleted, only emptied.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["25(2)", "32(1)(b)"],
    hipaa: ["164.312(e)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "stack",
  types: [vpcType, groupType],
  onUnknown: "fail",
  check: (stack) => {
    const findings: Finding[] = [];
    const taken = new Set<string>();
    const fix = "make an aws.ec2.DefaultSecurityGroup of the VPC without rules";
    stack.each([groupType], (group) => {
      for (const vpc of stack.sources(group, "vpcId")) taken.add(vpc.urn);
      for (const rule of [...group.props.items("ingress"), ...group.props.items("egress")])
        findings.push({ urn: group.urn, path: rule.path, found: "a rule", wanted: "no rule", fix });
    });
    const free = stack.ofType(vpcType).filter(({ urn }) => !taken.has(urn));
    return [
      ...findings,
      ...free.map(({ urn }) =>
        wrongResource("a default security group as AWS makes it", "an empty one", fix, urn),
      ),
    ];
  },
};
