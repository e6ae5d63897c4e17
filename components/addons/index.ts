export { onSystemNodes, replicas, resources } from "./addonArgs";
export { PlatformAddons, type PlatformAddonsArgs } from "./platformAddons";
export { TargetGroupBindings, type TargetGroupBindingFact } from "./targetGroupBindings";
