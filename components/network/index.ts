export { cidrContains, cidrsOverlap, firstOverlap, parseCidr, subnetPlan } from "./cidr";
export type { Cidr, PlannedSubnet, SubnetPlan, SubnetPlanArgs } from "./cidr";
export { flowLogDelivery } from "./flowLogs";
export type { NatMode } from "./natPlan";
export { Network, type NetworkArgs } from "./network";
