/**
 * What is watched for what it never did before: bands that follow each signal's own week ("adaptive bands": mean ± k·σ with a
 * seasonal offset, ARCHITECTURE section 6).
 */

interface AnomalySignal {
  readonly says: string;
  /** Which side of the band is of interest: fewer errors than usual harm nobody. */
  readonly side: "both" | "above";
  /** Narrowest half width of the band, as a share of what is expected: what moves less is nobody's business. */
  readonly floorRatio: number;
}

export const anomalySignals = {
  request_rate: { says: "requests a second", side: "both", floorRatio: 0.3 },
  latency: { says: "95th percentile of latency, in seconds", side: "above", floorRatio: 0.5 },
  error_ratio: { says: "share of requests that failed", side: "above", floorRatio: 1 },
  saturation: { says: "share of the nodes' CPU in use", side: "above", floorRatio: 0.3 },
  cost: { says: "dollars an hour", side: "above", floorRatio: 0.2 },
  logins: { says: "logins a second", side: "both", floorRatio: 0.5 },
} as const satisfies Record<string, AnomalySignal>;

export type AnomalySignalName = keyof typeof anomalySignals;

export const anomalyBand = {
  /** Weeks back of which the same hour is taken; metrics live for four and some days. */
  weeks: 3,
  /** Half of the hour around the same moment of a week ago. */
  aroundMinutes: 30,
  /** Half width in standard deviations. At 360 values a day a normal one would leave three once in a day or so; for that there is `forMinutes`. */
  sigmas: 4,
  /** Standard deviations in a mean absolute deviation, of a normal distribution: √(π/2). */
  sigmasPerDeviation: 1.2533,
  /** Deviations of a week count, but not today's, or an anomaly would widen its own band. */
  deviationDays: 7,
  deviationOffsetDays: 1,
  /** Below the five minutes that a query looks back, so that one evaluation may be late. */
  everyMinutes: 4,
  /** Four values in a row. */
  forMinutes: 15,
} as const;
