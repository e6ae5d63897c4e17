/** Tags that everything carries, so that its owner, its bill and its law can be told (ARCHITECTURE section 4). */
export const mandatoryTags = [
  "owner",
  "team",
  "service",
  "cost-center",
  "data-class",
  "jurisdiction",
  "environment",
] as const;

/**
 * What an instance is launched with. EKS and Auto Scaling hand none of their own tags down to it: the launch template names
 * them for each ("Customize managed nodes with launch templates", EKS user guide).
 */
export const launchedKinds = ["instance", "volume", "network-interface"] as const;
