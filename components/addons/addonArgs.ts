import type * as pulumi from "@pulumi/pulumi";
import { servingCertificate } from "../facts/addons";
import { systemNodes } from "../facts/nodes";
import type { ChartMirror, RegionContext } from "../shared";

/** What every add-on needs to know. */
export interface AddonArgs {
  readonly context: RegionContext;
  /** What must exist first: its guarded namespace, nodes to run on, charts whose objects it uses. */
  readonly after: readonly pulumi.Resource[];
  /** Where charts are fetched from. Default their own homes. */
  readonly mirror?: ChartMirror | undefined;
}

/** Add-ons in AWS' name also know the cluster. */
export interface AwsAddonArgs extends AddonArgs {
  readonly clusterName: pulumi.Input<string>;
  readonly clusterArn: pulumi.Input<string>;
}

/** One replica may be lost with its node, so there are two. */
export const replicas = 2;

/**
 * Where the platform's controllers run: on the system nodes, which admit nothing else; when those are full, on a node that
 * Karpenter adds.
 */
export const onSystemNodes = {
  tolerations: [{ key: systemNodes.taint.key, operator: "Exists" }],
  affinity: {
    nodeAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 100,
          preference: {
            matchExpressions: [
              { key: systemNodes.label.key, operator: "In", values: [systemNodes.label.value] },
            ],
          },
        },
      ],
    },
  },
} as const;

/** How long the certificates of charts' webhooks last; left to themselves, charts ask for 90 days or a year. */
export const servingCertificateValues = {
  duration: `${servingCertificate.validityHours}h`,
  renewBefore: `${servingCertificate.renewBeforeHours}h`,
} as const;

/** Keeps the replicas of a deployment in different zones where that is possible. */
export function acrossZones(matchLabels: Readonly<Record<string, string>>): readonly object[] {
  return [
    {
      maxSkew: 1,
      topologyKey: "topology.kubernetes.io/zone",
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels },
    },
  ];
}

/** Requests of a small controller and the memory at which it is stopped; CPU is not throttled. */
export function resources(cpuMillis: number, memoryMib: number, memoryLimitMib = memoryMib): object {
  return {
    requests: { cpu: `${cpuMillis}m`, memory: `${memoryMib}Mi` },
    limits: { memory: `${memoryLimitMib}Mi` },
  };
}
