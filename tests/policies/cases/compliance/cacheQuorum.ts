import { rule } from "../../../../policies/compliance/rules/cacheQuorum";
import { cacheConfigMap, lines, sentinelHosts } from "../../../support/cacheFixtures";
import { refused, undecided } from "../../../support/mutationLines";
import type { Fixture, RuleCases } from "../../../support/rules";

const five = ["africa-0", "europe-0", "europe-1", "asia-0", "americas-0"];
const monitor = (quorum: string): string =>
  `sentinel monitor cache cache-0.cache.africa.internal.azora.example 6379 ${quorum}`;
const withSentinels = (places: readonly string[], quorum: string): Fixture =>
  cacheConfigMap("cache-sentinel", {
    "cache-sentinel-0.conf": lines("sentinel resolve-hostnames yes", monitor(quorum)),
    sentinels: sentinelHosts(places),
  });
const conf = 'data["cache-sentinel-0.conf"]';
const hosts = "data.sentinels";
const spread = "in 3 regions or more, of which any can be lost, each named once";

export const cases: RuleCases = {
  rule,
  fixtures: [
    withSentinels(five, "3"),
    withSentinels(["africa-0", "europe-0", "asia-0"], "2"),
    withSentinels(five, "4"),
    cacheConfigMap("cache", { "cache-0.conf": "port 0\n" }),
    cacheConfigMap("cache-sentinel", { "cache-sentinel-0.conf": monitor("1") }, "shop"),
  ],
  mutations: [
    refused("two of five could choose", conf, lines(monitor("2")), "one, with a quorum of 3 to 5", {
      found: "a quorum of 2",
    }),
    refused("more than there are", conf, lines(monitor("6")), "one, with a quorum of 3 to 5", {
      found: "a quorum of 6",
    }),
    refused(
      "nothing is watched",
      conf,
      lines("sentinel resolve-hostnames yes"),
      "one, with a quorum of 3 to 5",
      {
        found: "0 directives monitor",
      },
    ),
    refused("watched twice", conf, lines(monitor("3"), monitor("3")), "one, with a quorum of 3 to 5", {
      found: "2 directives monitor",
    }),
    refused("in two regions", hosts, sentinelHosts(["africa-0", "africa-1", "europe-0"]), spread, {
      found: "3 Sentinels, in africa, europe",
    }),
    refused(
      "one region has so many that nobody chooses without it",
      hosts,
      sentinelHosts(["africa-0", "europe-0", "europe-1", "europe-2", "asia-0"]),
      spread,
      { found: "5 Sentinels, in africa, europe, asia" },
    ),
    refused("one is named twice", hosts, sentinelHosts([...five.slice(0, 4), "asia-0"]), spread, {
      found: "5 Sentinels, in africa, europe, asia",
    }),
    refused("none is named", hosts, "", spread, { found: "0 Sentinels, in no region" }),
    undecided(conf),
    undecided(hosts),
    undecided('metadata.labels["app.kubernetes.io/name"]', { resource: 3 }),
    undecided("metadata.namespace", { resource: 4 }),
  ],
  survivors: [
    { path: "metadata.namespace", why: "a config map of another namespace is none of the cache" },
    { path: "metadata.labels.app.kubernetes.io/name", why: "cache-tls refuses a part that nobody knows" },
    { path: "data", why: "without any configuration there is nothing to run" },
  ],
};
