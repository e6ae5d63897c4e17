/** Over which time each promise of service is measured, and when people are told that it is about to break. */
import { alertThresholds, slo } from "./promises";

/** How bad an alert is: `critical` wakes somebody, `warning` waits for the day, `info` only takes part in others. */
export const severities = ["critical", "warning", "info"] as const;
export type Severity = (typeof severities)[number];

/** Share of requests that may fail, and of time that may be lost, before the objective is missed. */
export const errorBudget = {
  /** Errors below 0.01 %, uptime of 99.99 %: the same share. */
  ratio: Math.max(slo.errorPercentMax, 100 - slo.uptimePercentMin) / 100,
  periodDays: 30,
} as const;

export interface BurnRate {
  readonly severity: Severity;
  /** Both windows must burn: the long one says that it matters, the short one that it still goes on. */
  readonly longMinutes: number;
  readonly shortMinutes: number;
  /** Times as fast as would spend the budget just at the period's end. */
  readonly factor: number;
}

/**
 * "Alerting on SLOs", The Site Reliability Workbook, chapter 5, table 5-8: 2 % of a month's budget in an hour, 5 % in six hours, 10 % in
 * three days; the third, a day's, is that of its section 6.
 */
export const burnRates: readonly BurnRate[] = [
  { severity: "critical", longMinutes: 60, shortMinutes: 5, factor: 14.4 },
  { severity: "critical", longMinutes: 360, shortMinutes: 30, factor: 6 },
  { severity: "warning", longMinutes: 1440, shortMinutes: 120, factor: 3 },
  { severity: "warning", longMinutes: 4320, shortMinutes: 360, factor: 1 },
];

/**
 * Fewer errors than these in the long window wake nobody: at 99.99 % a single one of some thousand requests would ("Low-Traffic
 * Services and Error Budget Alerting", same chapter).
 */
export const burnErrorsMin = 10;

/** When the architecture's thresholds count as crossed. */
export const alertWindows = {
  /** Of 17,280 probes of five seconds a day, 17 that fail are 0.1 %: an outage of a minute and a half is critical. */
  uptimeHours: 24,
  /** Latency and errors over five minutes, for as long again: a single slow scrape is none of people's business. */
  requestMinutes: 5,
  forMinutes: 5,
} as const;

/** The architecture's thresholds by severity, as ratios and seconds. */
export const thresholds = {
  critical: {
    uptimeRatioBelow: alertThresholds.critical.uptimePercentBelow / 100,
    p95SecondsAbove: alertThresholds.critical.p95LatencyMsAbove / 1000,
    errorRatioAbove: alertThresholds.critical.errorPercentAbove / 100,
  },
  warning: {
    uptimeRatioBelow: alertThresholds.warning.uptimePercentBelow / 100,
    p95SecondsAbove: alertThresholds.warning.p95LatencyMsAbove / 1000,
  },
} as const;
