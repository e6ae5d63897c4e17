import { cacheCluster } from "../../../components/facts/cacheCluster";
import { regionOfHost } from "../../../components/facts/network";
import type { ResourceRule } from "../../framework/rule";
import { serverTextsOf } from "../../shared/cacheConfigs";
import { availability } from "../../shared/controls";
import { configMapType } from "../../shared/kubernetes";

export const rule: ResourceRule = {
  id: "cache-replica-order",
  title: "Replicas of the cache take over in the order in which regions do",
  why: "Sentinels choose the replica with the lowest priority, and never one with 0. A region out of its order would lead while one nearer to the database is well.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "resource",
  types: [configMapType],
  onUnknown: "fail",
  check: (resource) =>
    serverTextsOf(resource, "members").flatMap((text) => {
      const directive = "replica-announce-ip";
      const region = regionOfHost(text.value(directive) ?? "");
      const member = cacheCluster().members.find((each) => each.region === region);
      if (member === undefined)
        return [
          text.wrong(directive, "and a member's host", "announce the name that external-dns publishes"),
        ];
      return text.number("replica-priority") === member.priority
        ? []
        : [
            text.wrong(
              "replica-priority",
              `${member.priority}, the place of ${member.region}`,
              "take the priority from cacheCluster",
            ),
          ];
    }),
};
