export { RegionMesh, type MeshRegion, type RegionMeshArgs } from "./regionMesh";
