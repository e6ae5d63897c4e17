/** Which regions answer whom, in which order; pure functions of facts, for any number of regions. */
import { mayStandIn } from "../facts/edgeHosts";
import { countryAreas, geoAreas, type CountryCode, type GeoArea, type GeoCode } from "../facts/geoAreas";
import { distanceKm, type LocalZone, type Place, type Region } from "../facts/regions";
import { check } from "../shared";

/** What the steering of a host needs of a region. */
export interface SteeredRegion extends Pick<Region, "name" | "jurisdiction" | keyof Place> {
  readonly localZone?: Pick<LocalZone, "jurisdiction" | keyof Place> | undefined;
}

/** A host that holds no personal data: all regions for everybody, nearest first. */
export interface GlobalSteering {
  readonly byArea: Readonly<Record<GeoCode, readonly string[]>>;
  readonly byCountry: Readonly<Record<CountryCode, readonly string[]>>;
}

/** Kilometres to where a region lets users in: its data centre, or its Local Zone where that is nearer. */
function entryKm(area: GeoArea, region: SteeredRegion): number {
  const { localZone } = region;
  return Math.min(distanceKm(area, region), localZone ? distanceKm(area, localZone) : Infinity);
}

function nearestFirst(area: GeoArea, regions: readonly SteeredRegion[]): string[] {
  return [...regions]
    .sort((a, b) => entryKm(area, a) - entryKm(area, b) || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
}

function ordersOf<K extends string>(
  areas: Readonly<Record<K, GeoArea>>,
  regions: readonly SteeredRegion[],
  overrides: Readonly<Record<string, readonly string[]>>,
): Record<K, readonly string[]> {
  const entries = Object.entries<GeoArea>(areas).map(([code, area]) => [
    code,
    overrides[code] ?? nearestFirst(area, regions),
  ]);
  return Object.fromEntries(entries) as Record<K, readonly string[]>;
}

/**
 * Every area and country with all regions in a total order: the nearest answers, the next takes over.
 * @param overrides orders by code in place of those by nearness. Default none.
 * @example globalSteering(allRegions()).byCountry.NG[0] // "africa"
 */
export function globalSteering(
  regions: readonly SteeredRegion[],
  overrides: Readonly<Record<string, readonly string[]>> = {},
): GlobalSteering {
  check(regions.length >= 2, "steering.regions", regions.length, "2 or more regions");
  return {
    byArea: ordersOf(geoAreas, regions, overrides),
    byCountry: ordersOf(countryAreas, regions, overrides),
  };
}

/**
 * The regions of a home's host for personal data, in order: the home, then those that take over from it, lawful ones only.
 * @param order who takes over, as `failoverOrder` has it; others than the regions given are left out.
 * @throws InvalidValueError where no other region may: nobody would answer when the home is lost, and a region that may not
 * must never stand in; and where the home itself has a Local Zone to which its own data may not go.
 */
export function personalSteering(
  home: SteeredRegion,
  regions: readonly SteeredRegion[],
  order: readonly string[],
): readonly string[] {
  check(
    mayStandIn(home.jurisdiction, home),
    `steering.${home.name}.localZone.jurisdiction`,
    home.localZone?.jurisdiction,
    `a place to which personal data of ${home.jurisdiction} may go, since the Local Zone lets in the home's own users`,
  );
  const lawful = order.filter((name) => {
    const region = regions.find((candidate) => candidate.name === name);
    return region !== undefined && mayStandIn(home.jurisdiction, region);
  });
  check(
    lawful.length > 0,
    `steering.${home.name}`,
    order,
    `a region to which personal data of ${home.jurisdiction} may go`,
  );
  return [home.name, ...lawful];
}
