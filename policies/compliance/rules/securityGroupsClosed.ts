import type { Reader } from "../../framework/reader";
import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { findingsOf } from "../../shared/look";
import { isInternet } from "../../shared/network";

const groupTypes = [
  "aws:ec2/securityGroup:SecurityGroup",
  "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
];
const ruleType = "aws:ec2/securityGroupRule:SecurityGroupRule";
const ingressRuleType = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const listType = "aws:ec2/managedPrefixList:ManagedPrefixList";

const portMax = 65_535;
const anyProtocol = ["-1", "all"];
const fix =
  "name the addresses or the security group that may come in; clients come through the edge, to PublicSecurityGroup";

/** An ingress rule, wherever it is written. */
interface Ingress {
  readonly rule: Reader;
  readonly protocol: Reader;
  /** Blocks of addresses that it lets in. */
  readonly cidrs: readonly Reader[];
  /** Lists of such blocks; asked only where it is not known otherwise whose they are. */
  readonly lists: () => readonly Reader[];
}

function ingressOf({ type, props }: ResourceView): Ingress[] {
  if (type === ingressRuleType) {
    const cidrs = [props.at("cidrIpv4"), props.at("cidrIpv6")].filter((cidr) => cidr.exists);
    const lists = () => (props.keys().includes("prefixListId") ? [props.at("prefixListId")] : []);
    return [{ rule: props, protocol: props.at("ipProtocol"), cidrs, lists }];
  }
  const rules = groupTypes.includes(type) ? props.items("ingress") : [props];
  return rules
    .filter((rule) => type !== ruleType || rule.text("type") !== "egress")
    .map((rule) => ({
      rule,
      protocol: rule.at("protocol"),
      cidrs: [...rule.items("cidrBlocks"), ...rule.items("ipv6CidrBlocks")],
      lists: () => rule.items("prefixListIds"),
    }));
}

/** The protocol as the API takes it, in whatever case it is written. */
function protocolOf({ protocol }: Ingress): string | undefined {
  return protocol.text()?.toLowerCase();
}

function checkPorts(ingress: Ingress): Finding[] {
  const { rule, protocol } = ingress;
  const served = "open the ports that are served";
  if (anyProtocol.includes(protocolOf(ingress) ?? "-1"))
    return [wrong(protocol, "tcp, udp or icmp by name", served)];
  return (rule.number("fromPort") ?? 0) <= 1 && (rule.number("toPort") ?? portMax) >= portMax
    ? [wrong(rule.at("toPort"), "the ports that are served", served)]
    : [];
}

function checkSources({ cidrs }: Ingress): Finding[] {
  return cidrs
    .filter((cidr) => isInternet(cidr.text() ?? ""))
    .map((cidr) => wrong(cidr, "addresses of ours", fix));
}

/** Lists of the stack are judged by a rule of their own (`prefix-lists-closed`); of any other it is not known whom it lets in. */
function checkLists(stack: StackView, group: ResourceView, ingresses: readonly Ingress[]): Finding[] {
  const known = ["prefixListId", "prefixListIds", "ingress"]
    .flatMap((property) => stack.sources(group, property))
    .filter(({ type }) => type === listType);
  // Such a rule names one list at most.
  if (group.type === ingressRuleType && known.length > 0) return [];
  const named = ingresses.flatMap(({ lists }) => lists());
  return named.length <= known.length
    ? []
    : named
        .filter((list) => list.text() !== undefined)
        .map((list) => wrong(list, "a prefix list of this stack", fix));
}

const ingressTypes = [...groupTypes, ruleType, ingressRuleType];

export const rule: StackRule = {
  id: "security-groups-closed",
  title: "No security group lets in the internet",
  why: "Whatever listens behind an open port is scanned within minutes; clients come through the edge, whose networks are known, so that nothing need be open to anyone.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.6"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.312(a)(1)", "164.312(e)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "stack",
  types: ingressTypes,
  onUnknown: "fail",
  check: (stack) =>
    findingsOf(stack, ingressTypes, (resource) => {
      const ingresses = ingressOf(resource);
      return [
        ...ingresses.flatMap((ingress) => [...checkPorts(ingress), ...checkSources(ingress)]),
        ...checkLists(stack, resource, ingresses),
      ];
    }),
};
