import { rule } from "../../../../policies/compliance/rules/entriesEdgeOnly";
import { refused, undecided } from "../../../support/mutationLines";
import { absent, unknown, type Fixture, type Mutation, type RuleCases } from "../../../support/rules";

const named = {
  network: {
    type: "aws:lb/loadBalancer:LoadBalancer",
    name: "network",
    props: { internal: false, securityGroups: [unknown] },
    from: { securityGroups: ["group"] },
  },
  application: {
    type: "aws:alb/loadBalancer:LoadBalancer",
    name: "application",
    props: { securityGroups: [unknown] },
    from: { securityGroups: ["group"] },
  },
  group: { type: "aws:ec2/securityGroup:SecurityGroup", name: "group", props: {} },
  rule: {
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    name: "rule",
    props: { fromPort: 443, toPort: 443, prefixListId: unknown, securityGroupId: unknown },
    from: { securityGroupId: ["group"], prefixListId: ["list"] },
  },
  list: {
    type: "aws:ec2/managedPrefixList:ManagedPrefixList",
    name: "list",
    props: { entries: [{ cidr: "104.16.0.0/13" }, { cidr: "131.0.72.0/22" }] },
  },
  passing: {
    type: "aws:lb/listener:Listener",
    name: "passing",
    props: { protocol: "TCP", loadBalancerArn: unknown },
    from: { loadBalancerArn: ["network"] },
  },
  ending: {
    type: "aws:alb/listener:Listener",
    name: "ending",
    props: { protocol: "HTTPS", loadBalancerArn: unknown, mutualAuthentication: { mode: "verify" } },
    from: { loadBalancerArn: ["application"] },
  },
  // What stands behind other groups or balancers is no concern of this rule.
  inside: {
    type: "aws:alb/loadBalancer:LoadBalancer",
    name: "inside",
    props: { internal: true, securityGroups: [unknown] },
    from: { securityGroups: ["own"] },
  },
  own: { type: "aws:ec2/securityGroup:SecurityGroup", name: "own", props: {} },
  ownRule: {
    type: "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
    name: "own-rule",
    props: { cidrIpv4: "10.32.0.0/16" },
    from: { securityGroupId: ["own"] },
  },
  classic: {
    type: "aws:ec2/securityGroupRule:SecurityGroupRule",
    name: "classic",
    props: { type: "egress" },
    from: { securityGroupId: ["group"] },
  },
} satisfies Record<string, Fixture>;
const at = (name: keyof typeof named): { readonly resource: number } => ({
  resource: Object.keys(named).indexOf(name),
});

const edgeOnly = "the prefix list of the edge's networks";
const others = { path: "", found: "others than the edge let in", wanted: edgeOnly };
const change = (
  name: string,
  fixture: keyof typeof named,
  path: string,
  to: unknown,
  finding: Mutation["finding"],
): Mutation => ({ name, ...at(fixture), path, to, finding });
const mode = "mutualAuthentication.mode";

export const cases: RuleCases = {
  rule,
  fixtures: Object.values(named),
  survivors: [
    {
      path: "internal",
      why: "an internal load balancer takes no clients; load-balancers-internal says which may not be one",
    },
  ],
  mutations: [
    change("anyone of a list", "list", "entries[1].cidr", "203.0.113.0/24", others),
    change("no list", "rule", "@from.prefixListId", [], others),
    change("what is no list", "rule", "@from.prefixListId", ["own"], others),
    change("a rule of another group's", "ownRule", "@from.securityGroupId", ["group"], others),
    change("an inside balancer let out", "inside", "internal", false, others),
    change("rules within the group", "group", "ingress", [{ fromPort: 443 }], {
      path: "ingress[0]",
      wanted: "rules apart",
    }),
    change("a classic rule", "classic", "type", "ingress", {
      path: "",
      found: "a rule that names no prefix list",
      wanted: edgeOnly,
    }),
    change("no group", "network", "@from.securityGroups", [], {
      path: "securityGroups",
      wanted: "a security group of this stack",
    }),
    refused("nobody is asked", mode, "off", "verify", at("ending")),
    refused("what is shown is passed on", mode, "passthrough", "verify", at("ending")),
    refused("nothing said", mode, absent, "verify", at("ending")),
    change("TLS ended by the network's", "passing", "protocol", "TLS", {
      path: mode,
      found: "absent",
      wanted: "verify",
    }),
    undecided(mode, at("ending")),
    undecided("protocol", at("passing")),
    undecided("internal", at("network")),
    undecided("entries[0].cidr", at("list")),
    undecided("entries", at("list")),
    undecided("type", at("classic")),
    undecided("ingress", at("group")),
  ],
};
