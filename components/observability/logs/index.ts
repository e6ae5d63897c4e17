export { ClusterCollector } from "./clusterCollector";
export { logqlFault } from "./logql";
export { logRecordings, ruleFiles } from "./logRules";
export { LogStore } from "./logStore";
export { lokiConfig, tenantLimits } from "./lokiConfig";
