export { Registry, type RegistryArgs, type ScanType } from "./registry";
