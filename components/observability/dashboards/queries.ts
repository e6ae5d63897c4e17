/** What queries of dashboards ask for, once Grafana has put values in; pure. */
import type { SyntaxNode } from "@lezer/common";
import { storeLabels } from "../../facts/observability";
import { streamAttributes } from "../../facts/logging";
import { catalogueWith, labelsOfSeries, type Catalogue } from "../catalogue";
import { queryMistakes } from "../checkRules";
import { logqlFault, logqlParser } from "../logs/logql";
import { readQuery } from "../promql";
import type { RuleGroup } from "../rules";
import type { Query } from "./panel";

/** What Grafana itself puts in ("Global variables", grafana.com/docs). */
const ownValues: Readonly<Record<string, string>> = {
  __rate_interval: "4m",
  __interval: "1m",
  __range: "6h",
  __auto: "1m",
};

const variable = /\$\{?([a-zA-Z_]\w*)(?::\w+)?\}?/g;

/** Variables that a text names, Grafana's own left out. */
export function variablesIn(text: string): readonly string[] {
  const names = [...text.matchAll(variable)].map(([, name = ""]) => name);
  return [...new Set(names)].filter((name) => !Object.hasOwn(ownValues, name));
}

/** A query as it is asked, with a value for each variable. */
function filled(text: string): string {
  return text.replaceAll(variable, (_, name: string) => ownValues[name] ?? "any");
}

/** All that dashboards may ask for: what leaves a region's store says which store it was. */
export function viewedCatalogue(groups: readonly RuleGroup[]): Catalogue {
  return new Map(
    [...catalogueWith(groups)].map(([name, series]) => [
      name,
      { ...series, labels: [...series.labels, storeLabels.place] },
    ]),
  );
}

type Read = ReturnType<typeof readQuery>;

/** Queries that were read once: each is asked for its metrics and its labels, again and again. */
const readBefore = new Map<string, Read | undefined>();

/** A query of metrics; `undefined` where it cannot be read, which `mistakesOf` says. */
function read(expr: string): Read | undefined {
  if (!readBefore.has(expr)) {
    let query: Read | undefined;
    try {
      query = readQuery(filled(expr));
    } catch {
      query = undefined;
    }
    readBefore.set(expr, query);
  }
  return readBefore.get(expr);
}

/** Labels that a query's results have; nothing where it cannot be read. */
export function labelsOfResult(expr: string, known: Catalogue): readonly string[] {
  const query = read(expr);
  if (query === undefined) return [];
  const own = query.asked.flatMap(({ metric }) => {
    const series = known.get(metric);
    return series === undefined ? [] : labelsOfSeries(series);
  });
  return [...(query.grouped.length > 0 ? query.grouped : own), ...query.made];
}

/** Labels that lines are found by. */
const streamLabels = streamAttributes.map((attribute) => attribute.replaceAll(".", "_"));

/** Whether a node of a query is what stands in braces, or in it; filters of fields look the same. */
function isSelector(node: SyntaxNode | null): boolean {
  return node !== null && (node.name === "Selector" || (node.name === "Matchers" && isSelector(node.parent)));
}

/** Labels by which a query chooses streams. */
function selectedStreams(expr: string): readonly string[] {
  const found: string[] = [];
  logqlParser.parse(expr).iterate({
    enter: ({ name, node, from, to }) => {
      if (name === "Identifier" && node.parent?.name === "Matcher" && isSelector(node.parent.parent))
        found.push(expr.slice(from, to));
    },
  });
  return found;
}

function lineMistakes(expr: string): readonly string[] {
  const text = filled(expr);
  const fault = logqlFault(text);
  if (fault !== undefined) return [fault];
  return selectedStreams(text)
    .filter((label) => !streamLabels.includes(label))
    .map((label) => `lines have no label "${label}"; they have ${streamLabels.join(", ")}`);
}

/** Labels that a legend names. */
function labelsIn(legend: string): readonly string[] {
  return [...legend.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, label = ""]) => label);
}

/** What is wrong with a query. */
export function mistakesOf(query: Query, known: Catalogue): readonly string[] {
  if (query.kind === "logql") return lineMistakes(query.expr);
  if (query.kind !== "promql") return [];
  const mistakes = queryMistakes(filled(query.expr), known);
  if (mistakes.length > 0) return mistakes;
  const labels = labelsOfResult(query.expr, known);
  return labelsIn(query.legend)
    .filter((label) => !labels.includes(label))
    .map((label) => `its legend names "${label}", and its results have ${labels.join(", ")}`);
}

/** Metrics that a query asks for. */
function metricsOf(expr: string): readonly string[] {
  return [...new Set((read(expr)?.asked ?? []).map(({ metric }) => metric))];
}

/** Of a query's metrics, those that nothing is recorded from: what exporters, programs and lines tell. */
export function toldBehind(expr: string, groups: readonly RuleGroup[]): ReadonlySet<string> {
  const recordings = groups.flatMap(({ recordings: own = [] }) => own);
  const told = new Set<string>();
  const seen = new Set<string>();
  const follow = (text: string): void => {
    for (const metric of metricsOf(text)) {
      if (seen.has(metric)) continue;
      seen.add(metric);
      const made = recordings.filter(({ record }) => record === metric);
      if (made.length === 0) told.add(metric);
      for (const { expr: inner } of made) follow(inner);
    }
  };
  follow(expr);
  return told;
}
