/** What a dashboard is here: data, from which Grafana's own is built, and by which it is checked. */
import type { Runbook } from "../../facts/alerting";
import type { LogTenant } from "../../facts/logging";
import type { Dashboard } from "../rules/rule";
import type { Variable, VariableName } from "./variables";

/** Asked of all regions' metrics. */
export interface MetricQuery {
  readonly kind: "promql";
  readonly expr: string;
  /** How a series is called, with `{{label}}`; in a table, how the column is. */
  readonly legend: string;
  /** Where it is not the panel's. */
  readonly unit?: PanelUnit;
}

/** Asked of a tenant's lines, in the region whose Grafana it is. */
export interface LogQuery {
  readonly kind: "logql";
  readonly tenant: LogTenant;
  readonly expr: string;
  /** As of metrics; lines themselves have none. */
  readonly legend?: string;
}

/** Asked of the region's traces. */
export interface TraceQuery {
  readonly kind: "traces";
  /** Whose traces. */
  readonly service: string;
  /** Attributes that a span must have. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly slowerThanMs?: number;
}

/** Asked who calls whom, by traces. */
export interface CallQuery {
  readonly kind: "calls";
}

export type Query = MetricQuery | LogQuery | TraceQuery | CallQuery;

/** How a panel draws. */
export type PanelKind =
  "stat" | "gauge" | "timeseries" | "timeline" | "table" | "map" | "logs" | "traces" | "calls";

/** Units, by Grafana's names for them. */
export const panelUnits = {
  count: "short",
  ratio: "percentunit",
  seconds: "s",
  bytes: "bytes",
  usd: "currencyUSD",
  requestsPerSecond: "reqps",
  perSecond: "cps",
  bytesPerSecond: "Bps",
  hours: "h",
} as const;
export type PanelUnit = keyof typeof panelUnits;

/** From where on a value is drawn as a warning, and as critical. */
export interface Limits {
  readonly worse: "above" | "below";
  readonly warning?: number;
  readonly critical?: number;
}

/** What a number means, where each number is a state. */
export interface State {
  readonly text: string;
  readonly is: "well" | "warning" | "critical" | "neutral";
}

/** Where a click leads: to a dashboard, with the same time; variables that both have go along. */
export interface DashboardLink {
  readonly to: Dashboard;
  /** The target's variables that take the value of a label of what was clicked on. */
  readonly with?: Readonly<Partial<Record<VariableName, string>>>;
}

/** Where a click leads: to what a person does. */
export interface RunbookLink {
  readonly runbook: Runbook;
  /** Of the page that collects small ones, the alert whose heading is meant. */
  readonly alert?: string;
}

export type PanelLink = DashboardLink | RunbookLink;

export interface Panel {
  readonly kind: PanelKind;
  /** Tells it from all others of its dashboard. */
  readonly title: string;
  /** One sentence: what it is, and when to worry. */
  readonly description: string;
  readonly queries: readonly Query[];
  /** Default `count`. */
  readonly unit?: PanelUnit;
  readonly limits?: Limits;
  readonly states?: Readonly<Record<number, State>>;
  readonly links?: readonly PanelLink[];
}

export interface PanelRow {
  readonly title: string;
  readonly panels: readonly Panel[];
  /** Panels beside each other; what is left for the last line shares its width. Default three. */
  readonly across?: number;
}

export interface DashboardData {
  readonly title: string;
  /** What it answers. */
  readonly description: string;
  readonly variables: readonly Variable[];
  readonly rows: readonly PanelRow[];
  /** Pages that whoever looks here may need. */
  readonly runbooks: readonly Runbook[];
}

/** Dashboards before they are checked: any may be missing, or be too many. */
export type AnyDashboards = Readonly<Record<string, DashboardData>>;

/** All dashboards by their address. */
export type Dashboards = Readonly<Record<Dashboard, DashboardData>>;

export function panelsOf({ rows }: DashboardData): readonly Panel[] {
  return rows.flatMap(({ panels }) => panels);
}
