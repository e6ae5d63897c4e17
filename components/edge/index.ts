export { EdgeAlerts, type EdgeAlertsArgs } from "./edgeAlerts";
export { EdgeCache, type EdgeCacheArgs } from "./edgeCache";
export { EdgeShield, type EdgeShieldArgs } from "./edgeShield";
export { EdgeZone, type EdgeZoneArgs } from "./edgeZone";
export { GeoDns, type GeoDnsArgs } from "./geoDns";
export { overridePattern, readOverrides, type SteeringOverrides } from "./overrides";
export type { RegionEntry } from "./pools";
export { globalSteering, personalSteering, type GlobalSteering } from "./steering";
export { steeringSettings } from "./steeringSettings";
