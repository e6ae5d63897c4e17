import { cacheReplication } from "../../../components/facts/cache";
import type { ResourceRule } from "../../framework/rule";
import { serverTextsOf } from "../../shared/cacheConfigs";
import { availability } from "../../shared/controls";
import { configMapType } from "../../shared/kubernetes";

const { minReplicasToWrite, maxLagSecondsMax } = cacheReplication;

export const rule: ResourceRule = {
  id: "cache-writes",
  title: "The replicated cache writes with copies elsewhere, on a disk, and forgets nothing",
  why: "A primary that was cut off goes on taking writes that will be lost, unless it misses its replicas and stops; one of two replicas stands beside it, so two must be there.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "resource",
  types: [configMapType],
  onUnknown: "fail",
  check: (resource) =>
    serverTextsOf(resource, "members").flatMap((text) => {
      const lag = text.number("min-replicas-max-lag");
      const fix = "take what valkeyConfig has";
      return [
        ...(text.number("min-replicas-to-write") >= minReplicasToWrite
          ? []
          : [text.wrong("min-replicas-to-write", `${minReplicasToWrite} or more`, fix)]),
        // 0 switches the limit off.
        ...(lag > 0 && lag <= maxLagSecondsMax
          ? []
          : [text.wrong("min-replicas-max-lag", `1 to ${maxLagSecondsMax}`, fix)]),
        ...(text.value("appendonly") === "yes" ? [] : [text.wrong("appendonly", "yes", fix)]),
        ...(text.value("maxmemory-policy") === "noeviction"
          ? []
          : [text.wrong("maxmemory-policy", "noeviction", fix)]),
        ...(/^[1-9]\d*mb$/.test(text.value("maxmemory") ?? "")
          ? []
          : [text.wrong("maxmemory", "and a size in mb", fix)]),
      ];
    }),
};
