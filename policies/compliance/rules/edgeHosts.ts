import { globalHost, personalHost } from "../../../components/facts/edgeHosts";
import { allRegions } from "../../../components/facts/regions";
import type { StackRule } from "../../framework/rule";
import { availability } from "../../shared/controls";
import { loadBalancerType } from "../../shared/edgeZones";
import { wrongResource } from "../../shared/finding";
import { collect } from "../../shared/links";
import { joinsRegions } from "../../shared/places";

export const rule: StackRule = {
  id: "edge-hosts",
  title: "There is a global host before the regions, and a host for the personal data of each home",
  why: "What the other rules of the edge ask of a host they ask of those that are there; one that is gone leaves its users without an answer, or their data to the host that is led everywhere.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "stack",
  types: [loadBalancerType],
  lists: {
    homesWithoutHost: {
      description: "Homes whose personal data no host of the edge serves (`azora:personalDataHosts: false`).",
      pattern: "^[a-z][a-z0-9-]*$",
      default: [],
    },
  },
  onUnknown: "fail",
  check: (stack, { lists: { homesWithoutHost = [] } }) => {
    if (!joinsRegions(stack)) return [];
    const { found, complete } = collect(stack, [loadBalancerType], ({ props }) => [props.text("name") ?? ""]);
    if (!complete) return [];
    const homes = allRegions().filter(({ name }) => !homesWithoutHost.includes(name));
    const wanted = [
      globalHost,
      ...homes.map(
        ({ name }) =>
          (domain: string) =>
            personalHost(name, domain),
      ),
    ];
    return wanted
      .map((hostOf) => hostOf(""))
      .filter((label) => !found.some((host) => host.startsWith(label)))
      .map((label) =>
        wrongResource(
          `no load balancer for ${label}<domain>`,
          "the global host, and one for each home",
          "lead the host as GeoDns does",
        ),
      );
  },
};
