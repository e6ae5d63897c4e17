import { rule } from "../../../../policies/compliance/rules/cacheWrites";
import { cacheConfigMap, changed, lines, memberLines } from "../../../support/cacheFixtures";
import { refused, undecided } from "../../../support/mutationLines";
import type { Mutation, RuleCases } from "../../../support/rules";

const conf = 'data["cache-0.conf"]';
const member = memberLines("africa", 10);
const change = (name: string, directive: string, value: string, wanted: string): Mutation =>
  refused(name, conf, changed(member, `${directive} `, `${directive} ${value}`), `${directive} ${wanted}`, {
    found: `${directive} ${value}`,
  });

export const cases: RuleCases = {
  rule,
  fixtures: [
    cacheConfigMap("cache", { "cache-0.conf": lines(...member) }),
    cacheConfigMap("cache", {
      "cache-0.conf": changed(member, "min-replicas-max-lag ", "min-replicas-max-lag 10"),
    }),
    // A local cache may forget.
    cacheConfigMap("cache-local", { "cache-local.conf": "maxmemory-policy allkeys-lfu\n" }),
    cacheConfigMap("cache", { "cache-0.conf": "appendonly no\n" }, "shop"),
  ],
  mutations: [
    change("one replica, which may stand beside the primary", "min-replicas-to-write", "1", "2 or more"),
    change("a cut-off primary writes for longer", "min-replicas-max-lag", "11", "1 to 10"),
    change("without any limit", "min-replicas-max-lag", "0", "1 to 10"),
    change("nothing on a disk", "appendonly", "no", "yes"),
    change("what is replicated may be forgotten", "maxmemory-policy", "allkeys-lru", "noeviction"),
    change("no limit of memory", "maxmemory", "0", "and a size in mb"),
    refused(
      "nothing said of replicas",
      conf,
      changed(member, "min-replicas-to-write "),
      "min-replicas-to-write 2 or more",
      {
        found: "no min-replicas-to-write",
      },
    ),
    undecided(conf),
    undecided('metadata.labels["app.kubernetes.io/name"]', { resource: 2 }),
    undecided("metadata.namespace", { resource: 3 }),
  ],
  survivors: [
    { path: "metadata.namespace", why: "a config map of another namespace is none of the cache" },
    { path: "metadata.labels.app.kubernetes.io/name", why: "cache-tls refuses a part that nobody knows" },
    { path: "data", why: "without any configuration there is nothing to run" },
  ],
};
