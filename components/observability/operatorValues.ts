/** What the chart of the operator and its exporters is told; pure, so that every value can be tested. */
import { onSystemNodes, resources, servingCertificateValues } from "../addons";
import { metricsStore, observabilityNamespaces } from "../facts/observability";
import { tlsMin } from "../facts/security";
import { namespace } from "./parts";

const every = `${metricsStore.scrapeSeconds}s`;

/** Kinds of objects that are counted: none whose list would be everybody's secrets. */
const countedKinds = [
  "cronjobs",
  "daemonsets",
  "deployments",
  "horizontalpodautoscalers",
  "jobs",
  "limitranges",
  "namespaces",
  "nodes",
  "persistentvolumeclaims",
  "persistentvolumes",
  "poddisruptionbudgets",
  "pods",
  "replicasets",
  "resourcequotas",
  "services",
  "statefulsets",
  "storageclasses",
  "volumeattachments",
] as const;

/**
 * The values of the chart: its operator, its definitions, and the exporters of nodes and of the cluster's objects. Prometheus,
 * Alertmanager, their rules and dashboards are objects of our own, whose every field is checked; the chart's rules have no tests.
 */
export function operatorValues(): Readonly<Record<string, unknown>> {
  const off = { enabled: false };
  return {
    fullnameOverride: "prometheus-stack",
    crds: { enabled: true },
    defaultRules: { create: false },
    alertmanager: off,
    prometheus: off,
    grafana: off,
    // EKS runs these, and lets nobody ask them.
    kubeControllerManager: off,
    kubeScheduler: off,
    kubeEtcd: off,
    kubeProxy: off,
    kubeApiServer: { serviceMonitor: { interval: every } },
    kubelet: {
      // EKS signs what kubelets show with the cluster's own authority.
      serviceMonitor: { interval: every, cAdvisorInterval: every, insecureSkipVerify: false },
    },
    coreDns: { serviceMonitor: { interval: every } },
    prometheusOperator: {
      ...onSystemNodes,
      resources: resources(100, 128, 256),
      tls: { enabled: true, tlsMinVersion: tlsMin.goName },
      // Lists of addresses longer than a thousand are cut in the older kind.
      kubeletEndpointsEnabled: false,
      kubeletEndpointSliceEnabled: true,
      // Who may route alerts is decided here, not in every namespace.
      alertmanagerConfigNamespaces: [namespace],
      alertmanagerInstanceNamespaces: [namespace],
      prometheusInstanceNamespaces: [namespace],
      thanosRulerInstanceNamespaces: [namespace],
      prometheusConfigReloader: { resources: resources(10, 32, 64) },
      admissionWebhooks: {
        patch: { enabled: false },
        certManager: {
          enabled: true,
          rootCert: { duration: servingCertificateValues.duration },
          admissionCert: { duration: servingCertificateValues.duration },
        },
      },
    },
    "kube-state-metrics": {
      ...onSystemNodes,
      collectors: [...countedKinds],
      resources: resources(50, 256, 512),
      selfMonitor: { enabled: true },
      prometheus: { monitor: { sampleLimit: metricsStore.samplesOfObjectsMax } },
    },
    "prometheus-node-exporter": {
      namespaceOverride: observabilityNamespaces.agents,
      resources: resources(50, 32, 64),
      // Every node, whatever it refuses.
      tolerations: [{ operator: "Exists" }],
      prometheus: { monitor: { interval: every } },
    },
  };
}
