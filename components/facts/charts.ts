/**
 * Every chart that the program installs: one pin a chart. Versions and repositories were read from each chart's own
 * `Chart.yaml` (2026-11); `tests/reference/charts` holds the value paths of exactly these versions.
 */
export interface ChartFact {
  readonly chart: string;
  readonly version: string;
  /** An `oci://` address of the chart itself, or the address of an HTTPS repository. */
  readonly repository: string;
}

export const charts = {
  argoEvents: {
    chart: "argo-events",
    version: "2.4.22",
    repository: "https://argoproj.github.io/argo-helm",
  },
  argoWorkflows: {
    chart: "argo-workflows",
    version: "1.0.18",
    repository: "https://argoproj.github.io/argo-helm",
  },
  awsLoadBalancerController: {
    chart: "aws-load-balancer-controller",
    version: "3.5.0",
    repository: "https://aws.github.io/eks-charts",
  },
  blackboxExporter: {
    chart: "prometheus-blackbox-exporter",
    version: "11.17.2",
    repository: "oci://ghcr.io/prometheus-community/charts/prometheus-blackbox-exporter",
  },
  certManager: {
    chart: "cert-manager",
    version: "v1.21.1",
    repository: "oci://quay.io/jetstack/charts/cert-manager",
  },
  cloudwatchExporter: {
    chart: "prometheus-yet-another-cloudwatch-exporter",
    version: "0.47.0",
    repository: "oci://ghcr.io/prometheus-community/charts/prometheus-yet-another-cloudwatch-exporter",
  },
  externalDns: {
    chart: "external-dns",
    version: "1.21.1",
    repository: "https://kubernetes-sigs.github.io/external-dns",
  },
  karpenter: {
    chart: "karpenter",
    version: "1.14.1",
    repository: "oci://public.ecr.aws/karpenter/karpenter",
  },
  karpenterCrd: {
    chart: "karpenter-crd",
    version: "1.14.1",
    repository: "oci://public.ecr.aws/karpenter/karpenter-crd",
  },
  kubePrometheusStack: {
    chart: "kube-prometheus-stack",
    version: "88.5.3",
    repository: "oci://ghcr.io/prometheus-community/charts/kube-prometheus-stack",
  },
  metricsServer: {
    chart: "metrics-server",
    version: "3.13.1",
    repository: "https://kubernetes-sigs.github.io/metrics-server",
  },
  opentelemetryOperator: {
    chart: "opentelemetry-operator",
    version: "0.122.0",
    repository: "https://open-telemetry.github.io/opentelemetry-helm-charts",
  },
  thanos: {
    chart: "thanos",
    version: "1.24.1",
    repository: "oci://ghcr.io/stevehipwell/helm-charts/thanos",
  },
  trustManager: {
    chart: "trust-manager",
    version: "v0.24.0",
    repository: "oci://quay.io/jetstack/charts/trust-manager",
  },
  velero: {
    chart: "velero",
    version: "12.1.0",
    repository: "https://vmware-tanzu.github.io/helm-charts",
  },
} as const satisfies Record<string, ChartFact>;
