import { systemNodes } from "../../../components/facts/nodes";
import { workloadBounds } from "../../../components/facts/workloads";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";

/** Where a type says how many of it there are. */
interface Bounds {
  readonly of: "nodesMax" | "replicasMax";
  readonly min?: readonly string[];
  readonly wanted?: readonly string[];
  /** Must be given. */
  readonly max?: readonly string[];
}

const autoscaler: Bounds = {
  of: "replicasMax",
  min: ["spec", "minReplicas"],
  max: ["spec", "maxReplicas"],
};

const workload: Bounds = { of: "replicasMax", wanted: ["spec", "replicas"] };

const bounds: Readonly<Record<string, Bounds>> = {
  "aws:autoscaling/group:Group": {
    of: "nodesMax",
    min: ["minSize"],
    wanted: ["desiredCapacity"],
    max: ["maxSize"],
  },
  "aws:eks/nodeGroup:NodeGroup": {
    of: "nodesMax",
    min: ["scalingConfig", "minSize"],
    wanted: ["scalingConfig", "desiredSize"],
    max: ["scalingConfig", "maxSize"],
  },
  "kubernetes:apps/v1:Deployment": workload,
  "kubernetes:apps/v1:ReplicaSet": workload,
  "kubernetes:apps/v1:StatefulSet": workload,
  "kubernetes:argoproj.io/v1alpha1:Rollout": workload,
  "kubernetes:autoscaling/v1:HorizontalPodAutoscaler": autoscaler,
  "kubernetes:autoscaling/v2:HorizontalPodAutoscaler": autoscaler,
  "kubernetes:core/v1:ReplicationController": workload,
  "kubernetes:keda.sh/v1alpha1:ScaledObject": {
    of: "replicasMax",
    min: ["spec", "minReplicaCount"],
    max: ["spec", "maxReplicaCount"],
  },
};

export const rule: ResourceRule = {
  id: "bounds-sane",
  title: "What grows by itself has a ceiling, and the bounds fit each other",
  why: "A typing mistake in a count, or an autoscaler without a sensible ceiling, buys machines until somebody looks at the bill; a minimum above the maximum fails in the middle of a deployment.",
  severity: "medium",
  level: "mandatory",
  controls: { soc2: ["A1.1"] },
  scope: "resource",
  types: Object.keys(bounds),
  thresholds: {
    nodesMax: {
      description: "most machines of a node group",
      default: systemNodes.maxSizeMax,
      min: systemNodes.minSize,
      max: 100,
    },
    replicasMax: {
      description: "most replicas of a workload",
      default: workloadBounds.replicasMax,
      min: 2,
      max: 1000,
    },
  },
  onUnknown: "fail",
  check: ({ type, props }, { thresholds }) => {
    const row = bounds[type];
    if (!row) return [];
    const read = (path: readonly string[] | undefined): Reader | undefined => path && props.at(...path);
    const [min, wanted, max] = [read(row.min), read(row.wanted), read(row.max)];
    const most = thresholds[row.of] ?? 0;
    const ceiling = Math.min(max?.number() ?? most, most);
    const least = min?.number() ?? 0;
    const fix = "take the counts from facts, the smallest first";
    const above = (at: Reader | undefined, low: number, high: number): Finding[] => {
      if (!at?.exists) return [];
      const count = at.number() ?? NaN;
      if (Number.isInteger(count) && count >= low && count <= high) return [];
      return [wrong(at, `a whole number from ${low} to ${high}`, fix)];
    };
    return [
      ...(max && !max.exists ? [wrong(max, `at most ${most}`, fix)] : above(max, 0, most)),
      ...above(min, 0, ceiling),
      ...above(wanted, Math.min(least, ceiling), ceiling),
    ];
  },
};
