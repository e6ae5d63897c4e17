/** Refuses dashboards that could not work: each mistake names the dashboard and the panel. Pure. */
import { runbooks } from "../../facts/alerting";
import { panelsPerDashboard } from "../../facts/dashboards";
import { InvalidValueError } from "../../shared";
import type { Catalogue } from "../catalogue";
import type { RuleGroup } from "../rules";
import { dashboards, type Dashboard } from "../rules/rule";
import {
  panelsOf,
  type AnyDashboards,
  type DashboardData,
  type Panel,
  type PanelKind,
  type PanelLink,
  type Query,
} from "./panel";
import { labelsOfResult, mistakesOf, toldBehind, variablesIn, viewedCatalogue } from "./queries";
import type { Trouble } from "./trouble";
import { wayMistakes } from "./checkWays";

interface Ground {
  readonly all: AnyDashboards;
  readonly known: Catalogue;
  readonly alerts: ReadonlySet<string>;
}

const numbers = ["promql", "logql"] as const;

/** What a kind of panel may ask. */
const asks: Readonly<Record<PanelKind, readonly Query["kind"][]>> = {
  stat: numbers,
  gauge: numbers,
  timeseries: numbers,
  timeline: numbers,
  table: ["promql"],
  map: ["promql"],
  logs: ["logql"],
  traces: ["traces"],
  calls: ["calls"],
};

const twice = (names: readonly string[]): readonly string[] => [
  ...new Set(names.filter((name, index) => names.indexOf(name) !== index)),
];

/** Texts of a query in which variables may stand. */
const textsOf = (query: Query): readonly string[] =>
  query.kind === "traces" ? [query.service] : query.kind === "calls" ? [] : [query.expr, query.legend ?? ""];

function linkMistakes(link: PanelLink, panel: Panel, { all, known, alerts }: Ground): readonly string[] {
  if ("runbook" in link) {
    const { runbook, alert } = link;
    if (!runbooks.includes(runbook))
      return [`leads to runbook "${runbook}"; allowed: ${runbooks.join(", ")}`];
    if (alert === undefined) return [];
    return [
      ...(runbook === runbooks[0] ? [] : [`names an alert's heading in "${runbook}", which has none`]),
      ...(alerts.has(alert) ? [] : [`leads to the alert "${alert}", which is unknown`]),
    ];
  }
  const target = all[link.to];
  if (target === undefined)
    return [`leads to dashboard "${link.to}"; allowed: ${Object.keys(all).join(", ")}`];
  const has = target.variables.map(({ name }) => name);
  return Object.entries(link.with ?? {}).flatMap(([name, label]) => [
    ...(has.some((own) => own === name)
      ? []
      : [`gives "${link.to}" the variable "${name}"; it has ${has.join(", ") || "none"}`]),
    ...panel.queries
      .filter((query) => query.kind !== "promql" || !labelsOfResult(query.expr, known).includes(label))
      .slice(0, 1)
      .map(() => `gives "${link.to}" the label "${label}", which not all of its results have`),
  ]);
}

function wordMistakes({ title, description }: Panel): readonly string[] {
  return [
    ...(title.trim() === "" ? ["title is empty; allowed: a few words"] : []),
    ...(/^\S[^\n]*[^.\n]\.$/.test(description) && !/\. [A-Z]/.test(description)
      ? []
      : [`description is ${JSON.stringify(description)}; allowed: one sentence`]),
  ];
}

function panelMistakes(panel: Panel, data: DashboardData, ground: Ground): readonly string[] {
  const { kind, queries, links = [], limits } = panel;
  const variables = data.variables.map(({ name }) => name as string);
  return [
    ...wordMistakes(panel),
    ...(queries.length === 0 ? ["it asks nothing; allowed: one query or more"] : []),
    ...queries.flatMap((query) => [
      ...(asks[kind].includes(query.kind)
        ? []
        : [`it asks a query of kind "${query.kind}"; a ${kind} may ask ${asks[kind].join(" or ")}`]),
      ...mistakesOf(query, ground.known),
      ...[...new Set(textsOf(query).flatMap(variablesIn))]
        .filter((name) => !variables.includes(name))
        .map(
          (name) =>
            `variable "$${name}" is none of the dashboard's; it has ${variables.join(", ") || "none"}`,
        ),
    ]),
    ...(limits?.warning !== undefined &&
    limits.critical !== undefined &&
    (limits.worse === "above") === limits.warning > limits.critical
      ? [`limits warn at ${limits.warning}, which is not before ${limits.critical}`]
      : []),
    ...links.flatMap((link) => linkMistakes(link, panel, ground)),
  ];
}

/** What is wrong with what a reader chooses from. */
function variableMistakes({ variables }: DashboardData, known: Catalogue): readonly string[] {
  return variables.flatMap(({ name, of, values = [] }, index) => {
    const say = (mistake: string): string => `variable "${name}": ${mistake}`;
    if (of === undefined) return values.length > 0 ? [] : [say("it has no values")];
    const earlier = variables.slice(0, index).map((each) => each.name as string);
    return [
      ...mistakesOf({ kind: "promql", expr: of.series, legend: `{{${of.label}}}` }, known),
      ...variablesIn(of.series)
        .filter((other) => !earlier.includes(other))
        .map((other) => `"$${other}" is not chosen before it`),
    ].map(say);
  });
}

function dashboardMistakesOf(key: string, data: DashboardData, ground: Ground): readonly string[] {
  const { title, description, runbooks: pages } = data;
  const panels = panelsOf(data);
  const { least, most } = panelsPerDashboard;
  return [
    ...(title.trim() === "" || description.trim() === "" ? ["title or description is empty"] : []),
    ...(panels.length >= least && panels.length <= most
      ? []
      : [`it has ${panels.length} panels; allowed: ${least} to ${most}`]),
    ...pages.filter((page) => !runbooks.includes(page)).map((page) => `runbook "${page}" is unknown`),
    ...twice(panels.map((panel) => panel.title)).map((name) => `panel "${name}" stands twice`),
    ...variableMistakes(data, ground.known),
    ...panels.flatMap((panel) =>
      panelMistakes(panel, data, ground).map((mistake) => `panel "${panel.title}": ${mistake}`),
    ),
  ].map((mistake) => `dashboard "${key}": ${mistake}`);
}

/**
 * Alerts of the platform whose dashboard does not show what they go by: each metric behind one must be behind a panel. What a service
 * team's own alert goes by is nobody's here.
 */
function hiddenAlerts(all: AnyDashboards, groups: readonly RuleGroup[]): readonly string[] {
  const shown = new Map(
    Object.entries(all).map(([key, data]) => {
      const exprs = panelsOf(data).flatMap(({ queries }) =>
        queries.flatMap((query) => (query.kind === "promql" ? [query.expr] : [])),
      );
      return [key, new Set(exprs.flatMap((expr) => [...toldBehind(expr, groups)]))] as const;
    }),
  );
  return groups
    .flatMap(({ alerts = [] }) => alerts)
    .filter(({ owner }) => owner === undefined)
    .flatMap(({ alert, expr, dashboard }) => {
      const there = shown.get(dashboard);
      if (there === undefined) return [];
      const told = [...toldBehind(expr, groups)];
      // One that goes by nothing always fires, and shows as such.
      const missing = (told.length === 0 ? ["ALERTS"] : told).filter((metric) => !there.has(metric));
      return missing.map(
        (metric) =>
          `dashboard "${dashboard}": no panel shows "${metric}", which the alert "${alert}" goes by`,
      );
    });
}

/** What is wrong with dashboards and the ways through them, where these rules run; each line names where. */
export function dashboardMistakes(
  all: AnyDashboards,
  troubles: readonly Trouble[],
  groups: readonly RuleGroup[],
): readonly string[] {
  const alerts = new Set(groups.flatMap(({ alerts: own = [] }) => own.map(({ alert }) => alert)));
  const ground: Ground = { all, known: viewedCatalogue(groups), alerts };
  return [
    ...dashboards.filter((key) => !Object.hasOwn(all, key)).map((key) => `dashboard "${key}" is missing`),
    ...Object.keys(all)
      .filter((key) => !dashboards.includes(key as Dashboard))
      .map((key) => `dashboard "${key}" is unknown; allowed: ${dashboards.join(", ")}`),
    ...twice(Object.values(all).map(({ title }) => title)).map((title) => `title "${title}" stands twice`),
    ...Object.entries(all).flatMap(([key, data]) => dashboardMistakesOf(key, data, ground)),
    ...hiddenAlerts(all, groups),
    ...wayMistakes(all, troubles, alerts),
  ];
}

/**
 * Dashboards that work where these rules run.
 * @throws InvalidValueError with every dashboard and panel that could not, and why.
 */
export function checkedDashboards<All extends AnyDashboards>(
  all: All,
  troubles: readonly Trouble[],
  groups: readonly RuleGroup[],
): All {
  const mistakes = dashboardMistakes(all, troubles, groups);
  if (mistakes.length > 0)
    throw new InvalidValueError(`dashboards: panels that cannot work\n  ${mistakes.join("\n  ")}`);
  return all;
}
