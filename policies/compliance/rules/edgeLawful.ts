import { homeOfHost, mayStandIn, regionOfPool } from "../../../components/facts/edgeHosts";
import { edgeRegionKeys } from "../../../components/facts/edgeMonitor";
import { allRegions, regionNamed } from "../../../components/facts/regions";
import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import { transfers } from "../../shared/controls";
import { noneOf, offItsLists, originsFrom, poolType, regionOf, regionsBehind } from "../../shared/edgePools";
import { loadBalancerType } from "../../shared/edgeZones";
import { wrong, wrongResource } from "../../shared/finding";
import { findingsOf } from "../../shared/look";

const placeType = "cloudflare:index/regionalHostname:RegionalHostname";
/** What would lead by nearness, where the law counts. */
const tables = ["regionPools", "countryPools"];
const keys: Readonly<Partial<Record<string, string>>> = edgeRegionKeys;

/** The place where the edge processes a host's requests. */
function placeOf(stack: StackView, host: string, key: string | undefined): Finding[] {
  const places = stack.ofType(placeType).filter(({ props }) => props.text("hostname") === host);
  const wanted = key ?? "a place that the edge can process in";
  if (places.length === 0)
    return [wrongResource("without a regional hostname", wanted, "bind the host to its place")];
  return places
    .filter(({ props }) => props.text("regionKey") !== key)
    .map(({ props, urn }) => ({
      ...wrong(props.at("regionKey"), wanted, "bind the host to its place"),
      urn,
    }));
}

/** A place that binds no host: the host that it was for goes by another name, and is bound to nothing. */
function unled(stack: StackView, { props }: ResourceView): Finding[] {
  const host = props.text("hostname");
  const led = stack.ofType(loadBalancerType).some((balancer) => balancer.props.text("name") === host);
  return led
    ? []
    : [wrong(props.at("hostname"), "a host that a load balancer leads", "bind the place to the host")];
}

/** A pool by a region's name with origins of another's would send personal data wherever those are. */
function ofItsName(stack: StackView, pool: ResourceView): Finding[] {
  const name = pool.props.at("name");
  const named = regionOfPool(pool.props.text("name"));
  if (named === undefined) return [wrong(name, "a region's pool by its name", "name the pool by poolName")];
  if (regionOf(stack, pool) === named) return [];
  const wanted = `from ${named} alone, whose pool it is by its name`;
  return [
    {
      path: "origins",
      found: `from ${originsFrom(stack, pool)}`,
      wanted,
      fix: "take the origins from the region's contract",
    },
  ];
}

function poolsOf(
  stack: StackView,
  balancer: ResourceView,
  home: string,
  lawful: readonly string[],
): Finding[] {
  const { props } = balancer;
  const wanted = `regions that the law allows: ${lawful.join(", ")}`;
  const behind = regionsBehind(stack, balancer, "defaultPools");
  const fallback = regionsBehind(stack, balancer, "fallbackPool");
  const shown = (regions: ReadonlySet<string | undefined>): string =>
    regions.size === 0
      ? "no pool of this stack"
      : [...regions].map((name) => name ?? "another pool").join(", ");
  const findings: Finding[] = [];
  const add = (path: string, regions: ReadonlySet<string | undefined>, want: string): number =>
    findings.push({ path, found: shown(regions), wanted: want, fix: "steer by personalSteering" });
  const isLawful = (name: string | undefined): boolean => name !== undefined && lawful.includes(name);
  if (![...behind].every(isLawful) || behind.size !== props.items("defaultPools").length)
    add("defaultPools", behind, wanted);
  else if (!behind.has(home)) add("defaultPools", behind, `${home}, where the data is at home`);
  else if (behind.size < Math.min(2, lawful.length)) add("defaultPools", behind, `two or more of ${wanted}`);
  if (fallback.size !== 1 || ![...fallback].every(isLawful)) add("fallbackPool", fallback, wanted);
  return findings;
}

export const rule: StackRule = {
  id: "edge-lawful",
  title:
    "A host of personal data leads to lawful regions only, by the origins behind its pools, and is processed in its home's place",
  why: "A fallback that leaves the law's reach sends personal data there exactly when nobody is looking: during an outage.",
  severity: "critical",
  level: "mandatory",
  controls: transfers,
  scope: "stack",
  types: [loadBalancerType, poolType, placeType],
  onUnknown: "fail",
  check: (stack) => [
    ...findingsOf(stack, [placeType], (place) => unled(stack, place)),
    ...findingsOf(stack, [poolType], (pool) => ofItsName(stack, pool)),
    ...findingsOf(stack, [loadBalancerType], (balancer) => {
      const { props } = balancer;
      const host = props.text("name") ?? "";
      const home = homeOfHost(host);
      if (home === undefined) return [];
      const { jurisdiction } = regionNamed(home);
      const lawful = allRegions()
        .filter((region) => mayStandIn(jurisdiction, region))
        .map(({ name }) => name);
      const steering = props.at("steeringPolicy");
      return [
        ...(props.text("steeringPolicy") === "off"
          ? []
          : [wrong(steering, "off", "lead in the order of the law")]),
        ...noneOf(props, tables, "lead in the order of the law"),
        ...offItsLists(balancer),
        ...poolsOf(stack, balancer, home, lawful),
        ...placeOf(stack, host, keys[jurisdiction]),
      ];
    }),
  ],
};
