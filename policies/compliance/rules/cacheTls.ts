import { tlsMin } from "../../../components/facts/security";
import type { ResourceRule } from "../../framework/rule";
import { cacheParts, inCacheNamespace, partLabelOf, serverTexts } from "../../shared/cacheConfigs";
import { onTheWay } from "../../shared/controls";
import { wrong } from "../../shared/finding";
import { configMapType } from "../../shared/kubernetes";

const wanted: Readonly<Record<string, string>> = {
  port: "0",
  "tls-replication": "yes",
  "tls-auth-clients": "yes",
  "tls-protocols": `TLSv${tlsMin.version}`,
};

export const rule: ResourceRule = {
  id: "cache-tls",
  title: "Caches speak TLS only, with whoever shows a certificate",
  why: "What is replicated crosses continents, and a port without TLS or without a question for a certificate lets anybody in the network try commands on a server.",
  severity: "critical",
  level: "mandatory",
  controls: onTheWay,
  scope: "resource",
  types: [configMapType],
  onUnknown: "fail",
  check: (resource) => {
    if (!inCacheNamespace(resource)) return [];
    const texts = serverTexts(resource);
    const label = partLabelOf(resource);
    const parts: readonly string[] = Object.values(cacheParts);
    return [
      // Other rules find a part by its label.
      ...(texts.length > 0 && !parts.includes(label.text() ?? "")
        ? [wrong(label, parts.join(" | "), "label the configuration by the part that it is of")]
        : []),
      ...texts.flatMap((text) => [
        ...Object.entries(wanted)
          .filter(([directive, value]) => text.value(directive) !== value)
          .map(([directive, value]) => text.wrong(directive, value, "take what serverConfig has")),
        ...(text.number("tls-port") > 0
          ? []
          : [text.wrong("tls-port", "and a port", "take what serverConfig has")]),
      ]),
    ];
  },
};
