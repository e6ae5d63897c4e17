/** What the collector of a node is told: it takes traces, reads what containers say, and passes both on, scrubbed; pure. */
import { collectorHome, logFiles, logging, platformLogFiles, type LogTenant } from "../../facts/logging";
import { observabilityNames, observabilityPorts } from "../../facts/observability";
import { scrubbedPatterns, scrubbedText } from "../../facts/scrubbing";
import type { RegionContext } from "../../shared";
import { namespace, partHost, sharedHost } from "../parts";
import {
  callingTls,
  healthCheck,
  lineExporter,
  memoryLimiter,
  ownAddress,
  ownTelemetry,
  scrubber,
  type CollectorConfig,
} from "./configParts";

const { otlpGrpc, otlpHttp } = observabilityPorts;
const { traceGateway, logs, logsReady } = observabilityNames;
const storages = { offsets: "file_storage/offsets", queue: "file_storage/queue" } as const;

/** Reads files of containers, from where it left off; what it read is not passed over while the queue is full. */
function fileReader(include: readonly string[], exclude: readonly string[]): object {
  return {
    include,
    exclude,
    start_at: "beginning",
    include_file_path: true,
    include_file_name: false,
    poll_interval: "500ms",
    max_log_size: `${logging.lineKibMax}KiB`,
    storage: storages.offsets,
    retry_on_failure: { enabled: true, max_elapsed_time: "0s" },
    operators: [
      { type: "container", id: "container", format: "containerd", max_log_size: logging.lineKibMax * 1024 },
      // How bad it is and which trace it belongs to, where the line says so; the line itself stays as it was written.
      {
        type: "json_parser",
        id: "fields",
        if: 'body matches "^\\\\s*[{]"',
        parse_to: "attributes.fields",
        on_error: "send_quiet",
      },
      ...["level", "severity", "lvl"].map((field) => ({
        type: "severity_parser",
        id: `severity-${field}`,
        if: `attributes.fields != nil && attributes.fields.${field} != nil`,
        parse_from: `attributes.fields.${field}`,
        on_error: "send_quiet",
      })),
      {
        type: "trace_parser",
        id: "trace",
        if: "attributes.fields != nil && attributes.fields.trace_id != nil",
        trace_id: { parse_from: "attributes.fields.trace_id" },
        span_id: { parse_from: "attributes.fields.span_id" },
        on_error: "send_quiet",
      },
      { type: "remove", id: "no-fields", if: "attributes.fields != nil", field: "attributes.fields" },
      { type: "remove", id: "no-path", field: 'attributes["log.file.path"]', on_error: "send_quiet" },
    ],
  };
}

/** A statement that masks a pattern in a text of a span that is no attribute. */
const masked = (field: string): readonly string[] =>
  scrubbedPatterns.map(
    ({ pattern }) => `replace_pattern(${field}, ${JSON.stringify(pattern)}, ${JSON.stringify(scrubbedText)})`,
  );

/** What spans say besides attributes, scrubbed; and an answer of five hundred is an error, whoever forgot to say so. */
const spanTexts = {
  error_mode: "ignore",
  trace_statements: [
    ...masked("span.name"),
    ...masked("span.status.message"),
    'set(span.status.code, STATUS_CODE_ERROR) where span.attributes["http.response.status_code"] >= 500',
  ],
} as const;

/** Which pod it was, by its address or, for files, by its id. */
const podMetadata = {
  auth_type: "serviceAccount",
  filter: { node_from_env_var: "NODE_NAME" },
  wait_for_metadata: true,
  wait_for_metadata_timeout: "30s",
  extract: {
    metadata: [
      "k8s.namespace.name",
      "k8s.pod.name",
      "k8s.pod.uid",
      "k8s.node.name",
      "k8s.deployment.name",
      "k8s.statefulset.name",
      "k8s.daemonset.name",
      "k8s.container.name",
      "service.name",
      "service.version",
    ],
    labels: [{ tag_name: "azora.team", key: "team", from: "namespace" }],
  },
  pod_association: [
    { sources: [{ from: "resource_attribute", name: "k8s.pod.uid" }] },
    { sources: [{ from: "resource_attribute", name: "k8s.pod.ip" }] },
    { sources: [{ from: "connection" }] },
  ],
} as const;

/** Tells whose region it was. */
const place = ({ region, environment }: RegionContext) => ({
  attributes: [
    { key: "azora.region", value: region.name, action: "upsert" },
    { key: "cloud.region", value: region.awsRegion, action: "upsert" },
    { key: "deployment.environment.name", value: environment, action: "upsert" },
  ],
});

/** Only what is wrong. What does not say how bad it is stays at home. */
const severe = {
  error_mode: "ignore",
  log_conditions: ["log.severity_number < SEVERITY_NUMBER_WARN"],
} as const;

/** The whole of it. */
export function agentConfig(context: RegionContext): CollectorConfig {
  const { domain, region } = context;
  const toNode = (host: string, tenant: LogTenant, waits: boolean) =>
    lineExporter(context, { host, tenant, waits, storage: storages.queue, consumers: 4 });
  const atHome = `${logsReady}.${namespace}.svc`;
  const before = ["memory_limiter", "k8s_attributes", "resource"];
  const readers = { platform: "file_log/platform", services: "file_log/services" } as const;
  return {
    extensions: {
      health_check: healthCheck,
      [storages.offsets]: { directory: `${collectorHome}/offsets`, create_directory: true, fsync: true },
      [storages.queue]: {
        directory: `${collectorHome}/queue`,
        create_directory: true,
        // Room that an outage took is given back.
        compaction: {
          on_start: true,
          on_rebound: true,
          cleanup_on_start: true,
          directory: `${collectorHome}/queue`,
          rebound_needed_threshold_mib: 128,
          rebound_trigger_threshold_mib: 16,
        },
      },
    },
    receivers: {
      otlp: {
        protocols: {
          grpc: { endpoint: `${ownAddress}:${otlpGrpc}` },
          http: { endpoint: `${ownAddress}:${otlpHttp}` },
        },
      },
      [readers.platform]: fileReader(platformLogFiles(), []),
      [readers.services]: fileReader(logFiles("*"), platformLogFiles()),
    },
    processors: {
      memory_limiter: memoryLimiter,
      k8s_attributes: podMetadata,
      resource: place(context),
      transform: spanTexts,
      redaction: scrubber,
      filter: severe,
    },
    exporters: {
      load_balancing: {
        routing_key: "traceID",
        protocol: {
          otlp: {
            tls: callingTls(sharedHost(traceGateway, domain)),
            compression: "zstd",
            timeout: "5s",
            // What a gateway that is gone was to have goes to another, by the queue below, which asks anew who is there.
            sending_queue: { enabled: false },
            retry_on_failure: { enabled: false },
          },
        },
        resolver: {
          dns: {
            hostname: `${traceGateway}.${namespace}.svc`,
            port: String(otlpGrpc),
            interval: "2s",
            timeout: "1s",
          },
        },
        sending_queue: { sizer: "bytes", queue_size: 64 * 1024 * 1024, num_consumers: 10 },
        retry_on_failure: {
          enabled: true,
          initial_interval: "1s",
          max_interval: "5s",
          max_elapsed_time: "60s",
        },
      },
      "otlp_http/platform": toNode(atHome, "platform", true),
      "otlp_http/services": toNode(atHome, "services", true),
      "otlp_http/partner": toNode(partHost(logs, region.partner, domain), "copies", false),
    },
    service: {
      extensions: ["health_check", storages.offsets, storages.queue],
      pipelines: {
        traces: {
          receivers: ["otlp"],
          processors: [...before, "transform", "redaction"],
          exporters: ["load_balancing"],
        },
        ...Object.fromEntries(
          (["platform", "services"] as const).map((tenant) => [
            `logs/${tenant}`,
            {
              receivers: [readers[tenant], ...(tenant === "services" ? ["otlp"] : [])],
              processors: [...before, "redaction"],
              exporters: [`otlp_http/${tenant}`],
            },
          ]),
        ),
        "logs/partner": {
          receivers: Object.values(readers),
          processors: ["memory_limiter", "filter", "k8s_attributes", "resource", "redaction"],
          exporters: ["otlp_http/partner"],
        },
      },
      telemetry: ownTelemetry,
    },
  };
}
