/** What watches is watched too. */
import {
  alertGossip,
  alertTimes,
  regionLostAlerts,
  untakenAlert,
  watchdogAlert,
  watchdogGroup,
} from "../../facts/alerting";
import { alertLimits } from "../../facts/alertLimits";
import { jobsEverywhere } from "../../facts/monitors";
import { metricsStore } from "../../facts/observability";
import { allRegions, type Region } from "../../facts/regions";
import { here, type Alert, type RuleGroup } from "./rule";

/** Series of whatever was asked, by its job. */
const asked = (selector: string, offset = ""): string =>
  `count by (region, namespace, job) (up{${selector}}${offset})`;

/** What should be asked and is not: what cannot be asked is `TargetDown`, and of what is not there no series says so. */
function missing(region: Region): readonly Alert[] {
  const jobs = jobsEverywhere();
  const others = `job!~"${jobs.join("|")}"`;
  return [
    {
      alert: "SourceMissing",
      severity: "warning",
      service: "observability",
      expr: here(region, jobs.map((job) => `absent(up{job="${job}"})`).join(" or ")),
      forMinutes: alertLimits.sourceMissingMinutes,
      summary: "{{ $labels.region }}: nothing is asked as {{ $labels.job }}",
      description: "Its pods are not there, or nothing selects them: alerts about it cannot come.",
      runbook: "alerts",
      dashboard: "kubernetes",
    },
    {
      alert: "SourceGone",
      severity: "warning",
      service: "observability",
      // What was asked a day or a week ago: nobody says which jobs teams and charts should have.
      expr: `(${asked(others, " offset 1d")} or ${asked(others, " offset 1w")}) unless ${asked(others)}`,
      forMinutes: alertLimits.sourceMissingMinutes,
      summary:
        "{{ $labels.region }}: {{ $labels.namespace }}/{{ $labels.job }} was asked for its metrics and is no more",
      description:
        "{{ $value }} pods were. Where it was taken away on purpose, this ends within a week and a day.",
      runbook: "alerts",
      dashboard: "kubernetes",
    },
  ];
}

/** Prometheus, Alertmanager and what they send; and one alert that always fires, so that silence is told. */
export const watcherRules = (region: Region): RuleGroup => ({
  name: watchdogGroup,
  alerts: [
    {
      alert: watchdogAlert,
      severity: "info",
      service: "observability",
      expr: here(region, "vector(1)"),
      forMinutes: 0,
      summary: "{{ $labels.region }}: alerts are told",
      description:
        "This fires always. A receiver outside of the platform calls people when it stops to come.",
      runbook: "alerts",
      dashboard: "overview",
    },
    {
      alert: untakenAlert,
      severity: "critical",
      service: "observability",
      expr: `label_replace(count by (region, alertname, service) (ALERTS{alertstate="firing",severity="critical",alertname!~"${[untakenAlert, ...regionLostAlerts].join("|")}"}), "origin", "$1", "alertname", "(.+)")`,
      forMinutes: alertTimes.escalateMinutes,
      summary: "{{ $labels.region }}: {{ $labels.origin }} fires for half an hour, and nobody ended it",
      description: "Whoever was called did not come, or cannot end it.",
      runbook: "alerts",
      dashboard: "incidents",
    },
    {
      alert: "TargetDown",
      severity: "warning",
      service: "observability",
      expr: "count by (region, namespace, job) (up == 0) / count by (region, namespace, job) (up) > 0",
      forMinutes: 10,
      summary:
        "{{ $labels.region }}: {{ $labels.namespace }}/{{ $labels.job }} cannot be asked for its metrics",
      description:
        "{{ $value | humanizePercentage }} of its pods for ten minutes: alerts about it would not come.",
      runbook: "alerts",
      dashboard: "kubernetes",
    },
    ...missing(region),
    {
      alert: "RulesFail",
      severity: "warning",
      service: "observability",
      expr: "sum by (region, rule_group) (increase(prometheus_rule_evaluation_failures_total[10m])) > 0",
      forMinutes: 0,
      summary: "{{ $labels.region }}: rules of {{ $labels.rule_group }} fail",
      description: "{{ $value | humanize }} evaluations failed in ten minutes: their alerts do not come.",
      runbook: "alerts",
      dashboard: "kubernetes",
    },
    {
      alert: "ConfigurationRefused",
      severity: "warning",
      service: "observability",
      expr: "min by (region, pod) (prometheus_config_last_reload_successful or alertmanager_config_last_reload_successful) == 0",
      forMinutes: 10,
      summary: "{{ $labels.region }}: {{ $labels.pod }} refuses its configuration",
      description: "It goes on with the one before.",
      runbook: "alerts",
      dashboard: "kubernetes",
    },
    {
      alert: "AlertsNotSent",
      severity: "critical",
      service: "observability",
      // Even the one that takes most: an Alertmanager of a region that is gone takes none, and others do.
      expr: "min by (region) (rate(prometheus_notifications_errors_total[5m]) / rate(prometheus_notifications_sent_total[5m])) > 0.03",
      forMinutes: 10,
      summary: "{{ $labels.region }}: Prometheus reaches no Alertmanager",
      description: "{{ $value | humanizePercentage }} of its alerts are lost.",
      runbook: "alerts",
      dashboard: "overview",
    },
    {
      alert: "NotificationsFail",
      severity: "critical",
      service: "observability",
      expr: "sum by (region, integration) (increase(alertmanager_notifications_failed_total[10m])) > 0",
      forMinutes: 5,
      summary: "{{ $labels.region }}: {{ $labels.integration }} takes no alerts",
      description: "{{ $value | humanize }} messages failed in ten minutes: people are not told by that way.",
      runbook: "alerts",
      dashboard: "overview",
    },
    {
      alert: "AlertmanagersApart",
      severity: "warning",
      service: "observability",
      expr: "min by (region) (alertmanager_cluster_members)",
      threshold: { is: "<", value: allRegions().length * alertGossip.replicasPerRegion, unit: "count" },
      forMinutes: 15,
      summary: "{{ $labels.region }}: an Alertmanager knows of {{ $value }} others only",
      description:
        "Those that do not know of each other tell everything twice; with a region away it is as expected.",
      runbook: "alerts",
      dashboard: "overview",
    },
    {
      alert: "TooManySeries",
      severity: "warning",
      service: "observability",
      expr: `max by (region, pod) (prometheus_tsdb_head_series) / ${metricsStore.seriesMax}`,
      threshold: { is: ">", value: alertLimits.storeRatio, unit: "ratio" },
      forMinutes: 30,
      summary:
        "{{ $labels.region }}: {{ $labels.pod }} holds {{ $value | humanizePercentage }} of the series that it is built for",
      description:
        "Ask which metric has grown (topk(10, count by (__name__) ({__name__=~'.+'}))), or add a shard.",
      runbook: "alerts",
      dashboard: "kubernetes",
    },
    {
      alert: "TargetTooLarge",
      severity: "warning",
      service: "observability",
      expr: "sum by (region) (increase(prometheus_target_scrapes_exceeded_sample_limit_total[15m])) > 0",
      forMinutes: 0,
      summary: "{{ $labels.region }}: a target has more series than one may have, and is not scraped",
      description: `More than ${metricsStore.samplesPerTargetMax}: a label of it has no bound.`,
      runbook: "alerts",
      dashboard: "kubernetes",
    },
    {
      alert: "PartnerCopyLate",
      severity: "warning",
      service: "observability",
      expr: "max by (region, pod) (prometheus_remote_storage_queue_highest_timestamp_seconds - prometheus_remote_storage_queue_highest_sent_timestamp_seconds)",
      threshold: { is: ">", value: alertLimits.partnerCopySeconds, unit: "seconds" },
      forMinutes: 10,
      summary:
        "{{ $labels.region }}: the partner's copy of its metrics is {{ $value | humanizeDuration }} behind",
      description: "If the region were lost now, nobody would know what it did last.",
      runbook: "alerts",
      dashboard: "overview",
    },
  ],
});
