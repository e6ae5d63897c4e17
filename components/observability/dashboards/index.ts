import type { RuleGroup } from "../rules";
import type { Dashboard } from "../rules/rule";
import { anomalies } from "./anomalies";
import type * as building from "./build";
import { cache } from "./cache";
import { checkedDashboards } from "./checkDashboards";
import { cloud } from "./cloud";
import { compliance } from "./compliance";
import { cost } from "./cost";
import { database } from "./database";
import { incidents } from "./incidents";
import { kubernetes } from "./kubernetes";
import { logs } from "./logs";
import { mesh } from "./mesh";
import { overview } from "./overview";
import type { Dashboards } from "./panel";
import { recovery } from "./recovery";
import { region } from "./region";
import { service } from "./service";
import { traces } from "./traces";
import { troubles } from "./trouble";

export { dashboardMistakes } from "./checkDashboards";
export type { DashboardData, Dashboards, Panel } from "./panel";
export { troubles } from "./trouble";

/** All of them. */
export const dashboardData: Dashboards = {
  overview,
  region,
  service,
  database,
  cache,
  mesh,
  kubernetes,
  logs,
  traces,
  anomalies,
  cloud,
  cost,
  compliance,
  recovery,
  incidents,
};

/**
 * Grafana's own JSON of every dashboard, by its address; the same bytes for the same rules.
 * @param groups rules of a region, whose series dashboards may show.
 * @param repositoryUrl where the runbooks are. @example "https://github.com/azora/platform"
 * @throws InvalidValueError with every dashboard and panel that could not work, and why.
 */
export function dashboardFiles(
  groups: readonly RuleGroup[],
  repositoryUrl: string,
): Readonly<Record<Dashboard, string>> {
  const checked = checkedDashboards(dashboardData, troubles, groups);
  // Grafana's SDK takes longer to load than all of the room, and a deployment without dashboards needs none of it.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { dashboardJson } = require("./build") as typeof building;
  return dashboardJson(checked, groups, repositoryUrl);
}
