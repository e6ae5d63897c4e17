export { RegionIngress, type RegionIngressArgs } from "./regionIngress";
