/** Backups, rehearsals of recovery, and what does them. */
import { alertLimits } from "../../facts/alertLimits";
import { colourLimits } from "../../facts/dashboards";
import { namespaces } from "../../facts/namespaces";
import { replicationAlarms } from "../../facts/objects";
import { failover, recovery as promises } from "../../facts/promises";
import { ageHoursMax, type Watched } from "../../facts/rehearsals";
import type { DashboardData } from "./panel";
import { anyRegion, inRegion, linesInRegion } from "./variables";

const told = 'dimension_region=~"$region"';
const kinds = Object.keys(ageHoursMax) as Watched[];

export const recovery: DashboardData = {
  title: "Recovery and its rehearsals",
  description:
    "Whether each backup is young enough, whether it was tried, how long that took, and what failed.",
  variables: [anyRegion],
  runbooks: ["corrupt-data", "repository-lost", "region-lost", "alerts"],
  rows: [
    {
      title: "Whether we could",
      panels: [
        {
          kind: "timeseries",
          title: "Age of the newest success, of what it may be",
          description:
            "By kind: backups, restores that were tried, monthly tests, evacuations; above one it is too old, and recovery is a hope.",
          queries: kinds.map((kind) => ({
            kind: "promql",
            expr: `max by (dimension_region, dimension_kind) (aws_azora_recovery_hours_since_success_maximum{${told},dimension_kind="${kind}"}) / ${ageHoursMax[kind]}`,
            legend: "{{dimension_region}} {{dimension_kind}}",
          })),
          unit: "ratio",
          limits: { worse: "above", ...colourLimits.shareOfLimit },
          links: [{ to: "logs", with: { region: "dimension_region" } }, { runbook: "repository-lost" }],
        },
        {
          kind: "timeseries",
          title: "What a restore took",
          description:
            "Seconds, as tests measured it; above the line recovery takes longer than is promised.",
          queries: [
            {
              kind: "promql",
              expr: `max by (dimension_region, dimension_kind) (aws_azora_recovery_restore_seconds_maximum{${told}})`,
              legend: "{{dimension_region}} {{dimension_kind}}",
            },
          ],
          unit: "seconds",
          limits: { worse: "above", critical: promises.rtoMinutesMax * 60 },
          links: [{ to: "database", with: { region: "dimension_region" } }, { runbook: "corrupt-data" }],
        },
        {
          kind: "timeseries",
          title: "What would be lost if a leader were",
          description:
            "Seconds that the copy which is nearest to each leader is behind; above the line more than is promised.",
          queries: [
            {
              kind: "promql",
              expr: "min by (scope) (member:replica_lag_seconds:last)",
              legend: "{{scope}}",
            },
          ],
          unit: "seconds",
          limits: { worse: "above", critical: promises.rpoMinutesMax * 60 },
          links: [
            { to: "database", with: { scope: "scope" } },
            { runbook: "alerts", alert: "ReplicaLags" },
          ],
        },
      ],
    },
    {
      title: "Backups of the cluster's objects",
      across: 2,
      panels: [
        {
          kind: "timeseries",
          title: "Since the newest was kept",
          description:
            "By schedule; the frequent ones come every five minutes, and above the line somebody is woken.",
          queries: [
            {
              kind: "promql",
              expr: `min by (region, schedule) (time() - velero_backup_last_successful_timestamp{${inRegion},schedule!=""})`,
              legend: "{{region}} {{schedule}}",
            },
          ],
          unit: "seconds",
          limits: { worse: "above", critical: alertLimits.objectsBackupSeconds },
          links: [
            { to: "logs", with: { region: "region" } },
            { runbook: "alerts", alert: "ObjectsBackupLate" },
          ],
        },
        {
          kind: "timeseries",
          title: "That failed",
          description: "In an hour, whole and in part, by schedule; twice in a row is no accident.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, schedule) (increase(velero_backup_failure_total{${inRegion}}[1h]) + increase(velero_backup_partial_failure_total{${inRegion}}[1h]))`,
              legend: "{{region}} {{schedule}}",
            },
          ],
          limits: { worse: "above", warning: 1 },
          links: [
            { to: "logs", with: { region: "region" } },
            { runbook: "alerts", alert: "ObjectsBackupFails" },
          ],
        },
        {
          kind: "timeline",
          title: "Where they are kept",
          description:
            "Whether each place can be reached; one that cannot is a bucket, a key or a right that is gone.",
          queries: [
            {
              kind: "promql",
              expr: `min by (region, backup_location_name) (velero_backup_location_status_gauge{${inRegion}})`,
              legend: "{{region}} {{backup_location_name}}",
            },
          ],
          states: { 0: { text: "out of reach", is: "critical" }, 1: { text: "in reach", is: "well" } },
          links: [{ runbook: "repository-lost" }, { runbook: "keys-lost" }],
        },
        {
          kind: "timeseries",
          title: "Jobs of AWS Backup that failed",
          description: "In an hour by vault; an alarm of AWS tells people, and says it of each.",
          queries: [
            {
              kind: "promql",
              expr: `max by (region, dimension_backup_vault_name) (aws_backup_number_of_backup_jobs_failed_sum{${inRegion}})`,
              legend: "{{region}} {{dimension_backup_vault_name}}, kept",
            },
            {
              kind: "promql",
              expr: `max by (region, dimension_backup_vault_name) (aws_backup_number_of_copy_jobs_failed_sum{${inRegion}})`,
              legend: "{{region}} {{dimension_backup_vault_name}}, copied",
            },
            {
              kind: "promql",
              expr: `max by (region, dimension_backup_vault_name) (aws_backup_number_of_restore_jobs_failed_sum{${inRegion}})`,
              legend: "{{region}} {{dimension_backup_vault_name}}, restored",
            },
          ],
          limits: { worse: "above", warning: 1 },
          links: [{ runbook: "repository-lost" }],
        },
      ],
    },
    {
      title: "Copies of objects, as S3 tells where they go",
      across: 2,
      panels: [
        {
          kind: "timeseries",
          title: "How far copies are behind",
          description: "Seconds, by bucket; above the line an alarm of AWS tells people.",
          queries: [
            {
              kind: "promql",
              expr: `max by (region, dimension_source_bucket, dimension_destination_bucket) (aws_s3_replication_latency_maximum{${inRegion}})`,
              legend: "{{dimension_source_bucket}} to {{dimension_destination_bucket}}",
            },
          ],
          unit: "seconds",
          limits: { worse: "above", critical: replicationAlarms.lagSecondsMax },
          links: [{ to: "region", with: { region: "region" } }, { runbook: "repository-lost" }],
        },
        {
          kind: "timeseries",
          title: "Objects that wait, and that were not copied",
          description: "By bucket; what failed is not tried again, and is told where it comes from.",
          queries: [
            {
              kind: "promql",
              expr: `max by (region, dimension_source_bucket, dimension_destination_bucket) (aws_s3_operations_pending_replication_maximum{${inRegion}})`,
              legend: "{{dimension_source_bucket}} to {{dimension_destination_bucket}}, wait",
            },
            {
              kind: "promql",
              expr: `max by (region, dimension_source_bucket, dimension_destination_bucket) (aws_s3_operations_failed_replication_sum{${inRegion}})`,
              legend: "{{dimension_source_bucket}} to {{dimension_destination_bucket}}, failed",
            },
          ],
          links: [{ to: "logs", with: { region: "region" } }, { runbook: "repository-lost" }],
        },
      ],
    },
    {
      title: "What does them",
      panels: [
        {
          kind: "timeseries",
          title: "Workflows by phase",
          description: "Those that wait for long hold up restores and remediation with them.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, phase) (argo_workflows_gauge{${inRegion}})`,
              legend: "{{region}} {{phase}}",
            },
          ],
          links: [
            { to: "kubernetes", with: { region: "region" } },
            { runbook: "alerts", alert: "WorkflowsWait" },
          ],
        },
        {
          kind: "timeseries",
          title: "Workflows that failed",
          description: "In an hour; their lines below say at which step.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, phase) (increase(argo_workflows_total_count{${inRegion},phase=~"Failed|Error"}[1h]))`,
              legend: "{{region}} {{phase}}",
            },
          ],
          limits: { worse: "above", warning: 1 },
          links: [
            { to: "logs", with: { region: "region" } },
            { runbook: "alerts", alert: "WorkflowsFail" },
          ],
        },
        {
          kind: "timeseries",
          title: "Leaders that changed",
          description: `In an hour, by database; an evacuation changes two, and each may take ${failover.fullRecoverySecondsMax} seconds.`,
          queries: [
            {
              kind: "promql",
              expr: `max by (scope) (changes(cluster:timeline:max{${inRegion}}[1h]))`,
              legend: "{{scope}}",
            },
          ],
          links: [{ to: "database", with: { scope: "scope" } }],
        },
      ],
    },
    {
      title: "What they say",
      panels: [
        {
          kind: "logs",
          title: "Lines of restores, tests and backups",
          description: "Of workflows, Velero and trials, in the region whose Grafana this is.",
          queries: [
            {
              kind: "logql",
              tenant: "platform",
              expr: `{${linesInRegion},k8s_namespace_name=~"${[namespaces.automation, namespaces.velero, namespaces.postgresTrial].map(({ name }) => name).join("|")}"} |~ "(?i)error|fail|restor|evacuat|wrong"`,
            },
          ],
          links: [{ to: "logs" }],
        },
      ],
    },
  ],
};
