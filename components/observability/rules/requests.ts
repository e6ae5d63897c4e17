/** Requests that come in by the region's gateway: what was promised of them, and when people are told that it breaks. */
import { namespaces } from "../../facts/namespaces";
import type { Region } from "../../facts/regions";
import { routeClassCarriers, routeClassNames, waitMs, type RouteClass } from "../../facts/routeClasses";
import {
  alertWindows,
  burnErrorsMin,
  burnRates,
  errorBudget,
  thresholds,
  type BurnRate,
  type Severity,
} from "../../facts/serviceLevels";
import { here, type Alert, type Recording, type RuleGroup } from "./rule";
import { minutes } from "./times";

const { label } = routeClassCarriers;
const by = `sum by (region, ${label})`;
const labels = ["region", label];

/** What the gateway saw of its own requests; the mesh's "reporter" is who measured (istio.io, "Istio Standard Metrics"). */
const entered = `reporter="source",source_workload_namespace="${namespaces.gateway.name}"`;
const failed = `response_code=~"5.."`;

const month = `${errorBudget.periodDays}d`;

const requests = "region_class:requests:rate5m";
const errors = "region_class:errors:rate5m";
const latency = "region_class:latency_seconds:p95_5m";

/** Windows in which the share of errors is asked for, in minutes, the shortest first. */
const windows = [
  ...new Set([
    alertWindows.requestMinutes,
    ...burnRates.flatMap(({ longMinutes, shortMinutes }) => [longMinutes, shortMinutes]),
  ]),
].sort((a, b) => a - b);

/** Name of the share of errors over a window. @example errorRatio(60) // "region_class:error_ratio:rate1h" */
const errorRatio = (windowMinutes: number): string =>
  `region_class:error_ratio:rate${minutes(windowMinutes)}`;

const recordings: readonly Recording[] = [
  {
    record: requests,
    labels,
    expr: `${by} (rate(istio_requests_total{${entered}}[5m]))`,
    help: "requests a second by route class",
  },
  {
    record: errors,
    labels,
    // None is a number too: without it a class that never failed would have no share of errors.
    expr: `${by} (rate(istio_requests_total{${entered},${failed}}[5m])) or ${requests} * 0`,
    help: "requests a second that failed, by route class",
  },
  ...windows.map((window) => ({
    record: errorRatio(window),
    labels,
    expr:
      window === alertWindows.requestMinutes
        ? `${errors} / ${requests}`
        : `sum_over_time(${errors}[${minutes(window)}]) / sum_over_time(${requests}[${minutes(window)}])`,
    help: `share of requests that failed in ${minutes(window)}`,
  })),
  {
    record: latency,
    labels,
    expr: `histogram_quantile(0.95, sum by (region, ${label}, le) (rate(istio_request_duration_milliseconds_bucket{${entered}}[5m]))) / 1000`,
    help: "95th percentile of latency in seconds, by route class",
  },
  {
    record: "region:requests:rate5m",
    labels: ["region"],
    expr: `sum by (region) (${requests})`,
    help: "requests a second",
  },
];

function burns({ severity, longMinutes, shortMinutes, factor }: BurnRate): Alert {
  const [long, short] = [minutes(longMinutes), minutes(shortMinutes)];
  const limit = Number((factor * errorBudget.ratio).toPrecision(6));
  return {
    alert: "ErrorBudgetBurns",
    severity,
    labels: { window: long },
    service: "entry",
    // Rates stand a minute apart, so that sixty times their sum is how many there were.
    expr: `${errorRatio(longMinutes)} > ${limit} and ${errorRatio(shortMinutes)} > ${limit} and 60 * sum_over_time(${errors}[${long}]) >= ${burnErrorsMin}`,
    forMinutes: 0,
    summary: `{{ $labels.region }}: requests of class {{ $labels.${label} }} fail ${factor} times as fast as the budget allows`,
    description: `{{ $value | humanizePercentage }} failed in ${long}; more than ${factor} × ${errorBudget.ratio * 100} % in ${long} and in ${short}. Left alone it spends ${Math.round((factor * longMinutes * 100) / (errorBudget.periodDays * 1440))} % of the month's budget in ${long}.`,
    runbook: "alerts",
    dashboard: "region",
  };
}

const severe = ["critical", "warning"] as const satisfies readonly Severity[];

/** Each class has a threshold of its own: what it promises is later by what physics adds. */
function slow(severity: (typeof severe)[number], region: Region): Alert {
  // A request that names no class, or one that nobody knows, is held to the strictest.
  const others = routeClassNames.filter((each) => each !== "read").join("|");
  const limits = routeClassNames.map((routeClass: RouteClass) => {
    const which = routeClass === "read" ? `${label}!~"${others}"` : `${label}="${routeClass}"`;
    const seconds = thresholds[severity].p95SecondsAbove + waitMs(routeClass, region) / 1000;
    return `${latency}{${which}} > ${Number(seconds.toPrecision(6))}`;
  });
  return {
    alert: "LatencyHigh",
    severity,
    service: "entry",
    expr: limits.join(" or "),
    forMinutes: alertWindows.forMinutes,
    summary: `{{ $labels.region }}: one of 20 requests of class {{ $labels.${label} }} takes longer than {{ $value | humanizeDuration }}`,
    description: `The 95th percentile of latency is {{ $value | humanizeDuration }} for ${alertWindows.forMinutes} minutes.`,
    runbook: "alerts",
    dashboard: "region",
  };
}

/** The share of errors, latency and the error budget of a region's requests; thresholds are the architecture's. */
export function requestRules(region: Region): RuleGroup {
  return {
    name: "requests",
    recordings,
    alerts: [
      ...burnRates.map(burns),
      {
        alert: "RequestsMissing",
        severity: "warning",
        service: "observability",
        expr: here(region, `absent(istio_requests_total{${entered}})`),
        forMinutes: 15,
        summary: "{{ $labels.region }}: nobody says what the gateway's requests came to",
        description:
          "There are no series of it for a quarter of an hour: errors and latency would not be seen.",
        runbook: "alerts",
        dashboard: "region",
      },
      {
        alert: "ErrorsHigh",
        severity: "critical",
        service: "entry",
        expr: `${errorRatio(alertWindows.requestMinutes)} > ${thresholds.critical.errorRatioAbove} and 60 * sum_over_time(${errors}[${minutes(alertWindows.requestMinutes)}]) >= ${burnErrorsMin}`,
        forMinutes: alertWindows.forMinutes,
        summary: `{{ $labels.region }}: more than one of a hundred requests of class {{ $labels.${label} }} fails`,
        description: `{{ $value | humanizePercentage }} of requests failed for ${alertWindows.forMinutes} minutes.`,
        runbook: "alerts",
        dashboard: "region",
      },
      ...severe.map((severity) => slow(severity, region)),
    ],
  };
}

/** What looks back a month, which need not be asked for each minute. */
export const monthRules: RuleGroup = {
  name: "months",
  everySeconds: 240,
  recordings: [
    {
      record: "region:error_budget_left:ratio30d",
      labels: ["region"],
      expr: `1 - sum by (region) (sum_over_time(${errors}[${month}])) / sum by (region) (sum_over_time(${requests}[${month}])) / ${errorBudget.ratio}`,
      help: "share of the month's error budget that is left; below zero it is overspent",
    },
    {
      record: "region:uptime:ratio30d",
      labels: ["region"],
      expr: `avg_over_time(region:probe_success:avg1m[${month}])`,
      help: "share of a month's probes that a region's entry answered, seen from here",
    },
  ],
};
