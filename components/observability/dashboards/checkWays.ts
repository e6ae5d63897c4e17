/** Refuses ways through the dashboards that nobody could go, or that are too long. Pure. */
import { clicksMax } from "../../facts/dashboards";
import { dashboards } from "../rules/rule";
import { panelsOf, type AnyDashboards, type Panel } from "./panel";
import type { Trouble } from "./trouble";

const [first] = dashboards;

/** Dashboards that a panel leads to. */
const nextOf = ({ links = [] }: Panel): readonly string[] =>
  links.flatMap((link) => ("to" in link ? [link.to] : []));

/** What is wrong with the way of one trouble. */
function troubleMistakes({ says, alert, way }: Trouble, all: AnyDashboards, alerts: ReadonlySet<string>) {
  const clicks = way.length - 1;
  return [
    ...(way[0].on === first ? [] : [`begins on "${way[0].on}"; allowed: "${first}"`]),
    ...(clicks <= clicksMax ? [] : [`takes ${clicks} clicks; allowed: ${clicksMax}`]),
    ...(alert === undefined || alerts.has(alert) ? [] : [`is told by "${alert}", which is unknown`]),
    ...way.flatMap(({ on, panel }, index) => {
      const data = all[on];
      const found = data && panelsOf(data).find(({ title }) => title === panel);
      if (found === undefined) return [`looks at "${panel}" on "${on}", which is not there`];
      const next = way[index + 1];
      return next === undefined || nextOf(found).includes(next.on)
        ? []
        : [`panel "${panel}" of "${on}" has no link to "${next.on}"`];
    }),
  ].map((mistake) => `trouble "${says}": ${mistake}`);
}

/** Dashboards by the fewest clicks on panels that lead there from the first. */
function clicksTo(all: AnyDashboards): ReadonlyMap<string, number> {
  const clicks = new Map<string, number>([[first, 0]]);
  // What is added meanwhile is looked at as well.
  for (const [key, count] of clicks) {
    const data = all[key];
    for (const next of data === undefined ? [] : panelsOf(data).flatMap(nextOf))
      if (!clicks.has(next)) clicks.set(next, count + 1);
  }
  return clicks;
}

/** Ways that do not exist, and dashboards that are too far from the first; each line names it. */
export function wayMistakes(
  all: AnyDashboards,
  troubles: readonly Trouble[],
  alerts: ReadonlySet<string>,
): readonly string[] {
  const clicks = clicksTo(all);
  return [
    ...Object.keys(all).flatMap((key) => {
      const count = clicks.get(key) ?? Infinity;
      return count <= clicksMax ? [] : [`dashboard "${key}" is ${count} clicks away; allowed: ${clicksMax}`];
    }),
    ...troubles.flatMap((trouble) => troubleMistakes(trouble, all, alerts)),
  ];
}
