/** What rules of Prometheus are here: data, from which the objects, their tests and the dashboards follow. */
import type { PlatformService, Runbook } from "../../facts/alerting";
import type { Region } from "../../facts/regions";
import type { Severity } from "../../facts/serviceLevels";

/** A series that a rule makes. */
export interface Recording {
  /** `level:metric:operations` ("Recording rules", prometheus.io/docs/practices/rules). */
  readonly record: string;
  /** Labels that it has, beside those in `with`. */
  readonly labels: readonly string[];
  readonly expr: string;
  /** What it is, in a few words, with its unit. */
  readonly help: string;
  /** Labels that the rule itself gives. Default none. */
  readonly with?: Readonly<Record<string, string>>;
}

/** What a threshold counts, and what it may be. */
export const units = {
  ratio: { least: 0, most: 1 },
  seconds: { least: 0, most: 90 * 86_400 },
  bytes: { least: 0, most: 1e15 },
  usd: { least: 0, most: 1e6 },
  count: { least: 0, most: 1e9 },
} as const;

export type Unit = keyof typeof units;

/** Where an expression's value stops to be well. */
export interface Threshold {
  readonly is: ">" | ">=" | "<" | "<=" | "==";
  readonly value: number;
  readonly unit: Unit;
}

export interface Alert {
  /**
   * In the words of what is wrong. One that has two severities has one name, so that the worse silences the other.
   * @example "ReplicaLags"
   */
  readonly alert: string;
  readonly severity: Severity;
  /** A part of the platform, or a team's own service. */
  readonly service: PlatformService | (string & {});
  /** What tells it from others of its name and severity. Default none. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Default the owner of the platform's part. */
  readonly owner?: string;
  /** What is compared with the threshold; without one, an expression that has values only where something is wrong. */
  readonly expr: string;
  readonly threshold?: Threshold;
  /** How long it must hold before anybody is told. */
  readonly forMinutes: number;
  /** One line, with `{{ $labels.… }}`; whoever is woken reads it first. */
  readonly summary: string;
  /** What it means and what is at stake, with the value. */
  readonly description: string;
  readonly runbook: Runbook;
  /** The dashboard that shows it. */
  readonly dashboard: Dashboard;
}

/** Dashboards by their address. */
export const dashboards = [
  "overview",
  "region",
  "service",
  "database",
  "cache",
  "mesh",
  "kubernetes",
  "logs",
  "traces",
  "anomalies",
  "cloud",
  "cost",
  "compliance",
  "recovery",
  "incidents",
] as const;

export type Dashboard = (typeof dashboards)[number];

export interface RuleGroup {
  readonly name: string;
  /** Default every minute, as metrics come. */
  readonly everySeconds?: number;
  readonly recordings?: readonly Recording[];
  readonly alerts?: readonly Alert[];
}

/** An expression whose series say no region, as one of the region that asks. */
export function here({ name }: Region, expr: string): string {
  return `label_replace(${expr}, "region", "${name}", "", "")`;
}

/** Tells an alert from all others. @example "ErrorBudgetBurns critical 1h" */
export function alertId({
  alert,
  severity,
  labels = {},
}: Pick<Alert, "alert" | "severity" | "labels">): string {
  return [alert, severity, ...Object.values(labels)].join(" ");
}
