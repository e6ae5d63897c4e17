/** Names at the edge: which host is whose, and which pool leads where. */
import { mayAnswer, type JurisdictionCode } from "./jurisdictions";
import { allRegions, type LocalZone, type Region } from "./regions";

/** The host that everybody uses for what holds no personal data. */
export function globalHost(domain: string): string {
  return `api.${domain}`;
}

/** The host of a home region's personal data, processed in its place only. */
export function personalHost(region: string, domain: string): string {
  return `${region}.${domain}`;
}

/** The region whose personal data a host answers for; `undefined` for the global host and any other. */
export function homeOfHost(host: string | undefined): string | undefined {
  const label = host?.split(".")[0];
  return allRegions().find(({ name }) => name === label)?.name;
}

/** Name of a region's pool of origins. */
export function poolName(region: string): string {
  return `azora-${region}`;
}

/** The region that a pool leads to; `undefined` for a pool that is not the platform's. */
export function regionOfPool(pool: string | undefined): string | undefined {
  return allRegions().find(({ name }) => poolName(name) === pool)?.name;
}

/** A region by the places in which it answers. */
export interface AnsweringRegion extends Pick<Region, "jurisdiction"> {
  readonly localZone?: Pick<LocalZone, "jurisdiction"> | undefined;
}

/**
 * Whether a region's pool may answer for the personal data of a home. A Local Zone's load balancer is an origin of the pool,
 * so that requests may enter in its place and go on to the region's: each of these hops needs a basis of its own.
 */
export function mayStandIn(home: JurisdictionCode, { jurisdiction, localZone }: AnsweringRegion): boolean {
  const hops = localZone
    ? ([
        [home, localZone.jurisdiction],
        [localZone.jurisdiction, jurisdiction],
      ] as const)
    : [];
  return mayAnswer(home, jurisdiction) && hops.every(([from, to]) => mayAnswer(from, to));
}
