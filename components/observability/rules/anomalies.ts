/** Bands in which each signal stays, by its own last weeks; leaving them is told (`facts/anomalies.ts`). */
import { anomalyBand, anomalySignals, type AnomalySignalName } from "../../facts/anomalies";
import type { Recording, RuleGroup } from "./rule";

const labels = ["region", "signal"];
const level = "signal:level:avg5m";
const expected = "signal:expected:avg3w";
const deviation = "signal:deviation:abs5m";
const width = "signal:width:mad7d";
const upper = "signal:band:upper";
const lower = "signal:band:lower";

/** Each signal's value by region. */
const values: Readonly<Record<AnomalySignalName, string>> = {
  request_rate: "region:requests:rate5m",
  latency: "max by (region) (region_class:latency_seconds:p95_5m)",
  error_ratio:
    "sum by (region) (region_class:errors:rate5m) / sum by (region) (region_class:requests:rate5m)",
  saturation: "region:cpu_used:ratio5m",
  cost: "region:cost_usd:per_hour",
  logins: "sum by (region) (rate(azora_logins_total[5m]))",
};

const { weeks, aroundMinutes, sigmas, sigmasPerDeviation, deviationDays, deviationOffsetDays } = anomalyBand;

/** The hour around the same moment, weeks ago. */
const hourOf = (week: number): string =>
  `avg_over_time(${level}[${2 * aroundMinutes}m] offset ${week * 7 * 24 * 60 - aroundMinutes}m)`;

const earlier = Array.from({ length: weeks }, (_, index) => hourOf(index + 1));

const names = Object.keys(anomalySignals) as AnomalySignalName[];

/** The narrowest half width, a share of what is expected that each signal has of its own. */
const floors = names
  .map((name) => `${expected}{signal="${name}"} * ${anomalySignals[name].floorRatio}`)
  .join(" or ");

const recordings: readonly Recording[] = [
  ...names.map((name) => ({
    record: level,
    labels,
    with: { signal: name },
    expr: values[name],
    help: anomalySignals[name].says,
  })),
  {
    record: expected,
    labels,
    // A signal that has no three weeks behind it goes by one, and by a day.
    expr: [`(${earlier.join(" + ")}) / ${weeks}`, hourOf(1), `avg_over_time(${level}[1d])`].join(" or "),
    help: "what the same hour of earlier weeks leads to expect",
  },
  {
    record: deviation,
    labels,
    expr: `abs(${level} - ${expected})`,
    help: "how far the signal is from that",
  },
  {
    record: width,
    labels,
    expr: `${sigmas * sigmasPerDeviation} * (avg_over_time(${deviation}[${deviationDays}d] offset ${deviationOffsetDays}d) or avg_over_time(${deviation}[${deviationOffsetDays}d]))`,
    help: `half width of the band, ${sigmas} standard deviations by the mean absolute deviation of a week`,
  },
  ...(
    [
      [upper, "+", "above what is usual from here on"],
      [lower, "-", "below what is usual from here on"],
    ] as const
  ).map(([record, sign, help]) => ({
    record,
    labels,
    expr: `${expected} ${sign} ((${width} > (${floors})) or (${floors}))`,
    help,
  })),
];

const both = names.filter((name) => anomalySignals[name].side === "both").join("|");

export const anomalyRules: RuleGroup = {
  name: "anomalies",
  everySeconds: anomalyBand.everyMinutes * 60,
  recordings,
  alerts: [
    {
      alert: "AnomalyAbove",
      severity: "warning",
      service: "observability",
      expr: `${level} > ${upper}`,
      forMinutes: anomalyBand.forMinutes,
      summary: "{{ $labels.region }}: {{ $labels.signal }} is higher than it ever is at this hour",
      description: "It is {{ $value | humanize }}, above the band that its last weeks make.",
      runbook: "alerts",
      dashboard: "anomalies",
    },
    {
      alert: "AnomalyBelow",
      severity: "warning",
      service: "observability",
      expr: `${level}{signal=~"${both}"} < ${lower}`,
      forMinutes: anomalyBand.forMinutes,
      summary: "{{ $labels.region }}: {{ $labels.signal }} is lower than it ever is at this hour",
      description: "It is {{ $value | humanize }}, below the band that its last weeks make.",
      runbook: "alerts",
      dashboard: "anomalies",
    },
  ],
};
