/** Whether what the law and contracts ask is met, and what somebody did that they may not. */
import { alertLimits } from "../../facts/alertLimits";
import { colourLimits } from "../../facts/dashboards";
import { clusterServices } from "../logs/logRules";
import type { DashboardData } from "./panel";
import { anyRegion, inRegion, linesInRegion } from "./variables";

const audit = `{${linesInRegion},service_name="${clusterServices.audit}"}`;

export const compliance: DashboardData = {
  title: "Compliance",
  description:
    "Which controls are met, what was tried that may not be, and whether keys and certificates hold.",
  variables: [anyRegion],
  runbooks: ["alerts", "keys-lost", "ransom"],
  rows: [
    {
      title: "Controls",
      panels: [
        {
          kind: "gauge",
          title: "Controls that are met",
          description:
            "Share by framework; anything below the whole has a control whose last check did not hold.",
          queries: [
            {
              kind: "promql",
              expr: `min by (framework) (framework:compliance_score:ratio{${inRegion}})`,
              legend: "{{framework}}",
            },
          ],
          unit: "ratio",
          limits: { worse: "below", warning: 1 },
          links: [{ runbook: "alerts", alert: "ControlNotMet" }],
        },
        {
          kind: "table",
          title: "Controls that are not met",
          description: "How many by framework and region, by what their last check said.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, framework, result) (azora_compliance_controls{${inRegion},result!="met"}) > 0`,
              legend: "controls",
            },
          ],
          links: [
            { to: "region", with: { region: "region" } },
            { runbook: "alerts", alert: "ControlNotMet" },
          ],
        },
        {
          kind: "timeseries",
          title: "Met over time",
          description: "Share by framework and region; a step names the day of the change that broke it.",
          queries: [
            {
              kind: "promql",
              expr: `framework:compliance_score:ratio{${inRegion}}`,
              legend: "{{region}} {{framework}}",
            },
          ],
          unit: "ratio",
          limits: { worse: "below", warning: 1 },
        },
      ],
    },
    {
      title: "Who did what",
      panels: [
        {
          kind: "timeseries",
          title: "Shells in containers",
          description: "Opened in five minutes; each is a person in a program, and has to have a reason.",
          queries: [{ kind: "promql", expr: `audit:shells:increase5m{${inRegion}}`, legend: "{{region}}" }],
          limits: { worse: "above", warning: 1 },
          links: [
            { to: "logs", with: { region: "region" } },
            { runbook: "alerts", alert: "ShellOpened" },
          ],
        },
        {
          kind: "timeseries",
          title: "Refused for want of rights",
          description: "Requests a second to the API; above the line somebody tries what they may not.",
          queries: [{ kind: "promql", expr: `audit:refused:rate5m{${inRegion}}`, legend: "{{region}}" }],
          unit: "perSecond",
          limits: { worse: "above", warning: alertLimits.refusedPerSecond },
          links: [
            { to: "logs", with: { region: "region" } },
            { runbook: "alerts", alert: "AccessRefused" },
          ],
        },
        {
          kind: "timeseries",
          title: "Audit log",
          description: "Requests a second that it has; none means that nobody could say what was asked.",
          queries: [{ kind: "promql", expr: `audit:requests:rate5m{${inRegion}}`, legend: "{{region}}" }],
          unit: "perSecond",
          links: [
            { to: "logs", with: { region: "region" } },
            { runbook: "alerts", alert: "AuditMissing" },
          ],
        },
        {
          kind: "timeseries",
          title: "Logins by result",
          description: "A second; many that fail are somebody who guesses.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, result) (rate(azora_logins_total{${inRegion}}[$__rate_interval]))`,
              legend: "{{region}} {{result}}",
            },
          ],
          unit: "perSecond",
          links: [{ to: "anomalies", with: { region: "region" } }],
        },
        {
          kind: "timeseries",
          title: "What Falco saw",
          description:
            "In an hour, by rule and priority; a container that does what its image never did before.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, priority, rule_name) (increase(falcosecurity_falco_rules_matches_total{${inRegion}}[1h])) > 0`,
              legend: "{{region}} {{priority}}: {{rule_name}}",
            },
          ],
          links: [{ to: "logs", with: { region: "region" } }, { runbook: "ransom" }],
        },
        {
          kind: "timeseries",
          title: "What breaks the cluster's rules",
          description:
            "Objects that Gatekeeper's audit finds, by what it does about them; those that it denies were there before the rule.",
          queries: [
            {
              kind: "promql",
              expr: `max by (region, enforcement_action) (gatekeeper_violations{${inRegion}})`,
              legend: "{{region}} {{enforcement_action}}",
            },
          ],
          limits: { worse: "above", warning: 1 },
          links: [{ to: "kubernetes", with: { region: "region" } }],
        },
      ],
    },
    {
      title: "Protection",
      panels: [
        {
          kind: "stat",
          title: "Calls in plain",
          description:
            "Share of calls between pods that no certificate protects; anything but none was let out of the policy.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region) (rate(istio_requests_total{${inRegion},reporter="destination",connection_security_policy!="mutual_tls"}[$__rate_interval])) / sum by (region) (rate(istio_requests_total{${inRegion},reporter="destination"}[$__rate_interval]))`,
              legend: "{{region}}",
            },
          ],
          unit: "ratio",
          limits: { worse: "above", ...colourLimits.plainRatio },
          links: [{ to: "mesh", with: { region: "region" } }],
        },
        {
          kind: "timeseries",
          title: "KMS that refuses",
          description:
            "Calls for the key of the cluster's secrets that failed; the key is disabled, or its policy changed.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region) (increase(apiserver_envelope_encryption_kms_operations_latency_seconds_count{${inRegion},grpc_status_code!="OK"}[10m]))`,
              legend: "{{region}}",
            },
          ],
          limits: { worse: "above", critical: 1 },
          links: [{ runbook: "keys-lost" }],
        },
        {
          kind: "timeseries",
          title: "Age of evidence that backups work",
          description:
            "Hours since a backup was last restored to see whether it can be; the recovery dashboard says how old it may be.",
          queries: [
            {
              kind: "promql",
              expr: 'max by (dimension_region, dimension_kind) (aws_azora_recovery_hours_since_success_maximum{dimension_region=~"$region",dimension_kind=~"trial|test"})',
              legend: "{{dimension_region}} {{dimension_kind}}",
            },
          ],
          unit: "hours",
          links: [{ to: "recovery", with: { region: "dimension_region" } }],
        },
      ],
    },
    {
      title: "Lines, of the region whose Grafana this is",
      panels: [
        {
          kind: "logs",
          title: "Who opened a shell, read a secret, or was refused",
          description: "Of the audit log; user, verb and object are in each line.",
          queries: [
            {
              kind: "logql",
              tenant: "audit",
              expr: `${audit} |~ "\\"subresource\\":\\"(exec|attach)\\"|\\"code\\":403|\\"resource\\":\\"secrets\\"" != "\\"username\\":\\"system:"`,
            },
          ],
          links: [{ to: "logs" }],
        },
      ],
    },
  ],
};
