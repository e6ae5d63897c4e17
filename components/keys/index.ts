export { RegionKeys } from "./regionKeys";
