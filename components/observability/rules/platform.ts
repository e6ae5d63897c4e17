/** Edge steering, certificates, backups of objects and the automation engine. */
import { alertLimits } from "../../facts/alertLimits";
import { namespaces } from "../../facts/namespaces";
import { allRegions } from "../../facts/regions";
import type { Alert, RuleGroup } from "./rule";

function certificateEnds(severity: "warning" | "critical"): Alert {
  return {
    alert: "CertificateEnds",
    severity,
    service: "certificates",
    expr: "min by (region, exported_namespace, name) (certmanager_certificate_expiration_timestamp_seconds - time())",
    threshold: { is: "<", value: alertLimits.certificateSeconds[severity], unit: "seconds" },
    forMinutes: 15,
    summary:
      "{{ $labels.region }}: the certificate {{ $labels.exported_namespace }}/{{ $labels.name }} ends in {{ $value | humanizeDuration }}",
    description: "It should have been renewed by now. When it has ended, those whom it proves are refused.",
    runbook: "alerts",
    dashboard: "region",
  };
}

/** The controllers' own: what a team's monitor tells carries the team's namespace. */
const steered = `{namespace="${namespaces.edgeSteering.name}"}`;

const edge: readonly Alert[] = [
  {
    alert: "RegionTakenOut",
    severity: "critical",
    service: "edge",
    // The series is about the region that is asked for, not about the one that tells.
    expr: `label_replace(min by (target) (edge_steering_pool_enabled${steered}) == 0, "region", "$1", "target", "(.+)")`,
    forMinutes: 0,
    summary: "{{ $labels.region }} is taken out at the edge: its users go elsewhere",
    description: "A majority of regions saw it dead, or a person took it out.",
    runbook: "region-lost",
    dashboard: "overview",
  },
  {
    alert: "SteeringPeersSilent",
    severity: "warning",
    service: "edge",
    expr: `max by (region) (edge_steering_peers_heard${steered})`,
    threshold: { is: "<", value: allRegions().length - 1, unit: "count" },
    forMinutes: 5,
    summary: "{{ $labels.region }}: edge steering hears {{ $value }} of the other regions' controllers",
    description: "Without a majority no region is taken out.",
    runbook: "alerts",
    dashboard: "overview",
  },
  {
    alert: "EdgeApiFails",
    severity: "warning",
    service: "edge",
    expr: `sum by (region) (increase(edge_steering_api_errors_total${steered}[15m])) > 3`,
    forMinutes: 5,
    summary: "{{ $labels.region }}: Cloudflare's API refuses edge steering",
    description:
      "{{ $value | humanize }} calls failed in a quarter of an hour: no region could be taken out from here.",
    runbook: "alerts",
    dashboard: "overview",
  },
];

const backups: readonly Alert[] = [
  {
    alert: "ObjectsBackupLate",
    severity: "critical",
    service: "backup",
    expr: 'min by (region) (time() - velero_backup_last_successful_timestamp{schedule=~"frequent-.+"})',
    threshold: { is: ">", value: alertLimits.objectsBackupSeconds, unit: "seconds" },
    forMinutes: 0,
    summary: "{{ $labels.region }}: the cluster's objects have no backup for {{ $value | humanizeDuration }}",
    description:
      "They are kept every five minutes. CloudWatch tells the same of all that recovery rests on (docs/recovery.md).",
    runbook: "alerts",
    dashboard: "recovery",
  },
  {
    alert: "ObjectsBackupFails",
    severity: "warning",
    service: "backup",
    expr: "sum by (region, schedule) (increase(velero_backup_failure_total[1h]) + increase(velero_backup_partial_failure_total[1h])) > 0",
    forMinutes: 0,
    summary: "{{ $labels.region }}: backups of {{ $labels.schedule }} fail",
    description: "{{ $value | humanize }} in an hour.",
    runbook: "alerts",
    dashboard: "recovery",
  },
];

const automation: readonly Alert[] = [
  {
    alert: "WorkflowsWait",
    severity: "warning",
    service: "automation",
    expr: 'sum by (region) (argo_workflows_gauge{phase="Pending"}) > 0',
    forMinutes: alertLimits.queueMinutes,
    summary: "{{ $labels.region }}: {{ $value }} workflows wait",
    description: `For ${alertLimits.queueMinutes} minutes: restores and remediation wait with them.`,
    runbook: "alerts",
    dashboard: "recovery",
  },
  {
    alert: "WorkflowsFail",
    severity: "warning",
    service: "automation",
    expr: 'sum by (region) (increase(argo_workflows_total_count{phase=~"Failed|Error"}[1h])) > 0',
    forMinutes: 0,
    summary: "{{ $labels.region }}: {{ $value | humanize }} workflows failed in an hour",
    description: "Their logs are kept (docs/automation.md).",
    runbook: "alerts",
    dashboard: "recovery",
  },
];

export const platformRules: RuleGroup = {
  name: "platform",
  alerts: [
    ...edge,
    certificateEnds("warning"),
    certificateEnds("critical"),
    {
      alert: "CertificateNotIssued",
      severity: "warning",
      service: "certificates",
      expr: 'max by (region, exported_namespace, name) (certmanager_certificate_ready_status{condition="False"}) == 1',
      forMinutes: 30,
      summary:
        "{{ $labels.region }}: the certificate {{ $labels.exported_namespace }}/{{ $labels.name }} is not issued",
      description: "For half an hour. What waits for it does not start.",
      runbook: "alerts",
      dashboard: "region",
    },
    ...backups,
    ...automation,
  ],
};
