import { rule } from "../../../../policies/compliance/rules/edgeLawful";
import {
  contractOf,
  globalBalancer,
  personalBalancer,
  placeOf,
  pools,
  typeOf,
} from "../../../support/edgeFixtures";
import { refused, undecided } from "../../../support/mutationLines";
import { absent, type Mutation, type RuleCases } from "../../../support/rules";

// By today's facts there is a basis between any two; tests/policies/edgeLawful.test.ts takes one away.
const wanted = "regions that the law allows: africa, europe, asia, americas";
const fixtures = [
  personalBalancer("africa", ["africa", "europe"]),
  placeOf("africa", "za"),
  ...pools,
  // The global host carries no personal data.
  globalBalancer,
];
const led = (
  name: string,
  property: string,
  to: readonly string[],
  found: string,
  want = wanted,
): Mutation => ({
  name,
  path: `@from.${property}`,
  to,
  finding: { path: property, found, wanted: want },
});

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    led("a pool by its id", "defaultPools", ["africa"], "africa"),
    led("not home", "defaultPools", ["europe", "asia"], "europe, asia", "africa, where the data is at home"),
    led("pools by their ids", "defaultPools", [], "no pool of this stack"),
    led("a fallback by its id", "fallbackPool", [], "no pool of this stack"),
    led("two fallbacks", "fallbackPool", ["africa", "europe"], "africa, europe"),
    ...(
      [
        ["another's", [contractOf("asia")], "from organization/azora/asia"],
        [
          "its own and another's",
          [contractOf("africa"), contractOf("asia")],
          "from organization/azora/africa, organization/azora/asia",
        ],
        ["nobody's, written out", [], "from no stack"],
        [
          "its own and a pool's",
          [contractOf("africa"), "europe"],
          `from organization/azora/africa, ${typeOf("loadBalancerPool")}`,
        ],
        ["another project's africa", ["organization/shop/africa"], "from organization/shop/africa"],
      ] as const
    ).map(([whose, from, found]) => ({
      name: `africa's pool with origins of ${whose}`,
      resource: 2,
      path: "@from.origins",
      to: from,
      finding: { path: "origins", found, wanted: "from africa alone, whose pool it is by its name" },
    })),
    {
      name: "a fallback with another's origins",
      resource: 2,
      path: "@from.origins",
      to: [contractOf("asia")],
      finding: { path: "fallbackPool", found: "another pool", wanted },
    },
    {
      name: "a pool by a name of its own",
      resource: 3,
      path: "name",
      to: "spare",
      finding: { path: "name", found: '"spare"', wanted: "a region's pool by its name" },
    },
    {
      name: "a pool that is not the platform's",
      resource: 2,
      path: "name",
      to: "other",
      finding: { path: "fallbackPool", found: "another pool", wanted },
    },
    refused("by nearness", "steeringPolicy", "geo", "off"),
    refused("by what comes to mind", "steeringPolicy", absent, "off"),
    // `XX`: the global host of the plan has tables, and these mutations are not about it.
    ...["regionPools", "countryPools", "popPools"].map((field) =>
      refused("a table", `${field}.XX`, ["asia-pool-id"], "none", {
        of: field,
        at: field,
        found: '{"XX":["asia-pool-id"]}',
      }),
    ),
    refused("rules that lead elsewhere", "rules", [{ name: "other" }], "none"),
    refused("a user held by a cookie", "sessionAffinity", "cookie", "none"),
    refused("a host that is off", "enabled", false, "true"),
    refused("processing elsewhere", "regionKey", "eu", "za", { resource: 1 }),
    refused("processing anywhere", "regionKey", absent, "za", { resource: 1 }),
    {
      name: "a place for another host",
      resource: 1,
      path: "hostname",
      to: "www.azora.example",
      finding: { path: "", found: "without a regional hostname", wanted: "za" },
    },
    {
      name: "a place of a host that nobody leads",
      path: "name",
      to: "www.azora.example",
      finding: {
        path: "hostname",
        found: '"africa.azora.example"',
        wanted: "a host that a load balancer leads",
      },
    },
    {
      name: "another home",
      path: "name",
      to: "asia.azora.example",
      finding: { path: "", found: "without a regional hostname", wanted: "sg" },
    },
    {
      name: "a home that becomes the global host's",
      resource: fixtures.length - 1,
      path: "name",
      to: "europe.azora.example",
      finding: { path: "steeringPolicy", found: '"geo"', wanted: "off" },
    },
    undecided("name"),
    undecided("steeringPolicy"),
    undecided("defaultPools"),
    undecided("popPools"),
    undecided("rules"),
    undecided("hostname", { resource: 1 }),
    undecided("regionKey", { resource: 1 }),
    { ...undecided("name", { resource: 2 }), name: "the pool's name is unknown" },
  ],
};
