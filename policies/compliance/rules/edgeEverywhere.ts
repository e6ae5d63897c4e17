import { homeOfHost } from "../../../components/facts/edgeHosts";
import { countryAreas, geoAreas } from "../../../components/facts/geoAreas";
import { allRegions } from "../../../components/facts/regions";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import { availability } from "../../shared/controls";
import { offItsLists, poolType, regionsBehind } from "../../shared/edgePools";
import { loadBalancerType } from "../../shared/edgeZones";
import { wrong } from "../../shared/finding";
import { findingsOf } from "../../shared/look";

const fix = "steer by globalSteering";
const all = allRegions().map(({ name }) => name);
const everyRegion = `all regions: ${all.join(", ")}`;

/** Every list of pools: for those whom no table knows, and by area and country. */
function listsOf({ props }: ResourceView): Reader[] {
  const tables = { regionPools: Object.keys(geoAreas), countryPools: Object.keys(countryAreas) };
  const coded = Object.entries(tables).flatMap(([table, codes]) =>
    [...new Set([...codes, ...props.keys(table)])].map((code) => props.at(table, code)),
  );
  return [props.at("defaultPools"), ...coded];
}

function shapeOf(balancer: ResourceView): Finding[] {
  const { props } = balancer;
  const findings = offItsLists(balancer);
  if (props.text("steeringPolicy") !== "geo")
    findings.push(wrong(props.at("steeringPolicy"), "geo", "steer by where users are"));
  if (props.flag("adaptiveRouting", "failoverAcrossPools") !== true)
    findings.push(
      wrong(props.at("adaptiveRouting", "failoverAcrossPools"), "true", "let a request try the next pool"),
    );
  return findings;
}

/** Fields behind which not every region stands. */
function missingBehind(stack: StackView, balancer: ResourceView): Finding[] {
  const wanted = {
    defaultPools: all.length,
    regionPools: all.length,
    countryPools: all.length,
    fallbackPool: 1,
  };
  return Object.entries(wanted)
    .filter(([property, count]) => {
      const behind = regionsBehind(stack, balancer, property);
      return behind.size !== count || behind.has(undefined);
    })
    .map(([property, count]) => ({
      path: property,
      found:
        [...regionsBehind(stack, balancer, property)].map((name) => name ?? "another pool").join(", ") ||
        "no pool of this stack",
      wanted: count === 1 ? "the pool of a region" : everyRegion,
      fix,
    }));
}

export const rule: StackRule = {
  id: "edge-everywhere",
  title: "On the global host every area and country is led to every region",
  why: "A list that lacks a region leaves its users without an answer as soon as the others are lost.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "stack",
  types: [loadBalancerType, poolType],
  // Ids of pools are known after deployment; that each stands once in a list shows in the resolved plan.
  onUnknown: "defer",
  check: (stack) =>
    findingsOf(stack, [loadBalancerType], (balancer) => {
      if (homeOfHost(balancer.props.text("name")) !== undefined) return [];
      const lists = listsOf(balancer);
      const short = lists
        .filter((list) => list.items().length !== all.length)
        .map((list) => wrong(list, everyRegion, fix));
      const found = [...shapeOf(balancer), ...missingBehind(stack, balancer), ...short];
      if (found.length > 0) return found;
      return lists
        .filter((list) => new Set(list.texts()).size !== all.length)
        .map((list) => wrong(list, `${everyRegion}, each once`, fix));
    }),
};
