import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import { edgePlanFacts, type EdgePlan } from "../facts/edge";
import { poolName } from "../facts/edgeHosts";
import { edgeHealth, edgeMonitor, originWeights } from "../facts/edgeMonitor";
import type { Region } from "../facts/regions";

/** Where a region lets clients in; from its contract. */
export interface RegionEntry {
  readonly region: Region;
  /** Public addresses of its load balancer, one a zone. */
  readonly addresses: pulumi.Input<readonly string[]>;
  /** Name of the Local Zone's load balancer; `null` where there is none. */
  readonly localZoneName: pulumi.Input<string | null>;
}

export interface RegionPoolsArgs {
  /** Cloudflare's account, 32 hexadecimal digits. */
  readonly edgeAccountId: string;
  readonly plan: EdgePlan;
  /** Host that monitors ask for. */
  readonly host: string;
  /** Zone as which monitors come: with its certificate, without which no region lets them in. */
  readonly domain: string;
  readonly entries: readonly RegionEntry[];
}

/**
 * A region's origins: its zones, and before them its Local Zone, which then takes nearly all.
 * @throws Error where the contract has not one address a zone.
 */
export function originsOf(
  { name, zones, localZone }: Region,
  addresses: readonly string[],
  localZoneName: string | null,
): cloudflare.types.input.LoadBalancerPoolOrigin[] {
  if (addresses.length !== zones.length)
    throw new Error(
      `contract of ${name}: ingress.addresses has ${addresses.length}; allowed: ${zones.length}, one a zone`,
    );
  const origin = (zone: string, address: string, weight: number) => ({
    name: zone,
    address,
    enabled: true,
    weight,
  });
  const { zone, zoneBesideLocalZone, localZone: local } = originWeights;
  const others = addresses.map((address, index) =>
    origin(zones[index] ?? "", address, localZoneName === null ? zone : zoneBesideLocalZone),
  );
  return localZoneName === null ? others : [origin(localZone?.zone ?? "", localZoneName, local), ...others];
}

/**
 * One pool of origins a region, watched by a monitor as often as the plan allows.
 * Runs: a monthly charge an origin and monitor, and one for 500,000 DNS queries.
 */
export class RegionPools extends pulumi.ComponentResource {
  /** Region → id of its pool. */
  readonly ids: ReadonlyMap<string, pulumi.Output<string>>;

  constructor(name: string, args: RegionPoolsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:edge:RegionPools", name, {}, opts);
    const monitor = new cloudflare.LoadBalancerMonitor(
      `${name}-monitor`,
      {
        accountId: args.edgeAccountId,
        description: "Azora: whether a region's gateway answers",
        type: "https",
        method: "GET",
        path: edgeHealth.path,
        header: { Host: [args.host] },
        probeZone: args.domain,
        expectedCodes: edgeHealth.expectedCodes,
        expectedBody: edgeHealth.expectedBody,
        followRedirects: false,
        allowInsecure: false,
        interval: edgePlanFacts[args.plan].monitorIntervalSecondsMin,
        timeout: edgeMonitor.timeoutSeconds,
        retries: edgeMonitor.retries,
        consecutiveUp: edgeMonitor.consecutiveUp,
        consecutiveDown: edgeMonitor.consecutiveDown,
      },
      { parent: this },
    );
    this.ids = new Map(
      args.entries.map((entry) => [
        entry.region.name,
        new cloudflare.LoadBalancerPool(
          `${name}-${entry.region.name}`,
          {
            accountId: args.edgeAccountId,
            name: poolName(entry.region.name),
            description: `${entry.region.city}, ${entry.region.role}`,
            origins: pulumi
              .all([entry.addresses, entry.localZoneName])
              .apply(([addresses, localZoneName]) => originsOf(entry.region, addresses, localZoneName)),
            originSteering: { policy: "random" },
            minimumOrigins: 1,
            monitor: monitor.id,
            checkRegions: [...edgePlanFacts[args.plan].checkRegions],
            latitude: entry.region.latitude,
            longitude: entry.region.longitude,
            enabled: true,
          },
          // The regions' controllers take a pool out within seconds and bring it back, and keep their mark in the description:
          // the two are written together, so that an update which writes one back writes back the other.
          { parent: this, ignoreChanges: ["enabled", "description"] },
        ).id,
      ]),
    );
    this.registerOutputs({ ids: Object.fromEntries(this.ids) });
  }
}
