import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule, ResourceView } from "../../framework/rule";
import { wrong } from "../../shared/finding";
import { configMapType } from "../../shared/kubernetes";
import { logConfigs, tenantLimitsOf } from "../../shared/logConfigs";
import { holds, mustBe, type Must, type Path } from "../../shared/look";
import { regionOfStack } from "../../shared/places";

const fix = "take what lokiConfig and tenantLimits give";

/** Where it is called. */
const doors: readonly Path[] = ["http_tls_config", "grpc_tls_config"].map((door) => ["server", door]);

/** Where its members call each other. */
const clients: readonly Path[] = [
  ["ingester_client", "grpc_client_config"],
  ["frontend", "grpc_client_config"],
  ["query_scheduler", "grpc_client_config"],
  ["frontend_worker", "query_scheduler_grpc_client"],
  ["frontend_worker", "query_frontend_grpc_client"],
  ["compactor_grpc_client"],
  ["ruler", "ruler_client"],
];

const bucket: Path = ["storage_config", "object_store", "s3"];
const deletion: Must = { at: ["deletion_mode"], be: "disabled" };

const musts: readonly Must[] = [
  // Otherwise nobody says whose a line is, and everybody reads all.
  { at: ["auth_enabled"], be: true },
  { at: ["server", "tls_min_version"], be: "VersionTLS13" },
  ...doors.map((door) => ({ at: [...door, "client_auth_type"], be: "RequireAndVerifyClientCert" })),
  ...clients.map((client) => ({ at: [...client, "tls_enabled"], be: true })),
  // Otherwise another part of the configuration says where lines lie.
  { at: ["storage_config", "use_thanos_objstore"], be: true },
  { at: [...bucket, "native_aws_auth_enabled"], be: true },
  { ...deletion, at: ["limits_config", ...deletion.at] },
  // It would tell its makers how it is used.
  { at: ["analytics", "reporting_enabled"], be: false },
];

/** Files that must be named. */
const files: readonly Path[] = [
  ...doors.flatMap((door) => ["cert_file", "key_file", "client_ca_file"].map((file) => [...door, file])),
  ...clients.map((client) => [...client, "tls_ca_path"]),
];

const flagsOff: readonly Path[] = [
  ...clients.map((client) => [...client, "tls_insecure_skip_verify"]),
  [...bucket, "insecure"],
  [...bucket, "http", "insecure_skip_verify"],
];

const none: readonly Path[] = [
  ...["access_key_id", "secret_access_key", "session_token"].map((key) => [...bucket, key]),
  // A second server, which asks nobody who he is; with it the process never ends.
  ["internal_server"],
];

/** What bounds let happen that the rest refuses. */
function limitFindings(limits: Reader): Finding[] {
  return (
    limits
      .keys()
      // Each wins over where the rest sends what rules count.
      .filter((key) => key.startsWith("ruler_remote_write"))
      .map((key) => wrong(limits.at(key), "absent", fix))
  );
}

function tenantFindings(limits: Reader): Finding[] {
  const mode = limits.at(...deletion.at);
  return [
    ...limitFindings(limits),
    ...(mode.exists && !holds(limits, deletion) ? [wrong(mode, mustBe(deletion), fix)] : []),
  ];
}

/** Where what rules count goes. */
function sends(client: Reader): Finding[] {
  const url = client.at("url");
  const authority = client.at("tls_config", "ca_file");
  const blind = client.at("tls_config", "insecure_skip_verify");
  return [
    ...((url.text() ?? "").startsWith("https://") ? [] : [wrong(url, "https://…", fix)]),
    ...fileFindings(authority),
    ...(blind.flag() === true ? [wrong(blind, "false", fix)] : []),
  ];
}

function fileFindings(file: Reader): Finding[] {
  return (file.text() ?? "").startsWith("/") ? [] : [wrong(file, "a file of the region's", fix)];
}

/**
 * Where lines lie.
 * @param awsRegion `undefined` where nobody knows whose stack it is: then none is right.
 */
function bucketFindings(config: Reader, awsRegion: string | undefined): Finding[] {
  const endpoint = config.at(...bucket, "endpoint");
  const own = awsRegion === undefined ? "one of the stack's own region" : `s3.${awsRegion}.amazonaws.com`;
  return [
    ...(endpoint.text() === own ? [] : [wrong(endpoint, own, fix)]),
    ...config
      .items("schema_config", "configs")
      .map((period) => period.at("object_store"))
      .filter((store) => store.text() !== "s3")
      .map((store) => wrong(store, "s3", fix)),
  ];
}

function storeFindings(config: Reader, awsRegion: string | undefined): Finding[] {
  const written = config.at("ruler", "remote_write", "clients");
  return [
    ...musts
      .filter((must) => !holds(config, must))
      .map((must) => wrong(config.at(...must.at), mustBe(must), fix)),
    ...files.flatMap((path) => fileFindings(config.at(...path))),
    ...flagsOff
      .map((path) => config.at(...path))
      .filter((flag) => flag.flag() === true)
      .map((flag) => wrong(flag, "false", fix)),
    ...none
      .map((path) => config.at(...path))
      .filter((field) => field.exists)
      // A finding is printed, and what stands there may be a secret.
      .map(({ path }) => ({ path, found: "present", wanted: "absent", fix })),
    ...bucketFindings(config, awsRegion),
    ...written.keys().flatMap((name) => sends(written.at(name))),
    ...limitFindings(config.at("limits_config")),
  ];
}

function check(resource: ResourceView): Finding[] {
  const { stores, tenants } = logConfigs(resource);
  const awsRegion = regionOfStack(resource.urn)?.awsRegion;
  return [
    ...stores.flatMap((config) => storeFindings(config, awsRegion)),
    ...tenants.flatMap(tenantLimitsOf).flatMap(tenantFindings),
  ];
}

export const rule: ResourceRule = {
  id: "logs-closed",
  title:
    "Logs are read, written and let go of by nobody but those who show a certificate, and lie in their region",
  why: "The store says what the platform did and to whom: whoever reaches it without a certificate could read or write it, whoever could delete lines could hide, and lines that lie elsewhere are under another law.",
  severity: "high",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.6", "CC6.7"],
    gdpr: ["32(1)(a)", "5(1)(f)", "44"],
    hipaa: ["164.312(a)(1)", "164.312(c)(1)", "164.312(e)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: [configMapType],
  onUnknown: "fail",
  check,
};
