import { growing, series, steady, type AlertCases } from "./case";

const region = "asia";
const claim = { region, namespace: "valkey", persistentvolumeclaim: "data-valkey-0" };
const of = (metric: string, labels: Record<string, string>): string => series(metric, labels);
const volume = (available: string, minutes: number): Record<string, string> => ({
  [of("kubelet_volume_stats_available_bytes", claim)]: available,
  [of("kubelet_volume_stats_capacity_bytes", claim)]: steady(1000, minutes),
});
const pool = { region, nodepool: "spot" };
const cpu = { ...pool, resource_type: "cpu" };
const poolUses = (usage: string, minutes: number): Record<string, string> => ({
  [of("karpenter_nodepools_usage", cpu)]: usage,
  [of("karpenter_nodepools_limit", cpu)]: steady(100, minutes),
});
const node = { region, node: "ip-10-48-0-1" };
const pod = { region, namespace: "shop", pod: "orders-1" };
const job = { region, namespace: "postgres", job_name: "core-backup-1-29" };

export const clusterCases: AlertCases = {
  "VolumeFills warning": {
    fires: volume(steady(100, 20), 20),
    quiet: volume(steady(200, 20), 20),
    at: 15,
    about: claim,
  },
  "VolumeFills critical": {
    fires: volume(steady(40, 20), 20),
    quiet: volume(steady(60, 20), 20),
    at: 15,
    about: claim,
  },
  "VolumeFullSoon warning": {
    // Loses 10 of 1,000 an hour: a day and a half for what is left.
    fires: volume(`380-0.1x480`, 480),
    // As fast, with more than is asked about.
    quiet: volume(`900-0.1x480`, 480),
    at: 470,
    about: claim,
  },
  "NodePoolFull warning": {
    fires: poolUses(steady(95, 30), 30),
    quiet: poolUses(steady(85, 30), 30),
    at: 25,
    about: pool,
  },
  "NodePoolFullSoon warning": {
    // 10 of 100 a day.
    fires: poolUses("40+0.00694x2000", 2000),
    quiet: poolUses("40+0.0007x2000", 2000),
    at: 1990,
    about: pool,
  },
  "NodesNotLaunched warning": {
    fires: { [of("karpenter_cloudprovider_errors_total", { region, method: "Create" })]: growing(1, 60) },
    quiet: { [of("karpenter_cloudprovider_errors_total", { region, method: "Create" })]: "0x20 3x40" },
    at: 50,
    about: { region },
  },
  "NodePressure warning": {
    fires: {
      [of("kube_node_status_condition", { ...node, condition: "DiskPressure", status: "true" })]: steady(
        1,
        10,
      ),
    },
    quiet: {
      [of("kube_node_status_condition", { ...node, condition: "DiskPressure", status: "false" })]: steady(
        1,
        10,
      ),
      [of("kube_node_status_condition", { ...node, condition: "DiskPressure", status: "true" })]: steady(
        0,
        10,
      ),
    },
    at: 8,
    about: { ...node, condition: "DiskPressure" },
  },
  "NodeNotReady warning": {
    fires: {
      [of("kube_node_status_condition", { ...node, condition: "Ready", status: "true" })]: steady(0, 20),
    },
    quiet: {
      [of("kube_node_status_condition", { ...node, condition: "Ready", status: "true" })]: "0x5 1x20",
    },
    at: 15,
    about: node,
  },
  "PodsRestart warning": {
    fires: { [of("kube_pod_container_status_restarts_total", { ...pod, container: "a" })]: growing(0.2, 90) },
    quiet: {
      [of("kube_pod_container_status_restarts_total", { ...pod, container: "a" })]: growing(0.05, 90),
    },
    at: 80,
    about: pod,
  },
  "DeploymentShort warning": {
    fires: {
      [of("kube_deployment_spec_replicas", { region, namespace: "shop", deployment: "orders" })]: steady(
        3,
        30,
      ),
      [of("kube_deployment_status_replicas_available", { region, namespace: "shop", deployment: "orders" })]:
        steady(2, 30),
    },
    quiet: {
      [of("kube_deployment_spec_replicas", { region, namespace: "shop", deployment: "orders" })]: steady(
        3,
        30,
      ),
      [of("kube_deployment_status_replicas_available", { region, namespace: "shop", deployment: "orders" })]:
        "2x10 3x20",
    },
    at: 25,
    about: { region, namespace: "shop", deployment: "orders" },
  },
  "StatefulSetShort warning": {
    fires: {
      [of("kube_statefulset_replicas", { region, namespace: "postgres", statefulset: "core" })]: steady(
        2,
        30,
      ),
      [of("kube_statefulset_status_replicas_ready", { region, namespace: "postgres", statefulset: "core" })]:
        steady(1, 30),
    },
    quiet: {
      [of("kube_statefulset_replicas", { region, namespace: "postgres", statefulset: "core" })]: steady(
        2,
        30,
      ),
      [of("kube_statefulset_status_replicas_ready", { region, namespace: "postgres", statefulset: "core" })]:
        "1x10 2x20",
    },
    at: 25,
    about: { region, namespace: "postgres", statefulset: "core" },
  },
  "JobFailed warning": {
    fires: { [of("kube_job_failed", { ...job, condition: "true" })]: steady(1, 5) },
    // It failed once and succeeded then; trials and workflows are told by alerts of their own.
    quiet: {
      [of("kube_job_failed", { ...job, condition: "false" })]: steady(1, 5),
      [of("kube_job_status_failed", { ...job, reason: "" })]: steady(1, 5),
      [of("kube_job_failed", { ...job, namespace: "postgres-trial", condition: "true" })]: steady(1, 5),
    },
    at: 3,
    about: job,
  },
  "ApiServerFails critical": {
    fires: {
      [of("apiserver_request_total", { region, code: "200" })]: growing(90, 30),
      [of("apiserver_request_total", { region, code: "504" })]: growing(10, 30),
    },
    quiet: {
      [of("apiserver_request_total", { region, code: "200" })]: growing(90, 30),
      [of("apiserver_request_total", { region, code: "404" })]: growing(10, 30),
    },
    at: 20,
    about: { region },
  },
  "KmsErrors critical": {
    fires: {
      [of("apiserver_envelope_encryption_kms_operations_latency_seconds_count", {
        region,
        grpc_status_code: "Internal",
      })]: growing(1, 20),
    },
    quiet: {
      [of("apiserver_envelope_encryption_kms_operations_latency_seconds_count", {
        region,
        grpc_status_code: "OK",
      })]: growing(9, 20),
    },
    at: 15,
    about: { region },
  },
};
