export { AccessEntries, type AccessEntriesArgs, type ClusterAccess } from "./accessEntries";
export { capacitySpread, type CapacitySpread } from "./capacitySpread";
export { ClusterAddons, type ClusterAddonsArgs } from "./clusterAddons";
export { ControlPlane, type ControlPlaneArgs } from "./controlPlane";
export { Karpenter, type KarpenterArgs } from "./karpenter";
export { NodeAddons, type NodeAddonsArgs } from "./nodeAddons";
export { nodePools, type NodePool, type NodePoolArgs } from "./nodePools";
export { SystemNodes, type SystemNodesArgs } from "./systemNodes";
