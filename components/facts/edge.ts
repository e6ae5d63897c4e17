/** What the edge and DNS vendors can do, and what is done beneath it (ARCHITECTURE section 2, "5-second health checks"). */
import { failover } from "./promises";

/** Shortest interval of a health monitor, in seconds, by Cloudflare's plan ("Monitors", Cloudflare load balancing docs). */
export const monitorIntervalSecondsMin = { enterprise: 10, business: 15, pro: 60 } as const;

/** Cloudflare's plans that have load balancing. */
export const edgePlans = ["pro", "business", "enterprise"] as const;
export type EdgePlan = (typeof edgePlans)[number];

/** What needs a plan, and the lowest that has it. */
export const edgeFeatures = {
  // "Data Localization Suite", developers.cloudflare.com/data-localization: an Enterprise add-on.
  regionalHostnames: "enterprise",
  // "Schema validation", developers.cloudflare.com/api-shield: a part of API Shield, with Enterprise.
  apiSchemaValidation: "enterprise",
} as const satisfies Readonly<Record<string, (typeof edgePlans)[number]>>;

/** Whether a plan has a feature. */
export function planHas(plan: EdgePlan, feature: keyof typeof edgeFeatures): boolean {
  return edgePlans.indexOf(plan) >= edgePlans.indexOf(edgeFeatures[feature]);
}

/** Route 53's shortest interval ("Values that you specify when you create or update health checks", Route 53). */
export const route53IntervalSecondsMin = 10;

/** Passive failover acts on the edge's own error codes only; it takes this long, or longer, for a black-holed region. */
export const passiveFailoverSecondsMin = 15;

/** The loop that every region runs against the others, since no vendor's is as fast. */
export const edgeSteering = {
  probeIntervalSeconds: failover.healthCheckIntervalSeconds,
  /** Failures in a row, seen by a majority of the regions, that disable a pool. */
  failedProbes: 2,
} as const;

/** Where Cloudflare can keep processing ("Regional Services", Cloudflare docs); Nigeria is not among them. */
export const edgeProcessingJurisdictions = ["ZA", "EU", "SG", "BR"] as const;

/** Where Cloudflare can keep its own logs ("Customer Metadata Boundary", Cloudflare docs). */
export const edgeLogStores = ["EU", "US"] as const;
