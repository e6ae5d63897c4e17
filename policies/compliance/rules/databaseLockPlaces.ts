import { regionOfHost } from "../../../components/facts/network";
import { lockElection } from "../../../components/facts/database";
import type { ResourceRule } from "../../framework/rule";
import { availability } from "../../shared/controls";
import { clusterOf, memberConfigs } from "../../shared/databaseConfigs";
import { configMapType } from "../../shared/kubernetes";

export const rule: ResourceRule = {
  id: "database-lock-places",
  title: "The votes on a database's leader stand in different regions, an odd number, and none at home",
  why: "With the lock's leader at home the loss of that region costs an election of the lock before the lease even begins to end; two votes in one region go together.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "resource",
  types: [configMapType],
  onUnknown: "fail",
  check: (resource) =>
    memberConfigs(resource).flatMap((config) => {
      const hosts = config.texts("etcd3", "hosts");
      const places = hosts.map((host) => regionOfHost(host) ?? "nowhere");
      const home = clusterOf(config)?.home;
      const sound =
        places.length >= lockElection.members &&
        places.length % 2 === 1 &&
        new Set(places).size === places.length &&
        !places.includes("nowhere") &&
        home !== undefined &&
        !places.includes(home);
      return sound
        ? []
        : [
            {
              path: config.at("etcd3", "hosts").path,
              found: `${places.length} votes, in ${places.join(", ") || "no region"}`,
              wanted: `${lockElection.members} or more, an odd number, each in a region of its own and none in ${home ?? "the home region"}`,
              fix: "take the lock's regions from databaseClusters",
            },
          ];
    }),
};
