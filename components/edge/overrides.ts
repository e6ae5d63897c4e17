import { mayStandIn } from "../facts/edgeHosts";
import { countryAreas, geoAreas } from "../facts/geoAreas";
import type { SteeredRegion } from "./steering";

/** Orders that replace what nearness and facts give. */
export interface SteeringOverrides {
  /** Code of an area or country → every region; on the global host. */
  readonly byCode: Readonly<Record<string, readonly string[]>>;
  /** Home → the home, then those that take over from it; on its host of personal data. */
  readonly byHome: Readonly<Record<string, readonly string[]>>;
}

export const noOverrides: SteeringOverrides = { byCode: {}, byHome: {} };

/** How an override is written: `NG=africa>americas>europe>asia`. */
export const overridePattern = /^([A-Z]{2,4}|[a-z][a-z0-9-]*)=[a-z][a-z0-9-]*(>[a-z][a-z0-9-]*)+$/;

const codes = [...Object.keys(geoAreas), ...Object.keys(countryAreas)];

/** Why an order may not stand on the global host; `undefined` where it may. */
function wrongEverywhere(order: readonly string[], names: readonly string[]): string | undefined {
  const complete = order.length === names.length && names.every((name) => order.includes(name));
  return complete ? undefined : `every region once: ${names.join(", ")}`;
}

/** Why an order may not stand on a home's host of personal data; `undefined` where it may. */
function wrongAtHome(
  home: SteeredRegion,
  order: readonly string[],
  regions: readonly SteeredRegion[],
): string | undefined {
  const lawful = regions.filter((region) => mayStandIn(home.jurisdiction, region)).map(({ name }) => name);
  const complete = order.length === lawful.length && lawful.every((name) => order.includes(name));
  return complete && order[0] === home.name
    ? undefined
    : `${home.name} first, and once each of the regions that the law of ${home.jurisdiction} allows: ${lawful.join(", ")}`;
}

/**
 * Reads overrides, each as `overridePattern` has it.
 * @returns the overrides, and what is wrong with those that are left out: item, value and what is allowed.
 * @example readOverrides(["NG=africa>americas>europe>asia"], allRegions())
 */
export function readOverrides(
  items: readonly string[],
  regions: readonly SteeredRegion[],
): { readonly overrides: SteeringOverrides; readonly mistakes: readonly string[] } {
  const names = regions.map(({ name }) => name);
  const byCode: Record<string, readonly string[]> = {};
  const byHome: Record<string, readonly string[]> = {};
  const mistakes: string[] = [];
  items.forEach((item, index) => {
    const [key = "", list = ""] = item.split("=");
    const order = list.split(">");
    const home = regions.find(({ name }) => name === key);
    const place = home ? byHome : byCode;
    const allowed = home
      ? wrongAtHome(home, order, regions)
      : codes.includes(key)
        ? wrongEverywhere(order, names)
        : `an order for an area or country (${codes.join(", ")}) or for a home (${names.join(", ")})`;
    if (allowed !== undefined) mistakes.push(`[${index}] is "${item}"; allowed: ${allowed}`);
    else if (Object.hasOwn(place, key))
      mistakes.push(`[${index}] is "${item}"; allowed: one order for ${key}`);
    else place[key] = order;
  });
  return { overrides: { byCode, byHome }, mistakes };
}
