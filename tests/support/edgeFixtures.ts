import { globalHost, personalHost, poolName } from "../../components/facts/edgeHosts";
import { edgeZoneSettings, strictTransportSecurity } from "../../components/facts/edgeZone";
import { countryAreas, geoAreas } from "../../components/facts/geoAreas";
import { allRegions, globalStackName } from "../../components/facts/regions";
import type { Fixture } from "./rules";

/** Resources of the edge as the global stack has them, small. */

export const zoneId = "fedcba9876543210fedcba9876543210";
const domain = "azora.example";
const stack = globalStackName;

export const typeOf = (name: string): string =>
  `cloudflare:index/${name}:${name.charAt(0).toUpperCase()}${name.slice(1)}`;

export const regionNames = allRegions().map(({ name }) => name);
/** Ids as they are after deployment. */
const idOf = (region: string): string => `${region}-pool-id`;

/** The stack whose contract names a region's addresses, as a reference names it. */
export const contractOf = (region: string): string => `organization/azora/${region}`;

/** What the engine makes when a program refers to another stack. */
export const references: Fixture = { type: "pulumi:providers:pulumi", name: "default", stack, props: {} };

export const pools: readonly Fixture[] = regionNames.map((region) => ({
  type: typeOf("loadBalancerPool"),
  name: region,
  stack,
  props: { name: poolName(region) },
  from: { monitor: ["monitor"], origins: [contractOf(region)] },
}));

const listsOf = (areas: object): Record<string, string[]> =>
  Object.fromEntries(Object.keys(areas).map((code) => [code, regionNames.map(idOf)]));

export const globalBalancer: Fixture = {
  type: typeOf("loadBalancer"),
  name: "global",
  stack,
  props: {
    zoneId,
    name: globalHost(domain),
    proxied: true,
    sessionAffinity: "none",
    steeringPolicy: "geo",
    adaptiveRouting: { failoverAcrossPools: true },
    defaultPools: regionNames.map(idOf),
    fallbackPool: idOf("africa"),
    regionPools: listsOf(geoAreas),
    countryPools: listsOf(countryAreas),
  },
  from: {
    defaultPools: regionNames,
    fallbackPool: ["africa"],
    regionPools: regionNames,
    countryPools: regionNames,
  },
};

/** The host of the personal data of a region, answered by these. */
export function personalBalancer(home: string, regions: readonly string[]): Fixture {
  return {
    type: typeOf("loadBalancer"),
    name: `${home}-host`,
    stack,
    props: {
      zoneId,
      name: personalHost(home, domain),
      proxied: true,
      sessionAffinity: "none",
      steeringPolicy: "off",
      defaultPools: regions.map(idOf),
      fallbackPool: idOf(home),
    },
    from: { defaultPools: regions, fallbackPool: [home] },
  };
}

export const placeOf = (home: string, regionKey: string): Fixture => ({
  type: typeOf("regionalHostname"),
  name: `${home}-place`,
  stack,
  props: { zoneId, hostname: personalHost(home, domain), regionKey },
});

export const settings: readonly Fixture[] = [
  ...Object.entries(edgeZoneSettings).map(([settingId, value]) => ({
    type: typeOf("zoneSetting"),
    name: settingId,
    stack,
    props: { zoneId, settingId, value },
  })),
  {
    type: typeOf("zoneSetting"),
    name: "security_header",
    stack,
    props: {
      zoneId,
      settingId: "security_header",
      value: { strict_transport_security: { ...strictTransportSecurity } },
    },
  },
];
