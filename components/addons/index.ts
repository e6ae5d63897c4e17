export { onSystemNodes } from "./addonArgs";
export { PlatformAddons, type PlatformAddonsArgs } from "./platformAddons";
export { TargetGroupBindings, type TargetGroupBindingFact } from "./targetGroupBindings";
