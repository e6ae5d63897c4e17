/** Every region's entry as the other regions see it. */
import { alertLimits } from "../../facts/alertLimits";
import { entryProbe } from "../../facts/observability";
import { allRegions, type Region } from "../../facts/regions";
import { alertWindows, errorBudget, thresholds } from "../../facts/serviceLevels";
import { here, type Alert, type RuleGroup } from "./rule";

/** Of the platform's own probes: what a team's monitor tells carries a namespace. */
const own = `job="${entryProbe.job}",namespace=""`;
const probes = `probe_success{${own}}`;
const uptime = `region:uptime:ratio${alertWindows.uptimeHours}h`;

function uptimeAlert(severity: "critical" | "warning"): Alert {
  const below = thresholds[severity].uptimeRatioBelow;
  return {
    alert: "UptimeLow",
    severity,
    service: "entry",
    expr: uptime,
    threshold: { is: "<", value: below, unit: "ratio" },
    forMinutes: 0,
    summary: `{{ $labels.region }} was up for less than ${Number((below * 100).toFixed(4))} % of ${alertWindows.uptimeHours} hours`,
    description: `Seen from here its entry answered {{ $value | humanizePercentage }} of the probes of ${alertWindows.uptimeHours} hours; the month's promise is ${(1 - errorBudget.ratio) * 100} %.`,
    runbook: "alerts",
    dashboard: "overview",
  };
}

/** Told where one region asks others, of which one is not asked. */
function missing(region: Region): Alert {
  const others = allRegions().length - 1;
  return {
    alert: "ProbesMissing",
    severity: "warning",
    service: "observability",
    expr: here(region, `(count(count by (region) (${probes})) or vector(0)) < ${others}`),
    forMinutes: 5,
    summary: "{{ $labels.region }} asks {{ $value }} of the other regions' entries only",
    description: `There are ${others}: an outage of one that is not asked would not be seen from here.`,
    runbook: "alerts",
    dashboard: "overview",
  };
}

/** Whether other regions' entries answer, how long they did, and for how long their certificates last. */
export const entryRules = (region: Region, probed: boolean): RuleGroup => ({
  name: "entries",
  // As probes come every five seconds, so that a region that is gone is told within seconds.
  everySeconds: 15,
  recordings: [
    {
      record: "region:probe_success:avg1m",
      labels: ["region"],
      expr: `avg by (region) (avg_over_time(${probes}[1m]))`,
      help: "share of a minute's probes that a region's entry answered, seen from here",
    },
    {
      record: uptime,
      labels: ["region"],
      expr: `avg by (region) (avg_over_time(${probes}[${alertWindows.uptimeHours}h]))`,
      help: "the same over a day",
    },
    {
      record: "region:probe_seconds:avg5m",
      labels: ["region"],
      expr: `avg by (region) (avg_over_time(probe_duration_seconds{${own}}[5m]))`,
      help: "seconds that a region's entry takes to answer, seen from here",
    },
  ],
  alerts: [
    {
      alert: "RegionUnreachable",
      severity: "critical",
      service: "entry",
      expr: "region:probe_success:avg1m",
      threshold: { is: "==", value: 0, unit: "ratio" },
      forMinutes: 0,
      summary: "{{ $labels.region }} answers nothing for a minute, seen from here",
      description:
        "Not one of a minute's probes of its entry was answered. Where the other regions tell the same, the region is lost; where they do not, it is the way from here.",
      runbook: "region-lost",
      dashboard: "overview",
    },
    uptimeAlert("critical"),
    uptimeAlert("warning"),
    ...(probed ? [missing(region)] : []),
    ...(["warning", "critical"] as const).map((severity): Alert => ({
      alert: "EntryCertificateEnds",
      severity,
      service: "certificates",
      expr: `min by (region) (probe_ssl_earliest_cert_expiry{${own}} - time())`,
      threshold: { is: "<", value: alertLimits.certificateSeconds[severity], unit: "seconds" },
      forMinutes: 15,
      summary: "{{ $labels.region }}: the certificate of the entry ends in {{ $value | humanizeDuration }}",
      description:
        "It should have been renewed by now. When it has ended, the edge finds no way into the region.",
      runbook: "alerts",
      dashboard: "region",
    })),
  ],
});
