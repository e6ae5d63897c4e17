import fc from "fast-check";
import {
  cidrContains,
  cidrsOverlap,
  coveringCidrs,
  firstOverlap,
  formatCidr,
  parseCidr,
  subnetPlan,
  type PlannedSubnet,
  type SubnetPlan,
} from "../../components/network/cidr";
import { allRegions } from "../../components/facts/regions";

const block = fc
  .tuple(fc.integer({ min: 0, max: 2 ** 32 - 1 }), fc.integer({ min: 0, max: 32 }))
  .map(([address, prefix]) =>
    formatCidr(Math.floor(address / 2 ** (32 - prefix)) * 2 ** (32 - prefix), prefix),
  );
const vpcBlock = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 255 }))
  .map(([a, b]) => `${a}.${b}.0.0/16`);
const zones = ["z-1a", "z-1b", "z-1c"] as const;
const localZone = fc.option(fc.constant("z-1-los-1a"), { nil: undefined });

const subnetsOf = (plan: SubnetPlan): PlannedSubnet[] => [
  ...plan.private,
  ...plan.public,
  ...plan.intra,
  ...[plan.edgePrivate, plan.edgePublic].filter((subnet) => subnet !== undefined),
];

describe("an IPv4 block", () => {
  test("is read and written back unchanged", () => {
    fc.assert(
      fc.property(block, (text) => {
        const cidr = parseCidr(text);
        expect(formatCidr(cidr.first, cidr.prefix)).toBe(text);
        expect(cidr.last - cidr.first + 1).toBe(2 ** (32 - cidr.prefix));
      }),
    );
  });

  test.each([
    "",
    "10.0.0.0",
    "10.0.0/16",
    "10.0.0.0/33",
    "10.0.0.256/32",
    "10.0.0.0/-1",
    "10.0.0.0/16 ",
    "010.0.0.0/16",
    "10.0.0.0/08",
    "::/0",
    "ten",
  ])("%j is refused", (text) => {
    expect(() => parseCidr(text, "Network.corporateCidrs")).toThrow(
      `Network.corporateCidrs is ${JSON.stringify(text)}; allowed: an IPv4 block a.b.c.d/0..32 without host bits, for example 10.16.0.0/16`,
    );
  });

  test("with host bits set is refused, the same without them is not", () => {
    expect(() => parseCidr("10.16.0.1/16")).toThrow('CIDR is "10.16.0.1/16"');
    expect(parseCidr("10.16.0.0/16").prefix).toBe(16);
    expect(() => parseCidr("10.16.128.0/16")).toThrow();
    expect(parseCidr("10.16.128.0/17").prefix).toBe(17);
  });

  test("contains and overlaps as its addresses do", () => {
    fc.assert(
      fc.property(block, block, (a, b) => {
        const [x, y] = [parseCidr(a), parseCidr(b)];
        const common = Math.min(x.last, y.last) - Math.max(x.first, y.first) + 1;
        expect(cidrsOverlap(a, b)).toBe(common > 0);
        expect(cidrsOverlap(a, b)).toBe(cidrsOverlap(b, a));
        expect(cidrContains(a, b)).toBe(common === y.last - y.first + 1);
        // Blocks are nested or apart; nothing else exists.
        expect(cidrsOverlap(a, b)).toBe(cidrContains(a, b) || cidrContains(b, a));
      }),
    );
  });

  test("next to another does not overlap it", () => {
    expect(cidrsOverlap("10.0.0.0/9", "10.128.0.0/9")).toBe(false);
    expect(cidrsOverlap("10.0.0.0/8", "10.128.0.0/9")).toBe(true);
  });
});

describe("a list of blocks", () => {
  test("without overlap has none, with one names the pair", () => {
    expect(firstOverlap(["10.0.0.0/16", "10.1.0.0/16"])).toBeUndefined();
    expect(firstOverlap(["10.0.0.0/16", "10.1.0.0/16", "10.1.2.0/24"])).toEqual([
      "10.1.0.0/16",
      "10.1.2.0/24",
    ]);
    expect(firstOverlap([])).toBeUndefined();
  });

  test("is kept while short, and else covered by one block that could not be smaller", () => {
    fc.assert(
      fc.property(
        fc.array(block, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 6 }),
        (list, max) => {
          const covering = coveringCidrs(list, max);
          if (list.length <= max) {
            expect(covering).toEqual(list);
            return;
          }
          const [whole = ""] = covering;
          expect(covering).toHaveLength(1);
          for (const cidr of list) expect(cidrContains(whole, cidr)).toBe(true);
          const { first, prefix } = parseCidr(whole);
          if (prefix === 32) return;
          const halves = [formatCidr(first, prefix + 1), formatCidr(first + 2 ** (31 - prefix), prefix + 1)];
          expect(halves.some((half) => list.every((cidr) => cidrContains(half, cidr)))).toBe(false);
        },
      ),
    );
  });
});

describe("the subnets of a VPC", () => {
  test("lie inside it, apart from each other, aligned, one of a kind a zone", () => {
    fc.assert(
      fc.property(vpcBlock, localZone, (cidr, edge) => {
        const plan = subnetPlan({ cidr, zones, localZone: edge });
        const subnets = subnetsOf(plan);
        for (const subnet of subnets) {
          expect(cidrContains(cidr, subnet.cidr)).toBe(true);
          expect(() => parseCidr(subnet.cidr)).not.toThrow();
        }
        expect(firstOverlap(subnets.map((subnet) => subnet.cidr))).toBeUndefined();
        for (const kind of [plan.private, plan.public, plan.intra]) {
          expect(kind.map((subnet) => subnet.zone)).toEqual([...zones]);
        }
        expect(plan.edgePrivate?.zone).toBe(edge);
        expect(plan.edgePublic?.zone).toBe(edge);
      }),
    );
  });

  test("stay where they are when the Local Zone comes or goes", () => {
    const without = subnetPlan({ cidr: "10.16.0.0/16", zones });
    const withEdge = subnetPlan({ cidr: "10.16.0.0/16", zones, localZone: "z-1-los-1a" });
    expect(withEdge).toMatchObject(without);
    expect(without).not.toHaveProperty("edgePublic");
  });

  test("give each zone room for 1,024 runs of 16 pod addresses", () => {
    const plan = subnetPlan({ cidr: "10.16.0.0/16", zones });
    for (const { cidr } of plan.private)
      expect(2 ** (32 - parseCidr(cidr).prefix) / 16).toBeGreaterThanOrEqual(1024);
  });

  test("are refused in a block that is no /16, and for a zone named twice", () => {
    expect(() => subnetPlan({ cidr: "10.16.0.0/17", zones })).toThrow(
      'subnetPlan.cidr is "10.16.0.0/17"; allowed: a /16',
    );
    expect(() => subnetPlan({ cidr: "10.0.0.0/15", zones })).toThrow("allowed: a /16");
    expect(() => subnetPlan({ cidr: "10.16.0.0/16", zones: ["a", "b", "a"] })).toThrow(
      "zones that differ from each other",
    );
    expect(() => subnetPlan({ cidr: "10.16.0.0/16", zones, localZone: zones[0] })).toThrow(
      "zones that differ",
    );
  });
});

test("no two regions of the platform share an address", () => {
  expect(firstOverlap(allRegions().map((region) => region.cidr))).toBeUndefined();
});
