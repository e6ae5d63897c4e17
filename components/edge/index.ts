export { EdgeZone, type EdgeZoneArgs } from "./edgeZone";
export { GeoDns, globalHost, personalHost, type GeoDnsArgs } from "./geoDns";
export type { RegionEntry } from "./pools";
export { globalSteering, personalSteering, type GlobalSteering } from "./steering";
export { poolName, steeringSettings } from "./steeringSettings";
