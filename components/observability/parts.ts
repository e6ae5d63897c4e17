/** What every part of the observability stack in a region is built with. */
import type * as pulumi from "@pulumi/pulumi";
import { volumeClassName } from "../facts/dataClasses";
import { namespaces } from "../facts/namespaces";
import { privateZoneName } from "../facts/network";
import type { RegionContext } from "../shared";

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
export const acrossZones = (matchLabels: Readonly<Record<string, string>>) => [
  {
    maxSkew: 1,
    topologyKey: "topology.kubernetes.io/zone",
    whenUnsatisfiable: "DoNotSchedule",
    labelSelector: { matchLabels },
  },
];
