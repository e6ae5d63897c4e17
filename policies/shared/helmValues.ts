import type { Reader } from "../framework/reader";
import type { Finding, ResourceView } from "../framework/rule";
import { wrong } from "./finding";
import { chartRows } from "./helmCharts";
import type { ChartRow, Condition, RefusedArguments, Required } from "./helmRow";

export const releaseType = "kubernetes:helm.sh/v3:Release";

/** The name of a release's chart, without where it comes from and at which version. */
export function chartOf(release: ResourceView): string {
  const address = release.props.text("chart") ?? "";
  const name = address.replace(/\/+$/, "").split("/").at(-1) ?? "";
  return name.replace(/[:@].*$/s, "");
}

/** The row of a release's chart; `undefined` where nobody has read the chart. */
export function rowOf(release: ResourceView): ChartRow | undefined {
  const chart = chartOf(release);
  return new Map(Object.entries(chartRows)).get(chart);
}

/** What a release's values hold at a path of the table, such as `webhook.resources`. */
export function valueAt(release: ResourceView, path: string): Reader {
  return release.props.at("values", ...path.split("."));
}

/** Whether a condition of the table holds with a release's values. */
export function holdsFor(release: ResourceView, when: Condition | undefined): boolean {
  if (!when) return true;
  const value = valueAt(release, when.path);
  const decided = typeof when.is === "boolean" ? value.flag() : value.text();
  return decided === undefined ? when.byDefault : decided === when.is;
}

/** Values that should stand there and do not. */
export function unmet(release: ResourceView, required: readonly Required[], fix: string): Finding[] {
  return required
    .filter(({ when }) => holdsFor(release, when))
    .map(({ path, is }) => ({ value: valueAt(release, path), is }))
    .filter(({ value, is }) => (typeof is === "boolean" ? value.flag() !== is : !value.texts().includes(is)))
    .map(({ value, is }) => wrong(value, String(is), fix));
}

/** Arguments among a release's values that must not be given, in lists and in maps. */
export function refusedArguments(
  release: ResourceView,
  refused: readonly RefusedArguments[],
  fix: string,
): Finding[] {
  return refused.flatMap(({ path, flags }) =>
    valueAt(release, path)
      .items()
      .filter((item) => flags.includes(item.text()?.split("=")[0] ?? ""))
      .map((item) => wrong(item, "no such argument", fix)),
  );
}

/** Containers that a release's values add, each with where it is. */
export function addedContainers(release: ResourceView): Reader[] {
  return (rowOf(release)?.containers ?? []).flatMap((path) =>
    // Where the chart's default is an empty map, nothing is added.
    valueAt(release, path)
      .items()
      .filter((container) => container.shown !== "{}"),
  );
}
