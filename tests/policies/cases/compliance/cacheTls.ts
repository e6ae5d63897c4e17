import { rule } from "../../../../policies/compliance/rules/cacheTls";
import { cacheConfigMap, changed, lines, serverLines } from "../../../support/cacheFixtures";
import { absent, type RuleCases } from "../../../support/rules";
import { refused, undecided } from "../../../support/mutationLines";

const conf = 'data["cache-0.conf"]';
const label = 'metadata.labels["app.kubernetes.io/name"]';
const change = (name: string, directive: string, to: string | undefined, found: string, wanted: string) =>
  refused(name, conf, changed(serverLines, `${directive} `, to), wanted, { found });

export const cases: RuleCases = {
  rule,
  fixtures: [
    cacheConfigMap("cache", { "cache-0.conf": lines(...serverLines), members: "cache-0\n" }),
    cacheConfigMap("cache-sentinel", { "cache-sentinel-0.conf": lines(...serverLines) }),
    cacheConfigMap("cache-local", { "cache-local.conf": lines(...serverLines) }),
    // Of another program, in a namespace of its own.
    cacheConfigMap("shop", { "nginx.conf": "listen 80;\n" }, "shop"),
    // Scripts are no configuration.
    cacheConfigMap("cache-scripts", { "common.sh": "set -eu\n" }),
  ],
  mutations: [
    change("a port without TLS", "port", "port 6379", "port 6379", "port 0"),
    change("nothing said of the port without TLS", "port", undefined, "no port", "port 0"),
    change("no port with TLS", "tls-port", "tls-port 0", "tls-port 0", "tls-port and a port"),
    change(
      "replication in plain text",
      "tls-replication",
      "tls-replication no",
      "tls-replication no",
      "tls-replication yes",
    ),
    change(
      "certificates are not asked for",
      "tls-auth-clients",
      "tls-auth-clients optional",
      "tls-auth-clients optional",
      "tls-auth-clients yes",
    ),
    change(
      "an older TLS beside it",
      "tls-protocols",
      'tls-protocols "TLSv1.2 TLSv1.3"',
      "tls-protocols TLSv1.2 TLSv1.3",
      "tls-protocols TLSv1.3",
    ),
    refused(
      "a later line switches it off",
      conf,
      lines(...serverLines, "tls-auth-clients no"),
      "tls-auth-clients yes",
      {
        found: "tls-auth-clients no",
      },
    ),
    refused(
      "a Sentinel without TLS",
      'data["cache-sentinel-0.conf"]',
      changed(serverLines, "port ", "port 26379"),
      "port 0",
      {
        resource: 1,
        found: "port 26379",
      },
    ),
    refused(
      "a local cache without TLS",
      'data["cache-local.conf"]',
      changed(serverLines, "port ", "port 6380"),
      "port 0",
      {
        resource: 2,
        found: "port 6380",
      },
    ),
    refused("a part that nobody knows", label, "redis", "cache | cache-sentinel | cache-local"),
    refused("no part", label, absent, "cache | cache-sentinel | cache-local"),
    undecided(conf),
    undecided(label),
    undecided("metadata.namespace", { resource: 3 }),
  ],
  survivors: [
    { path: "metadata.namespace", why: "a config map of another namespace is none of the cache" },
    { path: "data", why: "without any configuration there is nothing to run" },
  ],
};
