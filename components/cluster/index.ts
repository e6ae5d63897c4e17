export { ClusterAddons } from "./clusterAddons";
export { ControlPlane, type ControlPlaneArgs } from "./controlPlane";
export { Karpenter, type KarpenterArgs } from "./karpenter";
export { NodeAddons } from "./nodeAddons";
export { RegionCluster, type RegionClusterArgs } from "./regionCluster";
export { RegionFoundation, type RegionFoundationArgs } from "./regionFoundation";
export { SystemNodes } from "./systemNodes";
