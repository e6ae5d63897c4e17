export { CertManager, type CertManagerArgs } from "./certManager";
export { ExternalDns, externalDnsPolicy, type ExternalDnsArgs } from "./externalDns";
export { LoadBalancerController, type LoadBalancerControllerArgs } from "./loadBalancerController";
export { MetricsServer, type MetricsServerArgs } from "./metricsServer";
export { PlatformAddons, type PlatformAddonsArgs } from "./platformAddons";
export { RegionIssuer, type RegionIssuerArgs } from "./regionIssuer";
export {
  TargetGroupBindings,
  type TargetGroupBindingFact,
  type TargetGroupBindingsArgs,
} from "./targetGroupBindings";
export { TrustManager, type TrustManagerArgs } from "./trustManager";
