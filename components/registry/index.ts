export { Registry, type RegistryArgs } from "./registry";
