import { rule } from "../../../../policies/compliance/rules/logsClosed";
import { logsConfig, notLogConfigs, storePath, tenantsPath } from "../../../support/logFixtures";
import { allUndecided, refused, undecided } from "../../../support/mutationLines";
import { absent, type RuleCases } from "../../../support/rules";
import { fixtureRegion, partKnownBy } from "../../../support/telemetryFixtures";

const server = `${storePath}.server`;
const doors = ["http_tls_config", "grpc_tls_config"].map((door) => `${server}.${door}`);
const clients = [
  "ingester_client.grpc_client_config",
  "frontend.grpc_client_config",
  "query_scheduler.grpc_client_config",
  "frontend_worker.query_scheduler_grpc_client",
  "frontend_worker.query_frontend_grpc_client",
  "compactor_grpc_client",
  "ruler.ruler_client",
].map((client) => `${storePath}.${client}`);
const bucket = `${storePath}.storage_config.object_store.s3`;
const written = [0, 1].map((index) => `${storePath}.ruler.remote_write.clients.prometheus-${index}`);
const limits = `${storePath}.limits_config`;
const overrides = `${tenantsPath}.overrides`;
const file = "a file of the region's";
const shown = "RequireAndVerifyClientCert";
const own = `s3.${fixtureRegion.awsRegion}.amazonaws.com`;
const there = { found: "present" };
const elsewhere = { client: { url: "https://prometheus.vendor.example/api/v1/write" } };

export const cases: RuleCases = {
  rule,
  fixtures: [logsConfig, ...notLogConfigs],
  mutations: [
    ...[false, absent].map((to) =>
      refused(`nobody says who he is: ${String(to)}`, `${storePath}.auth_enabled`, to, "true"),
    ),
    ...["VersionTLS12", absent].map((to) =>
      refused(`by ${String(to)}`, `${server}.tls_min_version`, to, "VersionTLS13"),
    ),
    ...doors.flatMap((door) => [
      ...["cert_file", "key_file", "client_ca_file"].flatMap((name) =>
        ["", absent].map((to) =>
          refused(`without ${name}: "${String(to)}"`, `${door}.${name}`, to, file, { of: door }),
        ),
      ),
      ...["NoClientCert", "VerifyClientCertIfGiven", "RequireAnyClientCert", absent].map((to) =>
        refused(`open to ${String(to)}`, `${door}.client_auth_type`, to, shown, { of: door }),
      ),
    ]),
    ...clients.flatMap((client) => [
      ...[false, absent].map((to) =>
        refused(`in plain: ${String(to)}`, `${client}.tls_enabled`, to, "true", { of: client }),
      ),
      ...["", absent].map((to) =>
        refused(`no authority: "${String(to)}"`, `${client}.tls_ca_path`, to, file, { of: client }),
      ),
      refused("no check", `${client}.tls_insecure_skip_verify`, true, "false", { of: client }),
    ]),
    ...written.flatMap((client) => [
      ...["http://metrics:9090/api/v1/write", absent].map((to) =>
        refused(`numbers to ${String(to)}`, `${client}.url`, to, "https://…", { of: client }),
      ),
      refused("no authority", `${client}.tls_config.ca_file`, absent, file, { of: client }),
      refused("no check", `${client}.tls_config.insecure_skip_verify`, true, "false", { of: client }),
    ]),
    refused("keys that somebody holds", `${bucket}.access_key_id`, "AKIAEXAMPLE", "absent", there),
    refused("a secret", `${bucket}.secret_access_key`, "${SECRET}", "absent", there),
    refused("a session of somebody's", `${bucket}.session_token`, "${TOKEN}", "absent", there),
    ...[false, absent].map((to) =>
      refused(`not by its own role: ${String(to)}`, `${bucket}.native_aws_auth_enabled`, to, "true"),
    ),
    refused("the bucket in plain", `${bucket}.insecure`, true, "false"),
    refused("whoever says that it is the bucket", `${bucket}.http`, { insecure_skip_verify: true }, "false", {
      at: "data.loki.yaml.storage_config.object_store.s3.http.insecure_skip_verify",
      found: "true",
    }),
    ...["s3.us-gov-west-1.amazonaws.com", "s3.amazonaws.com", "minio.observability.svc:9000", absent].map(
      (to) => refused(`lines at ${String(to)}`, `${bucket}.endpoint`, to, own),
    ),
    // Of a stack that is no region's no place is right.
    {
      name: "a region's bucket in another stack",
      path: "@stack",
      to: "nowhere",
      finding: {
        path: "data.loki.yaml.storage_config.object_store.s3.endpoint",
        wanted: "one of the stack's own region",
      },
    },
    ...[false, absent].map((to) =>
      refused(
        `lines as another part says: ${String(to)}`,
        `${storePath}.storage_config.use_thanos_objstore`,
        to,
        "true",
      ),
    ),
    ...["gcs", "filesystem", absent].map((to) =>
      refused(`lines in ${String(to)}`, `${storePath}.schema_config.configs[0].object_store`, to, "s3"),
    ),
    ...["filter-and-delete", "filter-only", absent].map((to) =>
      refused(`lines deleted by calling: ${String(to)}`, `${limits}.deletion_mode`, to, "disabled"),
    ),
    refused("a tenant's lines deleted", `${overrides}.audit.deletion_mode`, "filter-and-delete", "disabled"),
    ...[limits, `${overrides}.services`].map((within) =>
      refused(`numbers elsewhere, by ${within}`, `${within}.ruler_remote_write_config`, elsewhere, "absent"),
    ),
    ...[true, absent].map((to) =>
      refused(`its makers told: ${String(to)}`, `${storePath}.analytics.reporting_enabled`, to, "false"),
    ),
    refused("a second server", `${storePath}.internal_server`, { enable: true }, "absent", there),
    refused("no JSON", storePath, "auth_enabled: true\n", "true", {
      at: "data.loki.yaml.auth_enabled",
      found: "absent",
    }),
    // What stands below an unknown is what is asked for.
    ...[
      ...doors.map((door) => [door, "client_auth_type"] as const),
      ...clients.map((client) => [client, "tls_enabled"] as const),
      [bucket, "native_aws_auth_enabled"] as const,
      [limits, "deletion_mode"] as const,
      [`${storePath}.analytics`, "reporting_enabled"] as const,
    ].map(([path, below]) =>
      undecided(path, { at: `${path.replace(storePath, "data.loki.yaml")}.${below}` }),
    ),
    ...allUndecided([
      storePath,
      tenantsPath,
      `${storePath}.auth_enabled`,
      `${server}.tls_min_version`,
      `${doors[0] ?? ""}.client_ca_file`,
      `${clients[0] ?? ""}.tls_ca_path`,
      ...written,
      `${written[0] ?? ""}.url`,
      `${bucket}.endpoint`,
      `${storePath}.schema_config.configs`,
      `${limits}.deletion_mode`,
      overrides,
      'metadata.labels["azora.io/part"]',
      "metadata.namespace",
      "data",
    ]),
  ],
  survivors: partKnownBy,
};
