import { workerNodes } from "../../../components/facts/nodes";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceView, StackRule } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { collect } from "../../shared/links";
import { localZoneOfPool, nodePoolType, poolLabels, required, requirementsOf } from "../../shared/nodePools";

const anyZone = "any zone";
const fix = "make a pool with karpenter.sh/capacity-type In [spot] in the same zones";

interface Pool {
  readonly urn: string;
  /** Whether Karpenter may buy spot for it; without a requirement it buys on demand. */
  readonly spot: boolean;
  readonly zones: readonly string[];
  readonly inLocalZone: boolean;
  /** Where it says what may be bought. */
  readonly capacity: Reader;
}

function poolOf({ urn, props }: ResourceView): Pool {
  const capacity =
    required(props, poolLabels.capacityType, "In") ?? requirementsOf(props).at(poolLabels.capacityType);
  return {
    urn,
    spot: capacity.texts().includes("spot"),
    zones: required(props, poolLabels.zone, "In")?.texts() ?? [anyZone],
    inLocalZone: localZoneOfPool(props) !== undefined,
    capacity,
  };
}

export const rule: StackRule = {
  id: "nodepools-spot-path",
  title: "Work that may be interrupted finds spot capacity wherever there are nodes",
  why: "Spot costs a fraction of on-demand, and more than half of the interruptible work is to run on it; that needs a spot pool in each zone. Decided in the offline plan: in a preview by the CLI stack rules see Kubernetes objects without inputs, and those are left out.",
  severity: "medium",
  level: "mandatory",
  controls: {},
  scope: "stack",
  types: [nodePoolType],
  onUnknown: "fail",
  check: (stack) => {
    const { found: pools, complete } = collect(stack, [nodePoolType], (resource) =>
      resource.props.at("spec").exists ? [poolOf(resource)] : [],
    );
    // One that cannot be read may be the spot path of the others.
    if (!complete) return [];
    const withSpot = new Set(pools.filter(({ spot }) => spot).flatMap(({ zones }) => zones));
    return pools.flatMap(({ urn, zones, capacity, inLocalZone }): Finding[] => {
      const missing = zones.filter((zone) => !withSpot.has(zone) && !withSpot.has(anyZone));
      if (missing.length === 0) return [];
      const finding = { ...wrong(capacity, `spot too, or a spot pool in ${missing.join(", ")}`, fix), urn };
      return [inLocalZone ? { ...finding, note: workerNodes.edgeCapacity.reason } : finding];
    });
  },
};
