/**
 * The platform's promises, once (ARCHITECTURE section 2). Components, rules, alerts, dashboards and docs read them here.
 */

/** Automatic failover of a region. */
export const failover = {
  healthCheckIntervalSeconds: 5,
  decisionSecondsMax: 10,
  fullRecoverySecondsMax: 30,
} as const;

/** Recovery from backups. */
export const recovery = {
  rtoMinutesMax: 15,
  rpoMinutesMax: 5,
  backupIntervalMinutes: 5,
  drTestIntervalDays: 30,
  /** Each quarter every region is left, and returned to, while all is well. */
  evacuationIntervalDays: 91,
  /** A drill that is older shows nothing of what runs now: the interval, and days to mend one that failed. */
  drillResultDaysMax: 35,
  /** To the regions that the law allows for what the backup holds; how long it is kept is in `retention`. */
  copiedToOtherRegions: true,
  verified: true,
  oneClickRestore: true,
} as const;

/** Service-level objectives. */
export const slo = {
  uptimePercentMin: 99.99,
  p95LatencyMsMax: 100,
  errorPercentMax: 0.01,
  costPerRequestUsdMax: 0.01,
} as const;

/** When people are told. */
export const alertThresholds = {
  critical: { uptimePercentBelow: 99.9, p95LatencyMsAbove: 500, errorPercentAbove: 1 },
  warning: { uptimePercentBelow: 99.95, p95LatencyMsAbove: 200 },
} as const;

/** What is measured, and how much of it. */
export const telemetry = {
  traceSamplePercent: 10,
  errorSamplePercent: 100,
  scrapeIntervalSeconds: 60,
  /** Numbers of the business are scraped like those of the machines. */
  metrics: ["technical", "business"],
  logSearch: "full text",
  dashboardsAsCode: true,
  /** Adaptive bands: mean ± k·σ with a seasonal offset; leaving one alerts (ARCHITECTURE section 6). */
  anomalyDetection: { alerts: true },
} as const;

/** What the platform carries. */
export const scale = {
  concurrentUsersPerRegion: 10_000,
  requestsPerSecond: 100_000,
  storagePetabytes: 1,
} as const;

/** What the number of pods and nodes follows. */
export const autoscaling = {
  kinds: ["Kubernetes", "predictive", "cost-aware"],
  policyPer: "service",
} as const;

/** Where answers are kept, nearest to the user first, and that they can be taken back. */
export const caching = {
  layers: ["CDN edge", "application", "query"],
  invalidation: true,
} as const;

/** How the database is spread over nodes: moving a node moves only its shards. */
export const sharding = {
  distribution: "consistent hashing",
  capabilities: ["routing", "rebalancing", "cross-shard queries"],
} as const;

/** Cost targets. */
export const costTargets = {
  optimisationPercentMin: 40,
  reservedUtilisationPercentMin: 80,
  spotSharePercentMin: 60,
} as const;

/** How cost is followed. */
export const costTracking = {
  per: ["service", "team", "customer"],
  granularityHours: 1,
  outputs: ["budgets", "alerts", "forecast", "right-sizing"],
} as const;

/** How long a version of an API lives after its successor is announced, and what its users get meanwhile. */
export const apis = {
  deprecationNoticeMonths: 12,
  severalVersionsAtOnce: true,
  backwardCompatible: true,
  provides: ["version routing", "warnings", "usage tracking", "migration guides"],
} as const;

/** Daily chaos experiments, started and recorded by nobody's hand. */
export const chaos = {
  intervalHours: 24,
  selfRecoveryPercentMin: 99,
  kinds: ["service", "network", "database", "region"],
} as const;

/** What happens when something breaks, in order. */
export const incidents = {
  steps: [
    "detection",
    "on-call",
    "channels",
    "escalation",
    "runbooks",
    "automated remediation",
    "status updates",
    "blameless post-mortems",
  ],
} as const;

/** How a change reaches users. */
export const delivery = {
  strategies: ["blue-green", "canary", "progressive"],
  automaticRollback: true,
  downtimeSecondsMax: 0,
  /** The cluster follows a repository, whose history is the audit trail. */
  gitOps: true,
} as const;
