import { jobsEverywhere } from "../../components/facts/monitors";
import { growing, series, steady, type AlertCases } from "./case";

const region = "africa";
const of = (metric: string, labels: Record<string, string>): string => series(metric, { region, ...labels });
const pod = { pod: "prometheus-metrics-0" };
const fired = { alertname: "KmsErrors", alertstate: "firing", severity: "critical", service: "cluster" };

/** Everything that should be there, answering. */
const everyJob = (value: number): Record<string, string> =>
  Object.fromEntries(jobsEverywhere().map((job) => [of("up", { job }), steady(value, 60)]));

export const watcherCases: AlertCases = {
  "AlertNotTaken critical": {
    fires: { [of("ALERTS", fired)]: steady(1, 60) },
    // Ended by somebody after twenty minutes.
    quiet: { [of("ALERTS", fired)]: "1x20 stale" },
    at: 50,
    about: { region, service: "observability", origin: "KmsErrors" },
  },
  "TargetDown warning": {
    fires: { [of("up", { namespace: "velero", job: "velero", instance: "a" })]: steady(0, 20) },
    quiet: { [of("up", { namespace: "velero", job: "velero", instance: "a" })]: "0x5 1x20" },
    at: 15,
    about: { region, namespace: "velero", job: "velero" },
  },
  "SourceMissing warning": {
    fires: { ...everyJob(1), [of("up", { job: "patroni" })]: "1x5 stale" },
    // Down is not missing.
    quiet: { ...everyJob(1), [of("up", { job: "patroni" })]: steady(0, 60) },
    at: 50,
    about: { region, job: "patroni" },
  },
  "SourceGone warning": {
    fires: { [of("up", { namespace: "shop", job: "orders", instance: "a" })]: "1x60 stale" },
    quiet: {
      [of("up", { namespace: "shop", job: "orders", instance: "a" })]: "1x60 stale",
      // Another pod of it.
      [of("up", { namespace: "shop", job: "orders", instance: "b" })]: "_x60 1x1440",
    },
    at: 24 * 60 + 30,
    about: { region, namespace: "shop", job: "orders" },
  },
  "RulesFail warning": {
    fires: { [of("prometheus_rule_evaluation_failures_total", { rule_group: "requests" })]: growing(1, 20) },
    quiet: { [of("prometheus_rule_evaluation_failures_total", { rule_group: "requests" })]: steady(7, 20) },
    at: 15,
    about: { region, rule_group: "requests" },
  },
  "ConfigurationRefused warning": {
    fires: { [of("prometheus_config_last_reload_successful", pod)]: steady(0, 20) },
    quiet: { [of("prometheus_config_last_reload_successful", pod)]: "0x5 1x20" },
    at: 15,
    about: { region, ...pod },
  },
  "AlertsNotSent critical": {
    fires: {
      [of("prometheus_notifications_errors_total", { alertmanager: "a" })]: growing(5, 30),
      [of("prometheus_notifications_sent_total", { alertmanager: "a" })]: growing(10, 30),
    },
    // One of two takes them.
    quiet: {
      [of("prometheus_notifications_errors_total", { alertmanager: "a" })]: growing(10, 30),
      [of("prometheus_notifications_sent_total", { alertmanager: "a" })]: growing(10, 30),
      [of("prometheus_notifications_errors_total", { alertmanager: "b" })]: steady(0, 30),
      [of("prometheus_notifications_sent_total", { alertmanager: "b" })]: growing(10, 30),
    },
    at: 25,
    about: { region },
  },
  "NotificationsFail critical": {
    fires: { [of("alertmanager_notifications_failed_total", { integration: "pagerduty" })]: growing(1, 30) },
    quiet: { [of("alertmanager_notifications_failed_total", { integration: "pagerduty" })]: steady(2, 30) },
    at: 20,
    about: { region, integration: "pagerduty" },
  },
  "AlertmanagersApart warning": {
    fires: { [of("alertmanager_cluster_members", pod)]: steady(6, 30) },
    quiet: { [of("alertmanager_cluster_members", pod)]: steady(8, 30) },
    at: 25,
    about: { region },
  },
  "TooManySeries warning": {
    fires: { [of("prometheus_tsdb_head_series", pod)]: steady(900_000, 60) },
    quiet: { [of("prometheus_tsdb_head_series", pod)]: steady(700_000, 60) },
    at: 50,
    about: { region, ...pod },
  },
  "TargetTooLarge warning": {
    fires: { [of("prometheus_target_scrapes_exceeded_sample_limit_total", pod)]: growing(1, 20) },
    quiet: { [of("prometheus_target_scrapes_exceeded_sample_limit_total", pod)]: steady(1, 20) },
    at: 15,
    about: { region },
  },
  "PartnerCopyLate warning": {
    fires: {
      [of("prometheus_remote_storage_queue_highest_timestamp_seconds", pod)]: growing(60, 30),
      [of("prometheus_remote_storage_queue_highest_sent_timestamp_seconds", pod)]: steady(0, 30),
    },
    quiet: {
      [of("prometheus_remote_storage_queue_highest_timestamp_seconds", pod)]: growing(60, 30),
      [of("prometheus_remote_storage_queue_highest_sent_timestamp_seconds", pod)]: growing(60, 30),
    },
    at: 25,
    about: { region, ...pod },
  },
};
