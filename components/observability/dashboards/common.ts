/** Panels that several dashboards have. */
import { allRegions, type Place } from "../../facts/regions";
import { namespaces } from "../../facts/namespaces";
import type { DashboardLink, Panel, PanelLink, State } from "./panel";

/** To the region that was clicked on. */
export const toRegion: DashboardLink = { to: "region", with: { region: "region" } };

/** What the platform's own controllers of edge steering tell. */
export const steered = `namespace="${namespaces.edgeSteering.name}"`;

/** Running, or not. */
export const upOrDown: Readonly<Record<number, State>> = {
  0: { text: "down", is: "critical" },
  1: { text: "up", is: "well" },
};

/** Alerts that fire now, those that wake somebody first. */
export function firing(
  title: string,
  description: string,
  where: string,
  links: readonly PanelLink[],
): Panel {
  return {
    kind: "table",
    title,
    description,
    queries: [
      {
        kind: "promql",
        expr: `sort_desc(max by (severity, alertname, region, service, owner) (ALERTS{alertstate="firing",alertname!="Watchdog",severity=~"critical|warning"${where}}))`,
        legend: "fires",
      },
    ],
    links,
  };
}

/** A query whose series say where on the map their region is. */
export function placed(expr: string): string {
  const told = (inner: string, label: keyof Place, value: number, region: string): string =>
    `label_replace(${inner}, "${label}", "${value}", "region", "${region}")`;
  return allRegions().reduce(
    (inner, { name, latitude, longitude }) =>
      told(told(inner, "latitude", latitude, name), "longitude", longitude, name),
    expr,
  );
}
