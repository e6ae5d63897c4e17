/** A panel as Grafana takes it. */
import type * as cog from "@grafana/grafana-foundation-sdk/cog";
import * as sdk from "@grafana/grafana-foundation-sdk/dashboard";
import { runbooks } from "../../facts/alerting";
import { dashboardUid } from "../../facts/dashboards";
import type { Catalogue } from "../catalogue";
import type { RuleGroup } from "../rules";
import { drawerOf } from "./drawers";
import type { GridPlace } from "./layout";
import {
  panelUnits,
  type DashboardData,
  type Dashboards,
  type Limits,
  type Panel,
  type PanelLink,
  type State,
} from "./panel";
import { toldBehind } from "./queries";
import { refIdOf, sourceOf, targetOf } from "./targets";

/** What panels lead to, and what is known of what they ask. */
export interface PanelGround {
  readonly all: Dashboards;
  readonly groups: readonly RuleGroup[];
  readonly known: Catalogue;
  readonly repositoryUrl: string;
}

const colours: Readonly<Record<State["is"], string>> = {
  well: "green",
  warning: "orange",
  critical: "red",
  neutral: "blue",
};

/** What is whole, as the SDK's builders take parts. */
export function ready<T>(whole: T): cog.Builder<T> {
  return { build: () => whole };
}

/** Colours from the lowest value up; the first has no bound. */
function stepsOf(limits: Limits | undefined): sdk.ThresholdsConfig {
  const { worse, warning, critical } = limits ?? { worse: "above" };
  const upward = [
    { value: null, is: "well" as const },
    ...(warning === undefined ? [] : [{ value: warning, is: "warning" as const }]),
    ...(critical === undefined ? [] : [{ value: critical, is: "critical" as const }]),
  ];
  // Below its limit a value is worse: each bound begins what was before it in the other direction.
  const [lowest = "well", ...higher] = [...upward].reverse().map(({ is }) => is);
  const bounds = [critical, warning].filter((bound) => bound !== undefined);
  const downward = [
    { value: null, is: lowest },
    ...higher.map((is, index) => ({ value: bounds[index] ?? null, is })),
  ];
  return {
    mode: sdk.ThresholdsMode.Absolute,
    steps: (worse === "above" ? upward : downward).map(({ value, is }) => ({ value, color: colours[is] })),
  };
}

function statesOf(states: Readonly<Record<number, State>>): sdk.ValueMap {
  return {
    type: sdk.MappingType.ValueToText,
    options: Object.fromEntries(
      Object.entries(states).map(([value, { text, is }], index) => [
        value,
        { text, color: colours[is], index },
      ]),
    ),
  };
}

/** Where a link leads, with the time that is looked at and the variables that both dashboards have. */
function addressOf(link: PanelLink, panel: Panel, data: DashboardData, ground: PanelGround): string {
  if ("runbook" in link) {
    const page = `${ground.repositoryUrl}/blob/main/docs/runbooks/${link.runbook}.md`;
    return link.runbook === runbooks[0] && link.alert !== undefined
      ? `${page}#${link.alert.toLowerCase()}`
      : page;
  }
  const given = link.with ?? {};
  const own = data.variables.map(({ name }) => name);
  const field = panel.kind === "table" || panel.kind === "map" ? "__data.fields" : "__field.labels";
  const values = ground.all[link.to].variables.flatMap(({ name }) => {
    const label = given[name];
    if (label !== undefined) return [`var-${name}=\${${field}.${label}}`];
    return own.includes(name) ? [`\${${name}:queryparam}`] : [];
  });
  return `/d/${dashboardUid(link.to)}?${[...values, "${__url_time_range}"].join("&")}`;
}

function linkOf(link: PanelLink, panel: Panel, data: DashboardData, ground: PanelGround): sdk.DashboardLink {
  const isPage = "runbook" in link;
  return {
    title: isPage ? `Runbook: ${link.alert ?? link.runbook}` : ground.all[link.to].title,
    type: sdk.DashboardLinkType.Link,
    icon: "",
    tooltip: "",
    tags: [],
    url: addressOf(link, panel, data, ground),
    asDropdown: false,
    targetBlank: isPage,
    includeVars: false,
    keepTime: false,
  };
}

/** Links that take a value of what is clicked on stand at the values; all others stand at the panel's head. */
function isOnValues(link: PanelLink): boolean {
  return "to" in link && link.with !== undefined;
}

/** What of a panel nobody has seen from a real one yet. */
function neverObserved({ queries }: Panel, { groups, known }: PanelGround): readonly string[] {
  const told = queries.flatMap((query) =>
    query.kind === "promql" ? [...toldBehind(query.expr, groups)] : [],
  );
  return [...new Set(told)].flatMap((metric) => {
    const series = known.get(metric);
    return series === undefined || series.observed ? [] : [`${metric} (${series.from})`];
  });
}

export function buildPanel(
  panel: Panel,
  id: number,
  at: GridPlace,
  data: DashboardData,
  ground: PanelGround,
): sdk.Panel {
  const { kind, title, description, queries, unit = "count", limits, states, links = [] } = panel;
  const unseen = neverObserved(panel, ground);
  const mark = unseen.length === 0 ? "" : `\n\n⚠ never observed: ${unseen.join(", ")}`;
  const onHead = links.filter((link) => !isOnValues(link));
  const onValues = links.filter(isOnValues);
  const builder = drawerOf(panel);
  builder.id(id);
  builder.title(title);
  builder.description(`${description}${mark}`);
  builder.gridPos({ ...at });
  builder.datasource(sourceOf(queries[0]));
  builder.targets(queries.map((query, index) => targetOf(query, index, kind)));
  builder.links(onHead.map((link) => ready(linkOf(link, panel, data, ground))));
  if (kind === "logs" || kind === "calls") return builder.build();
  builder.unit(panelUnits[unit]);
  builder.thresholds(ready(stepsOf(limits)));
  if (states !== undefined) builder.mappings([statesOf(states)]);
  queries.forEach((query, index) => {
    if (query.kind !== "promql" || query.unit === undefined) return;
    // A table's queries are columns by then.
    const matcher =
      kind === "table"
        ? { id: "byName", options: query.legend }
        : { id: "byFrameRefID", options: refIdOf(index) };
    builder.withOverride({ matcher, properties: [{ id: "unit", value: panelUnits[query.unit] }] });
  });
  if (onValues.length > 0)
    builder.dataLinks(onValues.map((link) => ready(linkOf(link, panel, data, ground))));
  if (kind === "table") {
    const named = queries.map((query, index) => [
      queries.length === 1 ? "Value" : `Value #${refIdOf(index)}`,
      query.kind === "promql" ? query.legend : "",
    ]);
    builder.withTransformation({ id: "merge", options: {} });
    builder.withTransformation({
      id: "organize",
      options: { excludeByName: { Time: true }, renameByName: Object.fromEntries(named) as object },
    });
  }
  return builder.build();
}
