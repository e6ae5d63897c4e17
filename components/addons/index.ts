export { acrossZones, onSystemNodes, replicas, resources, servingCertificateValues } from "./addonArgs";
export { PlatformAddons, type PlatformAddonsArgs } from "./platformAddons";
export { TargetGroupBindings, type TargetGroupBindingFact } from "./targetGroupBindings";
