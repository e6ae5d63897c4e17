import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import type { EdgePlan } from "../facts/edge";
import { globalHost, personalHost } from "../facts/edgeHosts";
import { edgeRegionKeys } from "../facts/edgeMonitor";
import { failoverOrder, type Region } from "../facts/regions";
import { check } from "../shared";
import { noOverrides, type SteeringOverrides } from "./overrides";
import { RegionPools, type RegionEntry } from "./pools";
import { globalSteering, personalSteering, type GlobalSteering } from "./steering";

export interface GeoDnsArgs {
  /** Cloudflare's account, 32 hexadecimal digits. */
  readonly edgeAccountId: string;
  /** Cloudflare's zone of the domain, 32 hexadecimal digits. */
  readonly zoneId: string;
  readonly domain: string;
  readonly plan: EdgePlan;
  /** Whether each region has a host of its own for the personal data at home there. */
  readonly personalHosts: boolean;
  readonly entries: readonly RegionEntry[];
  /** Orders in place of what nearness and facts give. Default: none. */
  readonly overrides?: SteeringOverrides;
}

/** Where the edge may process personal data of a region. @throws InvalidValueError where Cloudflare offers no such place. */
function regionKeyOf({ name, jurisdiction }: Region): string {
  const keys: Readonly<Partial<Record<string, string>>> = edgeRegionKeys;
  const key = keys[jurisdiction];
  check(
    key !== undefined,
    `GeoDns.entries.${name}.jurisdiction`,
    jurisdiction,
    `a place that the edge can process in: ${Object.keys(edgeRegionKeys).join(", ")}`,
  );
  return key;
}

/**
 * The global load balancer: users reach the nearest region that answers; personal data stays with its home and those that may
 * stand in for it. Runs: the charges of its pools, and of a load balancer each for the global host and every home.
 */
export class GeoDns extends pulumi.ComponentResource {
  /** Host → regions that answer, in the order of takeover; for the global host those of users amid the primary's. */
  readonly hosts: pulumi.Output<Record<string, readonly string[]>>;
  /** Who answers users of each area and country on the global host, nearest first. */
  readonly steering: GlobalSteering;
  /** The hosts' names. */
  readonly hostNames: readonly string[];
  /** Ids of the pools, one a region. */
  readonly poolIds: readonly pulumi.Output<string>[];

  constructor(name: string, args: GeoDnsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:edge:GeoDns", name, {}, opts);
    const regions = args.entries.map(({ region }) => region);
    const { byCode, byHome } = args.overrides ?? noOverrides;
    const steering = globalSteering(regions, byCode);
    const homes = (args.personalHosts ? regions : []).map((region) => ({
      region,
      key: regionKeyOf(region),
      order: personalSteering(region, regions, byHome[region.name]?.slice(1) ?? failoverOrder(region.name)),
    }));
    const host = globalHost(args.domain);
    const pools = new RegionPools(`${name}-pools`, { ...args, host }, { parent: this });
    const poolsOf = (order: readonly string[]): pulumi.Output<string>[] =>
      order.flatMap((region) => pools.ids.get(region) ?? []);
    const tables = (orders: Readonly<Record<string, readonly string[]>>) =>
      Object.fromEntries(Object.entries(orders).map(([code, order]) => [code, poolsOf(order)]));

    const primary = regions.find(({ role }) => role === "primary") ?? regions[0];
    const everywhere = primary ? [primary.name, ...failoverOrder(primary.name)] : [];
    this.balancer(`${name}-global`, args, host, everywhere, poolsOf, {
      steeringPolicy: "geo",
      regionPools: tables(steering.byArea),
      countryPools: tables(steering.byCountry),
    });
    for (const { region, key, order } of homes) {
      const own = personalHost(region.name, args.domain);
      const balancer = this.balancer(`${name}-${region.name}`, args, own, order, poolsOf, {
        // In the order of the pools: nearness does not count, the law does.
        steeringPolicy: "off",
      });
      new cloudflare.RegionalHostname(
        `${name}-${region.name}-place`,
        { zoneId: args.zoneId, hostname: own, regionKey: key },
        { parent: this, dependsOn: [balancer] },
      );
    }
    this.steering = steering;
    this.hostNames = [host, ...homes.map(({ region }) => personalHost(region.name, args.domain))];
    this.poolIds = [...pools.ids.values()];
    this.hosts = pulumi.output(
      Object.fromEntries([
        [host, everywhere],
        ...homes.map(({ region, order }) => [personalHost(region.name, args.domain), order] as const),
      ]),
    );
    this.registerOutputs({
      hosts: this.hosts,
      steering: this.steering,
      hostNames: this.hostNames,
      poolIds: this.poolIds,
    });
  }

  /** @param order the first is what Cloudflare falls back on when no pool answers: where the data is led. */
  private balancer(
    name: string,
    args: GeoDnsArgs,
    host: string,
    order: readonly string[],
    poolsOf: (order: readonly string[]) => pulumi.Output<string>[],
    steering: Pick<cloudflare.LoadBalancerArgs, "steeringPolicy" | "regionPools" | "countryPools">,
  ): cloudflare.LoadBalancer {
    return new cloudflare.LoadBalancer(
      name,
      {
        zoneId: args.zoneId,
        name: host,
        description: `Azora: ${host}`,
        proxied: true,
        sessionAffinity: "none",
        adaptiveRouting: { failoverAcrossPools: true },
        defaultPools: poolsOf(order),
        fallbackPool: poolsOf(order)[0] ?? "",
        ...steering,
      },
      { parent: this },
    );
  }
}
