import { rule } from "../../../../policies/compliance/rules/edgeOrigins";
import { typeOf } from "../../../support/edgeFixtures";
import { refused } from "../../../support/mutationLines";
import { absent, unknown, type RuleCases } from "../../../support/rules";

const origin = (zone: string) => ({ name: zone, address: "203.0.113.1", enabled: true, weight: 1 });
const deferred = (path: string) => ({
  name: `${path} is unknown`,
  path,
  to: unknown,
  finding: { path, state: "deferred" as const },
});
const two = [origin("a"), origin("b")];

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: typeOf("loadBalancerPool"),
      props: {
        name: "azora-europe",
        minimumOrigins: 1,
        origins: ["eu-central-1a", "eu-central-1b", "eu-central-1c"].map(origin),
      },
    },
  ],
  mutations: [
    refused("none", "origins", [], "3 or more origins"),
    refused("nothing said", "origins", absent, "3 or more origins"),
    {
      name: "a zone without one",
      path: "origins",
      to: two,
      finding: { path: "origins", wanted: "3 or more origins" },
    },
    refused("one that is off", "origins[1].enabled", false, "true"),
    refused("one that gets nothing", "origins[0].weight", 0, "more than 0"),
    refused("one behind a tunnel", "origins[0].virtualNetworkId", "network-id", "absent"),
    refused("one at another door", "origins[1].port", 8443, "443"),
    refused("one without an address", "origins[2].address", "", "an address"),
    refused("gone with the first zone that is lost", "minimumOrigins", 3, "1"),
    refused("gone never", "minimumOrigins", 0, "1"),
    deferred("name"),
    deferred("minimumOrigins"),
    deferred("origins"),
    deferred("origins[0].enabled"),
    deferred("origins[0].port"),
    deferred("origins[0].virtualNetworkId"),
    deferred("origins[0].weight"),
    deferred("origins[0].address"),
  ],
  survivors: [
    { path: "name", why: "a pool of another name is refused by edge-lawful; here it needs one origin" },
  ],
};
