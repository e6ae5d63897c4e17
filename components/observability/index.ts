export { alertmanagerConfig, alertRoutes, type Route } from "./alertRoutes";
export type { ReceiverAddresses } from "./alertRouter";
export { catalogueWith, exporterFiles, type ExporterFile } from "./catalogue";
export { cloudwatchConfig, cloudwatchSeries, seriesName } from "./cloudwatch";
export { metricMistakes, queryMistakes, ruleMistakes, seriesOfMetric } from "./checkRules";
export {
  dashboardData,
  dashboardFiles,
  dashboardMistakes,
  troubles,
  type DashboardData,
  type Dashboards,
  type Panel,
} from "./dashboards";
export { ObservabilityStack, type ObservabilityStackArgs } from "./observabilityStack";
export { readQuery } from "./promql";
export { renderGroup } from "./ruleObjects";
export { platformRuleGroups, type Alert, type Recording, type RuleGroup } from "./rules";
