/** What the configurations of all collectors have alike; pure, so that the very same can be tried on a real collector. */
import { logQueueBytes, tenantHeader, type LogTenant } from "../../facts/logging";
import { observabilityNames, observabilityPorts } from "../../facts/observability";
import { scrubbedKeys, scrubbedPatterns, unscrubbedKeys } from "../../facts/scrubbing";
import { regionAuthority } from "../../facts/addons";
import { podPaths, type RegionContext } from "../../shared";
import { sharedHost } from "../parts";

/** A configuration, as the collector reads it ("Configuration", opentelemetry.io/docs/collector). */
export interface CollectorConfig {
  readonly extensions: Readonly<Record<string, unknown>>;
  readonly receivers: Readonly<Record<string, unknown>>;
  readonly processors: Readonly<Record<string, unknown>>;
  readonly connectors?: Readonly<Record<string, unknown>>;
  readonly exporters: Readonly<Record<string, unknown>>;
  readonly service: {
    readonly extensions: readonly string[];
    readonly pipelines: Readonly<Record<string, Pipeline>>;
    readonly telemetry: unknown;
  };
}

interface Pipeline {
  readonly receivers: readonly string[];
  readonly processors: readonly string[];
  readonly exporters: readonly string[];
}

/** Where the pod of a collector listens: its own address, since other containers may share its host. */
export const ownAddress = "${env:POD_IP}";

/** Where collectors find the authority that signs for the region. */
export const authorityHome = "/etc/azora/authority";
export const authorityFile = `${authorityHome}/${regionAuthority.certificateKey}`;

const newest = { min_version: "1.3" } as const;

/** How a collector calls a part of the region's, which it knows by the name in its certificate. */
export const callingTls = (serverName: string) => ({
  ca_file: authorityFile,
  cert_file: podPaths.certificate,
  key_file: podPaths.key,
  server_name_override: serverName,
  // A renewed certificate is read without a restart.
  reload_interval: "1h",
  ...newest,
});

/** How a collector is called: by whoever shows a certificate of the region's. */
export const calledTls = {
  cert_file: podPaths.certificate,
  key_file: podPaths.key,
  client_ca_file: authorityFile,
  client_ca_file_reload: true,
  reload_interval: "1h",
  ...newest,
} as const;

/** Whether it works, for the kubelet. */
export const healthCheck = { endpoint: `${ownAddress}:${observabilityPorts.collectorHealth}` } as const;

/** Refuses what would not fit in memory, so that whoever sent it waits, instead of being killed with all that it holds. */
export const memoryLimiter = {
  check_interval: "1s",
  limit_percentage: 80,
  spike_limit_percentage: 20,
} as const;

/** Takes out secrets and what tells who somebody is: from attributes and from a log's line. */
export const scrubber = {
  allow_all_keys: true,
  blocked_key_patterns: [...scrubbedKeys],
  ignored_key_patterns: [...unscrubbedKeys],
  blocked_values: scrubbedPatterns.map(({ pattern }) => pattern),
  // Numbers and lists too: a phone number need not be a text.
  redact_all_types: true,
  // Which keys were masked would be one more attribute of each span.
  summary: "silent",
} as const;

/** What a collector tells of itself: its numbers, and its log in a form that can be read by one. */
export const ownTelemetry = {
  metrics: {
    level: "normal",
    readers: [
      {
        pull: {
          exporter: {
            prometheus: {
              host: ownAddress,
              port: observabilityPorts.collectorMetrics,
              without_scope_info: true,
            },
          },
        },
      },
    ],
  },
  logs: { level: "info", encoding: "json" },
} as const;

/** Retries for ever: what cannot be sent stays in the queue, whose size is the only bound. */
const untilItIsTaken = {
  enabled: true,
  initial_interval: "1s",
  max_interval: "15s",
  max_elapsed_time: "0s",
} as const;

export interface LineWay {
  /** Of the store. */
  readonly host: string;
  readonly tenant: LogTenant;
  /** Whether who reads lines waits while the queue is full. What reads files can: they stay where they are. A copy for elsewhere must hold up nobody. */
  readonly waits: boolean;
  /** Name of the extension that keeps the queue on a disk. */
  readonly storage: string;
  readonly consumers: number;
}

/** Hands lines of a tenant to a region's store, through a queue on a disk. */
export function lineExporter(
  { domain }: RegionContext,
  { host, tenant, waits, storage, consumers }: LineWay,
): Readonly<Record<string, unknown>> {
  return {
    endpoint: `https://${host}:${observabilityPorts.lokiHttp}/otlp`,
    headers: { [tenantHeader]: tenant },
    compression: "gzip",
    timeout: "10s",
    tls: callingTls(sharedHost(observabilityNames.logs, domain)),
    sending_queue: {
      storage,
      sizer: "bytes",
      queue_size: logQueueBytes(tenant),
      block_on_overflow: waits,
      num_consumers: consumers,
      batch: { flush_timeout: "1s", min_size: 256 * 1024, max_size: 2 * 1024 * 1024 },
    },
    retry_on_failure: untilItIsTaken,
  };
}
