import fc from "fast-check";
import { peeringsOf, routePlan, type RoutedRegion } from "../../components/mesh/routePlan";

const regions = fc
  .integer({ min: 2, max: 64 })
  .map((count): RoutedRegion[] =>
    Array.from({ length: count }, (_, index) => ({ name: `region-${index}`, cidr: `10.${index}.0.0/16` })),
  );

/** Every ordered pair of different names. */
function orderedPairs(all: readonly RoutedRegion[]): string[] {
  return all.flatMap((from) => all.filter((to) => to !== from).map((to) => `${from.name} ${to.name}`));
}

test("every two regions are joined once, and none with itself", () => {
  fc.assert(
    fc.property(regions, (all) => {
      const both = peeringsOf(all).flatMap(({ requester, accepter }) => [
        `${requester} ${accepter}`,
        `${accepter} ${requester}`,
      ]);
      expect(both.sort()).toEqual(orderedPairs(all).sort());
    }),
  );
});

test("every region has one route to each other, to its whole block and through their own peering", () => {
  fc.assert(
    fc.property(regions, (all) => {
      const routes = routePlan(all);
      expect(routes.map(({ from, to }) => `${from} ${to}`).sort()).toEqual(orderedPairs(all).sort());
      const cidrs = new Map(all.map(({ name, cidr }) => [name, cidr]));
      const ends = new Map(
        peeringsOf(all).map(({ key, requester, accepter }) => [key, [requester, accepter].sort().join(" ")]),
      );
      const wrong = routes.filter(
        ({ from, to, cidr, peering }) =>
          cidr !== cidrs.get(to) || ends.get(peering) !== [from, to].sort().join(" "),
      );
      expect(wrong).toEqual([]);
    }),
  );
});

test("blocks that overlap are refused with both regions' names", () => {
  const all = [
    { name: "europe", cidr: "10.32.0.0/16" },
    { name: "asia", cidr: "10.32.128.0/17" },
  ];
  expect(() => routePlan(all)).toThrow(
    'regions.asia.cidr is "10.32.128.0/17"; allowed: a block that does not overlap 10.32.0.0/16 of europe',
  );
});
