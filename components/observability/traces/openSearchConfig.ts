/** What the store of traces is told; pure. Six nodes were tried with these settings (docs/decisions/0017). */
import { observabilityNames, observabilityPorts } from "../../facts/observability";
import { traceNodes, traceStore, traceWatermarks, type TraceTierName } from "../../facts/traceStore";
import { digestOf, podPaths } from "../../shared";
import { authorityFile } from "../collectors/configParts";
import { namespace, sharedHost } from "../parts";

const { traceStore: store, traceStoreExporter, traceCollector, traceQuery } = observabilityNames;

/** Whose certificate sets the store up, and whose decides over all of it. */
export const keepers = { setup: `${store}-setup`, admin: `${store}-admin` } as const;

/** Name of a tier's nodes, and of the service behind which each has its own. */
export const tierName = (tier: TraceTierName): string => `${store}-${tier}`;

/** Where a node of a tier is, by its pod's name. */
const nodeHost = (tier: TraceTierName, node: string): string =>
  `${node}.${tierName(tier)}.${namespace}.svc.cluster.local`;

/** Names in the certificate of a tier's nodes: its service's, and each node's own. */
export function tierHosts(tier: TraceTierName): readonly string[] {
  return [
    ...(tier === "hot" ? [store, `${store}.${namespace}.svc`] : []),
    `*.${tierName(tier)}.${namespace}.svc.cluster.local`,
  ];
}

/** Whom a certificate shows, as OpenSearch compares it. */
const subject = (part: string, domain: string): string => `CN=${sharedHost(part, domain)}`;

/** Serves by, and asks for, certificates of the region, by the newest protocol. */
function tls(layer: "transport" | "http"): Readonly<Record<string, unknown>> {
  const at = `plugins.security.ssl.${layer}`;
  return {
    [`${at}.pemcert_filepath`]: podPaths.certificate,
    [`${at}.pemkey_filepath`]: podPaths.key,
    [`${at}.pemtrustedcas_filepath`]: authorityFile,
    [`${at}.enabled_protocols`]: ["TLSv1.3"],
  };
}

/** Settings of a node. */
export function openSearchSettings(tier: TraceTierName, domain: string): Readonly<Record<string, unknown>> {
  const hotNodes = Array.from({ length: traceNodes }, (_, index) => `${tierName("hot")}-${index}`);
  const { low, high, flood } = traceWatermarks;
  const watermark = "cluster.routing.allocation.disk.watermark";
  return {
    "cluster.name": store,
    "node.name": "${NODE_NAME}",
    "node.roles": tier === "hot" ? ["cluster_manager", "data", "ingest"] : ["data"],
    "node.attr.temp": tier,
    "network.host": "0.0.0.0",
    "network.publish_host": nodeHost(tier, "${NODE_NAME}"),
    "http.port": observabilityPorts.openSearch,
    "transport.port": observabilityPorts.openSearchNodes,
    "discovery.seed_hosts": hotNodes.map((node) => nodeHost("hot", node)),
    ...(tier === "hot" ? { "cluster.initial_cluster_manager_nodes": hotNodes } : {}),
    // Maps of files need a setting of the node's kernel, which no pod here may change.
    "node.store.allow_mmap": false,
    "action.auto_create_index": `${traceStore.indexPrefix}-jaeger-*,.opendistro-*,.opensearch-*`,
    "action.destructive_requires_name": true,
    ...tls("transport"),
    "plugins.security.ssl.transport.enforce_hostname_verification": true,
    "plugins.security.ssl.transport.resolve_hostname": false,
    "plugins.security.ssl.http.enabled": true,
    ...tls("http"),
    "plugins.security.ssl.http.clientauth_mode": "REQUIRE",
    "plugins.security.ssl.certificates_hot_reload.enabled": true,
    "plugins.security.nodes_dn": (["hot", "warm"] as const).map((each) => subject(tierName(each), domain)),
    "plugins.security.authcz.admin_dn": [subject(keepers.admin, domain)],
    // Writes what the files say where nothing is written yet, and never over what is.
    "plugins.security.allow_default_init_securityindex": true,
    "plugins.security.restapi.roles_enabled": [],
    "plugins.security.system_indices.enabled": true,
    "plugins.security.system_indices.indices": [".opendistro-ism-*", ".opendistro-job-scheduler-lock"],
    "plugins.security.audit.type": "log4j",
    [`${watermark}.low`]: `${low * 100}%`,
    [`${watermark}.high`]: `${high * 100}%`,
    [`${watermark}.flood_stage`]: `${flood * 100}%`,
  };
}

const meta = (type: string) => ({ _meta: { type, config_version: 2 } });

/** Who may do what, by the name in a certificate. There is no password, and nobody without a name. */
export function securityFiles(domain: string): Readonly<Record<string, string>> {
  const spans = `${traceStore.indexPrefix}-jaeger-*`;
  const role = (cluster: readonly string[], index: readonly (readonly [string, readonly string[]])[]) => ({
    cluster_permissions: ["cluster:monitor/main", ...cluster],
    index_permissions: index.map(([pattern, actions]) => ({
      index_patterns: [pattern],
      allowed_actions: actions,
    })),
  });
  const files = {
    config: {
      ...meta("config"),
      config: {
        dynamic: {
          do_not_fail_on_forbidden: false,
          http: { anonymous_auth_enabled: false },
          authc: {
            clientcert: {
              http_enabled: true,
              transport_enabled: false,
              order: 0,
              http_authenticator: {
                type: "clientcert",
                challenge: false,
                config: { username_attribute: "cn" },
              },
              authentication_backend: { type: "noop" },
            },
          },
        },
      },
    },
    roles: {
      ...meta("roles"),
      writer: role(
        ["indices:data/write/bulk", "indices:admin/template/put"],
        [
          [
            spans,
            [
              "indices:data/write/index",
              "indices:data/write/bulk[s]",
              "indices:admin/create",
              "indices:admin/mapping/put",
            ],
          ],
        ],
      ),
      // What is in the indices it may not see.
      watcher: role(
        ["cluster:monitor/health", "cluster:monitor/nodes/stats"],
        [["*", ["indices:monitor/settings/get"]]],
      ),
      reader: role(["indices:data/read/msearch"], [[spans, ["indices:data/read/search"]]]),
      // What an index's policy does is done in the name of whoever wrote the policy.
      keeper: role(
        [
          "cluster:monitor/health",
          "cluster:monitor/state",
          "cluster:monitor/nodes/stats",
          "indices:admin/template/get",
          "indices:admin/template/put",
          "cluster:admin/opendistro/ism/policy/get",
          "cluster:admin/opendistro/ism/policy/write",
          "cluster:admin/opendistro/ism/managedindex/*",
          "cluster:admin/ism/update/settings",
        ],
        [
          [
            spans,
            [
              "indices:monitor/*",
              "indices:admin/get",
              "indices:admin/settings/update",
              "indices:admin/forcemerge*",
              "indices:admin/delete",
              "indices:admin/opensearch/ism/managedindex",
            ],
          ],
          ["*", ["indices:monitor/settings/get", "indices:monitor/stats"]],
        ],
      ),
    },
    roles_mapping: {
      ...meta("rolesmapping"),
      writer: { users: [sharedHost(traceCollector, domain)] },
      reader: { users: [sharedHost(traceQuery, domain)] },
      watcher: { users: [sharedHost(traceStoreExporter, domain)] },
      keeper: { users: [sharedHost(keepers.setup, domain)] },
    },
    internal_users: meta("internalusers"),
    action_groups: meta("actiongroups"),
    tenants: meta("tenants"),
    nodes_dn: meta("nodesdn"),
    allowlist: { ...meta("allowlist"), config: { enabled: false, requests: {} } },
  };
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [`${name}.yml`, JSON.stringify(content, null, 1)]),
  );
}

/** Its log as lines of JSON, to where the node's collector reads them. */
export const logSettings = [
  "status = error",
  "appender.console.type = Console",
  "appender.console.name = console",
  "appender.console.layout.type = OpenSearchJsonLayout",
  "appender.console.layout.type_name = server",
  "rootLogger.level = info",
  "rootLogger.appenderRef.console.ref = console",
  "logger.deprecation.name = org.opensearch.deprecation",
  "logger.deprecation.level = error",
  "",
].join("\n");

interface State {
  readonly name: string;
  readonly actions: readonly object[];
  readonly transitions: readonly object[];
}

/** Tried again where it fails: a merge may find a disk full, a move may find no room. */
const patiently = (action: object) => ({
  retry: { count: 5, backoff: "exponential", delay: "10m" },
  timeout: "24h",
  ...action,
});

const after = (state: string, days: number) => ({
  state_name: state,
  conditions: { min_index_age: `${days}d` },
});

/** A policy of indices, whose description tells one version from another. */
function policy(description: string, patterns: readonly string[], states: readonly State[]): object {
  const body = { default_state: states[0]?.name, states };
  return {
    policy: {
      description: `${description} (${digestOf(JSON.stringify(body)).slice(0, 12)})`,
      ...body,
      ism_template: [{ index_patterns: patterns, priority: 100 }],
    },
  };
}

/** What the store is set up with: how indices begin, where they go, and when they end. */
export function setupFiles(): Readonly<Record<string, string>> {
  const { indexPrefix, hotDays, retentionDays, replicas } = traceStore;
  const gone: State = { name: "delete", actions: [patiently({ delete: {} })], transitions: [] };
  const kinds = ["service", "dependencies", "sampling"].map((kind) => `${indexPrefix}-jaeger-${kind}-*`);
  const files = {
    "template.json": {
      index_patterns: [`${indexPrefix}-jaeger-*`],
      // After Jaeger's own, which says how its fields are kept.
      order: 10,
      version: 1,
      settings: {
        "index.routing.allocation.require.temp": "hot",
        "index.refresh_interval": "30s",
        "index.codec": "best_compression",
        "index.number_of_replicas": replicas,
        // A node that starts again is back before its shards are copied elsewhere.
        "index.unassigned.node_left.delayed_timeout": "5m",
      },
    },
    "spans.json": policy(
      `Spans: hot ${hotDays} days, warm until ${retentionDays}, then deleted`,
      [`${indexPrefix}-jaeger-span-*`],
      [
        { name: "hot", actions: [], transitions: [after("warm", hotDays)] },
        {
          name: "warm",
          actions: [
            patiently({ force_merge: { max_num_segments: 1 } }),
            patiently({
              allocation: { require: { temp: "warm" }, include: {}, exclude: {}, wait_for: false },
            }),
          ],
          transitions: [after("delete", retentionDays)],
        },
        gone,
      ],
    ),
    "small.json": policy(`Small indices: hot, deleted after ${retentionDays} days`, kinds, [
      { name: "hot", actions: [], transitions: [after("delete", retentionDays)] },
      gone,
    ]),
    // Where the store keeps what its policies are: with the nodes that are there first.
    "policies-hot.json": { "index.routing.allocation.require.temp": "hot" },
  };
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [name, JSON.stringify(content, null, 1)]),
  );
}
