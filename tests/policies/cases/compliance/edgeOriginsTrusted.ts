import { rule } from "../../../../policies/compliance/rules/edgeOriginsTrusted";
import { globalBalancer, typeOf, zoneId } from "../../../support/edgeFixtures";
import { allUndecided, refused } from "../../../support/mutationLines";
import { absent, type Fixture, type RuleCases } from "../../../support/rules";

const part = (type: string, props: object = {}): Fixture => ({
  type: typeOf(type),
  name: type,
  stack: "global",
  props: { zoneId, ...props },
});
const fixtures: readonly Fixture[] = [
  globalBalancer,
  part("authenticatedOriginPullsCertificate"),
  part("authenticatedOriginPullsSettings", { enabled: true }),
  part("customOriginTrustStore"),
  part("loadBalancerMonitor", { header: { Host: ["api.azora.example"] }, probeZone: "azora.example" }),
];
const lacking = [
  "a client certificate of its own",
  "its client certificate shown",
  "authorities of its own to verify origins by",
];
const monitor = { resource: 4 };

export const cases: RuleCases = {
  rule,
  fixtures,
  mutations: [
    ...lacking.flatMap((what, index) => [
      {
        name: `without ${what}`,
        resource: index + 1,
        path: "@type",
        to: typeOf("zoneSetting"),
        finding: { path: "", found: `its zone without ${what}`, wanted: what },
      },
      {
        name: `another zone's: ${what}`,
        resource: index + 1,
        path: "zoneId",
        to: "0123456789abcdef0123456789abcdef",
        finding: { path: "", found: `its zone without ${what}`, wanted: what },
      },
    ]),
    refused("kept to itself", "enabled", false, "true", { resource: 2 }),
    refused("nothing said", "enabled", absent, "true", { resource: 2 }),
    refused("as nobody", "probeZone", absent, "azora.example", monitor),
    refused("as another", "probeZone", "lost.example", "azora.example", monitor),
    {
      name: "for another's host",
      ...monitor,
      path: "header.Host[0]",
      to: "api.lost.example",
      finding: { path: "probeZone", found: '"azora.example"', wanted: "lost.example" },
    },
    ...allUndecided(["probeZone", "header.Host[0]", "header.Host"], monitor),
    ...allUndecided(["enabled", "zoneId"], { resource: 2 }),
  ],
};
