/** Nodes, workloads and volumes of a region's cluster, its API, and what watches it. */
import { alertLimits } from "../../facts/alertLimits";
import { colourLimits, dashboardView } from "../../facts/dashboards";
import { apiRow, eventRow, watchRow } from "./kubernetesWatch";
import type { DashboardData } from "./panel";
import { anyRegion, inNamespace, inRegion, podNamespace } from "./variables";

const top = dashboardView.seriesMax;
const claim = "{{region}} {{namespace}}/{{persistentvolumeclaim}}";

/** What of a kind of work lacks pods. */
const lacking = (kind: string, wanted: string, there: string) =>
  ({
    kind: "promql",
    expr: `max by (region, namespace, ${kind}) (${wanted}{${inNamespace}}) - max by (region, namespace, ${kind}) (${there}{${inNamespace}}) > 0`,
    legend: `{{region}} {{namespace}}/{{${kind}}}`,
  }) as const;

export const kubernetes: DashboardData = {
  title: "Kubernetes",
  description:
    "Whether nodes, pods and volumes of a region are well, and whether its API and its watchers are.",
  variables: [anyRegion, podNamespace],
  runbooks: ["alerts", "keys-lost", "region-lost"],
  rows: [
    {
      title: "Nodes",
      across: 2,
      panels: [
        {
          kind: "timeseries",
          title: "CPU and memory in use",
          description: "Share of what nodes have; near the whole, pods wait or are put off.",
          queries: [
            { kind: "promql", expr: `region:cpu_used:ratio5m{${inRegion}}`, legend: "{{region}}, CPU" },
            { kind: "promql", expr: `region:memory_used:ratio{${inRegion}}`, legend: "{{region}}, memory" },
          ],
          unit: "ratio",
          limits: { worse: "above", ...colourLimits.shareOfLimit },
          links: [
            { to: "cost", with: { region: "region" } },
            { to: "anomalies", with: { region: "region" } },
          ],
        },
        {
          kind: "table",
          title: "Nodes that are not well",
          description: "Not ready, or short of memory, disk or processes; several of one zone are the zone.",
          queries: [
            {
              kind: "promql",
              expr: `max by (region, node, condition) (kube_node_status_condition{${inRegion},condition=~"MemoryPressure|DiskPressure|PIDPressure",status="true"} == 1 or kube_node_status_condition{${inRegion},condition="Ready",status="true"} == 0)`,
              legend: "state",
            },
          ],
          links: [
            { runbook: "alerts", alert: "NodeNotReady" },
            { runbook: "alerts", alert: "NodePressure" },
          ],
        },
        {
          kind: "timeseries",
          title: "Pools of nodes",
          description:
            "Share of the CPU that a pool may have, now and in a week as it goes; at the whole no node is added.",
          queries: [
            { kind: "promql", expr: `nodepool:used:ratio{${inRegion}}`, legend: "{{region}} {{nodepool}}" },
            {
              kind: "promql",
              expr: `nodepool:used:forecast7d{${inRegion}}`,
              legend: "{{region}} {{nodepool}}, in a week",
            },
          ],
          unit: "ratio",
          limits: { worse: "above", warning: alertLimits.nodePoolRatio, critical: 1 },
          links: [{ runbook: "alerts", alert: "NodePoolFull" }],
        },
        {
          kind: "timeseries",
          title: "Nodes that are not launched",
          description:
            "Times that EC2 refused what Karpenter asked for, by what it says; quotas, rights, or no capacity.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, method, error) (increase(karpenter_cloudprovider_errors_total{${inRegion}}[15m])) > 0`,
              legend: "{{region}} {{method}}: {{error}}",
            },
          ],
          links: [{ runbook: "alerts", alert: "NodesNotLaunched" }],
        },
      ],
    },
    {
      title: "Workloads",
      panels: [
        {
          kind: "timeseries",
          title: "Work that lacks pods, or failed",
          description:
            "Pods that a deployment or a set lacks, and jobs that failed; for more than a quarter of an hour it is no rollout.",
          queries: [
            lacking(
              "deployment",
              "kube_deployment_spec_replicas",
              "kube_deployment_status_replicas_available",
            ),
            lacking("statefulset", "kube_statefulset_replicas", "kube_statefulset_status_replicas_ready"),
            {
              kind: "promql",
              expr: `max by (region, namespace, job_name) (kube_job_failed{${inNamespace},condition="true"}) > 0`,
              legend: "{{region}} {{namespace}}/{{job_name}}, failed",
            },
          ],
          links: [
            { to: "logs", with: { region: "region", namespace: "namespace" } },
            { runbook: "alerts", alert: "DeploymentShort" },
          ],
        },
        {
          kind: "timeseries",
          title: "Restarts",
          description: "Of a pod's containers in an hour; above the line it does not come up by itself.",
          queries: [
            {
              kind: "promql",
              expr: `topk(${top}, sum by (region, namespace, pod) (increase(kube_pod_container_status_restarts_total{${inNamespace}}[1h])) > 0)`,
              legend: "{{region}} {{namespace}}/{{pod}}",
            },
          ],
          limits: { worse: "above", warning: alertLimits.restartsPerHour },
          links: [
            { to: "logs", with: { region: "region", namespace: "namespace" } },
            { runbook: "alerts", alert: "PodsRestart" },
          ],
        },
        {
          kind: "timeseries",
          title: "Pods that wait, and why",
          description:
            "Containers that do not run, by reason; ImagePullBackOff is the registry, CrashLoopBackOff the program.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, namespace, reason) (kube_pod_container_status_waiting_reason{${inNamespace}}) > 0`,
              legend: "{{region}} {{namespace}}: {{reason}}",
            },
          ],
          links: [{ to: "logs", with: { region: "region", namespace: "namespace" } }],
        },
      ],
    },
    {
      title: "Volumes",
      across: 2,
      panels: [
        {
          kind: "timeseries",
          title: "Fullest volumes",
          description:
            "Share that is free of those that have least; a full volume stops what writes to it, and grows when its claim is raised.",
          queries: [
            {
              kind: "promql",
              expr: `bottomk(${top}, volume:free:ratio{${inNamespace}})`,
              legend: claim,
            },
          ],
          unit: "ratio",
          limits: { worse: "below", ...alertLimits.volumeFreeRatio },
          links: [
            { to: "logs", with: { region: "region", namespace: "namespace" } },
            { runbook: "alerts", alert: "VolumeFills" },
          ],
        },
        {
          kind: "timeseries",
          title: "Free bytes in four days, as it goes",
          description: "Of those that lose most; below zero a volume is full by then.",
          queries: [
            {
              kind: "promql",
              expr: `bottomk(${top}, region:volume_free_bytes:forecast4d{${inNamespace}})`,
              legend: claim,
            },
          ],
          unit: "bytes",
          limits: { worse: "below", warning: 0 },
          links: [
            { to: "logs", with: { region: "region", namespace: "namespace" } },
            { runbook: "alerts", alert: "VolumeFullSoon" },
          ],
        },
      ],
    },
    apiRow,
    watchRow,
    eventRow,
  ],
};
