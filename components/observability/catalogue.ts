/**
 * Metrics that there are: of exporters, as dated scrapes of real ones or their sources say; of our own programs and the business; and
 * what rules record.
 */
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { metrics, targetLabels, type MetricFact } from "../facts/metrics";
import { regionLabel } from "../facts/observability";
import { logRecordings } from "./logs/logRules";
import type { RuleGroup } from "./rules";

/** A metric as an exporter tells it. */
interface ExporterMetric {
  readonly type: "counter" | "gauge" | "histogram" | "summary" | "untyped";
  readonly labels: readonly string[];
  readonly help?: string;
}

/** What one exporter tells. */
export interface ExporterFile {
  readonly exporter: string;
  readonly version: string;
  /** Day on which it was asked; `null` where it never was, and `source` says who wrote that it tells this. */
  readonly observed: string | null;
  readonly source: string;
  /** Whether its own labels stand where a target's have the same name (`honorLabels` of its monitor). Default false: they become `exported_…`. */
  readonly honored?: boolean;
  readonly metrics: Readonly<Record<string, ExporterMetric>>;
}

const home = path.join(__dirname, "catalogue");

/** Every exporter's file, by name. */
export function exporterFiles(): readonly ExporterFile[] {
  return readdirSync(home)
    .sort()
    .map((file) => JSON.parse(readFileSync(path.join(home, file), "utf8")) as ExporterFile);
}

/** A series by its name: its labels beside those of its target, and whether anybody ever saw it. */
export interface KnownSeries {
  readonly labels: readonly string[];
  /** Who tells it. */
  readonly from: string;
  readonly observed: boolean;
  /** Whether scraping gives it the labels of a target, and whether its own go before these. */
  readonly scraped: boolean;
  readonly honored?: boolean;
}

export type Catalogue = ReadonlyMap<string, KnownSeries>;

/** Names and labels under which a metric's series are stored. */
function seriesOf(
  name: string,
  type: ExporterMetric["type"] | MetricFact["type"],
  labels: readonly string[],
): readonly (readonly [string, readonly string[]])[] {
  if (type === "histogram")
    return [
      [`${name}_bucket`, [...labels, "le"]],
      [`${name}_sum`, labels],
      [`${name}_count`, labels],
    ];
  if (type === "summary")
    return [
      [name, [...labels, "quantile"]],
      [`${name}_sum`, labels],
      [`${name}_count`, labels],
    ];
  return [[name, labels]];
}

/** Series that Prometheus makes of each scrape and alert by itself ("Jobs and instances", prometheus.io/docs/concepts). */
const ownSeries: Readonly<Record<string, readonly string[]>> = {
  up: [],
  scrape_duration_seconds: [],
  scrape_samples_scraped: [],
  scrape_samples_post_metric_relabeling: [],
  scrape_series_added: [],
  ALERTS: ["alertname", "alertstate", "severity", "owner"],
  ALERTS_FOR_STATE: ["alertname", "severity", "owner"],
};

let exporters: Catalogue | undefined;

/** What is scraped; read once. */
function scraped(): Catalogue {
  exporters ??= new Map<string, KnownSeries>([
    ...Object.entries(ownSeries).map(
      ([name, labels]) => [name, { labels, from: "prometheus", observed: true, scraped: true }] as const,
    ),
    ...exporterFiles().flatMap(({ exporter, observed, honored = false, metrics: told }) =>
      Object.entries(told).flatMap(([name, { type, labels }]) =>
        seriesOf(name, type, labels).map(
          ([series, all]) =>
            [
              series,
              { labels: all, from: exporter, observed: observed !== null, scraped: true, honored },
            ] as const,
        ),
      ),
    ),
    ...Object.entries(metrics).flatMap(([name, { type, labels, owner }]) =>
      seriesOf(name, type, Object.keys(labels)).map(
        ([series, all]) => [series, { labels: all, from: owner, observed: false, scraped: true }] as const,
      ),
    ),
  ]);
  return exporters;
}

/** All that queries may ask for where some rules run. */
export function catalogueWith(groups: readonly RuleGroup[]): Catalogue {
  const recorded = groups.flatMap(({ name, recordings = [] }) =>
    recordings.map(
      ({ record, labels }) =>
        [record, { labels, from: `rules "${name}"`, observed: true, scraped: false }] as const,
    ),
  );
  const counted = logRecordings.map(
    ({ record, labels }) =>
      [
        record,
        { labels: [regionLabel, ...labels], from: `lines "${record}"`, observed: true, scraped: false },
      ] as const,
  );
  return new Map([...scraped(), ...recorded, ...counted]);
}

/** Labels that a series may be asked by. */
export function labelsOfSeries({ labels, scraped: isScraped, honored }: KnownSeries): readonly string[] {
  if (!isScraped) return labels;
  const clashing = labels.filter((label) => (targetLabels as readonly string[]).includes(label));
  return [...labels, ...targetLabels, ...(honored ? [] : clashing.map((label) => `exported_${label}`))];
}
