/** What all pods of the data plane have the same: nobody's rights, nothing to write to but their own volumes, and files. */
import type * as k8s from "@pulumi/kubernetes";
import { authoritiesKey, podPaths } from "./podParts";

type PodSpec = k8s.types.input.core.v1.PodSpec;
type Container = k8s.types.input.core.v1.Container;
type Volume = k8s.types.input.core.v1.Volume;
type Mount = k8s.types.input.core.v1.VolumeMount;

/** A room that a container may write to, for example `/tmp`; gone with its pod. */
interface Scratch {
  readonly name: string;
  readonly path: string;
  readonly sizeLimit: string;
  /** In memory, which counts against the container's own. Default on the node's disk. */
  readonly inMemory?: boolean;
}

/** Files of a config map, as a folder. */
interface Files {
  readonly name: string;
  readonly configMap: string;
  readonly path: string;
  /** Default 0444. */
  readonly mode?: number;
}

/** A secret that is no certificate, as a folder. */
interface SecretFiles {
  readonly name: string;
  readonly secretName: string;
  readonly path: string;
}

export interface PodParts {
  readonly serviceAccount: string;
  /** User and group that its containers run as. */
  readonly userId: number;
  /** Secret with the pod's certificate and key; default none, for what neither serves nor calls. */
  readonly certificateSecret?: string;
  /** Whom it trusts; default nobody. */
  readonly authoritiesConfigMap?: string;
  readonly files: readonly Files[];
  readonly scratch: readonly Scratch[];
  /** Default none. */
  readonly secrets?: readonly SecretFiles[];
  /** A disk that goes with the pod; default none. */
  readonly disk?: {
    readonly name: string;
    readonly path: string;
    readonly storageClassName: string;
    readonly sizeGib: number;
  };
  /** Folders of the node, for what reads it in a namespace that may. Default none. */
  readonly folders?: readonly {
    readonly name: string;
    readonly path: string;
    readonly type: "Directory" | "DirectoryOrCreate";
    readonly readOnly: boolean;
  }[];
  /** Another pod's volume, while that is away; default none. */
  readonly claim?: { readonly name: string; readonly path: string; readonly claimName: string };
}

export const securityContext: k8s.types.input.core.v1.SecurityContext = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};

/** Memory and CPU that a container is sure of and never exceeds. */
export function guaranteed(cpu: string, memory: string): NonNullable<Container["resources"]> {
  return { requests: { cpu, memory }, limits: { cpu, memory } };
}

/** A probe by whether it listens, of what answers nobody who shows no certificate: the kubelet has none. */
export function listening(
  port: string,
  periodSeconds: number,
  failureThreshold: number,
): k8s.types.input.core.v1.Probe {
  return { tcpSocket: { port }, periodSeconds, failureThreshold };
}

/** What every container of a pod mounts. */
export function mountsOf({
  certificateSecret,
  authoritiesConfigMap,
  files,
  scratch,
  secrets = [],
  folders = [],
  disk,
  claim,
}: PodParts): Mount[] {
  return [
    ...(certificateSecret === undefined ? [] : [{ name: "tls", mountPath: podPaths.tls, readOnly: true }]),
    ...(authoritiesConfigMap === undefined
      ? []
      : [{ name: "authorities", mountPath: podPaths.authoritiesHome, readOnly: true }]),
    ...[disk, claim].flatMap((each) =>
      each === undefined ? [] : [{ name: each.name, mountPath: each.path }],
    ),
    ...[...files, ...secrets].map(({ name, path }) => ({ name, mountPath: path, readOnly: true })),
    ...folders.map(({ name, path, readOnly }) => ({ name, mountPath: path, readOnly })),
    ...scratch.map(({ name, path }) => ({ name, mountPath: path })),
  ];
}

function volumesOf({
  certificateSecret,
  authoritiesConfigMap,
  files,
  scratch,
  secrets = [],
  folders = [],
  disk,
  claim,
}: PodParts): Volume[] {
  return [
    ...(certificateSecret === undefined
      ? []
      : // Readable for the group, as PostgreSQL takes a key that belongs to root.
        [{ name: "tls", secret: { secretName: certificateSecret, defaultMode: 0o440 } }]),
    ...(authoritiesConfigMap === undefined
      ? []
      : [
          {
            name: "authorities",
            configMap: { name: authoritiesConfigMap, items: [{ key: authoritiesKey, path: authoritiesKey }] },
          },
        ]),
    ...(disk === undefined
      ? []
      : [
          {
            name: disk.name,
            ephemeral: {
              volumeClaimTemplate: {
                spec: {
                  accessModes: ["ReadWriteOncePod"],
                  storageClassName: disk.storageClassName,
                  resources: { requests: { storage: `${disk.sizeGib}Gi` } },
                },
              },
            },
          },
        ]),
    ...(claim === undefined
      ? []
      : [{ name: claim.name, persistentVolumeClaim: { claimName: claim.claimName } }]),
    ...files.map(({ name, configMap, mode }) => ({
      name,
      configMap: { name: configMap, defaultMode: mode ?? 0o444 },
    })),
    ...secrets.map(({ name, secretName }) => ({ name, secret: { secretName, defaultMode: 0o440 } })),
    ...folders.map(({ name, path, type }) => ({ name, hostPath: { path, type } })),
    ...scratch.map(({ name, sizeLimit, inMemory }) => ({
      name,
      emptyDir: { sizeLimit, ...(inMemory ? { medium: "Memory" } : {}) },
    })),
  ];
}

/** Nodes that stay: those of spot go with two minutes' notice, and a leader with them. */
export const onDemand: k8s.types.input.core.v1.Affinity = {
  nodeAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: {
      nodeSelectorTerms: [
        { matchExpressions: [{ key: "karpenter.sh/capacity-type", operator: "In", values: ["on-demand"] }] },
      ],
    },
  },
};

/** Of a pod whose work would begin anew elsewhere: Karpenter lets its node be until it ends ("Disruption", karpenter.sh). */
export const notDisrupted = { "karpenter.sh/do-not-disrupt": "true" } as const;

/** A pod's template, as far as it is the same for all. Members of one group never share a zone. */
export function podSpec(
  parts: PodParts,
  labels: Readonly<Record<string, string>>,
  more: Pick<PodSpec, "containers"> & Partial<PodSpec>,
): PodSpec {
  return {
    serviceAccountName: parts.serviceAccount,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    priorityClassName: "platform-critical",
    securityContext: {
      runAsNonRoot: true,
      runAsUser: parts.userId,
      runAsGroup: parts.userId,
      fsGroup: parts.userId,
      fsGroupChangePolicy: "OnRootMismatch",
      seccompProfile: { type: "RuntimeDefault" },
    },
    affinity: {
      ...onDemand,
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { topologyKey: "topology.kubernetes.io/zone", labelSelector: { matchLabels: { ...labels } } },
        ],
      },
    },
    ...more,
    volumes: volumesOf(parts),
  };
}
