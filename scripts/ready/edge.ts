/** Questions to Cloudflare: load balancers, pools, their monitors, the zone's records, DNSSEC, and whom edge and origins trust. */
import Cloudflare from "cloudflare";
import type { RecordedResource } from "../../preview/engine/monitor";
import { exactly, validUntil, type Answer, type Question, type Validity } from "./ask";
import { inputText, ofType, shownText, type DeployedStack } from "./deployed";

export interface EdgeAccess {
  readonly token: string;
  /** Address of the API, for tests; default Cloudflare's own. */
  readonly endpoint?: string;
}

const where = "Cloudflare";

/** A resource of the state and the question to it: only what differs from kind to kind. */
interface Asked {
  readonly what: string;
  readonly wanted: string;
  readonly ask: (signal: AbortSignal) => Promise<Answer>;
}

export class EdgeQuestions {
  private readonly client: Cloudflare;

  constructor(
    private readonly global: DeployedStack,
    { token, endpoint }: EdgeAccess,
  ) {
    // No other sign-in that the environment may hold, and no lines of the SDK's own among ours.
    const only = { apiKey: null, apiEmail: null, userServiceKey: null, logLevel: "off" } as const;
    this.client = new Cloudflare({
      apiToken: token,
      ...only,
      ...(endpoint === undefined ? {} : { baseURL: endpoint }),
    });
  }

  private ofType(type: string, question: (resource: RecordedResource) => Asked): Question[] {
    return ofType(this.global, `cloudflare:index/${type}`).map((resource) => ({
      where,
      ...question(resource),
    }));
  }

  loadBalancers(): Question[] {
    return this.ofType("loadBalancer:LoadBalancer", (resource) => {
      const wanted = `enabled, ${resource.inputs.proxied === true ? "proxied" : "not proxied"}`;
      return {
        what: `load balancer ${shownText(resource, "name")}`,
        wanted,
        ask: async (signal) => {
          const request = { zone_id: inputText(resource, "zoneId") };
          const { enabled, proxied } = await this.client.loadBalancers.get(resource.id, request, { signal });
          return exactly(wanted, `${onOff(enabled)}, ${proxied === true ? "proxied" : "not proxied"}`);
        },
      };
    });
  }

  pools(): Question[] {
    return this.ofType("loadBalancerPool:LoadBalancerPool", (resource) => ({
      what: `pool ${shownText(resource, "name")}`,
      wanted: "enabled, healthy",
      ask: async (signal) => {
        const request = { account_id: inputText(resource, "accountId") };
        const { pools } = this.client.loadBalancers;
        const { enabled } = await pools.get(resource.id, request, { signal });
        const health = await pools.health.get(resource.id, request, { signal });
        return exactly("enabled, healthy", `${onOff(enabled)}, ${healthOf(health.pop_health)}`);
      },
    }));
  }

  monitors(): Question[] {
    return this.ofType("loadBalancerMonitor:LoadBalancerMonitor", (resource) => {
      const wanted = `${shownText(resource, "type")} ${shownText(resource, "path")}`;
      return {
        what: `monitor ${resource.name}`,
        wanted,
        ask: async (signal) => {
          const request = { account_id: inputText(resource, "accountId") };
          const monitor = await this.client.loadBalancers.monitors.get(resource.id, request, { signal });
          return exactly(wanted, `${monitor.type ?? "without a type"} ${monitor.path ?? "without a path"}`);
        },
      };
    });
  }

  records(): Question[] {
    return this.ofType("dnsRecord:DnsRecord", (resource) => {
      const wanted = describeRecord(resource.inputs, resource.inputs.data);
      return {
        what: `record ${resource.name}`,
        wanted,
        ask: async (signal) => {
          const request = { zone_id: inputText(resource, "zoneId") };
          const record = await this.client.dns.records.get(resource.id, request, { signal });
          return exactly(wanted, describeRecord(record, resource.inputs.data));
        },
      };
    });
  }

  dnssec(): Question[] {
    return this.ofType("zoneDnssec:ZoneDnssec", (resource) => ({
      what: `DNSSEC ${resource.name}`,
      wanted: "active",
      ask: async (signal) => {
        const { status } = await this.client.dns.dnssec.get(
          { zone_id: inputText(resource, "zoneId") },
          { signal },
        );
        return exactly("active", status ?? "without a status");
      },
    }));
  }

  /** Authorities whose certificates the edge takes as an origin's. */
  authorities(): Question[] {
    return this.ofType("customOriginTrustStore:CustomOriginTrustStore", (resource) => ({
      what: `origin authority ${resource.name}`,
      wanted: "active",
      ask: async (signal) => {
        const request = { zone_id: inputText(resource, "zoneId") };
        const { status } = await this.client.acm.customTrustStore.get(resource.id, request, { signal });
        return exactly("active", status);
      },
    }));
  }

  /** The certificate by which the regions know the edge, and whether it is shown. */
  clientCertificates(validity: Validity): Question[] {
    const { originTLSClientAuth } = this.client;
    return [
      ...this.ofType(
        "authenticatedOriginPullsCertificate:AuthenticatedOriginPullsCertificate",
        (resource) => ({
          what: `client certificate ${resource.name}`,
          wanted: `active, ${validity.daysLeftMin} days left`,
          ask: async (signal) => {
            const request = { zone_id: inputText(resource, "zoneId") };
            const certificates = originTLSClientAuth.zoneCertificates;
            const { status, expires_on: end } = await certificates.get(resource.id, request, { signal });
            if (status !== "active") return { found: status ?? "without a status", ok: false };
            const { found, ok } = validUntil(end === undefined ? undefined : new Date(end), validity);
            return { found: `active ${found}`, ok };
          },
        }),
      ),
      ...this.ofType("authenticatedOriginPullsSettings:AuthenticatedOriginPullsSettings", (resource) => ({
        what: `showing of ${resource.name}`,
        wanted: "enabled",
        ask: async (signal) => {
          const request = { zone_id: inputText(resource, "zoneId") };
          const { enabled } = await originTLSClientAuth.settings.get(request, { signal });
          return exactly("enabled", onOff(enabled));
        },
      })),
    ];
  }
}

function onOff(enabled: boolean | undefined): string {
  if (enabled === undefined) return "neither enabled nor disabled";
  return enabled ? "enabled" : "disabled";
}

interface PlaceHealth {
  readonly healthy?: unknown;
  readonly origins?: unknown;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Why a place's origins are down, in its own words. */
function failureOf({ origins }: PlaceHealth): string {
  const told = (Array.isArray(origins) ? (origins as unknown[]) : [])
    .flatMap((origin) => (isObject(origin) ? Object.values(origin) : []))
    .filter(
      (origin) => isObject(origin) && origin.healthy !== true && typeof origin.failure_reason === "string",
    )
    .map((origin) => (origin as { readonly failure_reason: string }).failure_reason);
  return told.length > 0 ? ` (${[...new Set(told)].join(", ")})` : "";
}

/**
 * Health of a pool, as every place sees it that watches it. The API answers with one entry a place; the types of its SDK have
 * the entry itself in that place ("Pool Health Details", Cloudflare API reference: its example and its schema differ), so that
 * both are read. A pool that nobody has looked at yet is not healthy.
 */
function healthOf(health: unknown): string {
  if (!isObject(health)) return "seen by nobody";
  const places = "healthy" in health ? { "": health } : health;
  const entries = Object.entries(places).map(([place, seen]) => ({
    place,
    seen: isObject(seen) ? seen : {},
  }));
  if (entries.length === 0) return "seen by nobody";
  const ill = entries
    .filter(({ seen }) => (seen as PlaceHealth).healthy !== true)
    .map(({ place, seen }) => `${place === "" ? "" : ` from ${place}`}${failureOf(seen)}`);
  return ill.length === 0 ? "healthy" : `unhealthy${ill.slice(0, 3).join(";")}`;
}

interface RecordFields {
  readonly type?: unknown;
  readonly name?: unknown;
  readonly content?: unknown;
  readonly data?: unknown;
  readonly priority?: unknown;
  readonly proxied?: unknown;
}

/** TXT is kept with its quotes or without them; both are the same text (RFC 1035, 5.1). */
function unquoted(text: string): string {
  return /^"[^"]*"$/.test(text) ? text.slice(1, -1) : text;
}

function shown(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? unquoted(String(value)) : "?";
}

/** A record as one text, so that the state's and the API's can be compared: of structured data what the state names. */
function describeRecord(
  { type, name, content, data, priority, proxied }: RecordFields,
  named: unknown,
): string {
  const parts = isObject(named)
    ? Object.keys(named).map((key) => shown(isObject(data) ? data[key] : undefined))
    : [...(priority === undefined ? [] : [shown(priority)]), shown(content)];
  return [shown(type), shown(name), ...parts, ...(proxied === true ? ["proxied"] : [])].join(" ");
}
