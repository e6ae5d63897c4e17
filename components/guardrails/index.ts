export { GuardedNamespace, podSecurityLabels, type GuardedNamespaceArgs } from "./guardedNamespace";
export { GuardRails, type GuardRailsArgs } from "./guardRails";
export { networkPolicies, type NamedPolicy, type PolicyAddresses } from "./networkPolicies";
