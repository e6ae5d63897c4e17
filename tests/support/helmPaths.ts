import { readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { closest } from "fastest-levenshtein";
import type { ChartReference } from "../../scripts/refreshReference";
import type { LocatedResource } from "./plan";

const folder = path.join(__dirname, "..", "reference", "charts");

/** The lists in tests/reference/charts, by chart name. */
export function chartReferences(): Map<string, ChartReference> {
  const references = readdirSync(folder).map(
    (file) => JSON.parse(readFileSync(path.join(folder, file), "utf8")) as ChartReference,
  );
  return new Map(references.map((reference) => [reference.chart, reference]));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "list";
  return isObject(value) ? "map" : typeof value;
}

const scalars = ["string", "number", "boolean"];

/** Why a value does not fit the kinds that a path takes, if it does not. */
function misfit(value: unknown, kinds: readonly string[]): string | undefined {
  const kind = kindOf(value);
  if (kinds.includes("any") || kinds.includes(kind)) return undefined;
  // Templates print numbers and texts alike; but the text "false" counts as true.
  const isSwitchText = kinds.join() === "boolean" && (value === "true" || value === "false");
  if (scalars.includes(kind) && kinds.some((name) => scalars.includes(name)) && !isSwitchText)
    return undefined;
  return `is a ${kind} (${JSON.stringify(value)}), but the chart takes a ${kinds.join(" or ")}`;
}

/** Walks the values of one release against its chart's list; one line a fault, with the path as written. */
export function valueFaults(values: unknown, reference: ChartReference): string[] {
  const { paths, free } = reference;
  const isFree = new Set(free);
  const faults: string[] = [];
  const check = (value: unknown, known: string, shown: string): void => {
    // null takes a default away; what is secret cannot be read here.
    if (value === null || (isObject(value) && "$secret" in value)) return;
    const reason = misfit(value, paths[known]?.split("|") ?? ["any"]);
    if (reason !== undefined) faults.push(`"${shown}" ${reason}`);
    else if (Array.isArray(value)) {
      if (`${known}[]` in paths)
        value.forEach((item, i) => {
          check(item, `${known}[]`, `${shown}[${i}]`);
        });
    } else if (isObject(value)) checkKeys(value, known, shown);
  };
  const checkKeys = (map: Record<string, unknown>, known: string, shown: string): void => {
    for (const [key, value] of Object.entries(map)) {
      const step = key.replace(/[\\.]/g, "\\$&");
      const [below, shownBelow] = known === "" ? [step, step] : [`${known}.${step}`, `${shown}.${step}`];
      if (below in paths) check(value, below, shownBelow);
      else if (`${known}.*` in paths) check(value, `${known}.*`, shownBelow);
      else if (!isFree.has(known)) {
        const nearest = closest(below, Object.keys(paths));
        const effect = reference.strictRoot ? "Helm would refuse it" : "Helm would ignore it";
        faults.push(`"${shownBelow}" is no value of the chart (${effect}); nearest: "${nearest}"`);
      }
    }
  };
  if (isObject(values)) checkKeys(values, "", "");
  else faults.push(`values are a ${kindOf(values)}; allowed: a map`);
  return faults;
}

/** Whether a resource installs a chart. */
export function isHelm(type: string): boolean {
  return type.startsWith("kubernetes:helm.sh/");
}

/** Faults of one release of the plan, resolved; each line names stack, release and chart. */
export function releaseFaults(
  { stack, resource }: LocatedResource,
  references: ReadonlyMap<string, ChartReference>,
): string[] {
  const { chart, version, values, valueYamlFiles } = resource.resolved;
  const where = `${stack}: release "${resource.name}"`;
  if (resource.type !== "kubernetes:helm.sh/v3:Release") {
    return [`${where}: ${resource.type} cannot be checked; use helm.v3.Release`];
  }
  if (valueYamlFiles !== undefined) return [`${where}: valueYamlFiles cannot be checked; use values`];
  // An oci:// address ends with the chart's name, in the chart's own home and in a mirror.
  const name = typeof chart === "string" ? (chart.split("/").pop() ?? "") : "";
  const reference = references.get(name);
  if (!reference) {
    return [
      `${where}: chart ${JSON.stringify(chart)} has no list in tests/reference/charts; pin it in components/facts/charts.ts and run "npm run reference"`,
    ];
  }
  if (version !== reference.version) {
    return [
      `${where}: chart ${name} ${JSON.stringify(version)}, but tests/reference lists ${reference.version}`,
    ];
  }
  return valueFaults(values ?? {}, reference).map(
    (fault) => `${where} (${name} ${reference.version}): ${fault}`,
  );
}
