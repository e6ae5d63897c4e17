export { GuardedNamespace, podSecurityLabels } from "./guardedNamespace";
export { GuardRails } from "./guardRails";
export { networkPolicies, type PolicyAddresses } from "./networkPolicies";
