/** What must stand at the edge, by the tables and lists that it is built from. */
import { zoneRecords, type ZoneRecord } from "../../components/edge";
import { globalHost, personalHost, poolName } from "../../components/facts/edgeHosts";
import { countryAreas, geoAreas } from "../../components/facts/geoAreas";
import { allRegions } from "../../components/facts/regions";
import type { RecordedResource } from "../../preview/engine/monitor";
import type { Deployed, DeployedGlobal } from "./deployed";
import { find, holds, type Needed } from "./needed";

const index = "cloudflare:index";
const pulls = `${index}/authenticatedOriginPulls`;
const balancerType = `${index}/loadBalancer:LoadBalancer`;

/** The platform's domain, as the global host among the outputs has it; `undefined` where the edge was never deployed. */
function domainOf({ outputs }: DeployedGlobal): string | undefined {
  const hosts = Object.keys(outputs.hosts ?? {});
  const prefix = globalHost("");
  return hosts.find((host) => host.startsWith(prefix))?.slice(prefix.length);
}

/** A record is known by what it says; whom refused certificates are told to is configured, not a fact. */
function isRecord({ inputs }: RecordedResource, { name, type, content, data }: ZoneRecord): boolean {
  if (inputs.name !== name || inputs.type !== type) return false;
  if (data === undefined) return inputs.content === content;
  const own = inputs.data as Partial<ZoneRecord["data"]> | undefined;
  return own?.tag === data.tag && (data.tag === "iodef" || own.value === data.value);
}

/** Every area and country of the global host: all regions must stand in its list. @param pools ids of those that are there. */
function steering(
  balancer: RecordedResource | undefined,
  pools: readonly string[],
): { code: string; there: boolean }[] {
  const complete = (table: unknown, code: string): boolean => {
    const list = (table as Readonly<Record<string, unknown>> | undefined)?.[code];
    return (
      Array.isArray(list) && list.length === allRegions().length && pools.every((pool) => list.includes(pool))
    );
  };
  const { regionPools, countryPools } = balancer?.inputs ?? {};
  return [
    ...Object.keys(geoAreas).map((code) => ({ code, there: complete(regionPools, code) })),
    ...Object.keys(countryAreas).map((code) => ({ code, there: complete(countryPools, code) })),
  ];
}

export function neededOfEdge({ global, regions }: Deployed): Needed[] {
  const { stack, outputs, resources } = global;
  const need = (what: string, there: boolean): Needed => ({ what, where: "Cloudflare", stack, there });
  const pools = allRegions().map(({ name }) =>
    find(global, `${index}/loadBalancerPool:LoadBalancerPool`, { name: poolName(name) }),
  );
  const shared = [
    ...allRegions().map(({ name }, place) => need(`pool ${poolName(name)}`, pools[place] !== undefined)),
    need("monitor of the pools", holds(global, `${index}/loadBalancerMonitor:LoadBalancerMonitor`, {})),
    need("DNSSEC of the zone", holds(global, `${index}/zoneDnssec:ZoneDnssec`, {})),
    need(
      "client certificate of the zone",
      holds(global, `${pulls}Certificate:AuthenticatedOriginPullsCertificate`, {}),
    ),
    need(
      "showing of the client certificate",
      holds(global, `${pulls}Settings:AuthenticatedOriginPullsSettings`, { enabled: true }),
    ),
    // A region without a cluster has no authority yet, and that is a row already.
    ...regions
      .filter(({ contract }) => contract.caCertificatePem !== null)
      .map(({ stack: region, contract: { caCertificatePem: certificate } }) =>
        need(
          `origin authority of ${region}`,
          holds(global, `${index}/customOriginTrustStore:CustomOriginTrustStore`, { certificate }),
        ),
      ),
  ];
  const domain = domainOf(global);
  if (domain === undefined) return [...shared, need("hosts", false)];

  const host = globalHost(domain);
  const homes = allRegions().map(({ name }) => personalHost(name, domain));
  // Homes have hosts of their own or share the global one; a part of them is none of both.
  const hasHomes = homes.some(
    (home) => home in (outputs.hosts ?? {}) || holds(global, balancerType, { name: home }),
  );
  const personal = hasHomes ? homes : [];
  const poolIds = pools.flatMap((pool) => pool?.id ?? []);
  const records = resources.filter(({ type }) => type === `${index}/dnsRecord:DnsRecord`);
  return [
    ...shared,
    ...[host, ...personal].map((name) =>
      need(`load balancer ${name}`, holds(global, balancerType, { name })),
    ),
    ...steering(find(global, balancerType, { name: host }), poolIds).map(({ code, there }) =>
      need(`steering of ${code} to every region`, there),
    ),
    ...personal.map((hostname) =>
      need(
        `place of processing of ${hostname}`,
        holds(global, `${index}/regionalHostname:RegionalHostname`, { hostname }),
      ),
    ),
    ...zoneRecords(domain, "").map((record) =>
      need(
        `record ${record.key}`,
        records.some((resource) => isRecord(resource, record)),
      ),
    ),
  ];
}
