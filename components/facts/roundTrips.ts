/** How long a packet is under way between regions. */
import { regionRoundTrips } from "./consistency";
import { distanceKm, regionNamed } from "./regions";

/** Light travels 200 km a millisecond in glass (refractive index 1.5), and cables are no straight lines: half of that. */
const kmPerMs = 100;

/** Between zones of one region, in milliseconds: "single-digit" ("Availability Zones", AWS global infrastructure). */
const zoneRoundTripMs = 2;

/**
 * Round trip between two regions in milliseconds: from facts, or from the distance where facts have none.
 * @example roundTripMs("europe", "africa") // 150
 */
export function roundTripMs(a: string, b: string): number {
  if (a === b) return zoneRoundTripMs;
  const stated = regionRoundTrips.find(({ between }) => between.includes(a) && between.includes(b));
  return stated?.ms ?? Math.ceil((2 * distanceKm(regionNamed(a), regionNamed(b))) / kmPerMs);
}
