/** Sets of pods of the data plane: members that keep data, and replicas that keep nothing. */
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";

/** Tells Pulumi not to wait until an object is ready. */
const notAwaited = { "pulumi.com/skipAwait": "true" } as const;

/** What objects of one part are called, where they are, and what tells their pods from others. */
export interface PartMetadata {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Record<string, string>;
}

export interface MemberSetArgs {
  /** Its name is also its headless service's. */
  readonly metadata: PartMetadata;
  readonly replicas: number;
  readonly pod: pulumi.Input<k8s.types.input.core.v1.PodSpec>;
  /** Of the pods; default none. */
  readonly annotations?: Readonly<Record<string, string>>;
  /** For how long one must be ready before the next is replaced. Default 0. */
  readonly minReadySeconds?: number;
  /** Size of each member's volume, in GiB; it is called `data`. */
  readonly volumeGib: number;
  readonly storageClassName: pulumi.Input<string>;
}

/**
 * A StatefulSet of members: they start at once, since each becomes ready only when others answer; volumes outlive pods and set,
 * belong to one pod at a time, and Pulumi never deletes the set without being told to.
 */
export function memberSet(
  urnName: string,
  { metadata, replicas, pod, annotations, minReadySeconds, volumeGib, storageClassName }: MemberSetArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.apps.v1.StatefulSet {
  const { labels } = metadata;
  return new k8s.apps.v1.StatefulSet(
    urnName,
    {
      metadata: {
        ...metadata,
        // Members become ready when those of other regions answer, whose stacks may not be deployed yet.
        annotations: { ...notAwaited },
      },
      spec: {
        replicas,
        serviceName: metadata.name,
        ...(minReadySeconds === undefined ? {} : { minReadySeconds }),
        podManagementPolicy: "Parallel",
        selector: { matchLabels: labels },
        persistentVolumeClaimRetentionPolicy: { whenDeleted: "Retain", whenScaled: "Retain" },
        template: {
          metadata: { labels: { ...labels }, ...(annotations === undefined ? {} : { annotations }) },
          spec: pod,
        },
        volumeClaimTemplates: [
          {
            metadata: { name: "data", labels: { ...labels } },
            spec: {
              accessModes: ["ReadWriteOncePod"],
              storageClassName,
              resources: { requests: { storage: `${volumeGib}Gi` } },
            },
          },
        ],
      },
    },
    { ...opts, protect: true },
  );
}

export interface ReplicaSetArgs {
  readonly metadata: PartMetadata;
  /** How many; what an autoscaler decides is not said, or every update would set it back. */
  readonly replicas: number | "by an autoscaler";
  readonly pod: pulumi.Input<k8s.types.input.core.v1.PodSpec>;
  /** Pods are replaced when it changes. */
  readonly configDigest: string;
  /** Whether they become ready by what may be in regions that are not deployed yet, so that Pulumi must not wait for it. */
  readonly needsOthers: boolean;
}

/** A Deployment of pods that keep nothing: a new one is ready before an old one goes. */
export function replicaSet(
  urnName: string,
  { metadata, replicas, pod, configDigest, needsOthers }: ReplicaSetArgs,
  opts: pulumi.CustomResourceOptions,
): k8s.apps.v1.Deployment {
  const { labels } = metadata;
  return new k8s.apps.v1.Deployment(
    urnName,
    {
      metadata: needsOthers ? { ...metadata, annotations: { ...notAwaited } } : metadata,
      spec: {
        ...(replicas === "by an autoscaler" ? {} : { replicas }),
        strategy: { type: "RollingUpdate", rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
        revisionHistoryLimit: 3,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels: { ...labels }, annotations: { "azora/config-digest": configDigest } },
          spec: pod,
        },
      },
    },
    opts,
  );
}
