import { edgeNetworks } from "../../../components/facts/edgeOrigins";
import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import { access } from "../../shared/controls";
import { wrong, wrongResource } from "../../shared/finding";
import { findingsOf } from "../../shared/look";

const balancerTypes = ["aws:lb/loadBalancer:LoadBalancer", "aws:alb/loadBalancer:LoadBalancer"];
const listenerTypes = ["aws:lb/listener:Listener", "aws:alb/listener:Listener"];
const groupType = "aws:ec2/securityGroup:SecurityGroup";
const ingressType = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const classicType = "aws:ec2/securityGroupRule:SecurityGroupRule";
const listType = "aws:ec2/managedPrefixList:ManagedPrefixList";

const networks: readonly string[] = edgeNetworks;
const fix = "let PublicSecurityGroup make it";
const edgeOnly = "the prefix list of the edge's networks";

/** Whether an input derives from a resource. */
const from = (stack: StackView, resource: ResourceView, property: string, source: ResourceView): boolean =>
  stack.sources(resource, property).some(({ urn }) => urn === source.urn);

function isEdges({ props }: ResourceView): boolean {
  return props.items("entries").every((entry) => networks.includes(entry.text("cidr") ?? ""));
}

/** What a group lets in beside the edge. */
function letIn(stack: StackView, group: ResourceView): Finding[] {
  const inline = group.props
    .items("ingress")
    .map((rule) => ({ ...wrong(rule, "rules apart", fix), urn: group.urn }));
  const classic = stack
    .ofType(classicType)
    .filter((rule) => from(stack, rule, "securityGroupId", group) && rule.props.text("type") !== "egress")
    .map(({ urn }) => wrongResource("a rule that names no prefix list", edgeOnly, fix, urn));
  const rules = stack
    .ofType(ingressType)
    .filter((rule) => from(stack, rule, "securityGroupId", group))
    .filter((rule) => {
      const lists = stack.sources(rule, "prefixListId").filter(({ type }) => type === listType);
      return lists.length === 0 || !lists.every(isEdges);
    })
    .map(({ urn }) => wrongResource("others than the edge let in", edgeOnly, fix, urn));
  return [...inline, ...classic, ...rules];
}

/** Who ends TLS must ask for the edge's certificate; who passes it on leaves that to the gateway. */
function asks(stack: StackView, balancer: ResourceView): Finding[] {
  return listenerTypes
    .flatMap((type) => stack.ofType(type))
    .filter((listener) => from(stack, listener, "loadBalancerArn", balancer))
    .filter(({ props }) => props.text("protocol") !== "TCP")
    .filter(({ props }) => props.text("mutualAuthentication", "mode") !== "verify")
    .map(({ props, urn }) => ({
      ...wrong(props.at("mutualAuthentication", "mode"), "verify", "take EdgeTrust's trust store"),
      urn,
    }));
}

export const rule: StackRule = {
  id: "entries-edge-only",
  title:
    "A region's public load balancers let in the edge alone, and ask for its certificate where they end TLS",
  why: "Who knows a region's address reaches its gateway past the firewall, the rates and the lawful order of regions.",
  severity: "critical",
  level: "mandatory",
  controls: access,
  scope: "stack",
  types: [...balancerTypes, ...listenerTypes, groupType, ingressType, classicType, listType],
  onUnknown: "fail",
  check: (stack) =>
    findingsOf(stack, balancerTypes, (balancer) => {
      if (balancer.props.flag("internal") === true) return [];
      const groups = stack.sources(balancer, "securityGroups").filter(({ type }) => type === groupType);
      return [
        ...(groups.length === 0
          ? [wrong(balancer.props.at("securityGroups"), "a security group of this stack", fix)]
          : groups.flatMap((group) => letIn(stack, group))),
        ...asks(stack, balancer),
      ];
    }),
};
