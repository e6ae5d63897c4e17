import type { Fixture } from "./rules";

/** Labels of a part of the cache. */
export const partLabels = (part: string): Readonly<Record<string, string>> => ({
  "app.kubernetes.io/name": part,
  "azora.io/data-class": "internal",
});

/** Directives, one a line. */
export const lines = (...directives: readonly string[]): string => `${directives.join("\n")}\n`;

/** What every server has. */
export const serverLines = [
  "port 0",
  "tls-port 6379",
  "tls-replication yes",
  "tls-auth-clients yes",
  'tls-protocols "TLSv1.3"',
  "aclfile /run/valkey/users.acl",
] as const;

/** A member in a region. */
export function memberLines(region: string, priority: number): readonly string[] {
  return [
    ...serverLines,
    `replica-announce-ip cache-0.cache.${region}.internal.azora.example`,
    `replica-priority ${priority}`,
    "min-replicas-to-write 2",
    "min-replicas-max-lag 5",
    "appendonly yes",
    "maxmemory 2218mb",
    "maxmemory-policy noeviction",
  ];
}

/** The lines with one of them, known by its beginning, in other words; left out where there are none. */
export function changed(all: readonly string[], beginning: string, to?: string): string {
  return lines(...all.flatMap((line) => (line.startsWith(beginning) ? (to ?? []) : [line])));
}

/** A config map of a part of the cache. */
export function cacheConfigMap(
  part: string,
  data: Readonly<Record<string, string>>,
  namespace = "valkey",
): Fixture {
  return {
    type: "kubernetes:core/v1:ConfigMap",
    props: { metadata: { name: `${part}-config`, namespace, labels: partLabels(part) }, data },
  };
}

/** Hosts of Sentinels, one a line. @example sentinelHosts(["asia-0"]) */
export function sentinelHosts(places: readonly string[]): string {
  return lines(
    ...places.map((place) => {
      const [region = "", ordinal = ""] = place.split("-");
      return `cache-sentinel-${ordinal}.cache-sentinel.${region}.internal.azora.example`;
    }),
  );
}
