export { CacheAccess, type CacheAccessArgs } from "./cacheAccess";
export { CachePlane, type CachePlaneArgs } from "./cachePlane";
export { readVerifiers, verifierExamples, verifierPattern } from "./verifiers";
export { sentinelConfig, type SentinelConfig, type SentinelConfigArgs } from "./sentinelConfig";
export { valkeyConfig, type ValkeyConfig, type ValkeyConfigArgs } from "./valkeyConfig";
