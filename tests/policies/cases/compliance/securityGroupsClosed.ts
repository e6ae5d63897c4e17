import { rule } from "../../../../policies/compliance/rules/securityGroupsClosed";
import { absent, unknown, type Fixture, type Mutation, type RuleCases } from "../../../support/rules";

const https = { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.32.0.0/16"] };
const ingressRule = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

const named = {
  private: {
    type: ingressRule,
    props: {
      securityGroupId: unknown,
      cidrIpv4: "10.32.0.0/16",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    },
  },
  referenced: {
    type: ingressRule,
    props: {
      securityGroupId: unknown,
      referencedSecurityGroupId: unknown,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    },
  },
  group: {
    type: "aws:ec2/securityGroup:SecurityGroup",
    props: {
      vpcId: unknown,
      ingress: [https, { ...https, cidrBlocks: [], ipv6CidrBlocks: ["2001:db8::/32"] }],
    },
  },
  bare: { type: "aws:ec2/securityGroup:SecurityGroup", props: { vpcId: unknown } },
  classic: {
    type: "aws:ec2/securityGroupRule:SecurityGroupRule",
    props: { securityGroupId: unknown, type: "ingress", ...https },
  },
  outward: {
    type: "aws:ec2/securityGroupRule:SecurityGroupRule",
    props: { type: "egress", protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] },
  },
  standard: {
    type: "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup",
    props: { vpcId: unknown, ingress: [https] },
  },
  list: {
    type: "aws:ec2/managedPrefixList:ManagedPrefixList",
    name: "list",
    props: {
      addressFamily: "IPv4",
      maxEntries: 2,
      entries: [{ cidr: "10.32.0.0/16" }, { cidr: "10.48.0.0/16" }],
    },
  },
  entry: {
    type: "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry",
    props: { prefixListId: unknown, cidr: "10.64.0.0/16" },
  },
  listed: {
    type: ingressRule,
    props: { prefixListId: unknown, ipProtocol: "tcp", fromPort: 443, toPort: 443 },
    from: { prefixListId: ["list"] },
  },
  listedClassic: {
    type: "aws:ec2/securityGroupRule:SecurityGroupRule",
    props: { type: "ingress", protocol: "tcp", fromPort: 443, toPort: 443, prefixListIds: [unknown] },
    from: { prefixListIds: ["list"] },
  },
  listedInline: {
    type: "aws:ec2/securityGroup:SecurityGroup",
    props: { ingress: [{ protocol: "TCP", fromPort: 443, toPort: 443, prefixListIds: [unknown] }] },
    from: { ingress: ["list"] },
  },
} satisfies Record<string, Fixture>;
const names = Object.keys(named);

function change(
  name: keyof typeof named,
  path: string,
  to: unknown,
  finding: Partial<Mutation["finding"]>,
): Mutation {
  const shown = to === absent ? "absent" : to === unknown ? "unknown" : JSON.stringify(to);
  return {
    name: `${name}: ${path} is ${shown}`,
    resource: names.indexOf(name),
    path,
    to,
    finding: { path, found: shown, ...finding },
  };
}

const ours = { wanted: "addresses of ours" };
const byName = { wanted: "tcp, udp or icmp by name" };
const served = { wanted: "the ports that are served" };
const ofStack = { wanted: "a prefix list of this stack" };

export const cases: RuleCases = {
  rule,
  fixtures: Object.values(named),
  survivors: [{ path: "fromPort", why: "one port alone is never all ports" }],
  mutations: [
    change("private", "cidrIpv4", "0.0.0.0/0", ours),
    change("private", "cidrIpv4", "128.0.0.0/1", ours),
    change("private", "cidrIpv4", "8.0.0.0/7", ours),
    change("private", "cidrIpv4", "anywhere", ours),
    change("private", "cidrIpv6", "::/0", ours),
    change("private", "ipProtocol", "-1", byName),
    change("private", "ipProtocol", "all", byName),
    change("private", "ipProtocol", absent, byName),
    change("private", "ipProtocol", "ALL", byName),
    change("classic", "protocol", "All", byName),
    change("referenced", "ipProtocol", "-1", byName),
    change("private", "prefixListId", "pl-0123456789abcdef0", ofStack),
    change("listedClassic", "prefixListIds[1]", "pl-0123456789abcdef0", {
      path: "prefixListIds[0]",
      state: "undecided",
      found: "unknown",
    }),
    change("listedInline", "ingress[0].prefixListIds", ["pl-1", "pl-2"], {
      path: "ingress[0].prefixListIds[1]",
      found: '"pl-2"',
      ...ofStack,
    }),
    change("listedInline", "@from.ingress", [], {
      path: "ingress[0].prefixListIds[0]",
      found: "unknown",
      state: "undecided",
    }),
    change("listed", "@from.prefixListId", ["entry"], {
      path: "prefixListId",
      found: "unknown",
      state: "undecided",
    }),
    change("group", "ingress[0].cidrBlocks[1]", "0.0.0.0/0", ours),
    change("group", "ingress[1].ipv6CidrBlocks[0]", "::/0", ours),
    change("group", "ingress[0].protocol", "-1", byName),
    change(
      "group",
      "ingress[0]",
      { ...https, fromPort: 1, toPort: 65_535 },
      {
        path: "ingress[0].toPort",
        found: "65535",
        ...served,
      },
    ),
    change(
      "group",
      "ingress[0]",
      { protocol: "tcp", cidrBlocks: ["10.32.0.0/16"] },
      { path: "ingress[0].toPort", found: "absent", ...served },
    ),
    change("bare", "ingress", [{ ...https, cidrBlocks: ["0.0.0.0/0"] }], {
      path: "ingress[0].cidrBlocks[0]",
      found: '"0.0.0.0/0"',
    }),
    change("classic", "cidrBlocks[0]", "0.0.0.0/0", ours),
    change("outward", "type", "ingress", { path: "protocol", found: '"-1"', ...byName }),
    change("outward", "type", absent, { path: "cidrBlocks[0]", found: '"0.0.0.0/0"', ...ours }),
    change("standard", "ingress[0].cidrBlocks[0]", "0.0.0.0/0", ours),
    ...["cidrIpv4", "ipProtocol", "fromPort"].map((path) =>
      change("private", path, unknown, { state: "undecided" }),
    ),
    ...["ingress", "ingress[0].cidrBlocks", "ingress[0].cidrBlocks[0]", "ingress[0].protocol"].map((path) =>
      change("group", path, unknown, { state: "undecided" }),
    ),
    change("classic", "type", unknown, { state: "undecided" }),
  ],
};
