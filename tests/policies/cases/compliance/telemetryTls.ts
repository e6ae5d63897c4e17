import { rule } from "../../../../policies/compliance/rules/telemetryTls";
import { typeOf } from "../../../../policies/shared/collectorConfigs";
import { allUndecided, refused } from "../../../support/mutationLines";
import { absent, type Mutation, type RuleCases } from "../../../support/rules";
import {
  collectorService,
  configPath,
  foundAt,
  gateway,
  gatewayService,
  nodeCollector,
  notCollectors,
  ofCluster,
  partKnownBy,
  tracePage,
  traceWriter,
} from "../../../support/telemetryFixtures";

const [atGateway, atNode, atWriter, atPage, atService, , atCluster] = Array.from(
  Array(7).keys(),
  (resource) => ({
    resource,
  }),
);
const file = "a file of the region's";
const exporters = `${configPath}.exporters`;
const storage = `${configPath}.extensions.jaeger_storage`;
const store = `${storage}.backends.traces.opensearch`;
const counted = `${storage}.metric_backends.counted.prometheus`;
const query = `${configPath}.extensions.jaeger_query`;
const door = `${configPath}.receivers.otlp.protocols.grpc.tls`;
const login = `${configPath}.receivers.k8s_objects.auth_type`;
const toLogs = `${exporters}.otlp_http`;
const sent = ["platform", "services", "partner"].map((name) => `${exporters}.otlp_http/${name}`);

/** Every way out, by where its TLS is said. */
const calls = [
  [`${exporters}.otlp_grpc/store.tls`, atGateway],
  [`${exporters}.load_balancing.protocol.otlp.tls`, atNode],
  ...sent.map((exporter) => [`${exporter}.tls`, atNode] as const),
  [`${toLogs}.tls`, atCluster],
  [`${store}.tls`, atWriter],
  [`${store}.tls`, atPage],
  [`${counted}.tls`, atPage],
] as const;

/** Every way in. */
const doors = [
  [door, atGateway],
  [door, atWriter],
  [`${query}.http.tls`, atPage],
  [`${query}.grpc.tls`, atPage],
] as const;

/** What must stand in the settings of one end. */
const ends = (
  of: string,
  tls: string,
  at: { readonly resource: number } | undefined,
  files: readonly string[],
): Mutation[] => [
  ...files.flatMap((name) => [
    refused(`without ${name}`, `${tls}.${name}`, absent, file, { ...at, of }),
    refused(`with no file for ${name}`, `${tls}.${name}`, "", file, { ...at, of }),
  ]),
  ...["1.2", "1.0", absent].map((version) =>
    refused(`by ${String(version)}`, `${tls}.min_version`, version, "1.3", { ...at, of }),
  ),
  refused("in plain", tls, absent, "1.3", {
    ...at,
    of,
    at: foundAt(`${tls.slice(configPath.length + 1)}.min_version`),
    found: "absent",
  }),
];

/** Every address, which must say that TLS is spoken. */
const addresses = [
  ...sent.map((exporter) => [`${exporter}.endpoint`, atNode] as const),
  [`${toLogs}.endpoint`, atCluster],
  [`${store}.server_urls[0]`, atWriter],
  [`${store}.server_urls[0]`, atPage],
  [`${counted}.endpoint`, atPage],
] as const;

/** A component that nobody judged, in place of those of its kind. */
const strange = (kind: string, id: string, known: string, departure: object = {}): Mutation =>
  refused(`a strange one of ${kind}`, `${configPath}.${kind}`, { [id]: {} }, known, {
    ...departure,
    at: foundAt(`${kind}.${id}`),
    found: typeOf(id),
  });

const knownExporters =
  "otlp_grpc or otlp_http or load_balancing or prometheus or jaeger_storage_exporter or nop";
const knownReceivers = "otlp or file_log or k8s_objects or awscloudwatch or nop";
const knownExtensions = "health_check or healthcheckv2 or file_storage or jaeger_storage or jaeger_query";

export const cases: RuleCases = {
  rule,
  fixtures: [
    gateway,
    nodeCollector,
    traceWriter,
    tracePage,
    collectorService,
    gatewayService,
    ofCluster,
    ...notCollectors,
  ],
  mutations: [
    ...calls.flatMap(([tls, at], index) => {
      const of = `call ${index}, ${tls}`;
      return [
        ...ends(of, tls, at, ["ca_file", "cert_file", "key_file"]),
        ...["insecure", "insecure_skip_verify", "include_system_ca_certs_pool"].map((flag) =>
          refused(flag, `${tls}.${flag}`, true, "false", { ...at, of }),
        ),
      ];
    }),
    ...doors.flatMap(([tls, at], index) =>
      ends(`door ${index}, ${tls}`, tls, at, ["cert_file", "key_file", "client_ca_file"]),
    ),
    ...addresses.flatMap(([path, at], index) => [
      refused("in plain", path, "http://logs:3100", "https://…", { ...at, of: `address ${index}, ${path}` }),
      refused("by none", path, "logs:3100", "https://…", { ...at, of: `address ${index}, ${path}` }),
    ]),
    refused("no addresses", `${store}.server_urls`, absent, "https://…", atWriter),
    refused(
      "logs elsewhere, in plain",
      `${sent[0] ?? ""}.logs_endpoint`,
      "http://logs/v1/logs",
      "https://…",
      atNode,
    ),
    refused("by HTTP too, in plain", `${configPath}.receivers.otlp.protocols.http`, {}, "1.3", {
      at: foundAt("receivers.otlp.protocols.http.tls.min_version"),
      found: "absent",
      fixtureOnly: "of the plan's collectors only those of nodes have that door, for their own node",
    }),
    refused("a page that is not named", `${query}.http`, absent, "1.3", {
      ...atPage,
      at: foundAt("extensions.jaeger_query.http.tls.min_version"),
      found: "absent",
    }),
    refused(
      "traces in memory",
      `${storage}.backends.traces`,
      { memory: {} },
      "opensearch or elasticsearch or prometheus",
      {
        ...atWriter,
        at: foundAt("extensions.jaeger_storage.backends.traces.memory"),
        found: "memory",
      },
    ),
    strange("exporters", "zipkin", knownExporters),
    // A name by which every object of JavaScript has something.
    strange("exporters", "constructor/2", knownExporters, { of: "by a word of the language" }),
    strange("receivers", "jaeger", knownReceivers),
    strange("receivers", "zipkin/own", knownReceivers, { ...atNode, of: "on a node" }),
    strange("extensions", "pprof", knownExtensions),
    strange("receivers", "k8s_events", knownReceivers, { ...atCluster, of: "of a cluster" }),
    ...["none", "kubeConfig", "tls", absent].map((type) =>
      refused(`the API server asked by ${String(type)}`, login, type, "serviceAccount", atCluster),
    ),
    refused("no JSON", configPath, "receivers: {}\n", "pipelines, in JSON", {
      at: foundAt("service.pipelines"),
      found: "absent",
    }),
    ...["Cluster", absent].map((traffic) =>
      refused(`sent to ${String(traffic)}`, "spec.internalTrafficPolicy", traffic, "Local", atService),
    ),
    ...allUndecided(
      [
        configPath,
        exporters,
        `${exporters}.otlp_grpc/store.tls`,
        `${door}.client_ca_file`,
        `${door}.min_version`,
        'metadata.labels["azora.io/part"]',
        "metadata.namespace",
        "data",
      ],
      { of: "gateway" },
    ),
    ...allUndecided(
      [
        `${sent[2] ?? ""}.endpoint`,
        `${sent[2] ?? ""}.tls.ca_file`,
        `${exporters}.load_balancing.protocol.otlp.tls`,
      ],
      { ...atNode, of: "node" },
    ),
    ...allUndecided([login, `${toLogs}.endpoint`, `${toLogs}.tls.min_version`], {
      ...atCluster,
      of: "cluster",
    }),
    ...allUndecided([`${store}.server_urls`, `${store}.tls.key_file`], { ...atWriter, of: "writer" }),
    ...allUndecided([`${query}.grpc.tls`, `${counted}.endpoint`], { ...atPage, of: "page" }),
    ...allUndecided(
      ["spec.internalTrafficPolicy", 'metadata.labels["azora.io/part"]', "metadata.namespace"],
      { ...atService, of: "service" },
    ),
  ],
  survivors: partKnownBy,
};
