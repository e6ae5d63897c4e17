import type { LocalZone, Region } from "../facts/regions";
import { capacitySpreadLabel, edgeTaint, locationLabel, workerNodes } from "../facts/nodes";
import { check } from "../shared";
import { capacitySpread } from "./capacitySpread";

/** A condition on the nodes of a pool. */
export interface Requirement {
  readonly key: string;
  readonly operator: "In" | "Gt" | "Lt";
  readonly values: readonly string[];
}

/** The part of `karpenter.sh/v1` NodePool that the platform uses. */
interface NodePoolSpec {
  readonly template: {
    readonly metadata: { readonly labels: Readonly<Record<string, string>> };
    readonly spec: {
      readonly nodeClassRef: { readonly group: string; readonly kind: string; readonly name: string };
      readonly requirements: readonly Requirement[];
      readonly taints?: readonly { readonly key: string; readonly value: string; readonly effect: string }[];
      readonly expireAfter: string;
      readonly terminationGracePeriod: string;
    };
  };
  readonly disruption: {
    readonly consolidationPolicy: "WhenEmptyOrUnderutilized";
    readonly consolidateAfter: string;
    readonly budgets: readonly { readonly nodes: string; readonly reasons?: readonly string[] }[];
  };
  readonly limits: { readonly cpu: string; readonly memory: string };
}

export interface NodePool {
  readonly name: "on-demand" | "spot" | "edge";
  readonly spec: NodePoolSpec;
}

export interface NodePoolArgs {
  readonly region: Region;
  /** Zones of the region that nodes run in. */
  readonly zones: readonly string[];
  /** Share of spread pods that runs on spot, a multiple of 5 from 5 to 95. */
  readonly spotSharePercent: number;
  /** vCPU that the on-demand pool may hold: enough to carry everything while there is no spot capacity at all. */
  readonly cpuLimit: number;
  /** Whether nodes run in the region's Local Zone; needs a region that has one. */
  readonly edge: boolean;
}

/** Names of the EC2NodeClasses that pools refer to. */
export const nodeClassNames = { region: "default", edge: "edge" } as const;

interface PoolArgs {
  readonly nodeClass: string;
  readonly location: "region" | "edge";
  readonly zones: readonly string[];
  readonly capacityType: "on-demand" | "spot";
  readonly architecture: string;
  readonly families: readonly string[];
  readonly cpu: number;
  readonly disruptedNodesMax: string;
}

/**
 * The pools of a region: on-demand, spot and, where there is a Local Zone, the edge.
 * @throws InvalidValueError naming the share, the limit or the edge if it cannot be used.
 */
export function nodePools(args: NodePoolArgs): readonly NodePool[] {
  const { region, spotSharePercent, cpuLimit } = args;
  check(
    Number.isInteger(cpuLimit) && cpuLimit >= workerNodes.vcpuBelow,
    "Karpenter.cpuLimit",
    cpuLimit,
    `a whole number of vCPU, at least one large node (${workerNodes.vcpuBelow})`,
  );
  check(
    !args.edge || region.localZone !== undefined,
    "Karpenter.edge",
    args.edge,
    `false in ${region.name}, which has no Local Zone`,
  );
  const spread = capacitySpread(spotSharePercent);
  const ordinary = {
    nodeClass: nodeClassNames.region,
    location: "region",
    zones: args.zones,
    architecture: workerNodes.architecture,
    families: workerNodes.instanceFamilies,
    disruptedNodesMax: workerNodes.disruptedNodesMax,
  } as const;
  return [
    {
      name: "on-demand",
      spec: withSpread(poolSpec({ ...ordinary, capacityType: "on-demand", cpu: cpuLimit }), spread.onDemand),
    },
    {
      name: "spot",
      spec: withSpread(
        poolSpec({ ...ordinary, capacityType: "spot", cpu: Math.ceil((cpuLimit * spotSharePercent) / 100) }),
        spread.spot,
      ),
    },
    ...(args.edge && region.localZone ? [edgePool(region.localZone)] : []),
  ];
}

function edgePool(localZone: LocalZone): NodePool {
  const spec = poolSpec({
    nodeClass: nodeClassNames.edge,
    location: "edge",
    zones: [localZone.zone],
    capacityType: workerNodes.edgeCapacity.type,
    architecture: workerNodes.edgeArchitecture,
    families: localZone.instanceFamilies,
    cpu: workerNodes.edgeVcpuLimit,
    disruptedNodesMax: workerNodes.edgeDisruptedNodesMax,
  });
  const taints = [{ ...edgeTaint, effect: "NoSchedule" }];
  return {
    name: "edge",
    spec: { ...spec, template: { ...spec.template, spec: { ...spec.template.spec, taints } } },
  };
}

function withSpread(spec: NodePoolSpec, values: readonly string[]): NodePoolSpec {
  const requirements: readonly Requirement[] = [
    ...spec.template.spec.requirements,
    { key: capacitySpreadLabel, operator: "In", values },
  ];
  return { ...spec, template: { ...spec.template, spec: { ...spec.template.spec, requirements } } };
}

function poolSpec(pool: PoolArgs): NodePoolSpec {
  const oneOf = (key: string, values: readonly string[]): Requirement => ({ key, operator: "In", values });
  return {
    template: {
      metadata: { labels: { [locationLabel]: pool.location } },
      spec: {
        nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: pool.nodeClass },
        requirements: [
          oneOf("kubernetes.io/os", ["linux"]),
          oneOf("kubernetes.io/arch", [pool.architecture]),
          oneOf("karpenter.sh/capacity-type", [pool.capacityType]),
          oneOf("topology.kubernetes.io/zone", pool.zones),
          oneOf("karpenter.k8s.aws/instance-family", pool.families),
          { key: "karpenter.k8s.aws/instance-cpu", operator: "Gt", values: [String(workerNodes.vcpuAbove)] },
          { key: "karpenter.k8s.aws/instance-cpu", operator: "Lt", values: [String(workerNodes.vcpuBelow)] },
        ],
        expireAfter: workerNodes.expireAfter,
        terminationGracePeriod: workerNodes.terminationGracePeriod,
      },
    },
    disruption: {
      consolidationPolicy: "WhenEmptyOrUnderutilized",
      consolidateAfter: workerNodes.consolidateAfter,
      // Empty nodes may leave all at once; it disturbs nobody.
      budgets: [
        { nodes: pool.disruptedNodesMax, reasons: ["Underutilized", "Drifted"] },
        { nodes: "100%", reasons: ["Empty"] },
      ],
    },
    limits: { cpu: String(pool.cpu), memory: `${pool.cpu * workerNodes.memoryGibPerVcpu}Gi` },
  };
}
