import { membersInStep } from "../../../components/facts/database";
import type { Finding, ResourceRule, ResourceView } from "../../framework/rule";
import { availability } from "../../shared/controls";
import { clusterOf, memberConfigs, regionOf } from "../../shared/databaseConfigs";
import { configMapType } from "../../shared/kubernetes";

function findingsOf(resource: ResourceView): readonly Finding[] {
  const configs = memberConfigs(resource);
  const [first] = configs;
  const cluster = first && clusterOf(first);
  const region = first && regionOf(first);
  if (first === undefined || cluster === undefined || region === undefined) return [];
  const waitedFor = [cluster.home, cluster.partner].includes(region);
  const inStep = configs.filter((config) => config.flag("tags", "nosync") !== true);
  const fix = "take the tags that patroniConfig gives";
  if (!waitedFor)
    return inStep.map((config) => ({
      path: config.at("tags", "nosync").path,
      found: config.at("tags", "nosync").shown,
      wanted: `true, since ${region} is neither the home of ${cluster.name} nor its partner`,
      fix,
    }));
  return inStep.length >= membersInStep
    ? []
    : [
        {
          path: resource.props.at("data").path,
          found: `${inStep.length} members that durable commits may wait for, of ${configs.length}`,
          wanted: `${membersInStep} or more in ${region}`,
          fix,
        },
      ];
}

export const rule: ResourceRule = {
  id: "database-in-step",
  title: "Durable commits may wait for two members at home and two with the partner, and for no other",
  why: "With nobody in step in the partner region the loss of home leaves no member that may lead by itself; one that is further away makes every durable commit as slow as its line.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "resource",
  types: [configMapType],
  onUnknown: "fail",
  check: findingsOf,
};
