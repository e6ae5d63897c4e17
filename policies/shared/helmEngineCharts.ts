/** Rows of the charts that run workflows and back up a cluster's objects. */
import { none, type ChartRow, type Condition, type Required } from "./helmRow";

const eventsWebhook = { path: "webhook.enabled", is: true, byDefault: false } as const;
const workflowsConsole = { path: "server.enabled", is: true, byDefault: true } as const;
const veleroDefinitions = { path: "upgradeCRDs", is: true, byDefault: true } as const;

/** What a chart must be told of a container of which it says nothing. */
function confined(context: string, when?: Condition): Required[] {
  const only = when ? { when } : {};
  return [
    { path: `${context}.allowPrivilegeEscalation`, is: false, ...only },
    { path: `${context}.capabilities.drop`, is: "ALL", ...only },
  ];
}

export const engineChartRows = {
  "argo-events": {
    ...none,
    securityContexts: [
      "global.securityContext",
      "controller.containerSecurityContext",
      "webhook.containerSecurityContext",
    ],
    required: [
      { path: "global.securityContext.runAsNonRoot", is: true },
      { path: "global.securityContext.seccompProfile.type", is: "RuntimeDefault" },
      ...confined("controller.containerSecurityContext"),
      ...confined("webhook.containerSecurityContext", eventsWebhook),
    ],
    volumes: ["controller.volumes", "webhook.volumes"],
    containers: ["controller.extraContainers", "controller.initContainers"],
    objects: ["extraObjects"],
    resources: [{ path: "controller.resources" }, { path: "webhook.resources", when: eventsWebhook }],
    images: ["global.image", "controller.image", "webhook.image"],
    imageLists: [
      { path: "configs.nats.versions", keys: ["natsStreamingImage", "metricsExporterImage"] },
      {
        path: "configs.jetstream.versions",
        keys: ["natsImage", "metricsExporterImage", "configReloaderImage"],
      },
    ],
    roleRules: ["controller.rbac.rules"],
    rights: [
      { path: "controller.rbac.namespaced", is: true },
      { path: "createAggregateRoles", is: false },
    ],
  },
  "argo-workflows": {
    ...none,
    securityContexts: [
      ...["controller.", "server.", "crds.upgradeJob."].flatMap((part) => [
        `${part}podSecurityContext`,
        `${part}securityContext`,
      ]),
      "mainContainer.securityContext",
      "executor.securityContext",
    ],
    required: [
      { path: "controller.podSecurityContext.seccompProfile.type", is: "RuntimeDefault" },
      { path: "server.podSecurityContext.seccompProfile.type", is: "RuntimeDefault", when: workflowsConsole },
      ...confined("mainContainer.securityContext"),
      ...confined("executor.securityContext"),
    ],
    volumes: ["controller.volumes", "server.volumes", "server.tmpVolume"],
    containers: ["controller", "server"].flatMap((part) => [
      `${part}.extraContainers`,
      `${part}.extraInitContainers`,
    ]),
    objects: ["extraObjects"],
    resources: [
      ...["controller", "mainContainer", "executor"].map((part) => ({ path: `${part}.resources` })),
      { path: "server.resources", when: workflowsConsole },
    ],
    images: ["controller.image", "executor.image", "server.image", "crds.upgradeJob.image"],
    imageReferences: ["images.tag"],
    serviceTypes: ["controller.serviceType", "server.serviceType"],
    secretsFlags: ["controller.rbac.accessAllSecrets"],
    rights: [
      { path: "singleNamespace", is: true },
      { path: "createAggregateRoles", is: false },
      { path: "controller.clusterWorkflowTemplates.enabled", is: false },
      { path: "server.clusterWorkflowTemplates.enabled", is: false },
    ],
    // The full definitions are fetched from GitHub, by a job that may change every definition.
    brought: [{ path: "crds.full", is: false }],
    tls: [{ path: "server.secure", is: true, when: workflowsConsole }],
  },
  velero: {
    ...none,
    // The node agent's pods have the node's disks.
    hostFlags: ["deployNodeAgent"],
    securityContexts: [
      ...["", "nodeAgent."].flatMap((part) => [
        `${part}podSecurityContext`,
        `${part}containerSecurityContext`,
      ]),
      "kubectl.containerSecurityContext",
    ],
    required: [
      { path: "podSecurityContext.runAsNonRoot", is: true },
      { path: "podSecurityContext.seccompProfile.type", is: "RuntimeDefault" },
      ...confined("containerSecurityContext"),
      ...confined("kubectl.containerSecurityContext", veleroDefinitions),
    ],
    volumes: [
      "extraVolumes",
      ...["upgradeCRDsJob", "kubectl", "nodeAgent"].map((part) => `${part}.extraVolumes`),
    ],
    containers: ["initContainers"],
    objects: ["extraObjects"],
    resources: [
      { path: "resources" },
      { path: "upgradeJobResources", when: veleroDefinitions },
      { path: "kubectl.resources", when: veleroDefinitions },
    ],
    images: ["image", "kubectl.image"],
    // Docker Hub's.
    movedImages: ["image"],
    serviceTypes: ["metrics.service.type"],
    rights: [{ path: "rbac.clusterAdministrator", is: false }],
  },
} as const satisfies Readonly<Record<string, ChartRow>>;
