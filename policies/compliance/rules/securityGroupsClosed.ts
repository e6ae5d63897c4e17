import { publicIngress, publicPorts } from "../../../components/facts/network";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule, ResourceView } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { isInternet } from "../../shared/network";
import { isWithin } from "../../shared/places";

const groupTypes = [
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
];
const ruleType = "aws:ec2/securityGroupRule:SecurityGroupRule";
const ingressRuleType = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

const portMax = 65_535;
const anyProtocol = ["-1", "all"];

/** An ingress rule, wherever it is written. */
interface Ingress {
  readonly rule: Reader;
  readonly protocol: Reader;
  /** Blocks of addresses that it lets in. */
  readonly cidrs: readonly Reader[];
}

function ingressOf({ type, props }: ResourceView): Ingress[] {
  if (type === ingressRuleType) {
    const cidrs = [props.at("cidrIpv4"), props.at("cidrIpv6")].filter((cidr) => cidr.exists);
    return [{ rule: props, protocol: props.at("ipProtocol"), cidrs }];
  }
  const rules = groupTypes.includes(type) ? props.items("ingress") : [props];
  return rules
    .filter((rule) => type !== ruleType || rule.text("type") !== "egress")
    .map((rule) => ({
      rule,
      protocol: rule.at("protocol"),
      cidrs: [...rule.items("cidrBlocks"), ...rule.items("ipv6CidrBlocks")],
    }));
}

function checkPorts({ rule, protocol }: Ingress): Finding[] {
  const fix = "open the ports that are served";
  if (anyProtocol.includes(protocol.text() ?? "-1"))
    return [wrong(protocol, "tcp, udp or icmp by name", fix)];
  return (rule.number("fromPort") ?? 0) <= 1 && (rule.number("toPort") ?? portMax) >= portMax
    ? [wrong(rule.at("toPort"), "the ports that are served", fix)]
    : [];
}

function checkSources({ rule, protocol, cidrs }: Ingress, urn: string): Finding[] {
  const open = cidrs.filter((cidr) => isInternet(cidr.text() ?? ""));
  if (open.length === 0) return [];
  const ports: readonly (number | undefined)[] = Object.values(publicPorts);
  const expected =
    isWithin(urn, publicIngress.component) &&
    protocol.text() === "tcp" &&
    rule.number("fromPort") === rule.number("toPort") &&
    ports.includes(rule.number("fromPort"));
  const fix =
    "name the addresses or the security group that may come in; the public entry is PublicSecurityGroup";
  return open.map((cidr) => ({
    ...wrong(cidr, "addresses of ours", fix),
    ...(expected ? { note: publicIngress.reason } : {}),
  }));
}

export const rule: ResourceRule = {
  id: "security-groups-closed",
  title: "The internet comes in at the public entry only",
  why: "Whatever listens behind an open port is scanned within minutes; only the load balancers of the public entry are meant to be found, on the ports that facts name.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.312(a)(1)", "164.312(e)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: [...groupTypes, ruleType, ingressRuleType],
  onUnknown: "fail",
  check: (resource) =>
    ingressOf(resource).flatMap((ingress) => [
      ...checkPorts(ingress),
      ...checkSources(ingress, resource.urn),
    ]),
};
