export { Grafana, grafanaSettings, type SignIn } from "./grafana";
export { sourcesFile } from "./sources";
