/** What the edge and DNS vendors can do, and what is done beneath it (ARCHITECTURE section 2, "5-second health checks"). */
import { failover } from "./promises";

/** Cloudflare's plans that have load balancing, the smallest first. */
export const edgePlans = ["pro", "business", "enterprise"] as const;
export type EdgePlan = (typeof edgePlans)[number];

/** What a plan has, and how much of it. */
interface EdgePlanFact {
  /** Shortest interval of a health monitor, in seconds ("Monitors", Cloudflare load balancing docs). */
  readonly monitorIntervalSecondsMin: number;
  /**
   * From where pools are watched: from three data centers of each area, of which a majority decides. `ALL_REGIONS` is for
   * Enterprise (`check_regions`, Cloudflare API reference), and so is what Cloudflare does when nothing is said: every data
   * center asks every origin ("Health monitor regions", Cloudflare load balancing docs). The other plans ask from an
   * area on each of three continents: a fault near one of them is outvoted.
   */
  readonly checkRegions: readonly string[];
  /** Rate-limiting rules of a zone ("Rate limiting rules", availability, Cloudflare docs; Enterprise by contract). */
  readonly rateRulesMax: number;
  /** "Data Localization Suite", developers.cloudflare.com/data-localization: an Enterprise add-on. */
  readonly regionalHostnames: boolean;
  /** "Schema validation", developers.cloudflare.com/api-shield: a part of API Shield, with Enterprise. */
  readonly apiSchemaValidation: boolean;
  /** "Logpush", Cloudflare docs: availability by plan. */
  readonly logPush: boolean;
}

const threeAreas = ["ENAM", "SEAS", "WEU"] as const;

/** What each plan has; everybody reads it here. */
export const edgePlanFacts: Readonly<Record<EdgePlan, EdgePlanFact>> = {
  pro: {
    monitorIntervalSecondsMin: 60,
    checkRegions: threeAreas,
    rateRulesMax: 2,
    regionalHostnames: false,
    apiSchemaValidation: false,
    logPush: false,
  },
  business: {
    monitorIntervalSecondsMin: 15,
    checkRegions: threeAreas,
    rateRulesMax: 5,
    regionalHostnames: false,
    apiSchemaValidation: false,
    logPush: false,
  },
  enterprise: {
    monitorIntervalSecondsMin: 10,
    checkRegions: ["ALL_REGIONS"],
    rateRulesMax: 100,
    regionalHostnames: true,
    apiSchemaValidation: true,
    logPush: true,
  },
};

/** What a plan has or lacks as a whole. */
export type EdgeFeature = {
  [K in keyof EdgePlanFact]: EdgePlanFact[K] extends boolean ? K : never;
}[keyof EdgePlanFact];

/** Whether a plan has a feature. */
export function planHas(plan: EdgePlan, feature: EdgeFeature): boolean {
  return edgePlanFacts[plan][feature];
}

/** The smallest plan that has a feature; `undefined` where none has. */
export function smallestPlanWith(feature: EdgeFeature): EdgePlan | undefined {
  return edgePlans.find((plan) => planHas(plan, feature));
}

/** One limit of every plan, for a message or a bound. @example planLimits("rateRulesMax") // { pro: 2, … } */
export function planLimits<K extends keyof EdgePlanFact>(
  limit: K,
): Readonly<Record<EdgePlan, EdgePlanFact[K]>> {
  const entries = edgePlans.map((plan) => [plan, edgePlanFacts[plan][limit]]);
  return Object.fromEntries(entries) as Record<EdgePlan, EdgePlanFact[K]>;
}

/** Route 53's shortest interval ("Values that you specify when you create or update health checks", Route 53). */
export const route53IntervalSecondsMin = 10;

/** Passive failover acts on the edge's own error codes only; it takes this long, or longer, for a black-holed region. */
export const passiveFailoverSecondsMin = 15;

/**
 * The loop that every region runs against the others, since no vendor's is as fast. Worst case from a cut to a pool that is
 * out: a whole interval until the next probe, `confirmAfterSeconds` until the one that confirms it, its timeout, the vote's
 * way to the writer and one call of the API, together 9.6 s (images/edge-steering/src/schedule.ts).
 */
export const edgeSteering = {
  probeIntervalSeconds: failover.healthCheckIntervalSeconds,
  /** Failures in a row, seen by a majority of the regions, that disable a pool. */
  failedProbes: 2,
  /** Four times the longest round trip between two regions (0.35 s, Singapore–São Paulo): a TCP and a TLS handshake, the request, some slack. */
  probeTimeoutSeconds: 1.5,
  /** From the start of a failed probe to the one that confirms it: past the timeout, so that both never run at once. */
  confirmAfterSeconds: 1.6,
  /** One way between two regions on an open connection, and the work at both ends. */
  reportSecondsBudget: 0.5,
  /** One write of Cloudflare's API from the farthest region; it states no time, and usually takes less. */
  apiSecondsBudget: 1,
  reportIntervalSeconds: 1,
  reportTimeoutSeconds: 1,
  /** Two reports may get lost before an observer counts as silent. */
  reportFreshSeconds: 3,
  /** Two probes' time: an older vote says nothing of now. */
  voteFreshSeconds: 10,
  /** A call is given up later than the budget: given up early it would be made twice. */
  apiTimeoutSeconds: 3,
  /** Cloudflare blocks a token for five minutes at most once it exceeds its limit of 1,200 calls in five minutes ("Rate limits", Cloudflare API docs). */
  retryAfterSecondsMax: 300,
  /** Four controllers that read every 10 s make 120 of those 1,200 calls; a writer in doubt, which reads every second, 300 more. */
  poolsIntervalSeconds: 10,
  /** From the first failure on the pools are read every second: one read may take its budget, the next may be under way. */
  poolsFreshSeconds: 3,
  /** Lists may lag behind a write; seconds only, since a deployment or a person may undo a disabling. */
  writeGapSeconds: 5,
  /**
   * `disabled_at` and `modified_on` of one write come from one clock: this is what may lie between the two, and how short before
   * a controller's write a person's must come to be taken for it.
   */
  stampToleranceSeconds: 0.1,
  /** AWS' time service keeps nodes within milliseconds of UTC; the rest is the API's. */
  clockSkewSeconds: 2,
  /** Longer than an observer may be silent and then heard again: its report may prove a claim. */
  settleSeconds: 10,
  /** Three good probes in a row, 15 s, are more than a restart that comes and goes. */
  goodProbes: 3,
  /** A pool stays out for as long as a whole recovery may take, and twice as long with each time that it fails again. */
  holdOffSeconds: failover.fullRecoverySecondsMax,
  holdOffSecondsMax: 960,
  flapMemorySeconds: 3600,
} as const;

/** Where Cloudflare can keep processing ("Regional Services", Cloudflare docs); Nigeria is not among them. */
export const edgeProcessingJurisdictions = ["ZA", "EU", "SG", "BR"] as const;

/** Where Cloudflare can keep its own logs ("Customer Metadata Boundary", Cloudflare docs). */
export const edgeLogStores = ["EU", "US"] as const;
