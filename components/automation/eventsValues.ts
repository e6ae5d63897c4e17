/** What the chart of Argo Events and its bus are told; pure, so that every value can be tested. */
import { onSystemNodes, resources } from "../addons";
import { automationAccounts, eventBus } from "../facts/automation";
import { copiedImages } from "../facts/images";
import { copiedImage, securityContext, type RegionContext } from "../shared";
import { nonRootPod, podContext, steadyPart } from "./podContexts";

/** Tells the bus's pods from others. */
export const busLabels = { "azora.io/part": "event-bus" } as const;

/**
 * The values of the chart: one namespace, two controllers of which one leads, and one version of the bus, whose images are ours.
 */
export function eventsValues(context: RegionContext): Readonly<Record<string, unknown>> {
  const { tag } = copiedImages.nats;
  const metricsExporterImage = copiedImage(context, "natsExporter");
  return {
    crds: { install: true, keep: true },
    createAggregateRoles: false,
    global: { securityContext: nonRootPod },
    configs: {
      // NATS Streaming is at its end and nobody uses it; but without a version of it the controller refuses to start (argo-events,
      // `pkg/reconciler/config.go`).
      nats: {
        versions: [{ version: tag, natsStreamingImage: copiedImage(context, "nats"), metricsExporterImage }],
      },
      jetstream: {
        versions: [
          {
            version: tag,
            natsImage: copiedImage(context, "nats"),
            metricsExporterImage,
            configReloaderImage: copiedImage(context, "natsReloader"),
            startCommand: "/nats-server",
          },
        ],
      },
    },
    controller: {
      rbac: { enabled: true, namespaced: true },
      ...steadyPart,
      containerSecurityContext: securityContext,
      resources: resources(50, 128, 256),
      metrics: { enabled: true },
    },
  };
}

/**
 * The bus: a JetStream cluster of three in three zones, which keeps events on encrypted volumes, encrypts them once more with a key
 * that the controller makes, and asks members and clients for certificates and passwords of its own making.
 * @param storageClassName of a class whose volumes are encrypted.
 */
export function eventBusSpec(storageClassName: string): object {
  const container = (cpuMillis: number, memoryMib: number): object => ({
    resources: resources(cpuMillis, memoryMib),
    securityContext,
  });
  return {
    jetstream: {
      version: copiedImages.nats.tag,
      replicas: eventBus.replicas,
      metadata: { labels: { ...busLabels } },
      serviceAccountName: automationAccounts.eventBus,
      priorityClassName: "platform-critical",
      tolerations: onSystemNodes.tolerations,
      affinity: {
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [
            {
              topologyKey: "topology.kubernetes.io/zone",
              labelSelector: { matchLabels: { ...busLabels } },
            },
          ],
        },
      },
      securityContext: podContext(eventBus.userId),
      containerTemplate: container(100, 512),
      reloaderContainerTemplate: container(10, 32),
      metricsContainerTemplate: container(10, 64),
      persistence: {
        storageClassName,
        accessMode: "ReadWriteOncePod",
        volumeSize: `${eventBus.volumeGib}Gi`,
      },
      streamConfig: `maxAge: ${eventBus.keptHours}h\nreplicas: ${eventBus.replicas}\n`,
    },
  };
}
