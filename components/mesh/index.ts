export { replicaJoins, zoneJoins } from "./joinPlan";
export { RegionMesh, type MeshRegion, type RegionMeshArgs } from "./regionMesh";
export { peeringsOf, routePlan } from "./routePlan";
