/**
 * Where users come from, as the edge tells it: the thirteen areas of geo steering, and countries that are steered by
 * themselves. Areas: "Regions API", developers.cloudflare.com/load-balancing/reference/region-mapping-api (read 2026-11);
 * the place of each is a large city amid its users, from which distances are measured.
 */
import type { Place } from "./regions";

export interface GeoArea extends Place {
  readonly name: string;
  readonly city: string;
}

export const geoAreas = {
  EEU: { name: "Eastern Europe", city: "Warsaw", latitude: 52.2, longitude: 21.0 },
  ENAM: { name: "Eastern North America", city: "New York", latitude: 40.7, longitude: -74.0 },
  ME: { name: "Middle East", city: "Dubai", latitude: 25.2, longitude: 55.3 },
  NAF: { name: "Northern Africa", city: "Cairo", latitude: 30.0, longitude: 31.2 },
  NEAS: { name: "Northeast Asia", city: "Tokyo", latitude: 35.7, longitude: 139.7 },
  NSAM: { name: "Northern South America", city: "Bogotá", latitude: 4.7, longitude: -74.1 },
  OC: { name: "Oceania", city: "Sydney", latitude: -33.9, longitude: 151.2 },
  SAF: { name: "Southern Africa", city: "Johannesburg", latitude: -26.2, longitude: 28.0 },
  SAS: { name: "Southern Asia", city: "Mumbai", latitude: 19.1, longitude: 72.9 },
  SEAS: { name: "Southeast Asia", city: "Singapore", latitude: 1.4, longitude: 103.8 },
  SSAM: { name: "Southern South America", city: "São Paulo", latitude: -23.5, longitude: -46.6 },
  WEU: { name: "Western Europe", city: "Frankfurt", latitude: 50.1, longitude: 8.7 },
  WNAM: { name: "Western North America", city: "Los Angeles", latitude: 34.1, longitude: -118.2 },
} as const satisfies Readonly<Record<string, GeoArea>>;

export type GeoCode = keyof typeof geoAreas;

/** Countries with an order of their own, by ISO 3166 code: Nigeria is served from Lagos, whatever is nearest to its area. */
export const countryAreas = {
  NG: { name: "Nigeria", city: "Lagos", latitude: 6.5, longitude: 3.4 },
} as const satisfies Readonly<Record<string, GeoArea>>;

export type CountryCode = keyof typeof countryAreas;
