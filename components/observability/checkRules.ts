/** Refuses rules that could not work: each mistake names the rule. Pure. */
import { closest } from "fastest-levenshtein";
import { platformServices, runbooks } from "../facts/alerting";
import { refusedLabels, seriesPerMetricMax, targetLabels, type MetricFact } from "../facts/metrics";
import { severities } from "../facts/serviceLevels";
import { catalogueWith, labelsOfSeries, type Catalogue } from "./catalogue";
import { readQuery } from "./promql";
import { alertId, dashboards, units, type Alert, type Recording, type RuleGroup } from "./rules/rule";

const recordPattern = /^[a-z][a-z0-9_]*:[a-z0-9_]+(:[a-z0-9_]+)?$/;
const alertPattern = /^[A-Z][A-Za-z0-9]+$/;

/** What is wrong with a query, where only these series exist. */
export function queryMistakes(expr: string, known: Catalogue): readonly string[] {
  let query: ReturnType<typeof readQuery>;
  try {
    query = readQuery(expr);
  } catch (error) {
    return [(error as Error).message];
  }
  const reachable = new Set<string>(query.made);
  const mistakes = query.asked.flatMap(({ metric, labels }) => {
    const series = known.get(metric);
    if (series === undefined)
      return [`metric "${metric}" is unknown; nearest: "${closest(metric, [...known.keys()])}"`];
    const own = labelsOfSeries(series);
    own.forEach((label) => reachable.add(label));
    return labels
      .filter((label) => !own.includes(label))
      .map((label) => `metric "${metric}" has no label "${label}"; it has ${own.join(", ")}`);
  });
  return [
    ...mistakes,
    ...query.grouped
      .filter((label) => mistakes.length === 0 && !reachable.has(label))
      .map(
        (label) => `no metric of the query has the label "${label}"; they have ${[...reachable].join(", ")}`,
      ),
  ];
}

function thresholdMistakes({ threshold }: Alert): readonly string[] {
  if (threshold === undefined) return [];
  const { least, most } = units[threshold.unit];
  return threshold.value >= least && threshold.value <= most
    ? []
    : [`threshold is ${threshold.value}; allowed: ${least} to ${most} (${threshold.unit})`];
}

function wordMistakes({ summary, description }: Alert): readonly string[] {
  return Object.entries({ summary, description }).flatMap(([field, text]) => [
    ...(text.trim() === "" ? [`${field} is empty; allowed: a sentence`] : []),
    ...(field === "summary" && text.includes("\n") ? ["summary has more than one line; allowed: one"] : []),
  ]);
}

function alertMistakes(alert: Alert, known: Catalogue): readonly string[] {
  const { alert: name, severity, service, owner, forMinutes, runbook, dashboard } = alert;
  return [
    ...(alertPattern.test(name) ? [] : [`name is "${name}"; allowed: words like "ReplicaLags"`]),
    ...(severities.includes(severity)
      ? []
      : [`severity is "${severity}"; allowed: ${severities.join(", ")}`]),
    ...(owner !== undefined || Object.hasOwn(platformServices, service)
      ? []
      : [`service is "${service}", of which no owner is known; allowed: one of the platform's, or an owner`]),
    ...(forMinutes >= 0 && forMinutes <= 1440 ? [] : [`forMinutes is ${forMinutes}; allowed: 0 to 1440`]),
    ...(runbooks.includes(runbook) ? [] : [`runbook is "${runbook}"; allowed: ${runbooks.join(", ")}`]),
    ...(dashboards.includes(dashboard)
      ? []
      : [`dashboard is "${dashboard}"; allowed: ${dashboards.join(", ")}`]),
    ...thresholdMistakes(alert),
    ...wordMistakes(alert),
    ...queryMistakes(alert.expr, known),
  ];
}

function recordingMistakes({ record, expr, labels }: Recording, known: Catalogue): readonly string[] {
  return [
    ...(recordPattern.test(record) ? [] : [`name is "${record}"; allowed: level:metric:operations`]),
    ...(labels.includes("region") ? [] : ['it has no label "region"; what crosses regions needs it']),
    ...queryMistakes(expr, known),
  ];
}

/** Names that stand twice. */
function twice(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

/** What is wrong with a region's rules, of which each line names the rule. */
export function ruleMistakes(groups: readonly RuleGroup[]): readonly string[] {
  const known = catalogueWith(groups);
  const alerts = groups.flatMap(({ alerts: own = [] }) => own);
  const recordings = groups.flatMap(({ recordings: own = [] }) => own);
  const recordingId = ({ record, with: more = {} }: Recording): string =>
    [record, ...Object.values(more)].join(" ");
  return [
    ...twice(groups.map(({ name }) => name)).map((name) => `group "${name}" stands twice`),
    ...twice(alerts.map(alertId)).map((id) => `alert "${id}" stands twice`),
    ...twice(recordings.map(recordingId)).map((id) => `recording "${id}" stands twice`),
    ...recordings.flatMap((rule) =>
      recordingMistakes(rule, known).map((mistake) => `recording "${recordingId(rule)}": ${mistake}`),
    ),
    ...alerts.flatMap((rule) =>
      alertMistakes(rule, known).map((mistake) => `alert "${alertId(rule)}": ${mistake}`),
    ),
  ];
}

/** Series that a metric can have in a region. */
export function seriesOfMetric({ type, labels, buckets = 0 }: MetricFact): number {
  const combinations = Object.values(labels).reduce((product, count) => product * count, 1);
  // Buckets, the last of which has no bound; their sum and their count.
  return combinations * (type === "histogram" ? buckets + 3 : 1);
}

/** What is wrong with a declared metric; each line names it. */
export function metricMistakes(name: string, fact: MetricFact): readonly string[] {
  const { type, unit, labels, buckets } = fact;
  const base = name.replace(/_total$/, "");
  const refused = [...refusedLabels, ...targetLabels] as readonly string[];
  const series = seriesOfMetric(fact);
  return [
    ...(/^[a-z]+(_[a-z0-9]+)+$/.test(name) ? [] : ["allowed: words in lower case, joined by _"]),
    ...(type === "counter" && !name.endsWith("_total") ? ["a counter's name ends with _total"] : []),
    ...(type !== "counter" && name.endsWith("_total") ? ["only a counter's name ends with _total"] : []),
    ...(unit === "none" || base.endsWith(`_${unit}`) ? [] : [`its name says no unit; allowed: …_${unit}`]),
    ...(/_(ms|milliseconds|percent|minutes|kb|mb|cents)(_|$)/.test(name)
      ? ["its unit is no base unit; allowed: seconds, bytes, ratio, usd"]
      : []),
    ...(type === "histogram" && (buckets === undefined || buckets < 1)
      ? ["a histogram says how many buckets it has"]
      : []),
    ...Object.keys(labels)
      .filter((label) => refused.includes(label))
      .map((label) => `label "${label}" is refused: it would name persons or requests, or is scraping's own`),
    ...(series <= seriesPerMetricMax
      ? []
      : [`it can have ${series} series in a region; allowed: ${seriesPerMetricMax}`]),
  ].map((mistake) => `metric "${name}": ${mistake}`);
}
