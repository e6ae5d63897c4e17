/** What a trace gateway is told; pure. */
import { slo, alertThresholds } from "../../facts/promises";
import { observabilityNames, observabilityPorts } from "../../facts/observability";
import { routeClassCarriers, routeClassNames } from "../../facts/routeClasses";
import { traceStore } from "../../facts/traceStore";
import { errorSpansPerSecond, slowByClass, traceGateway, tracesHeld, tracing } from "../../facts/tracing";
import type { RegionContext } from "../../shared";
import { sharedHost } from "../parts";
import {
  calledTls,
  callingTls,
  healthCheck,
  memoryLimiter,
  ownAddress,
  ownTelemetry,
  type CollectorConfig,
} from "./configParts";

const { otlpGrpc, spanMetrics } = observabilityPorts;
const { attribute } = routeClassCarriers;

/** Traces slower than their class may be. What says no class is held to a read's bound. */
function slowPolicies({ region }: RegionContext): readonly object[] {
  const ofClass = {
    type: "string_attribute",
    string_attribute: { key: attribute, values: [...routeClassNames] },
  };
  const slow = slowByClass(region);
  const latency = (ms: number) => ({ name: "slow", type: "latency", latency: { threshold_ms: ms } });
  return [
    ...routeClassNames.map((name) => ({
      name: `slow-${name}`,
      type: "and",
      and: {
        and_sub_policy: [
          { name: "class", type: "string_attribute", string_attribute: { key: attribute, values: [name] } },
          latency(slow[name]),
        ],
      },
    })),
    {
      name: "slow-unclassed",
      type: "and",
      and: {
        and_sub_policy: [
          { name: "no-class", type: "not", not: { not_sub_policy: { name: "class", ...ofClass } } },
          latency(slow.read),
        ],
      },
    },
  ];
}

/** Every trace with an error, as long as they fit. */
const errorPolicy = {
  name: "errors",
  type: "and",
  and: {
    and_sub_policy: [
      { name: "failed", type: "status_code", status_code: { status_codes: ["ERROR"] } },
      // Asked last, so that only traces with errors count.
      {
        name: "as-many-as-fit",
        type: "rate_limiting",
        rate_limiting: {
          spans_per_second: errorSpansPerSecond(),
          // A trace of more spans than this would never be kept for its error.
          burst_capacity: errorSpansPerSecond() * tracing.decisionWaitSeconds,
        },
      },
    ],
  },
} as const;

/** What is kept of a trace's like: errors, what was slow, and a tenth of all else. */
function sampling(context: RegionContext): object {
  return {
    decision_wait: `${tracing.decisionWaitSeconds}s`,
    num_traces: tracesHeld(),
    expected_new_traces_per_sec: Math.ceil(traceGateway.spansPerSecond / tracing.spansPerRequest),
    // A span that comes late follows its trace's decision.
    decision_cache: { sampled_cache_size: 10 * tracesHeld(), non_sampled_cache_size: 10 * tracesHeld() },
    policies: [
      errorPolicy,
      ...slowPolicies(context),
      {
        name: "share-of-all",
        type: "probabilistic",
        probabilistic: { sampling_percentage: tracing.keptPercent, hash_salt: tracing.hashSalt },
      },
    ],
  };
}

/** Bounds of what is counted by duration: finest where promises and alerts are, and where classes wait. */
function buckets({ region }: RegionContext): readonly string[] {
  const slow = Object.values(slowByClass(region));
  const bounds = [
    ...[2, 5, 10, 25, 50],
    slo.p95LatencyMsMax,
    alertThresholds.warning.p95LatencyMsAbove,
    alertThresholds.critical.p95LatencyMsAbove,
    ...slow,
    ...[1000, 2500, 5000, 10_000],
  ];
  return [...new Set(bounds)].sort((a, b) => a - b).map((ms) => `${ms}ms`);
}

/** Requests, errors and durations of every service, of all traces before any is left out. */
const counting = (context: RegionContext) => ({
  histogram: { unit: "s", explicit: { buckets: buckets(context) } },
  dimensions: [{ name: attribute, default: "read" }],
  // Which gateway counted says its target's label; a number that is new with every start would be one series more each time.
  exclude_dimensions: ["collector.instance.id"],
  resource_metrics_key_attributes: ["service.name"],
  exemplars: { enabled: true, max_per_data_point: 5 },
  aggregation_cardinality_limit: traceStore.countedSeriesMax,
  metrics_flush_interval: "15s",
  metrics_expiration: "15m",
});

/** The whole of it. */
export function gatewayConfig(context: RegionContext): CollectorConfig {
  const { domain } = context;
  return {
    extensions: { health_check: healthCheck },
    receivers: {
      otlp: {
        protocols: {
          grpc: { endpoint: `${ownAddress}:${otlpGrpc}`, tls: calledTls, max_recv_msg_size_mib: 16 },
        },
      },
    },
    processors: { memory_limiter: memoryLimiter, tail_sampling: sampling(context) },
    connectors: { forward: {}, span_metrics: counting(context) },
    exporters: {
      "otlp_grpc/store": {
        endpoint: `${observabilityNames.traceCollector}:${otlpGrpc}`,
        tls: callingTls(sharedHost(observabilityNames.traceCollector, domain)),
        // In memory: for as long as a store takes to fail over. What an hour would need has no room anywhere.
        sending_queue: {
          sizer: "bytes",
          queue_size: traceStore.gatewayQueueMib * 1024 * 1024,
          num_consumers: 10,
          batch: { flush_timeout: "1s", min_size: 1 << 20, max_size: 4 << 20 },
        },
        retry_on_failure: {
          enabled: true,
          initial_interval: "1s",
          max_interval: "10s",
          max_elapsed_time: `${traceStore.gatewayRetrySeconds}s`,
        },
      },
      prometheus: {
        endpoint: `${ownAddress}:${spanMetrics}`,
        // Exemplars are told in this form only.
        enable_open_metrics: true,
        translation_strategy: "UnderscoreEscapingWithSuffixes",
        without_scope_info: true,
        metric_expiration: "15m",
      },
    },
    service: {
      extensions: ["health_check"],
      pipelines: {
        "traces/all": {
          receivers: ["otlp"],
          processors: ["memory_limiter"],
          exporters: ["span_metrics", "forward"],
        },
        "traces/kept": {
          receivers: ["forward"],
          processors: ["tail_sampling"],
          exporters: ["otlp_grpc/store"],
        },
        metrics: { receivers: ["span_metrics"], processors: [], exporters: ["prometheus"] },
      },
      telemetry: ownTelemetry,
    },
  };
}
