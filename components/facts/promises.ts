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
} as const;

/** What the platform carries. */
export const scale = {
  concurrentUsersPerRegion: 10_000,
  requestsPerSecond: 100_000,
  storagePetabytes: 1,
} as const;

/** Cost targets. */
export const costTargets = {
  optimisationPercentMin: 40,
  reservedUtilisationPercentMin: 80,
  spotSharePercentMin: 60,
} as const;

/** How long a version of an API lives after its successor is announced. */
export const apis = { deprecationNoticeMonths: 12 } as const;

/** Daily chaos experiments. */
export const chaos = { intervalHours: 24, selfRecoveryPercentMin: 99 } as const;
