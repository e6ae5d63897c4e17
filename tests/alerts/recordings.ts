/** What recorded series are worth on series whose answer is counted by hand. */
import { growing, series, steady } from "./case";

export interface RecordingCase {
  readonly record: string;
  readonly series: Readonly<Record<string, string>>;
  /** When it is looked, in minutes. */
  readonly at: number;
  readonly is: readonly { readonly labels: Readonly<Record<string, string>>; readonly value: number }[];
  /** Minutes between two values; default 1. */
  readonly everyMinutes?: number;
}

const region = "africa";
const gateway = {
  region,
  reporter: "source",
  source_workload_namespace: "istio-ingress",
  route_class: "read",
};
const answered = (good: number, bad: number, minutes: number): Record<string, string> => ({
  [series("istio_requests_total", { ...gateway, response_code: "200" })]: growing(good, minutes),
  [series("istio_requests_total", { ...gateway, response_code: "503" })]: growing(bad, minutes),
});
const claim = { region, namespace: "valkey", persistentvolumeclaim: "data-valkey-0" };
const pool = { region, nodepool: "spot" };
const received = {
  region,
  destination_service_namespace: "shop",
  destination_service_name: "orders",
};
const from = { source_workload_namespace: "shop", source_workload: "cart" };
const node = { region, node: "a" };

const span = {
  region,
  service_name: "orders",
  span_kind: "SPAN_KIND_SERVER",
  azora_route_class: "read",
};
const calls = (status: string, step: number, more: Readonly<Record<string, string>> = {}) => ({
  [series("traces_span_metrics_calls_total", {
    ...span,
    status_code: `STATUS_CODE_${status}`,
    pod: "a",
    ...more,
  })]: growing(step, 20),
});
const aboutSpan = { region, service_name: "orders", azora_route_class: "read" };

export const recordingCases: Readonly<Record<string, readonly RecordingCase[]>> = {
  traces: [
    {
      record: "service:calls:rate5m",
      // Two gateways count, each its own; what a service asks of others is none of its requests.
      series: {
        ...calls("UNSET", 300),
        ...calls("ERROR", 60, { pod: "b" }),
        ...calls("UNSET", 900, { span_kind: "SPAN_KIND_CLIENT" }),
      },
      at: 15,
      is: [{ labels: aboutSpan, value: 6 }],
    },
    {
      record: "service:call_errors:rate5m",
      series: { ...calls("UNSET", 300), ...calls("ERROR", 60) },
      at: 15,
      is: [{ labels: aboutSpan, value: 1 }],
    },
    {
      record: "service:call_seconds:p95_5m",
      // Ninety of a hundred within 0.1 s, all within 0.2 s: the ninety-fifth is halfway between.
      series: {
        [series("traces_span_metrics_duration_seconds_bucket", { ...span, le: "0.1" })]: growing(90, 20),
        [series("traces_span_metrics_duration_seconds_bucket", { ...span, le: "0.2" })]: growing(100, 20),
        [series("traces_span_metrics_duration_seconds_bucket", { ...span, le: "+Inf" })]: growing(100, 20),
      },
      at: 15,
      is: [{ labels: aboutSpan, value: 0.15 }],
    },
  ],
  caches: [
    {
      record: "region:cache_hits:ratio_rate5m",
      series: {
        [series("redis_keyspace_hits_total", { region, pod: "a", job: "local-caches" })]: growing(60, 20),
        [series("redis_keyspace_hits_total", { region, pod: "b", job: "local-caches" })]: growing(30, 20),
        [series("redis_keyspace_misses_total", { region, pod: "b", job: "local-caches" })]: growing(30, 20),
        // Those of the replicated cache are others' business.
        [series("redis_keyspace_misses_total", { region, pod: "c", job: "cache-servers" })]: growing(900, 20),
      },
      at: 15,
      is: [{ labels: { region }, value: 0.75 }],
    },
  ],
  requests: [
    {
      record: "region_class:requests:rate5m",
      series: answered(540, 60, 20),
      at: 15,
      is: [{ labels: { region, route_class: "read" }, value: 10 }],
    },
    {
      record: "region_class:error_ratio:rate5m",
      series: answered(540, 60, 20),
      at: 15,
      is: [{ labels: { region, route_class: "read" }, value: 0.1 }],
    },
    {
      // Nobody failed: that is a share as well.
      record: "region_class:error_ratio:rate1h",
      series: { [series("istio_requests_total", { ...gateway, response_code: "200" })]: growing(540, 90) },
      at: 80,
      is: [{ labels: { region, route_class: "read" }, value: 0 }],
    },
    {
      record: "region:requests:rate5m",
      series: answered(540, 60, 20),
      at: 15,
      is: [{ labels: { region }, value: 10 }],
    },
    {
      // Of 600 a minute half take less than 100 ms, all less than 250: the 95th is nine tenths of the way between.
      record: "region_class:latency_seconds:p95_5m",
      series: Object.fromEntries(
        [
          ["100", 300],
          ["250", 600],
          ["+Inf", 600],
        ].map(([le, count]) => [
          series("istio_request_duration_milliseconds_bucket", { ...gateway, le: String(le) }),
          growing(Number(count), 20),
        ]),
      ),
      at: 15,
      is: [{ labels: { region, route_class: "read" }, value: 0.235 }],
    },
  ],
  months: [
    {
      // 0.005 % failed, half of what may.
      record: "region:error_budget_left:ratio30d",
      series: {
        [series("region_class:requests:rate5m", { region, route_class: "read" })]: steady(100, 60),
        [series("region_class:errors:rate5m", { region, route_class: "read" })]: steady(0.005, 60),
      },
      at: 50,
      is: [{ labels: { region }, value: 0.5 }],
    },
    {
      record: "region:uptime:ratio30d",
      series: { [series("region:probe_success:avg1m", { region: "europe" })]: "1 0 1 0" },
      at: 12,
      everyMinutes: 4,
      is: [{ labels: { region: "europe" }, value: 0.5 }],
    },
  ],
  entries: [
    {
      record: "region:probe_seconds:avg5m",
      series: {
        [series("probe_duration_seconds", { job: "entries", region: "europe" })]: "0.1 0.3 0.1 0.3 0.1 0.3",
      },
      at: 4,
      is: [{ labels: { region: "europe" }, value: 0.18 }],
    },
  ],
  services: [
    {
      record: "service:error_ratio:rate5m",
      series: {
        [series("istio_requests_total", { ...received, reporter: "destination", response_code: "200" })]:
          growing(90, 20),
        [series("istio_requests_total", { ...received, reporter: "destination", response_code: "500" })]:
          growing(10, 20),
      },
      at: 15,
      is: [{ labels: received, value: 0.1 }],
    },
    {
      record: "service_calls:requests:rate5m",
      series: {
        [series("istio_requests_total", {
          ...received,
          ...from,
          reporter: "destination",
          response_code: "200",
        })]: growing(60, 20),
      },
      at: 15,
      is: [{ labels: { ...received, ...from }, value: 1 }],
    },
    {
      record: "service:latency_seconds:p95_5m",
      series: {
        [series("istio_request_duration_milliseconds_bucket", {
          ...received,
          reporter: "destination",
          le: "50",
        })]: growing(0, 20),
        [series("istio_request_duration_milliseconds_bucket", {
          ...received,
          reporter: "destination",
          le: "100",
        })]: growing(60, 20),
        [series("istio_request_duration_milliseconds_bucket", {
          ...received,
          reporter: "destination",
          le: "+Inf",
        })]: growing(60, 20),
      },
      at: 15,
      is: [{ labels: received, value: 0.0975 }],
    },
  ],
  cluster: [
    {
      record: "region:cpu_used:ratio5m",
      series: {
        [series("container_cpu_usage_seconds_total", { region, container: "a", pod: "p" })]: growing(60, 20),
        // The pod's own sum would count it twice.
        [series("container_cpu_usage_seconds_total", { region, container: "", pod: "p" })]: growing(60, 20),
        [series("kube_node_status_allocatable", { ...node, resource: "cpu" })]: steady(4, 20),
      },
      at: 15,
      is: [{ labels: { region }, value: 0.25 }],
    },
    {
      record: "region:memory_used:ratio",
      series: {
        [series("container_memory_working_set_bytes", { region, container: "a" })]: steady(30, 5),
        [series("kube_node_status_allocatable", { ...node, resource: "memory" })]: steady(40, 5),
      },
      at: 4,
      is: [{ labels: { region }, value: 0.75 }],
    },
    {
      // Loses 2 a minute: after six hours 1,000 - 720, and in four days 11,520 less.
      record: "region:volume_free_bytes:forecast4d",
      series: { [series("kubelet_volume_stats_available_bytes", claim)]: "1000-2x400" },
      at: 360,
      is: [{ labels: claim, value: 280 - 11_520 }],
    },
    {
      record: "nodepool:used:ratio",
      series: {
        [series("karpenter_nodepools_usage", { ...pool, resource_type: "cpu" })]: steady(32, 5),
        [series("karpenter_nodepools_limit", { ...pool, resource_type: "cpu" })]: steady(128, 5),
      },
      at: 4,
      is: [{ labels: pool, value: 0.25 }],
    },
  ],
  business: [
    {
      // A dollar a minute.
      record: "region:cost_usd:per_hour",
      series: {
        [series("azora_cost_usd_total", { region, cost_service: "orders", team: "shop" })]: growing(1, 300),
      },
      at: 250,
      is: [{ labels: { region }, value: 60 }],
    },
    {
      record: "service:cost_usd:per_hour",
      series: {
        [series("azora_cost_usd_total", { region, cost_service: "orders", team: "shop" })]: growing(1, 300),
      },
      at: 250,
      is: [{ labels: { region, cost_service: "orders", team: "shop" }, value: 60 }],
    },
    {
      record: "region:cost_per_request_usd:avg1h",
      series: {
        [series("azora_cost_usd_total", { region, cost_service: "orders", team: "shop" })]: growing(1, 300),
        ...answered(100, 0, 300),
      },
      at: 250,
      is: [{ labels: { region }, value: 0.01 }],
    },
    {
      record: "framework:compliance_score:ratio",
      series: {
        [series("azora_compliance_controls", { region, framework: "gdpr", result: "met" })]: steady(30, 5),
        [series("azora_compliance_controls", { region, framework: "gdpr", result: "failed" })]: steady(10, 5),
      },
      at: 4,
      is: [{ labels: { region, framework: "gdpr" }, value: 0.75 }],
    },
  ],
  anomalies: [
    {
      record: "signal:level:avg5m",
      series: {
        ...answered(540, 60, 210),
        [series("istio_request_duration_milliseconds_bucket", { ...gateway, le: "100" })]: growing(0, 210),
        [series("istio_request_duration_milliseconds_bucket", { ...gateway, le: "200" })]: growing(600, 210),
        [series("istio_request_duration_milliseconds_bucket", { ...gateway, le: "+Inf" })]: growing(600, 210),
        [series("container_cpu_usage_seconds_total", { region, container: "a", pod: "p" })]: growing(60, 210),
        [series("kube_node_status_allocatable", { ...node, resource: "cpu" })]: steady(4, 210),
        [series("azora_cost_usd_total", { region, cost_service: "orders", team: "shop" })]: growing(1, 210),
        [series("azora_logins_total", { region, method: "otp", result: "success" })]: growing(120, 210),
      },
      at: 200,
      is: [
        { labels: { region, signal: "request_rate" }, value: 10 },
        { labels: { region, signal: "latency" }, value: 0.195 },
        { labels: { region, signal: "error_ratio" }, value: 0.1 },
        { labels: { region, signal: "saturation" }, value: 0.25 },
        { labels: { region, signal: "cost" }, value: 60 },
        { labels: { region, signal: "logins" }, value: 2 },
      ],
    },
  ],
  databases: [
    {
      record: "member:replica_lag_seconds:last",
      series: {
        [series("patroni_xlog_replayed_timestamp", { region, scope: "core", name: "africa-1" })]: steady(
          540,
          20,
        ),
        [series("patroni_replica", { region, scope: "core", name: "africa-1" })]: steady(1, 20),
      },
      at: 10,
      is: [{ labels: { region, scope: "core", name: "africa-1" }, value: 60 }],
    },
  ],
};
