import { tlsMin } from "../../components/facts/security";
import type { charts } from "../../components/facts/charts";
import { engineChartRows } from "./helmEngineCharts";
import { none, type ChartRow } from "./helmRow";
import { watchChartRows } from "./helmWatchCharts";

type ChartName = (typeof charts)[keyof typeof charts]["chart"];

/** cert-manager's charts share one way of naming images. */
const jetstack = {
  registry: "imageRegistry",
  namespace: "imageNamespace",
  byDefault: { registry: "quay.io", namespace: "jetstack" },
} as const;

/** external-dns runs a second container for providers that it does not know itself; that one has no context of its own. */
const externalDnsWebhook = { path: "provider.name", is: "webhook", byDefault: false } as const;

const resizer = { path: "addonResizer.enabled", is: true, byDefault: false } as const;
const metricsByCertManager = { path: "tls.type", is: "cert-manager", byDefault: false } as const;
const trustPackage = { path: "defaultPackage.enabled", is: true, byDefault: true } as const;

/** One row a chart of facts; a chart without one is listed by `helm-seen`. */
export const chartRows: Readonly<Record<ChartName, ChartRow>> = {
  ...engineChartRows,
  ...watchChartRows,
  "aws-load-balancer-controller": {
    ...none,
    hostFlags: ["hostNetwork"],
    securityContexts: ["podSecurityContext", "securityContext"],
    required: [
      { path: "podSecurityContext.seccompProfile.type", is: "RuntimeDefault" },
      { path: "securityContext.capabilities.drop", is: "ALL" },
    ],
    volumes: ["extraVolumes"],
    resources: [{ path: "resources" }],
    images: ["image"],
    secretsFlags: ["clusterSecretsPermissions.allowAllSecrets"],
    certificates: [{ path: "certManager.duration", hoursByDefault: 8760 }],
    // Otherwise the chart makes a certificate at each plan, which lasts ten years.
    tls: [{ path: "enableCertManager", is: true }],
  },
  "cert-manager": {
    ...none,
    hostFlags: ["webhook.hostNetwork", "global.hostUsers"],
    securityContexts: ["", "webhook.", "cainjector.", "startupapicheck."].flatMap((part) => [
      `${part}securityContext`,
      `${part}containerSecurityContext`,
    ]),
    volumes: ["volumes", "webhook.volumes", "cainjector.volumes", "startupapicheck.volumes"],
    containers: ["extraContainers"],
    objects: ["extraObjects"],
    resources: [
      { path: "resources" },
      { path: "webhook.resources" },
      ...["cainjector", "startupapicheck"].map((part) => ({
        path: `${part}.resources`,
        when: { path: `${part}.enabled`, is: true, byDefault: true },
      })),
    ],
    images: ["", "acmesolver.", "webhook.", "cainjector.", "startupapicheck."].map((part) => `${part}image`),
    imageHome: jetstack,
    imageTexts: ["config.acmeHTTP01Config.solverImage"],
    imageArguments: [{ path: "extraArgs", flags: ["--acme-http01-solver-image"] }],
    serviceTypes: ["webhook.serviceType"],
    tls: [{ path: "webhook.config.tlsConfig.minTLSVersion", is: tlsMin.goName }],
  },
  "external-dns": {
    ...none,
    securityContexts: ["podSecurityContext", "securityContext", "provider.webhook.securityContext"],
    required: [
      {
        path: "provider.webhook.securityContext.allowPrivilegeEscalation",
        is: false,
        when: externalDnsWebhook,
      },
      { path: "provider.webhook.securityContext.capabilities.drop", is: "ALL", when: externalDnsWebhook },
    ],
    volumes: ["extraVolumes"],
    containers: ["extraContainers", "initContainers"],
    resources: [{ path: "resources" }, { path: "provider.webhook.resources", when: externalDnsWebhook }],
    images: ["image", "provider.webhook.image"],
    roleRules: ["rbac.additionalPermissions"],
  },
  karpenter: {
    ...none,
    hostFlags: ["hostNetwork"],
    securityContexts: ["podSecurityContext", "controller.securityContext"],
    volumes: ["extraVolumes"],
    containers: ["initContainers", "controller.sidecarContainer"],
    resources: [{ path: "controller.resources" }],
    images: ["controller.image"],
    roleRules: ["additionalClusterRoleRules"],
  },
  // Definitions only: no pods.
  "karpenter-crd": none,
  "metrics-server": {
    ...none,
    hostFlags: ["hostNetwork.enabled"],
    securityContexts: ["podSecurityContext", "securityContext", "addonResizer.securityContext"],
    volumes: ["extraVolumes", "tmpVolume"],
    resources: [
      { path: "resources", settled: ["requests.cpu", "requests.memory"] },
      {
        path: "addonResizer.resources",
        settled: ["requests.cpu", "requests.memory", "limits.memory"],
        when: resizer,
      },
    ],
    images: ["image", "addonResizer.image"],
    serviceTypes: ["service.type"],
    certificates: [{ path: "tls.certManager.duration", when: metricsByCertManager }],
    tls: [
      { path: "tls.type", is: "cert-manager" },
      { path: "apiService.insecureSkipTLSVerify", is: false },
      { path: "args", is: `--tls-min-version=${tlsMin.goName}` },
    ],
    tlsArguments: ["args", "defaultArgs"].map((path) => ({
      path,
      flags: ["--kubelet-insecure-tls", "--deprecated-kubelet-completely-insecure"],
    })),
  },
  "trust-manager": {
    ...none,
    hostFlags: ["app.webhook.hostNetwork"],
    securityContexts: ["podSecurityContext", "app.securityContext", "defaultPackage.securityContext"],
    volumes: ["volumes"],
    objects: ["extraObjects"],
    resources: [{ path: "resources" }, { path: "defaultPackage.resources", when: trustPackage }],
    images: ["image", "defaultPackageImage"],
    imageHome: jetstack,
    imageReferences: ["defaultPackageImage._defaultReference"],
    serviceTypes: ["app.webhook.service.type", "app.metrics.service.type"],
    // With the first, trust-manager reads all secrets; with the second it writes them too.
    secretsFlags: ["secretTargets.enabled", "secretTargets.authorizedSecretsAll"],
    certificates: [{ path: "app.webhook.tls.certificate.duration" }],
    tls: [
      { path: "app.minTLSVersion", is: tlsMin.goName },
      // Helm's own certificate lasts ten years.
      {
        path: "app.webhook.tls.helmCert.enabled",
        is: false,
        when: { path: "app.webhook.tls.helmCert.enabled", is: true, byDefault: false },
      },
    ],
  },
};
