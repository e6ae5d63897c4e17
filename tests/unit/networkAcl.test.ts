import fc from "fast-check";
import { gatewayPorts, networkAclQuota } from "../../components/facts/network";
import { aclRules, type AclRule, type AclTier } from "../../components/network/aclRules";
import { cidrContains } from "../../components/network/cidr";

const args = {
  vpcCidr: "10.16.0.0/16",
  platformCidrs: ["10.32.0.0/16", "10.48.0.0/16", "10.64.0.0/16"],
  corporateCidrs: ["172.16.0.0/12"],
};

interface Packet {
  readonly protocol: "tcp" | "udp" | "icmp";
  /** The other end's address. */
  readonly peer: string;
  /** Port at the packet's destination. */
  readonly port: number;
}

const passes = (rules: readonly AclRule[], packet: Packet): boolean =>
  rules.some(
    (rule) =>
      cidrContains(rule.cidrBlock, `${packet.peer}/32`) &&
      (rule.protocol === "-1" ||
        (rule.protocol === packet.protocol &&
          (rule.protocol === "icmp" || (rule.fromPort <= packet.port && packet.port <= rule.toPort)))),
  );

/** A TCP connection passes when its packets do one way and its answers the other. */
const accepts = (tier: AclTier, peer: string, port: number): boolean => {
  const { ingress, egress } = aclRules(tier, args);
  return (
    passes(ingress, { protocol: "tcp", peer, port }) &&
    passes(egress, { protocol: "tcp", peer, port: 50_000 })
  );
};
const opens = (tier: AclTier, peer: string, port: number): boolean => {
  const { ingress, egress } = aclRules(tier, args);
  return (
    passes(egress, { protocol: "tcp", peer, port }) &&
    passes(ingress, { protocol: "tcp", peer, port: 50_000 })
  );
};

const pod = "10.16.3.4";
const client = "203.0.113.9";
const otherRegion = "10.48.9.9";
const office = "172.16.5.5";
const strangerInside = "10.80.1.1";

describe("public subnets", () => {
  test("take the edge on 443 and on no other well-known port", () => {
    expect([443, 80, 22, 53, 25].map((port) => accepts("public", client, port))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });
  test("let NAT gateways open HTTPS connections and take the answers", () => {
    expect(opens("public", client, 443)).toBe(true);
    expect(opens("public", client, 22)).toBe(false);
    expect(opens("public", pod, 8443)).toBe(true);
    expect(accepts("public", pod, 443)).toBe(true);
  });
});

describe("private subnets", () => {
  test("take clients with their own addresses on the gateway's ports", () => {
    for (const port of [gatewayPorts.https, gatewayPorts.localZone])
      expect(accepts("private", client, port)).toBe(true);
    expect(accepts("private", client, 443)).toBe(false);
    expect(accepts("private", client, 22)).toBe(false);
  });
  test("talk freely with the VPC and the other regions, over any protocol", () => {
    for (const peer of [pod, otherRegion]) {
      expect(accepts("private", peer, 443)).toBe(true);
      expect(opens("private", peer, 53)).toBe(true);
      expect(passes(aclRules("private", args).ingress, { protocol: "udp", peer, port: 53 })).toBe(true);
    }
  });
  test("open connections to the internet on 443 and 80", () => {
    expect([443, 80, 22, 25].map((port) => opens("private", client, port))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
  test("take people from the offices on 443 only", () => {
    expect(accepts("private", office, 443)).toBe(true);
    expect(accepts("private", office, 22)).toBe(false);
  });
});

describe("intra subnets", () => {
  test("know the VPC and the other regions, and nobody else", () => {
    for (const peer of [pod, otherRegion]) {
      expect(accepts("intra", peer, 443)).toBe(true);
      expect(opens("intra", peer, 443)).toBe(true);
    }
    for (const peer of [client, strangerInside]) {
      expect(accepts("intra", peer, 443)).toBe(false);
      expect(opens("intra", peer, 443)).toBe(false);
    }
  });
  test("let people in the offices reach the Kubernetes API, and open nothing towards them", () => {
    expect(accepts("intra", office, 443)).toBe(true);
    expect(accepts("intra", office, 10_250)).toBe(false);
    expect(opens("intra", office, 443)).toBe(false);
  });
});

test("no tier needs more rules than the quota, however many regions and offices there are", () => {
  const blocks = fc.array(
    fc.integer({ min: 0, max: 255 }).map((n) => `10.${n}.0.0/16`),
    { maxLength: 64 },
  );
  fc.assert(
    fc.property(
      blocks,
      blocks,
      fc.constantFrom<AclTier>("public", "private", "intra"),
      (platform, corporate, tier) => {
        const { ingress, egress } = aclRules(tier, {
          vpcCidr: args.vpcCidr,
          platformCidrs: platform,
          corporateCidrs: corporate,
        });
        for (const rules of [ingress, egress]) {
          expect(rules.length).toBeLessThanOrEqual(networkAclQuota.rulesMax);
          expect(new Set(rules.map((rule) => rule.ruleNo)).size).toBe(rules.length);
        }
      },
    ),
  );
});
