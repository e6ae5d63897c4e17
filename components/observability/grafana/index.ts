export { Grafana, grafanaSettings, type SignIn } from "./grafana";
export { dashboardsFile, sourcesFile } from "./sources";
