export { RegionContext, type RegionContextArgs, type TagUse } from "./context";
export { chartSource, helmRelease, type ChartMirror } from "./helmAddon";
export { copiedImage, copiedRepository } from "./copiedImage";
export { PodRole } from "./podRole";
export { memberSet, replicaSet, type PartMetadata } from "./memberSet";
export { authoritiesKey, certificate, digestOf, oneAtATime, podPaths, publishedPods } from "./podParts";
export {
  guaranteed,
  listening,
  mountsOf,
  notDisrupted,
  onDemand,
  podSpec,
  securityContext,
  type PodParts,
} from "./pods";
export { policyDocument, podIdentityTrust, serviceTrust, type PolicyStatement } from "./policyDocument";
export { check, InvalidValueError } from "./validate";
export { rootAuthority } from "./rootAuthority";
export { openToRegions } from "./openToRegions";
export { volumeClass } from "./volumeClass";
