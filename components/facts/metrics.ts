/**
 * Metrics of the business and of the platform's own programs. A service team adds one line; a test holds names to the conventions of
 * Prometheus ("Metric and label naming", prometheus.io/docs/practices/naming) and each metric to a bound of its series.
 */

/** Base units, by which a metric's name ends (before `_total`); what has none counts things. */
export const metricUnits = ["seconds", "bytes", "usd", "ratio", "none"] as const;
export type MetricUnit = (typeof metricUnits)[number];

export interface MetricFact {
  readonly type: "counter" | "gauge" | "histogram";
  readonly unit: MetricUnit;
  readonly help: string;
  /** Labels, and how many values each may have in a region: their product bounds the metric's series. */
  readonly labels: Readonly<Record<string, number>>;
  /** Of a histogram. */
  readonly buckets?: number;
  /** The team that answers for it. */
  readonly owner: string;
}

/** Series that one metric may have in a region; all of a region's together are `metricsStore.seriesMax`. */
export const seriesPerMetricMax = 10_000;

/**
 * Labels that no metric may have: they would hold persons, or have a value for each request. What belongs to one person is in traces and
 * logs, by pseudonyms that can be erased; metrics are kept in every region and know nobody.
 */
export const refusedLabels = [
  "user",
  "user_id",
  "subject",
  "email",
  "phone",
  "ip",
  "client_ip",
  "session",
  "session_id",
  "token",
  "trace_id",
  "request_id",
  "url",
  "path",
] as const;

/** Labels that scraping gives, and no metric of its own may have. */
export const targetLabels = [
  "region",
  "job",
  "instance",
  "namespace",
  "pod",
  "container",
  "endpoint",
  "service",
  "node",
] as const;

export const metrics: Readonly<Record<string, MetricFact>> = {
  azora_logins_total: {
    type: "counter",
    unit: "none",
    help: "Logins by how, and whether they succeeded",
    labels: { method: 8, result: 4 },
    owner: "platform",
  },
  azora_signups_total: {
    type: "counter",
    unit: "none",
    help: "Accounts that were made, by the place whose law holds",
    labels: { jurisdiction: 16, result: 4 },
    owner: "platform",
  },
  azora_sessions: {
    type: "gauge",
    unit: "none",
    help: "Sessions that are open",
    labels: { client: 8 },
    owner: "platform",
  },
  azora_api_calls_total: {
    type: "counter",
    unit: "none",
    help: "Calls of the public APIs, by version, so that the end of one can be planned",
    labels: { api: 50, version: 6, deprecated: 2 },
    owner: "platform",
  },
  azora_orders_total: {
    type: "counter",
    unit: "none",
    help: "Orders by what became of them",
    labels: { state: 8, currency: 30 },
    owner: "platform",
  },
  azora_order_value_usd: {
    type: "histogram",
    unit: "usd",
    help: "What orders are worth",
    labels: { currency: 30 },
    buckets: 12,
    owner: "platform",
  },
  azora_cost_usd_total: {
    type: "counter",
    unit: "usd",
    help: "What was spent, by who spent it, as the bill of the hour says",
    labels: { cost_service: 100, team: 30 },
    owner: "platform",
  },
  azora_outbox_age_seconds: {
    type: "gauge",
    unit: "seconds",
    help: "How long the oldest row of a cluster's outbox has waited for its relay",
    labels: { cluster: 4 },
    owner: "platform",
  },
  azora_outbox_carried_total: {
    type: "counter",
    unit: "none",
    help: "Rows of an outbox that were carried to the caches' stream",
    labels: { cluster: 4 },
    owner: "platform",
  },
  azora_outbox_faults_total: {
    type: "counter",
    unit: "none",
    help: "Rounds of a relay that failed, by the end that did",
    labels: { cluster: 4, end: 2 },
    owner: "platform",
  },
  azora_outbox_looked_timestamp_seconds: {
    type: "gauge",
    unit: "seconds",
    help: "When a relay looked into its outbox last",
    labels: { cluster: 4 },
    owner: "platform",
  },
  azora_compliance_controls: {
    type: "gauge",
    unit: "none",
    help: "Controls by what their last check said",
    labels: { framework: 8, result: 4 },
    owner: "platform",
  },
};
