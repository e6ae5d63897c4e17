/**
 * Rules of the network ACLs: the coarse, stateless layer below the security groups.
 *
 * An ACL forgets connections, so each way of a connection needs its rule. Not filtered by any ACL, hence absent here:
 * the VPC's resolver, Amazon Time Sync, instance metadata, DHCP ("Network ACL basics", VPC user guide).
 */
import { ephemeralPorts, httpsPort, internetEgressPorts, networkAclQuota } from "../facts/network";
import { coveringCidrs } from "./cidr";

export type AclTier = "public" | "private" | "intra";

export interface AclRule {
  readonly ruleNo: number;
  readonly action: "allow";
  /** `-1` is every protocol. */
  readonly protocol: "-1" | "tcp" | "icmp";
  readonly cidrBlock: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly icmpType?: number;
  readonly icmpCode?: number;
}

export interface AclRules {
  readonly ingress: readonly AclRule[];
  readonly egress: readonly AclRule[];
}

export interface AclArgs {
  readonly vpcCidr: string;
  /** Blocks of the other regions. */
  readonly platformCidrs: readonly string[];
  /** Blocks of offices and other networks behind the transit gateway. */
  readonly corporateCidrs: readonly string[];
}

type Match = Omit<AclRule, "ruleNo" | "action">;

const internet = "0.0.0.0/0";

const all = (cidrBlock: string): Match => ({ protocol: "-1", cidrBlock, fromPort: 0, toPort: 0 });
const tcp = (cidrBlock: string, fromPort: number, toPort = fromPort): Match => ({
  protocol: "tcp",
  cidrBlock,
  fromPort,
  toPort,
});
const ephemeral = (cidrBlock: string): Match => tcp(cidrBlock, ephemeralPorts.from, ephemeralPorts.to);
/** "Fragmentation needed": without it, paths with a small MTU hang instead of adapting. */
const pathMtu: Match = {
  protocol: "icmp",
  cidrBlock: internet,
  fromPort: 0,
  toPort: 0,
  icmpType: 3,
  icmpCode: 4,
};

/** Numbers rules by tens, so that one can be put between by hand in an emergency. */
const numbered = (matches: readonly Match[]): AclRule[] =>
  matches.map((match, index) => ({ ruleNo: 100 + 10 * index, action: "allow", ...match }));

/**
 * The rules of one tier of subnets; what no rule allows is refused.
 *
 * - `public`: the edge comes to the load balancers on 443 and gets its answers on high ports; NAT gateways open
 *   connections to the internet and take the answers.
 * - `private`: the VPC and the other regions reach pods freely (security groups and network policies decide); the edge
 *   appears with its own addresses, since the load balancer keeps them, on the gateway's ports, which are high ones.
 * - `intra`: own ranges only, and 443 for people behind the transit gateway (the Kubernetes API).
 */
export function aclRules(tier: AclTier, args: AclArgs): AclRules {
  const platform = coveringCidrs(args.platformCidrs, networkAclQuota.platformCidrsMax);
  const corporate = coveringCidrs(args.corporateCidrs, networkAclQuota.corporateCidrsMax);
  const toInternet = [
    ...internetEgressPorts.map((port) => tcp(internet, port)),
    ephemeral(internet),
    pathMtu,
  ];
  const fromInternet = [ephemeral(internet), pathMtu];
  const own = [args.vpcCidr, ...platform].map(all);

  const tiers: Record<AclTier, { readonly ingress: readonly Match[]; readonly egress: readonly Match[] }> = {
    public: {
      ingress: [all(args.vpcCidr), tcp(internet, httpsPort), ...fromInternet],
      egress: [all(args.vpcCidr), ...toInternet],
    },
    private: {
      ingress: [...own, ...corporate.map((cidr) => tcp(cidr, httpsPort)), ...fromInternet],
      egress: [...own, ...toInternet],
    },
    intra: {
      ingress: [...own, ...corporate.map((cidr) => tcp(cidr, httpsPort))],
      egress: [...own, ...corporate.map(ephemeral)],
    },
  };
  const { ingress, egress } = tiers[tier];
  return { ingress: numbered(ingress), egress: numbered(egress) };
}
