import { rule } from "../../../../policies/compliance/rules/cacheReplicaOrder";
import { cacheConfigMap, changed, lines, memberLines } from "../../../support/cacheFixtures";
import { refused, undecided } from "../../../support/mutationLines";
import type { RuleCases } from "../../../support/rules";

const conf = 'data["cache-0.conf"]';
const places = { africa: 10, europe: 20, asia: 30, americas: 40 } as const;
const fixtures = Object.entries(places).map(([region, priority]) =>
  cacheConfigMap("cache", { "cache-0.conf": lines(...memberLines(region, priority)) }),
);
const priority = (name: string, resource: number, to: number) => {
  const [region = "", own = 0] = Object.entries(places)[resource] ?? [];
  return refused(
    name,
    conf,
    lines(...memberLines(region, to)),
    `replica-priority ${own}, the place of ${region}`,
    {
      resource,
      found: `replica-priority ${to}`,
    },
  );
};

export const cases: RuleCases = {
  rule,
  fixtures: [
    ...fixtures,
    // Neither is a replica.
    cacheConfigMap("cache-sentinel", { "cache-sentinel-0.conf": "port 0\n" }),
    cacheConfigMap("cache", { "cache-0.conf": "port 0\n" }, "shop"),
  ],
  mutations: [
    priority("home comes after the second", 0, 21),
    priority("two regions have one place", 1, 10),
    priority("the third before the second", 2, 15),
    priority("the last never takes over", 3, 0),
    refused(
      "nothing said",
      conf,
      changed(memberLines("asia", 30), "replica-priority "),
      "replica-priority 30, the place of asia",
      {
        resource: 2,
        found: "no replica-priority",
      },
    ),
    refused(
      "a host in no region",
      conf,
      changed(memberLines("asia", 30), "replica-announce-ip ", "replica-announce-ip 10.48.0.7"),
      "replica-announce-ip and a member's host",
      { resource: 2, found: "replica-announce-ip 10.48.0.7" },
    ),
    undecided(conf),
    undecided('metadata.labels["app.kubernetes.io/name"]', { resource: 4 }),
    undecided("metadata.namespace", { resource: 5 }),
  ],
  survivors: [
    { path: "metadata.namespace", why: "a config map of another namespace is none of the cache" },
    { path: "metadata.labels.app.kubernetes.io/name", why: "cache-tls refuses a part that nobody knows" },
    { path: "data", why: "without any configuration there is nothing to run" },
  ],
};
