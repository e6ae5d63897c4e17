import { databaseKinds } from "../../../components/facts/database";
import { databaseClusters } from "../../../components/facts/databaseClusters";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { transfers } from "../../shared/controls";
import { clusterOf, memberConfigs, regionOf } from "../../shared/databaseConfigs";
import { wrong } from "../../shared/finding";
import { configMapType } from "../../shared/kubernetes";

function memberFindings(config: Reader): readonly Finding[] {
  const cluster = clusterOf(config);
  if (cluster === undefined)
    return [
      wrong(
        config.at("scope"),
        databaseClusters()
          .map(({ name }) => name)
          .join(", "),
        "take the clusters of facts",
      ),
    ];
  // Those that the law allows and that somebody needs: facts have no other.
  const places = [...new Set(cluster.members.map(({ region }) => region))];
  return places.includes(regionOf(config) ?? "")
    ? []
    : [
        wrong(
          config.at("postgresql", "connect_address"),
          `a host of ${places.join(", ")}`,
          `keep ${databaseKinds[cluster.kind].dataClass} data of ${cluster.home} where facts let it be`,
        ),
      ];
}

export const rule: ResourceRule = {
  id: "database-members-lawful",
  title: "A database's members stand where the law lets its rows be and somebody needs them",
  why: "Physical replication copies every row: a standby in another place is a transfer of all that the cluster holds.",
  severity: "critical",
  level: "mandatory",
  controls: transfers,
  scope: "resource",
  types: [configMapType],
  onUnknown: "fail",
  check: (resource) => memberConfigs(resource).flatMap(memberFindings),
};
