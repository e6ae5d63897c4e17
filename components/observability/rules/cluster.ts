/** Nodes, workloads and volumes of the region's cluster, and its API. */
import { alertLimits } from "../../facts/alertLimits";
import type { Alert, RuleGroup } from "./rule";

const { volumeFreeRatio, forecast } = alertLimits;
const free = "volume:free:ratio";
const claim = "region, namespace, persistentvolumeclaim";

function fills(severity: "warning" | "critical"): Alert {
  return {
    alert: "VolumeFills",
    severity,
    service: "cluster",
    expr: free,
    threshold: { is: "<", value: volumeFreeRatio[severity], unit: "ratio" },
    forMinutes: 5,
    summary:
      "{{ $labels.region }}: {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} has {{ $value | humanizePercentage }} left",
    description:
      "A full volume stops what writes to it. Volumes grow while they are in use: raise the claim's request.",
    runbook: "alerts",
    dashboard: "kubernetes",
  };
}

export const clusterRules: RuleGroup = {
  name: "cluster",
  recordings: [
    {
      record: "region:cpu_used:ratio5m",
      labels: ["region"],
      expr: 'sum by (region) (rate(container_cpu_usage_seconds_total{container!=""}[5m])) / sum by (region) (kube_node_status_allocatable{resource="cpu"})',
      help: "share of the nodes' CPU that containers use",
    },
    {
      record: "region:memory_used:ratio",
      labels: ["region"],
      expr: 'sum by (region) (container_memory_working_set_bytes{container!=""}) / sum by (region) (kube_node_status_allocatable{resource="memory"})',
      help: "share of the nodes' memory that containers use",
    },
    {
      record: free,
      labels: ["region", "namespace", "persistentvolumeclaim"],
      expr: `min by (${claim}) (kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes)`,
      help: "share of a volume that is free",
    },
    {
      record: "region:volume_free_bytes:forecast4d",
      labels: ["region", "namespace", "persistentvolumeclaim"],
      expr: `min by (${claim}) (predict_linear(kubelet_volume_stats_available_bytes[${forecast.volumeFromHours}h], ${forecast.volumeDays * 86_400}))`,
      help: "bytes of a volume that will be free in four days, as it goes",
    },
    {
      record: "nodepool:used:ratio",
      labels: ["region", "nodepool"],
      expr: 'max by (region, nodepool) (karpenter_nodepools_usage{resource_type="cpu"}) / max by (region, nodepool) (karpenter_nodepools_limit{resource_type="cpu"})',
      help: "share of the CPU that a pool of nodes may have",
    },
    {
      record: "nodepool:used:forecast7d",
      labels: ["region", "nodepool"],
      expr: `predict_linear(nodepool:used:ratio[${forecast.nodesFromDays}d], ${forecast.nodesDays * 86_400})`,
      help: "the same in a week, as it goes",
    },
  ],
  alerts: [
    fills("warning"),
    fills("critical"),
    {
      alert: "VolumeFullSoon",
      severity: "warning",
      service: "cluster",
      expr: `region:volume_free_bytes:forecast4d < 0 and ${free} < ${forecast.volumeFreeRatioBelow}`,
      forMinutes: 60,
      summary:
        "{{ $labels.region }}: {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }} will be full within four days",
      description: "As it went for six hours. Raise the claim's request, or end what fills it.",
      runbook: "alerts",
      dashboard: "kubernetes",
    },
    {
      alert: "NodePoolFull",
      severity: "warning",
      service: "cluster",
      expr: "nodepool:used:ratio",
      threshold: { is: ">", value: alertLimits.nodePoolRatio, unit: "ratio" },
      forMinutes: 15,
      summary:
        "{{ $labels.region }}: the pool {{ $labels.nodepool }} runs {{ $value | humanizePercentage }} of what it may",
      description:
        "At its limit no node is added, and pods wait. Raise azora:cpuLimit, or ask who needs so much.",
      runbook: "alerts",
      dashboard: "kubernetes",
    },
    {
      alert: "NodePoolFullSoon",
      severity: "warning",
      service: "cluster",
      expr: "nodepool:used:forecast7d > 1",
      forMinutes: 360,
      summary: "{{ $labels.region }}: the pool {{ $labels.nodepool }} will be at its limit within a week",
      description: "As it went for a day.",
      runbook: "alerts",
      dashboard: "kubernetes",
    },
    {
      alert: "NodesNotLaunched",
      severity: "warning",
      service: "cluster",
      expr: "sum by (region) (increase(karpenter_cloudprovider_errors_total[15m])) > 5",
      forMinutes: 15,
      summary: "{{ $labels.region }}: EC2 refuses what Karpenter asks for",
      description:
        "{{ $value | humanize }} errors in a quarter of an hour: quotas, rights, or no capacity of the kinds that a pool allows.",
      runbook: "alerts",
      dashboard: "kubernetes",
    },
    {
      alert: "NodePressure",
      severity: "warning",
      service: "cluster",
      expr: 'max by (region, node, condition) (kube_node_status_condition{condition=~"MemoryPressure|DiskPressure|PIDPressure",status="true"}) == 1',
      forMinutes: 5,
      summary: "{{ $labels.region }}: node {{ $labels.node }} has {{ $labels.condition }}",
      description: "The kubelet puts pods off the node, those of the lowest class first.",
      runbook: "alerts",
      dashboard: "kubernetes",
    },
    {
      alert: "NodeNotReady",
      severity: "warning",
      service: "cluster",
      expr: 'min by (region, node) (kube_node_status_condition{condition="Ready",status="true"}) == 0',
      forMinutes: 10,
      summary: "{{ $labels.region }}: node {{ $labels.node }} is not ready for ten minutes",
      description: "Its pods run elsewhere by now, except those that hold volumes of its zone.",
      runbook: "alerts",
      dashboard: "kubernetes",
    },
    {
      alert: "PodsRestart",
      severity: "warning",
      service: "cluster",
      expr: "sum by (region, namespace, pod) (increase(kube_pod_container_status_restarts_total[1h]))",
      threshold: { is: ">", value: alertLimits.restartsPerHour, unit: "count" },
      forMinutes: 5,
      summary:
        "{{ $labels.region }}: {{ $labels.namespace }}/{{ $labels.pod }} started {{ $value | humanize }} times in an hour",
      description: "It does not come up by itself.",
      runbook: "alerts",
      dashboard: "kubernetes",
    },
    {
      alert: "DeploymentShort",
      severity: "warning",
      service: "cluster",
      expr: "max by (region, namespace, deployment) (kube_deployment_spec_replicas) - max by (region, namespace, deployment) (kube_deployment_status_replicas_available) > 0",
      forMinutes: 15,
      summary:
        "{{ $labels.region }}: {{ $labels.namespace }}/{{ $labels.deployment }} lacks {{ $value }} pods",
      description: "For a quarter of an hour.",
      runbook: "alerts",
      dashboard: "kubernetes",
    },
    {
      alert: "StatefulSetShort",
      severity: "warning",
      service: "cluster",
      expr: "max by (region, namespace, statefulset) (kube_statefulset_replicas) - max by (region, namespace, statefulset) (kube_statefulset_status_replicas_ready) > 0",
      forMinutes: 15,
      summary:
        "{{ $labels.region }}: {{ $labels.namespace }}/{{ $labels.statefulset }} lacks {{ $value }} pods",
      description: "For a quarter of an hour.",
      runbook: "alerts",
      dashboard: "kubernetes",
    },
    {
      alert: "JobFailed",
      severity: "warning",
      service: "cluster",
      expr: 'max by (region, namespace, job_name) (kube_job_failed{condition="true",namespace!~"postgres-trial|automation"}) > 0',
      forMinutes: 0,
      summary: "{{ $labels.region }}: the job {{ $labels.namespace }}/{{ $labels.job_name }} failed",
      description: "Look at its pod's log. Backups, migrations and what keeps locks in place are jobs.",
      runbook: "alerts",
      dashboard: "kubernetes",
    },
    {
      alert: "ApiServerFails",
      severity: "critical",
      service: "cluster",
      expr: 'sum by (region) (rate(apiserver_request_total{code=~"5.."}[5m])) / sum by (region) (rate(apiserver_request_total[5m]))',
      threshold: { is: ">", value: alertLimits.apiErrorRatio, unit: "ratio" },
      forMinutes: 10,
      summary: "{{ $labels.region }}: the cluster's API fails",
      description:
        "{{ $value | humanizePercentage }} of its answers are errors: nothing heals, nothing is deployed.",
      runbook: "alerts",
      dashboard: "kubernetes",
    },
    {
      alert: "KmsErrors",
      severity: "critical",
      service: "cluster",
      expr: 'sum by (region) (increase(apiserver_envelope_encryption_kms_operations_latency_seconds_count{grpc_status_code!="OK"}[10m])) > 0',
      forMinutes: 0,
      summary: "{{ $labels.region }}: KMS refuses to open the cluster's secrets",
      description:
        "{{ $value | humanize }} calls failed in ten minutes: the key is disabled, waits for its deletion, or its policy changed.",
      runbook: "keys-lost",
      dashboard: "kubernetes",
    },
  ],
};
