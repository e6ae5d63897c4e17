export { RegionKeys, type RegionKeysArgs } from "./regionKeys";
