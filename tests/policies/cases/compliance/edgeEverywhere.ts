import { countryAreas, geoAreas } from "../../../../components/facts/geoAreas";
import { rule } from "../../../../policies/compliance/rules/edgeEverywhere";
import { globalBalancer, personalBalancer, pools, regionNames } from "../../../support/edgeFixtures";
import { refused } from "../../../support/mutationLines";
import { absent, unknown, type Mutation, type RuleCases } from "../../../support/rules";

const everyRegion = "all regions: africa, europe, asia, americas";
const three = ["africa-pool-id", "europe-pool-id", "asia-pool-id"];
const twice = [...three, "asia-pool-id"];
const but = (region: string): string[] => regionNames.filter((name) => name !== region);
const coded = [
  ...Object.keys(geoAreas).map((code) => `regionPools.${code}`),
  ...Object.keys(countryAreas).map((code) => `countryPools.${code}`),
];
const behind = (property: string): Mutation => ({
  name: `${property} without asia`,
  path: `@from.${property}`,
  to: but("asia"),
  finding: { path: property, found: "africa, europe, americas", wanted: everyRegion },
});
const deferred = (path: string, at = path): Mutation => ({
  name: `${path} is unknown`,
  path,
  to: unknown,
  finding: { path: at, state: "deferred" },
});

export const cases: RuleCases = {
  rule,
  fixtures: [
    globalBalancer,
    ...pools,
    // A host of personal data is led by the law, not by nearness.
    personalBalancer("africa", ["africa", "europe"]),
  ],
  mutations: [
    ...coded.flatMap((path) => [
      refused("a list that lacks a region", path, three, everyRegion, { of: path }),
      refused("no list", path, absent, everyRegion, { of: path }),
      refused("a region twice", path, twice, `${everyRegion}, each once`, { of: path }),
    ]),
    refused("a list for a country of its own that lacks a region", "countryPools.KE", three, everyRegion),
    refused("three for all others", "defaultPools", three, everyRegion),
    refused("one of them twice", "defaultPools", twice, `${everyRegion}, each once`),
    behind("regionPools"),
    behind("countryPools"),
    behind("defaultPools"),
    {
      name: "no fallback",
      path: "@from.fallbackPool",
      to: [],
      finding: { path: "fallbackPool", found: "no pool of this stack", wanted: "the pool of a region" },
    },
    {
      name: "a pool that is not the platform's",
      resource: 1,
      path: "name",
      to: "other",
      finding: { path: "regionPools", wanted: everyRegion },
    },
    {
      name: "a fifth that is no pool",
      resource: 1,
      path: "@type",
      to: "cloudflare:index/tunnel:Tunnel",
      finding: { path: "countryPools", wanted: everyRegion },
    },
    refused("switched off", "enabled", false, "true"),
    refused("steered by chance", "steeringPolicy", "random", "geo"),
    refused("steered by nothing", "steeringPolicy", absent, "geo"),
    refused("tables of data centres", "popPools", { LOS: three }, "none"),
    refused("rules that lead elsewhere", "rules", [{ name: "other" }], "none"),
    refused("led by who asks", "networks", ["cloudflare"], "none"),
    refused("led by a resolver's place", "locationStrategy", { mode: "resolver_ip" }, "none", {
      found: '{"mode":"resolver_ip"}',
    }),
    refused("a user held by a cookie", "sessionAffinity", "cookie", "none"),
    refused("whatever the edge holds a user by", "sessionAffinity", absent, "none"),
    {
      name: "a pool with another region's origins",
      resource: 1,
      path: "@from.origins",
      to: ["organization/azora/asia"],
      finding: { path: "defaultPools", found: "another pool, europe, asia, americas", wanted: everyRegion },
    },
    refused("no second try", "adaptiveRouting.failoverAcrossPools", false, "true"),
    {
      name: "a host of personal data that becomes one for all",
      resource: 5,
      path: "name",
      to: "www.azora.example",
      finding: { path: "steeringPolicy", found: '"off"', wanted: "geo" },
    },
    deferred("name"),
    deferred("steeringPolicy"),
    deferred("enabled"),
    deferred("popPools"),
    deferred("networks"),
    deferred("sessionAffinity"),
    deferred("regionPools.WEU[0]"),
    deferred("defaultPools[1]"),
    deferred("adaptiveRouting.failoverAcrossPools"),
  ],
};
