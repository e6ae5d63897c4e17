export { RegionAlerts } from "./regionAlerts";
