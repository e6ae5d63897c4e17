import { regionOfHost } from "../../../components/facts/network";
import type { Finding, ResourceRule } from "../../framework/rule";
import { serverTextsOf, type ServerText } from "../../shared/cacheConfigs";
import { availability } from "../../shared/controls";
import { configMapType } from "../../shared/kubernetes";

const regionsMin = 3;

function quorumFindings(text: ServerText, hosts: readonly string[]): readonly Finding[] {
  const monitors = text.all("sentinel").filter((line) => line.startsWith("monitor "));
  // "monitor NAME HOST PORT QUORUM"
  const quorum = Number(monitors[0]?.split(" ")[4] ?? Number.NaN);
  const majority = Math.floor(hosts.length / 2) + 1;
  return monitors.length === 1 && quorum >= majority && quorum <= hosts.length
    ? []
    : [
        {
          path: text.reader.path,
          found: monitors.length === 1 ? `a quorum of ${quorum}` : `${monitors.length} directives monitor`,
          wanted: `one, with a quorum of ${majority} to ${hosts.length}`,
          fix: "take the quorum from cacheCluster",
        },
      ];
}

export const rule: ResourceRule = {
  id: "cache-quorum",
  title: "A majority of Sentinels in three regions or more chooses the cache's primary",
  why: "Fewer than a majority could choose two primaries at once; Sentinels that stand together are lost together, and then nobody chooses one.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "resource",
  types: [configMapType],
  onUnknown: "fail",
  check: (resource) => {
    const texts = serverTextsOf(resource, "sentinels");
    if (texts.length === 0) return [];
    const list = resource.props.at("data", "sentinels");
    const hosts = (list.text() ?? "").split("\n").filter((line) => line !== "");
    const regions = hosts.map((host) => regionOfHost(host) ?? host);
    const most = Math.max(0, ...regions.map((each) => regions.filter((other) => other === each).length));
    const majority = Math.floor(hosts.length / 2) + 1;
    const spread = new Set(regions).size >= regionsMin && hosts.length - most >= majority;
    return [
      ...(spread && new Set(hosts).size === hosts.length
        ? []
        : [
            {
              path: list.path,
              found: `${hosts.length} Sentinels, in ${[...new Set(regions)].join(", ") || "no region"}`,
              wanted: `in ${regionsMin} regions or more, of which any can be lost, each named once`,
              fix: "take the places from cacheCluster",
            },
          ]),
      ...texts.flatMap((text) => quorumFindings(text, hosts)),
    ];
  },
};
