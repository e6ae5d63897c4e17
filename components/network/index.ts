export { cidrContains, cidrsOverlap, parseCidr, subnetPlan } from "./cidr";
export { flowLogDelivery } from "./flowLogs";
export type { NatMode } from "./natPlan";
export { Network, type NetworkArgs } from "./network";
