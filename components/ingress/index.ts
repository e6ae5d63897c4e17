export { RegionIngress, type EdgeEntry, type RegionIngressArgs } from "./regionIngress";
