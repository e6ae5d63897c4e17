/** What Jaeger's two parts are told: the one that writes kept traces, and the one that shows them; pure. */
import { observabilityNames, observabilityPorts } from "../../facts/observability";
import { traceStore } from "../../facts/traceStore";
import { podPaths, type RegionContext } from "../../shared";
import {
  authorityFile,
  calledTls,
  memoryLimiter,
  ownAddress,
  type CollectorConfig,
} from "../collectors/configParts";
import { namespace, sharedHost } from "../parts";

const { traceStore: store, thanos } = observabilityNames;
const { otlpGrpc, collectorHealth, collectorMetrics, jaegerQuery, jaegerQueryGrpc, openSearch, thanosHttp } =
  observabilityPorts;

const hours = `${traceStore.retentionDays * 24}h`;

/** Calls with the pod's certificate; the authority knows all whom it calls. */
const calling = {
  ca_file: authorityFile,
  cert_file: podPaths.certificate,
  key_file: podPaths.key,
  reload_interval: "1h",
  min_version: "1.3",
} as const;

/** An index a day, whose name says it: what is old goes as a whole (`indexPolicies`). */
const daily = { rotation: { periodic: { date_layout: "2006-01-02", rollover_frequency: "day" } } } as const;

function indices(sized: boolean): Readonly<Record<string, unknown>> {
  const { indexPrefix, shards, replicas } = traceStore;
  const small = { ...daily, ...(sized ? { shards: 1, replicas } : {}) };
  return {
    index_prefix: indexPrefix,
    spans: { ...daily, ...(sized ? { shards, replicas } : {}) },
    services: small,
    dependencies: small,
    sampling: small,
  };
}

/** What both are told of the store. */
const backend = (more: Readonly<Record<string, unknown>>) => ({
  opensearch: {
    server_urls: [`https://${store}:${openSearch}`],
    tls: calling,
    // Jaeger's number for OpenSearch 3.
    version: 103,
    max_span_age: hours,
    max_doc_count: 10_000,
    ...more,
  },
});

/** Whether it works; says nothing of the store, whose failures are counted (`jaeger_storage_bulk_index_errors`). */
const health = {
  use_v2: true,
  component_health: { include_permanent_errors: true, include_recoverable_errors: false },
  http: { endpoint: `${ownAddress}:${collectorHealth}`, status: { enabled: true, path: "/" } },
} as const;

const telemetry = (name: string) => ({
  resource: { attributes: [{ name: "service.name", value: name }] },
  logs: { level: "info", encoding: "json" },
  metrics: {
    level: "detailed",
    readers: [{ pull: { exporter: { prometheus: { host: ownAddress, port: collectorMetrics } } } }],
  },
});

/** Of what writes. */
export function traceCollectorConfig(): CollectorConfig {
  return {
    extensions: {
      healthcheckv2: health,
      jaeger_storage: {
        backends: {
          traces: backend({
            create_mappings: true,
            query_timeout: "30s",
            service_cache_ttl: "1h",
            bulk_processing: { max_bytes: 5_000_000, flush_interval: "1s", workers: 4 },
            indices: indices(true),
          }),
        },
      },
    },
    receivers: {
      otlp: {
        protocols: {
          grpc: {
            endpoint: `${ownAddress}:${otlpGrpc}`,
            tls: calledTls,
            max_recv_msg_size_mib: 16,
            // Gateways look for others now and then, or a new one would get nothing.
            keepalive: { server_parameters: { max_connection_age: "5m", max_connection_age_grace: "30s" } },
          },
        },
      },
    },
    processors: { memory_limiter: memoryLimiter },
    exporters: { jaeger_storage_exporter: { trace_storage: "traces" } },
    service: {
      extensions: ["healthcheckv2", "jaeger_storage"],
      pipelines: {
        traces: {
          receivers: ["otlp"],
          processors: ["memory_limiter"],
          exporters: ["jaeger_storage_exporter"],
        },
      },
      telemetry: telemetry(observabilityNames.traceCollector),
    },
  };
}

/** Of what shows: traces, and what gateways counted of them, of all regions. */
export function traceQueryConfig({ domain }: RegionContext): CollectorConfig {
  return {
    extensions: {
      healthcheckv2: health,
      jaeger_storage: {
        backends: {
          // A trace by its id is looked for in every day's index.
          traces: backend({ create_mappings: false, query_timeout: "60s", indices: indices(false) }),
        },
        metric_backends: {
          counted: {
            prometheus: {
              endpoint: `https://${thanos}-query.${namespace}.svc:${thanosHttp}`,
              connect_timeout: "10s",
              tls: calling,
              metric_namespace: "traces_span_metrics",
              latency_unit: "s",
              normalize_calls: true,
              normalize_duration: true,
            },
          },
        },
      },
      jaeger_query: {
        storage: { traces: "traces", metrics: "counted" },
        enable_tracing: false,
        max_trace_size: 20_000,
        ui: { config_file: `${traceStore.uiHome}/ui.json`, log_access: true },
        http: {
          endpoint: `${ownAddress}:${jaegerQuery}`,
          tls: { ...calledTls },
        },
        grpc: { endpoint: `${ownAddress}:${jaegerQueryGrpc}`, tls: { ...calledTls } },
      },
    },
    receivers: { nop: {} },
    processors: {},
    exporters: { nop: {} },
    service: {
      extensions: ["healthcheckv2", "jaeger_storage", "jaeger_query"],
      pipelines: { traces: { receivers: ["nop"], processors: [], exporters: ["nop"] } },
      telemetry: telemetry(sharedHost(observabilityNames.traceQuery, domain)),
    },
  };
}

/** How its page looks: what is counted is shown, thirty days back. */
export function queryPage(): object {
  return {
    monitor: { menuEnabled: true },
    dependencies: { menuEnabled: false },
    search: {
      maxLookback: { label: `${traceStore.retentionDays} days`, value: `${traceStore.retentionDays}d` },
    },
  };
}
