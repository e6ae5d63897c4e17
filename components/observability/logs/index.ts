export { ClusterCollector } from "./clusterCollector";
export { logRecordings, logqlFault, ruleFiles } from "./logRules";
export { LogStore } from "./logStore";
export { lokiConfig, tenantLimits } from "./lokiConfig";
