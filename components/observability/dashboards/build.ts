/** Grafana's own JSON of dashboards, by its SDK; the data says what, this says how. */
import * as sdk from "@grafana/grafana-foundation-sdk/dashboard";
import { dashboardUid, dashboardView, dataSources } from "../../facts/dashboards";
import type { RuleGroup } from "../rules";
import type { Dashboard } from "../rules/rule";
import { buildPanel, ready, type PanelGround } from "./buildPanel";
import { heightOf, placedIn } from "./layout";
import type { DashboardData, Dashboards } from "./panel";
import { inRegion, allValues, type Variable } from "./variables";
import { viewedCatalogue } from "./queries";

function variable({ name, label, values, of, all }: Variable): sdk.VariableModel {
  const everything = { text: "All", value: "$__all", selected: true };
  const shared = {
    name,
    label,
    multi: false,
    includeAll: all,
    ...(all ? { allValue: allValues, current: everything } : {}),
  };
  if (of === undefined) {
    const options = (values ?? []).map((value) => ({ text: value, value, selected: false }));
    const [first] = options;
    return {
      ...shared,
      type: sdk.VariableType.Custom,
      query: options.map(({ value }) => value).join(","),
      options: all ? [everything, ...options] : options,
      ...(all || first === undefined ? {} : { current: { ...first, selected: true } }),
    };
  }
  const query = `label_values(${of.series}, ${of.label})`;
  return {
    ...shared,
    type: sdk.VariableType.Query,
    datasource: dataSources.metrics,
    query,
    definition: query,
    refresh: sdk.VariableRefresh.OnTimeRangeChanged,
    sort: sdk.VariableSort.AlphabeticalAsc,
  };
}

/** Alerts as marks on every graph, so that it is seen what they fell together with. */
function alertMarks({ variables }: DashboardData): sdk.AnnotationQuery {
  const where = variables.some(({ name }) => name === "region") ? `,${inRegion}` : "";
  const expr = `max by (region, alertname, service, severity) (ALERTS{alertstate="firing",severity="critical"${where}})`;
  return {
    name: "Critical alerts",
    datasource: dataSources.metrics,
    enable: true,
    iconColor: "red",
    expr,
    step: dashboardView.refresh,
    titleFormat: "{{alertname}}",
    textFormat: "{{region}} {{service}}",
    tagKeys: "region,severity",
  };
}

function pageLinks({ runbooks }: DashboardData, repositoryUrl: string): readonly sdk.DashboardLink[] {
  const link = { icon: "", tooltip: "", tags: [], asDropdown: false, targetBlank: false } as const;
  return [
    {
      ...link,
      tags: [dashboardView.tag],
      title: "All dashboards",
      type: sdk.DashboardLinkType.Dashboards,
      asDropdown: true,
      includeVars: true,
      keepTime: true,
    },
    ...runbooks.map((runbook) => ({
      ...link,
      tags: [],
      title: `Runbook: ${runbook}`,
      type: sdk.DashboardLinkType.Link,
      icon: "doc",
      url: `${repositoryUrl}/blob/main/docs/runbooks/${runbook}.md`,
      targetBlank: true,
      includeVars: false,
      keepTime: false,
    })),
  ];
}

/** Rows and what is in them, from the top; each is numbered once. */
function panelsIn(data: DashboardData, ground: PanelGround): readonly (sdk.Panel | sdk.RowPanel)[] {
  let y = 0;
  let id = 0;
  return data.rows.flatMap((row) => {
    const head: sdk.RowPanel = {
      type: "row",
      id: (id += 1),
      title: row.title,
      collapsed: false,
      gridPos: { x: 0, y, w: 24, h: 1 },
      panels: [],
    };
    const placed = placedIn(row, y + 1);
    y += 1 + heightOf(row);
    return [head, ...placed.map(({ panel, at }) => buildPanel(panel, (id += 1), at, data, ground))];
  });
}

// What Grafana reads from files is this model in every version; the newer one is its API's.
/* eslint-disable @typescript-eslint/no-deprecated */
function build(key: Dashboard, data: DashboardData, ground: PanelGround): sdk.Dashboard {
  const { refresh, fromHours, timezone, tag } = dashboardView;
  const builder = new sdk.DashboardBuilder(data.title)
    .uid(dashboardUid(key))
    .description(data.description)
    .tags([tag])
    .refresh(refresh)
    .time({ from: `now-${fromHours}h`, to: "now" })
    .timezone(timezone)
    .tooltip(sdk.DashboardCursorSync.Crosshair)
    .readonly()
    .variables(data.variables.map((each) => ready(variable(each))))
    .annotations([ready(alertMarks(data))])
    .links(pageLinks(data, ground.repositoryUrl).map(ready));
  return { ...builder.build(), panels: [...panelsIn(data, ground)] };
}

/* eslint-enable @typescript-eslint/no-deprecated */

/** The file of every dashboard, of data that was found right. */
export function dashboardJson(
  all: Dashboards,
  groups: readonly RuleGroup[],
  repositoryUrl: string,
): Readonly<Record<Dashboard, string>> {
  const ground = { all, groups, known: viewedCatalogue(groups), repositoryUrl };
  return Object.fromEntries(
    Object.entries(all).map(([key, data]) => [
      key,
      `${JSON.stringify(build(key as Dashboard, data, ground), null, 1)}\n`,
    ]),
  ) as Record<Dashboard, string>;
}
