/**
 * What Loki is told; pure. Three that do everything, of one version: tried together on a machine, with certificates and a bucket
 * (docs/decisions/0017).
 */
import { logging, logTenants, streamAttributes } from "../../facts/logging";
import { logHours, logStore } from "../../facts/logStore";
import { metricsStore, observabilityNames, observabilityPorts, regionLabel } from "../../facts/observability";
import { podPaths, type RegionContext } from "../../shared";
import { namespace, sharedHost } from "../parts";

const { lokiHttp, lokiGrpc, lokiGossip, prometheus: prometheusPort } = observabilityPorts;
const { logs, prometheus } = observabilityNames;

/** Where it keeps what is its own, and finds what it is told. */
export const lokiPaths = {
  data: "/var/loki",
  config: "/etc/azora/loki",
  rules: "/etc/azora/log-rules",
} as const;

const newest = "VersionTLS13";

/** How its members call each other: by address, so that the name is one that all of them have. */
const calling = (serverName: string) => ({
  tls_enabled: true,
  tls_cert_path: podPaths.certificate,
  tls_key_path: podPaths.key,
  tls_ca_path: podPaths.authorities,
  tls_server_name: serverName,
  tls_min_version: newest,
});

/** Whoever calls shows a certificate of a region's: nodes of this region and of those whose partner it is, and what people ask with. */
const called = {
  cert_file: podPaths.certificate,
  key_file: podPaths.key,
  client_ca_file: podPaths.authorities,
  client_auth_type: "RequireAndVerifyClientCert",
} as const;

const server = {
  http_listen_port: lokiHttp,
  grpc_listen_port: lokiGrpc,
  tls_min_version: newest,
  http_tls_config: called,
  grpc_tls_config: called,
  log_format: "json",
  log_level: "info",
  http_server_read_timeout: "1m",
  // Longer than a search may take, or it would end without an answer.
  http_server_write_timeout: `${logStore.queryMinutesMax + 1}m`,
  // A write on an open connection hangs once the rest has stopped: it is ended, and the collector sends again.
  graceful_shutdown_timeout: "5s",
  // What collectors send may be larger than the 4 MiB that gRPC takes by itself.
  grpc_server_max_recv_msg_size: 16_777_216,
  grpc_server_max_send_msg_size: 16_777_216,
  grpc_server_max_concurrent_streams: 1000,
} as const;

/** Bounds of every tenant; each one's own stand in the file that is read anew every ten seconds. */
function limits(): object {
  const hours = `${logHours()}h`;
  return {
    ingestion_rate_strategy: "global",
    ingestion_rate_mb: 4,
    ingestion_burst_size_mb: 8,
    // All pods of a service are one stream.
    per_stream_rate_limit: "8MB",
    per_stream_rate_limit_burst: "32MB",
    max_global_streams_per_user: 1000,
    max_label_names_per_series: 6,
    max_line_size: `${logging.lineKibMax}KB`,
    // What is longer is cut, and not thrown away.
    max_line_size_truncate: true,
    reject_old_samples: true,
    // A node that was away for days has lines of as long ago.
    reject_old_samples_max_age: "168h",
    creation_grace_period: "10m",
    allow_structured_metadata: true,
    max_structured_metadata_size: "64KB",
    max_structured_metadata_entries_count: 128,
    // What OTLP sends always says whose it is.
    discover_service_name: [],
    discover_log_levels: true,
    otlp_config: {
      resource_attributes: {
        // Not Loki's own list, in which pods are, of which there is no end.
        ignore_defaults: true,
        attributes_config: [{ action: "index_label", attributes: [...streamAttributes] }],
      },
    },
    max_query_length: `${logHours() + 1}h`,
    max_query_lookback: hours,
    max_query_series: 500,
    max_entries_limit_per_query: 5000,
    max_query_parallelism: 16,
    tsdb_max_query_parallelism: 32,
    max_query_bytes_read: "50GB",
    query_timeout: `${logStore.queryMinutesMax}m`,
    split_queries_by_interval: "1h",
    retention_period: hours,
    // Nobody deletes lines by calling.
    deletion_mode: "disabled",
    volume_enabled: true,
  };
}

/** Where what rules record goes: to both Prometheus, since each holds all. */
function recorded({ region, domain }: RegionContext): object {
  const governing = "prometheus-operated";
  return {
    enabled: true,
    add_org_id_header: false,
    clients: Object.fromEntries(
      Array.from({ length: metricsStore.replicas }, (_, index) => [
        `prometheus-${index}`,
        {
          url: `https://prometheus-${prometheus}-${index}.${governing}.${namespace}.svc:${prometheusPort}/api/v1/write`,
          tls_config: {
            ca_file: podPaths.authorities,
            cert_file: podPaths.certificate,
            key_file: podPaths.key,
            server_name: sharedHost(prometheus, domain),
            min_version: "TLS13",
          },
          write_relabel_configs: [{ target_label: regionLabel, replacement: region.name }],
        },
      ]),
    ),
  };
}

/** The whole of it. */
export function lokiConfig(context: RegionContext): Readonly<Record<string, unknown>> {
  const { region, domain } = context;
  const { data, config, rules } = lokiPaths;
  const member = calling(sharedHost(logs, domain));
  return {
    target: "all",
    auth_enabled: true,
    // Until then it says that it is not ready, and goes on, so that nobody calls it any more when it ends.
    shutdown_delay: "10s",
    server,
    common: {
      path_prefix: data,
      replication_factor: logStore.copies,
      instance_addr: "${POD_IP}",
      // A pod that comes again has what it had.
      persist_tokens: true,
      ring: { instance_id: "${POD_NAME}", kvstore: { store: "memberlist" } },
    },
    memberlist: {
      node_name: "${POD_NAME}",
      cluster_label: `${logs}-${region.name}`,
      join_members: [`${logs}.${namespace}.svc:${lokiGossip}`],
      // Members that saw nobody when they started find each other later.
      rejoin_interval: "1m",
      /**
       * In plain: what members tell each other is who they are, the namespace lets nobody else to the port, and Loki would ask nobody for a
       * certificate there. Its own it reads when it starts only: with it all writing would end on the day on which that one ends.
       */
      tls_enabled: false,
    },
    schema_config: {
      configs: [
        {
          from: "2026-01-01",
          store: "tsdb",
          object_store: "s3",
          schema: "v13",
          // Retention works by days of the index.
          index: { prefix: "index_", period: "24h" },
        },
      ],
    },
    storage_config: {
      use_thanos_objstore: true,
      object_store: {
        s3: {
          bucket_name: context.bucketName(logStore.bucket),
          endpoint: `s3.${region.awsRegion}.amazonaws.com`,
          region: region.awsRegion,
          // The pod's own role; there is no key.
          native_aws_auth_enabled: true,
          dualstack_enabled: false,
          bucket_lookup_type: "virtual-hosted",
        },
      },
      tsdb_shipper: {
        active_index_directory: `${data}/tsdb-active`,
        cache_location: `${data}/tsdb-cache`,
      },
    },
    ingester_client: { remote_timeout: "10s", grpc_client_config: member },
    frontend: {
      log_queries_longer_than: "10s",
      graceful_shutdown_timeout: "30s",
      grpc_client_config: member,
    },
    query_scheduler: { use_scheduler_ring: true, grpc_client_config: member },
    frontend_worker: { query_scheduler_grpc_client: member, query_frontend_grpc_client: member },
    compactor_grpc_client: member,
    distributor: {
      otlp_config: { default_resource_attributes_as_index_labels: [...streamAttributes] },
    },
    ingester: {
      chunk_encoding: "zstd",
      chunk_idle_period: `${logStore.chunkIdleMinutes}m`,
      max_chunk_age: `${logStore.chunkAgeMinutes}m`,
      chunk_target_size: 1_572_864,
      lifecycler: {
        min_ready_duration: "15s",
        // Otherwise one that is gone keeps the others from being ready after a restart.
        readiness_check_ring_health: false,
      },
      wal: {
        enabled: true,
        dir: `${data}/wal`,
        checkpoint_duration: "5m",
        flush_on_shutdown: true,
        replay_memory_ceiling: "2GB",
        // Refuses rather than fill the volume; nodes wait.
        disk_full_threshold: 0.9,
      },
    },
    pattern_ingester: { enabled: false },
    querier: {
      multi_tenant_queries_enabled: true,
      max_concurrent: 8,
      query_ingesters_within: `${logStore.chunkAgeMinutes / 60 + 1}h`,
    },
    query_range: {
      cache_results: true,
      results_cache: { cache: { embedded_cache: { enabled: true, max_size_mb: 64, ttl: "1h" } } },
    },
    chunk_store_config: {
      chunk_cache_config: { embedded_cache: { enabled: true, max_size_mb: 256, ttl: "1h" } },
    },
    compactor: {
      working_directory: `${data}/compactor`,
      compaction_interval: "10m",
      retention_enabled: true,
      retention_delete_delay: `${logStore.deleteDelayHours}h`,
      delete_request_store: "s3",
      // On the volume of whoever leads, the next leader would not find them.
      deletion_marker_object_store_prefix: "markers/",
    },
    ruler: {
      enable_sharding: true,
      enable_api: true,
      rule_path: `${data}/rules-temp`,
      evaluation_interval: "1m",
      poll_interval: "1m",
      ruler_client: member,
      wal: { dir: `${data}/ruler-wal` },
      wal_cleaner: { period: "1h", min_age: "12h" },
      remote_write: recorded(context),
    },
    ruler_storage: { backend: "local", local: { directory: rules } },
    runtime_config: { file: `${config}/tenants.yaml`, period: "10s" },
    limits_config: limits(),
    analytics: { reporting_enabled: false },
    ui: { enabled: false },
    tracing: { enabled: false },
  };
}

/** Bounds of each tenant. */
export function tenantLimits(): object {
  return {
    overrides: Object.fromEntries(
      Object.entries(logTenants).map(([tenant, { regionMibPerSecond, streamsMax }]) => [
        tenant,
        {
          ingestion_rate_mb: regionMibPerSecond,
          ingestion_burst_size_mb: 2 * regionMibPerSecond,
          max_global_streams_per_user: streamsMax,
          retention_period: `${logHours()}h`,
        },
      ]),
    ),
  };
}
