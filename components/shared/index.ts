export { RegionContext, type RegionContextArgs, type TagUse } from "./context";
export { chartSource, helmRelease, type ChartMirror } from "./helmAddon";
export { PodRole } from "./podRole";
export { policyDocument, podIdentityTrust, serviceTrust, type PolicyStatement } from "./policyDocument";
export { check, InvalidValueError } from "./validate";
export { rootAuthority } from "./rootAuthority";
