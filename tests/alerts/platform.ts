import { growing, series, steady, type AlertCases } from "./case";

const region = "americas";
const certificate = { region, exported_namespace: "postgres", name: "core-member" };
const of = (metric: string, labels: Record<string, string>): string => series(metric, labels);
const day = 86_400;
const steering = { namespace: "edge-steering" };
const ends = (seconds: number): Record<string, string> => ({
  [of("certmanager_certificate_expiration_timestamp_seconds", certificate)]: steady(seconds, 60),
});

export const platformCases: AlertCases = {
  "RegionTakenOut critical": {
    fires: {
      [of("edge_steering_pool_enabled", { ...steering, region: "africa", target: "asia" })]: steady(0, 5),
    },
    quiet: {
      [of("edge_steering_pool_enabled", { ...steering, region: "africa", target: "asia" })]: steady(1, 5),
    },
    at: 3,
    about: { region: "asia", target: "asia" },
  },
  "SteeringPeersSilent warning": {
    fires: { [of("edge_steering_peers_heard", { ...steering, region })]: steady(2, 10) },
    quiet: { [of("edge_steering_peers_heard", { ...steering, region })]: steady(3, 10) },
    at: 8,
    about: { region },
  },
  "EdgeApiFails warning": {
    fires: {
      [of("edge_steering_api_errors_total", { ...steering, region, call: "list", status: "500" })]: growing(
        1,
        30,
      ),
    },
    quiet: {
      [of("edge_steering_api_errors_total", { ...steering, region, call: "list", status: "500" })]:
        "0x10 1x20",
    },
    at: 25,
    about: { region },
  },
  "CertificateEnds warning": { fires: ends(4 * day), quiet: ends(6 * day), at: 30, about: certificate },
  "CertificateEnds critical": { fires: ends(day), quiet: ends(3 * day), at: 30, about: certificate },
  "CertificateNotIssued warning": {
    fires: {
      [of("certmanager_certificate_ready_status", { ...certificate, condition: "False" })]: steady(1, 60),
    },
    quiet: {
      [of("certmanager_certificate_ready_status", { ...certificate, condition: "True" })]: steady(1, 60),
    },
    at: 50,
    about: certificate,
  },
  "ObjectsBackupLate critical": {
    fires: {
      [of("velero_backup_last_successful_timestamp", { region, schedule: "frequent-home" })]: steady(0, 120),
    },
    // The other location has one.
    quiet: {
      [of("velero_backup_last_successful_timestamp", { region, schedule: "frequent-home" })]: growing(
        60,
        120,
      ),
      [of("velero_backup_last_successful_timestamp", { region, schedule: "daily-home" })]: steady(0, 120),
    },
    at: 90,
    about: { region },
  },
  "ObjectsBackupFails warning": {
    fires: {
      [of("velero_backup_failure_total", { region, schedule: "daily-home" })]: "1x10 2x60",
      [of("velero_backup_partial_failure_total", { region, schedule: "daily-home" })]: steady(0, 70),
    },
    quiet: {
      [of("velero_backup_failure_total", { region, schedule: "daily-home" })]: steady(3, 70),
      [of("velero_backup_partial_failure_total", { region, schedule: "daily-home" })]: steady(0, 70),
    },
    at: 60,
    about: { region, schedule: "daily-home" },
  },
  "WorkflowsWait warning": {
    fires: { [of("argo_workflows_gauge", { region, phase: "Pending" })]: steady(2, 30) },
    quiet: { [of("argo_workflows_gauge", { region, phase: "Running" })]: steady(2, 30) },
    at: 20,
    about: { region },
  },
  "WorkflowsFail warning": {
    fires: { [of("argo_workflows_total_count", { region, phase: "Failed" })]: "1x10 2x60" },
    quiet: { [of("argo_workflows_total_count", { region, phase: "Succeeded" })]: growing(1, 60) },
    at: 50,
    about: { region },
  },
};
