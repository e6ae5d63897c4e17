/** Rows of the charts that watch: the operator of Prometheus with its exporters, probes, and queries over all regions. */
import { tlsMin } from "../../components/facts/security";
import { none, type ChartRow, type Condition, type Required } from "./helmRow";

const on = (path: string): Condition => ({ path: `${path}.enabled`, is: true, byDefault: true });
const [objects, nodes] = ["kube-state-metrics", "prometheus-node-exporter"] as const;
const operator = "prometheusOperator";
const webhook = `${operator}.admissionWebhooks`;
const patch = on(`${webhook}.patch`);
const webhookPods = { path: `${webhook}.deployment.enabled`, is: true, byDefault: false } as const;

/** What a chart is told to leave out, since its own objects would be made beside the plan's. */
const leftOut: readonly Required[] = [
  { path: "alertmanager.enabled", is: false },
  { path: "prometheus.enabled", is: false },
  { path: "grafana.enabled", is: false },
  // Rules without tests, runbooks and owners.
  { path: "defaultRules.create", is: false },
];

export const watchChartRows = {
  "kube-prometheus-stack": {
    ...none,
    // The node exporter's own are left with the chart: it reads the node, in a namespace that says so.
    hostFlags: [`${operator}.hostNetwork`, `${webhook}.deployment.hostNetwork`, `${objects}.hostNetwork`],
    securityContexts: [
      ...[operator, `${webhook}.deployment`].flatMap((part) => [
        `${part}.securityContext`,
        `${part}.containerSecurityContext`,
      ]),
      `${webhook}.patch.securityContext`,
      `${webhook}.createSecretJob.securityContext`,
      `${webhook}.patchWebhookJob.securityContext`,
      `${objects}.securityContext`,
      `${objects}.containerSecurityContext`,
      `${nodes}.securityContext`,
      `${nodes}.containerSecurityContext`,
    ],
    volumes: [`${operator}.extraVolumes`, `${objects}.volumes`, `${nodes}.extraHostVolumeMounts`],
    containers: [
      `${objects}.containers`,
      `${objects}.initContainers`,
      `${nodes}.sidecars`,
      `${nodes}.extraInitContainers`,
    ],
    objects: ["extraManifests", `${objects}.extraManifests`, `${nodes}.extraManifests`],
    resources: [
      { path: `${operator}.resources` },
      { path: `${operator}.prometheusConfigReloader.resources` },
      { path: `${webhook}.deployment.resources`, when: webhookPods },
      { path: `${webhook}.patch.resources`, when: patch },
      { path: `${objects}.resources` },
      { path: `${nodes}.resources` },
    ],
    images: [
      `${operator}.image`,
      `${operator}.prometheusConfigReloader.image`,
      `${operator}.thanosImage`,
      `${webhook}.deployment.image`,
      `${webhook}.patch.image`,
      `${objects}.image`,
      `${nodes}.image`,
    ],
    imageTexts: ["global.imageRegistry"],
    serviceTypes: [`${operator}.service.type`, `${objects}.service.type`, `${nodes}.service.type`],
    roleRules: [`${objects}.rbac.extraRules`],
    rights: [
      {
        path: "global.rbac.createAggregateClusterRoles",
        is: false,
        when: { path: "global.rbac.createAggregateClusterRoles", is: true, byDefault: false },
      },
    ],
    brought: [
      ...leftOut,
      {
        path: "crds.upgradeJob.enabled",
        is: false,
        when: { path: "crds.upgradeJob.enabled", is: true, byDefault: false },
      },
    ],
    certificates: [
      { path: `${webhook}.certManager.rootCert.duration`, hoursByDefault: 43_800 },
      { path: `${webhook}.certManager.admissionCert.duration`, hoursByDefault: 8760 },
    ],
    tls: [
      // Otherwise a job makes a certificate that lasts a hundred years.
      { path: `${webhook}.certManager.enabled`, is: true },
      { path: `${operator}.tls.tlsMinVersion`, is: tlsMin.goName },
      { path: "kubelet.serviceMonitor.insecureSkipVerify", is: false },
    ],
  },
  "prometheus-blackbox-exporter": {
    ...none,
    hostFlags: ["hostNetwork"],
    securityContexts: ["podSecurityContext", "securityContext"],
    required: [{ path: "podSecurityContext.seccompProfile.type", is: "RuntimeDefault" }],
    volumes: ["extraVolumes"],
    containers: ["extraContainers", "extraInitContainers"],
    objects: ["extraManifests"],
    resources: [{ path: "resources" }],
    images: ["image", "configReloader.image"],
    imageTexts: ["global.imageRegistry"],
    serviceTypes: ["service.type"],
  },
  "prometheus-yet-another-cloudwatch-exporter": {
    ...none,
    securityContexts: ["podSecurityContext", "securityContext"],
    // The chart leaves all of them out.
    required: [
      { path: "podSecurityContext.runAsNonRoot", is: true },
      { path: "podSecurityContext.seccompProfile.type", is: "RuntimeDefault" },
      { path: "securityContext.allowPrivilegeEscalation", is: false },
    ],
    volumes: ["extraVolumes"],
    resources: [{ path: "resources" }],
    images: ["image"],
    serviceTypes: ["service.type"],
  },
  "opentelemetry-operator": {
    ...none,
    hostFlags: ["hostNetwork"],
    securityContexts: ["securityContext", "manager.securityContext"],
    objects: ["extraObjects"],
    resources: [{ path: "manager.resources" }],
    images: [
      "manager.image",
      "manager.collectorImage",
      "manager.opampBridgeImage",
      "manager.targetAllocatorImage",
      ...["java", "nodejs", "python", "dotnet", "apacheHttpd", "nginx", "go"].map(
        (language) => `manager.autoInstrumentationImage.${language}`,
      ),
    ],
    rights: [
      // Otherwise it makes rights for whatever a collector's object asks for.
      {
        path: "manager.createRbacPermissions",
        is: false,
        when: { path: "manager.createRbacPermissions", is: true, byDefault: false },
      },
    ],
    certificates: [{ path: "admissionWebhooks.certManager.duration" }],
    tls: [{ path: "admissionWebhooks.certManager.enabled", is: true }],
  },
  thanos: {
    ...none,
    securityContexts: [
      "query",
      "compact",
      "storeGateway",
      "rule",
      "receive.ingestor",
      "receive.router",
      "queryFrontend",
    ].flatMap((part) => [`${part}.podSecurityContext`, `${part}.securityContext`]),
    volumes: ["query.extraVolumes", "compact.extraVolumes", "storeGateway.extraVolumes", "rule.extraVolumes"],
    resources: [{ path: "query.resources" }, { path: "storeGateway.resources", when: on("storeGateway") }],
    images: ["image"],
    serviceTypes: ["query.service.type"],
    // Blocks in a bucket would be a store of their own.
    brought: [
      { path: "storeGateway.enabled", is: false },
      { path: "objstoreConfig.create", is: false },
    ],
  },
} as const satisfies Readonly<Record<string, ChartRow>>;
