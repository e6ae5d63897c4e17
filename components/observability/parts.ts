/** What every part of the observability stack in a region is built with. */
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import { volumeClassName } from "../facts/dataClasses";
import { namespaces } from "../facts/namespaces";
import { privateZoneName } from "../facts/network";
import { certificate, onDemand, oneAtATime, publishedPods, type RegionContext } from "../shared";

export interface WatchPartArgs {
  readonly context: RegionContext;
  /** Name of the ClusterIssuer that signs for the region. */
  readonly issuerName: pulumi.Input<string>;
  /** What must exist first: the definitions of the operator's objects, guarded namespaces, whom the parts trust. */
  readonly after: readonly pulumi.Resource[];
}

export const namespace = namespaces.observability.name;

/** Config map with every region's authority, since the parts call each other across regions. */
export const authoritiesConfigMap = "azora-authorities";

/** Metrics and alerts are of class operational, and lie on volumes of its key. */
export const watchClass = "operational";
export const watchVolumes = volumeClassName(watchClass);

/**
 * Labels of a part's objects and pods: what they are, and what they hold. The operator and the charts give pods `app.kubernetes.io/name`
 * themselves, whatever they are told (prometheus-operator 0.93, `makeSelectorLabels`), so that no selector may go by that.
 */
export function labelsOf(part: string): Record<string, string> {
  return { "azora.io/part": part, "azora.io/data-class": watchClass };
}

/** Where a part answers other regions. @example partHost("metrics", "africa", "azora.example") // "metrics.africa.internal.azora.example" */
export function partHost(part: string, region: string, domain: string): string {
  return `${part}.${privateZoneName(region, domain)}`;
}

/** A name that a part's certificate has in every region, by which callers check it who know pods by address only. */
export function sharedHost(part: string, domain: string): string {
  return `${part}.internal.${domain}`;
}

/** The name that every store of metrics has in every region, since Thanos checks all that it asks by one. */
export const storeHost = (domain: string): string => sharedHost("metric-stores", domain);

/** Keys of a certificate's secret, and how the operator's objects name them. */
export const certificateRefs = (secretName: string) =>
  ({
    cert: { secret: { name: secretName, key: "tls.crt" } },
    keySecret: { name: secretName, key: "tls.key" },
  }) as const;

/** The zone of a pod, of which each should have one of a part's. */
export const inZonesOfTheirOwn = (
  matchLabels: Readonly<Record<string, string>>,
  whenUnsatisfiable: "DoNotSchedule" | "ScheduleAnyway" = "DoNotSchedule",
) => [
  {
    maxSkew: 1,
    topologyKey: "topology.kubernetes.io/zone",
    whenUnsatisfiable,
    labelSelector: { matchLabels: { ...matchLabels } },
  },
];

/** How the operator runs a server of ours: on a volume of its class, in different zones, as nobody in particular. */
export function operatedPods(labels: Readonly<Record<string, string>>, volumeGib: number) {
  return {
    storage: {
      volumeClaimTemplate: {
        spec: {
          storageClassName: watchVolumes,
          accessModes: ["ReadWriteOncePod"],
          resources: { requests: { storage: `${volumeGib}Gi` } },
        },
      },
    },
    priorityClassName: "platform-critical",
    podMetadata: { labels },
    affinity: onDemand,
    topologySpreadConstraints: inZonesOfTheirOwn(labels),
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 2000,
      fsGroup: 2000,
      seccompProfile: { type: "RuntimeDefault" },
    },
    logFormat: "json",
  } as const;
}

export interface PublishedPartArgs {
  readonly context: RegionContext;
  readonly issuerName: pulumi.Input<string>;
  /** Its name, and the first word of its host. */
  readonly part: string;
  /** Secret of its certificate. */
  readonly certificateName: string;
  /** Names of its certificate beside its host and the one that it has in every region. */
  readonly alsoKnownAs: readonly string[];
  readonly ports: readonly k8s.types.input.core.v1.ServicePort[];
}

/** What a part has that other regions call: a certificate, a name that leads to its pods, and one pod at a time that may go. */
export function publishedPart(
  urnName: string,
  { context, issuerName, part, certificateName, alsoKnownAs, ports }: PublishedPartArgs,
  opts: pulumi.CustomResourceOptions,
): readonly pulumi.Resource[] {
  const { region, domain } = context;
  const host = partHost(part, region.name, domain);
  const labels = labelsOf(part);
  const metadata = { name: part, namespace, labels };
  return [
    certificate(
      `${urnName}-certificate`,
      {
        name: certificateName,
        namespace,
        issuerName,
        identity: sharedHost(part, domain),
        hosts: [host, sharedHost(part, domain), ...alsoKnownAs],
      },
      opts,
    ),
    new k8s.core.v1.Service(
      `${urnName}-service`,
      {
        metadata: { ...metadata, annotations: publishedPods(host) },
        spec: { clusterIP: "None", publishNotReadyAddresses: true, selector: labels, ports: [...ports] },
      },
      opts,
    ),
    oneAtATime(`${urnName}-budget`, metadata, opts),
  ];
}
