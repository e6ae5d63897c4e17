import { globalStackName } from "../../components/facts/regions";
import { loadPack } from "../../policies/framework/load";
import type { RecordedResource } from "../../preview/engine/monitor";
import { Gates } from "../../preview/gates";
import { testDay } from "../support/cli";
import { ownRuns } from "../support/planViews";

let resources: readonly RecordedResource[];
beforeAll(() => {
  resources = ownRuns().preview.find(({ stack }) => stack === globalStackName)?.resources ?? [];
}, 60_000);

const gates = new Gates([loadPack("compliance")], testDay, true);

/** What stops the merge of the global stack with these resources, as `rule: what is found`. */
function stopped(by: readonly RecordedResource[]): string[] {
  return gates
    .judge(globalStackName, by)
    .verdicts.filter(({ state }) => state === "violated" || state === "undecided")
    .map(({ policy, found }) => `${policy}: ${found}`);
}

const without = (name: string): readonly RecordedResource[] => {
  const left = resources.filter((resource) => resource.name !== name);
  expect(left).toHaveLength(resources.length - 1);
  return left;
};

/** The plan with other sources of one input. */
const deriving = (
  name: string,
  property: string,
  change: (urns: readonly string[]) => readonly string[],
): readonly RecordedResource[] =>
  resources.map((resource) =>
    resource.name === name
      ? {
          ...resource,
          propertyDependencies: {
            ...resource.propertyDependencies,
            [property]: [...change(resource.propertyDependencies[property] ?? [])],
          },
        }
      : resource,
  );

test("the project's own global stack is not stopped", () => {
  expect(stopped(resources)).toEqual([]);
});

describe("the gates name what the global stack is without", () => {
  test.each([
    ["geo-dns-global", "edge-hosts: no load balancer for api.<domain>"],
    ["geo-dns-asia", "edge-hosts: no load balancer for asia.<domain>"],
    ["geo-dns-pools-asia", "edge-everywhere: africa, europe, americas"],
    ["geo-dns-pools-monitor", "edge-pools-watched: no monitor of this stack"],
    ["geo-dns-europe-place", "edge-lawful: without a regional hostname"],
    ["edge-zone-dnssec", "edge-dns: its zone without DNSSEC"],
    ["edge-cache-settings", "edge-caches: its zone with 0 rule sets of http_request_cache_settings"],
    ["mesh-transit-europe-to-asia", "mesh-routes: without a route from europe to asia"],
    ["mesh-transit-europe-asia", "mesh-routes: without a peering of asia and europe"],
    ["mesh-transit-europe-asia-in-asia", "mesh-tables: in no table of asia"],
    ["mesh-transit-asia-own", "mesh-tables: 0 routes to 10.48.0.0/16"],
  ])("%s", (name, finding) => {
    expect(stopped(without(name))).toContain(finding);
  });
});

describe("the gates name what leads elsewhere", () => {
  const ofAsia = (urns: readonly string[]): readonly string[] =>
    urns.map((urn) => urn.replace(/africa$|europe$/, "asia"));

  test("a pool by europe's name with asia's origins", () => {
    expect(stopped(deriving("geo-dns-pools-europe", "origins", ofAsia))).toContain(
      "edge-lawful: from organization/azora/asia",
    );
  });

  test("a personal host without its fallback's pool", () => {
    expect(stopped(deriving("geo-dns-africa", "fallbackPool", () => []))).toContain(
      "edge-lawful: no pool of this stack",
    );
  });

  test("what comes from a peer, looked up in the network's own table", () => {
    const own =
      resources.find(({ name }) => name === "mesh-transit-europe-to-asia")?.propertyDependencies
        .transitGatewayRouteTableId ?? [];
    expect(own).toHaveLength(1);
    expect(
      stopped(deriving("mesh-transit-europe-asia-in-europe", "transitGatewayRouteTableId", () => own)),
    ).toContain("mesh-tables: no table of this stack");
  });
});
