/** What each alert must fire on, and what it must not: data for the unit tests of Prometheus' own `promtool`. */

/** Series by name and labels, each with values in promtool's notation, one a minute unless said otherwise. */
type Series = Readonly<Record<string, string>>;

export interface AlertCase {
  /** On which it fires. */
  readonly fires: Series;
  /** On which it does not, though it is close. */
  readonly quiet: Series;
  /** When it is looked, in minutes. */
  readonly at: number;
  /** Labels that it must have, beside those that its rule gives. */
  readonly about: Readonly<Record<string, string>>;
  /** Minutes between two values; default 1. */
  readonly everyMinutes?: number;
}

/** Cases by the alert's id. @see alertId */
export type AlertCases = Readonly<Record<string, AlertCase>>;

/** A selector. @example series("up", { region: "africa" }) // 'up{region="africa"}' */
export function series(name: string, labels: Readonly<Record<string, string>>): string {
  const inside = Object.entries(labels).map(([label, value]) => `${label}="${value}"`);
  return inside.length === 0 ? name : `${name}{${inside.join(",")}}`;
}

/** One value for as many minutes. @example steady(1, 10) // "1x10" */
export const steady = (value: number, count: number): string => `${value}x${count}`;

/** A counter that grows by as much a minute. @example growing(6, 10) // "0+6x10" */
export const growing = (step: number, count: number): string => `0+${step}x${count}`;
