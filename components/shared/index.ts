export { RegionContext, type Environment, type RegionContextArgs, type TagUse } from "./context";
export {
  chartSource,
  helmRelease,
  type ChartMirror,
  type ChartSource,
  type HelmReleaseArgs,
} from "./helmAddon";
export { PodRole, type PodRoleArgs } from "./podRole";
export { policyDocument, podIdentityTrust, serviceTrust, type PolicyStatement } from "./policyDocument";
export { check, InvalidValueError } from "./validate";
