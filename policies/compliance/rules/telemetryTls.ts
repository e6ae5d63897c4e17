import { observabilityNames } from "../../../components/facts/observability";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule, ResourceView } from "../../framework/rule";
import {
  collectorParts,
  componentsOf,
  configsOf,
  partOf,
  unreadable,
  type ComponentKind,
} from "../../shared/collectorConfigs";
import { onTheWay } from "../../shared/controls";
import { wrong } from "../../shared/finding";
import { configMapType } from "../../shared/kubernetes";

const { collector } = observabilityNames;
const serviceType = "kubernetes:core/v1:Service";
const fix = "serve and call with the region's certificates, TLS 1.3 at least (callingTls, calledTls)";

type Judge = (component: Reader) => readonly Finding[];
type Judges = Readonly<Record<string, Judge>>;

/** Leaves the pod by nothing of its own. */
const inside: Judge = () => [];

/** Files that are named, and the version from which on it is spoken. */
function tlsFindings(tls: Reader, files: readonly string[]): Finding[] {
  const version = tls.at("min_version");
  return [
    ...files
      .map((file) => tls.at(file))
      .filter((file) => !(file.text() ?? "").startsWith("/"))
      .map((file) => wrong(file, "a file of the region's", fix)),
    ...(version.text() === "1.3" ? [] : [wrong(version, "1.3", fix)]),
  ];
}

/** How another part is called. */
function calling(tls: Reader): Finding[] {
  return [
    ...tlsFindings(tls, ["ca_file", "cert_file", "key_file"]),
    // With the system's authorities any that the world trusts could answer for the region.
    ...["insecure", "insecure_skip_verify", "include_system_ca_certs_pool"]
      .map((flag) => tls.at(flag))
      .filter((flag) => flag.flag() === true)
      .map((flag) => wrong(flag, "false", fix)),
  ];
}

/** How a part is called: without the authority whoever reaches the port may write. */
const called = (door: Reader): Finding[] =>
  tlsFindings(door.at("tls"), ["cert_file", "key_file", "client_ca_file"]);

const https = (url: Reader): Finding[] =>
  (url.text() ?? "").startsWith("https://") ? [] : [wrong(url, "https://…", fix)];

/** By HTTP an address says whether TLS is spoken; one for a kind of data wins over the common one. */
function httpCall(exporter: Reader): Finding[] {
  const others = exporter.keys().filter((key) => key.endsWith("_endpoint"));
  return [
    ...["endpoint", ...others].flatMap((key) => https(exporter.at(key))),
    ...calling(exporter.at("tls")),
  ];
}

/** A server that has several addresses. */
const openSearch: Judge = (server) => {
  const urls = server.at("server_urls");
  return [
    ...(urls.items().length > 0 ? urls.items().flatMap(https) : https(urls)),
    ...calling(server.at("tls")),
  ];
};

/** Stores that Jaeger calls. In its own memory it would keep traces without any call, and lose them. */
const stores: Judges = { opensearch: openSearch, elasticsearch: openSearch, prometheus: httpCall };

const storage: Judge = (extension) =>
  ["backends", "metric_backends"].flatMap((list) =>
    extension
      .keys(list)
      .map((name) => extension.at(list, name))
      .flatMap((store) => store.keys().flatMap((type) => judged(stores, type, store.at(type)))),
  );

/** Jaeger's doors: the one that is not named listens all the same, in plain. */
const query: Judge = (extension) => ["http", "grpc"].flatMap((door) => called(extension.at(door)));

/** By the cluster's own authority, which other ways of logging in need not ask. */
const apiServer: Judge = (receiver) => {
  const login = receiver.at("auth_type");
  return login.text() === "serviceAccount" ? [] : [wrong(login, "serviceAccount", fix)];
};

const judges: Readonly<Record<Exclude<ComponentKind, "connectors" | "processors">, Judges>> = {
  exporters: {
    otlp_grpc: (exporter) => calling(exporter.at("tls")),
    otlp_http: httpCall,
    load_balancing: (exporter) => calling(exporter.at("protocol", "otlp", "tls")),
    // Numbers, which Prometheus asks of all pods alike.
    prometheus: inside,
    // By the extension of the same store.
    jaeger_storage_exporter: inside,
    nop: inside,
  },
  receivers: {
    otlp: (receiver) => receiver.keys("protocols").flatMap((door) => called(receiver.at("protocols", door))),
    file_log: inside,
    k8s_objects: apiServer,
    // AWS's own library asks by HTTPS, and has no setting for anything else.
    awscloudwatch: inside,
    nop: inside,
  },
  extensions: {
    // The kubelet asks in plain.
    health_check: inside,
    healthcheckv2: inside,
    file_storage: inside,
    jaeger_storage: storage,
    jaeger_query: query,
  },
};

/** What a component does; of a type that nobody judged nothing is known. */
function judged(known: Judges, type: string, component: Reader): readonly Finding[] {
  const judge = Object.hasOwn(known, type) ? known[type] : undefined;
  return (
    judge?.(component) ?? [
      {
        path: component.path,
        found: type,
        wanted: Object.keys(known).join(" or "),
        fix: "say in telemetryTls.ts how it speaks TLS",
      },
    ]
  );
}

/** What programs of its own node tell a node's collector goes over no wire: its Service sees to that (`internalTrafficPolicy`). */
const onOneNode: Judges = { ...judges.receivers, otlp: inside };

function configFindings(config: Reader, isOnOneNode: boolean): Finding[] {
  return [
    ...unreadable(config),
    ...(["exporters", "receivers", "extensions"] as const).flatMap((kind) =>
      componentsOf(config, kind).flatMap(({ type, at }) =>
        judged(kind === "receivers" && isOnOneNode ? onOneNode : judges[kind], type, at),
      ),
    ),
  ];
}

function check(resource: ResourceView): Finding[] {
  const part = partOf(resource);
  if (resource.type !== serviceType)
    return configsOf(resource, collectorParts).flatMap((config) =>
      configFindings(config, part === collector),
    );
  const traffic = resource.props.at("spec", "internalTrafficPolicy");
  return part !== collector || traffic.text() === "Local"
    ? []
    : [wrong(traffic, "Local", "let each program reach the collector of its own node only")];
}

export const rule: ResourceRule = {
  id: "telemetry-tls",
  title: "Traces and logs leave a node by TLS 1.3, between parts that show certificates of the region",
  why: "They cross zones and oceans and say what the platform does; whoever could read them on the way, or write in their place, would know it or hide it. What is in plain stays on its node.",
  severity: "high",
  level: "mandatory",
  controls: onTheWay,
  scope: "resource",
  types: [configMapType, serviceType],
  onUnknown: "fail",
  check,
};
