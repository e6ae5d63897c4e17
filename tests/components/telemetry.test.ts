import { grafanaSettings, sourcesFile } from "../../components/observability/grafana";
import { agentConfig, gatewayConfig } from "../../components/observability/collectors";
import { clusterCollectorConfig } from "../../components/observability/logs/clusterCollector";
import {
  logqlFault,
  logRecordings,
  lokiConfig,
  ruleFiles,
  tenantLimits,
} from "../../components/observability/logs";
import {
  openSearchSettings,
  securityFiles,
  setupFiles,
  tierHosts,
} from "../../components/observability/traces/openSearchConfig";
import { sourceUids } from "../../components/facts/dashboards";
import { logFiles, logQueueBytes, logTenantNames, platformLogFiles } from "../../components/facts/logging";
import { namespaces } from "../../components/facts/namespaces";
import { allRegions, regionNamed } from "../../components/facts/regions";
import { scrubbedKeys, scrubbedPatterns, unscrubbedKeys } from "../../components/facts/scrubbing";
import { storedSpansPerSecond } from "../../components/facts/traceStore";
import {
  errorSpansPerSecond,
  keptSpansPerSecond,
  slowMs,
  spansPerSecondMax,
  traceGatewaysMax,
  tracesHeld,
} from "../../components/facts/tracing";
import { testContext } from "../support/testContext";

/** As RE2 reads it: a flag at the beginning is one of JavaScript's. */
const asRegExp = (pattern: string): RegExp =>
  pattern.startsWith("(?i)") ? new RegExp(pattern.slice(4), "i") : new RegExp(pattern);

interface Policies {
  readonly policies: readonly {
    readonly name: string;
    readonly and?: {
      readonly and_sub_policy: readonly { readonly latency?: { readonly threshold_ms: number } }[];
    };
  }[];
}

describe("traces", () => {
  test("as many spans come as the whole load makes, and as many gateways as take them", () => {
    // 100,000 requests a second in four regions, of eight spans each; 20,000 spans a gateway.
    expect(spansPerSecondMax()).toBe(200_000);
    expect(traceGatewaysMax()).toBe(10);
    // Four times ten seconds of 2,500 traces.
    expect(tracesHeld()).toBe(100_000);
  });

  test("in an outage no more is kept than the bound on errors and a tenth of the rest", () => {
    expect(errorSpansPerSecond()).toBe(4000);
    // 10 × 4,000 of errors, and a tenth of the 160,000 beyond.
    expect(keptSpansPerSecond()).toEqual({ quiet: 20_000, outage: 56_000 });
  });

  test("a write that waits for its partner is slow later than a read, in each region by its own distance", () => {
    for (const region of allRegions()) {
      const slow = gatewayConfig(testContext(region.name)).processors.tail_sampling as Policies;
      const threshold = (name: string): number | undefined =>
        slow.policies
          .find((policy) => policy.name === name)
          ?.and?.and_sub_policy.find(({ latency }) => latency)?.latency?.threshold_ms;
      expect(threshold("slow-read")).toBe(100);
      expect(threshold("slow-unclassed")).toBe(100);
      expect(threshold("slow-durable_write")).toBe(slowMs("durable_write", region));
      expect(threshold("slow-durable_write")).toBeGreaterThan(200);
    }
    expect(slowMs("durable_write", regionNamed("africa"))).toBe(252);
  });

  test("the store has room for what its disks say, of each copy", () => {
    // 3 × 200 GiB, of which 80 %, at 2 × 525 bytes a span, for four days.
    expect(storedSpansPerSecond("hot")).toBe(Math.floor((600 * 2 ** 30 * 0.8) / 1050 / (4 * 86_400)));
    expect(storedSpansPerSecond("warm")).toBeGreaterThan(1000);
  });

  test("whoever asks the store shows a certificate; only those that write may write", () => {
    const settings = openSearchSettings("hot", "azora.example");
    expect(settings).toMatchObject({
      "plugins.security.ssl.http.clientauth_mode": "REQUIRE",
      "plugins.security.ssl.http.enabled_protocols": ["TLSv1.3"],
      "plugins.security.ssl.transport.enforce_hostname_verification": true,
      "plugins.security.nodes_dn": [
        "CN=trace-store-hot.internal.azora.example",
        "CN=trace-store-warm.internal.azora.example",
      ],
    });
    // A node's published name is one of its certificate's.
    expect(tierHosts("warm")).toEqual(["*.trace-store-warm.observability.svc.cluster.local"]);
    const files = securityFiles("azora.example");
    const read = (name: string): unknown => JSON.parse(files[name] ?? "{}");
    expect(read("internal_users.yml")).toEqual({ _meta: { type: "internalusers", config_version: 2 } });
    expect(read("config.yml")).toMatchObject({
      config: { dynamic: { http: { anonymous_auth_enabled: false } } },
    });
    expect(read("roles_mapping.yml")).toMatchObject({
      writer: { users: ["trace-collector.internal.azora.example"] },
      reader: { users: ["traces.internal.azora.example"] },
    });
    const { writer, reader } = read("roles.yml") as Record<string, unknown>;
    expect(JSON.stringify(writer)).not.toMatch(/delete|data\/read/);
    expect(JSON.stringify(reader)).not.toMatch(/write|admin|delete/);
  });

  test("an index is gone after thirty days, and a changed policy has another description", () => {
    const spans = JSON.parse(setupFiles()["spans.json"] ?? "{}") as {
      readonly policy: { readonly description: string; readonly states: readonly object[] };
    };
    expect(spans.policy.states).toMatchObject([
      { transitions: [{ state_name: "warm", conditions: { min_index_age: "3d" } }] },
      { transitions: [{ state_name: "delete", conditions: { min_index_age: "30d" } }] },
      { actions: [{ delete: {} }] },
    ]);
    expect(spans.policy.description).toMatch(/ \([0-9a-f]{12}\)$/);
  });
});

describe("what may not be stored", () => {
  test.each(scrubbedPatterns)(
    "$name is found, and what looks like it is left",
    ({ pattern, finds, leaves }) => {
      expect(finds).toMatch(asRegExp(pattern));
      expect(leaves).not.toMatch(asRegExp(pattern));
    },
  );

  test.each([
    "user.email",
    "enduser.id",
    "client.address",
    "customer_email",
    "http.request.header.authorization",
    "url.query",
    "db.statement",
    "x-api-key",
    "phone",
  ])("the attribute %s is masked", (key) => {
    expect(scrubbedKeys.some((pattern) => asRegExp(pattern).test(key))).toBe(true);
    expect(unscrubbedKeys.some((pattern) => asRegExp(pattern).test(key))).toBe(false);
  });

  test.each([
    "http.route",
    "http.request.method",
    "service.name",
    "server.address",
    "azora.route_class",
    "panel",
  ])("the attribute %s is kept", (key) => {
    expect(scrubbedKeys.some((pattern) => asRegExp(pattern).test(key))).toBe(false);
  });

  test("a key of ours that tells of a person is none of those that are not looked at", () => {
    expect(unscrubbedKeys.some((pattern) => asRegExp(pattern).test("azora.customer_email"))).toBe(false);
  });
});

describe("logs", () => {
  test("a node keeps half an hour of what it may write", () => {
    // 128 KiB a second for 1,800 seconds.
    expect(logQueueBytes("platform")).toBe(128 * 1024 * 1800);
    const { exporters } = agentConfig(testContext("africa"));
    expect(exporters["otlp_http/platform"]).toMatchObject({
      sending_queue: {
        queue_size: 128 * 1024 * 1800,
        block_on_overflow: true,
        storage: "file_storage/queue",
      },
      retry_on_failure: { max_elapsed_time: "0s" },
    });
    // A copy for elsewhere must hold up nobody.
    expect(exporters["otlp_http/partner"]).toMatchObject({ sending_queue: { block_on_overflow: false } });
  });

  test("every namespace of the platform's is one tenant's, and all others another's", () => {
    const { receivers } = agentConfig(testContext("africa"));
    const { include } = receivers["file_log/platform"] as { readonly include: readonly string[] };
    for (const { name } of Object.values(namespaces))
      for (const file of logFiles(name)) expect(include).toContain(file);
    expect(receivers["file_log/services"]).toMatchObject({ exclude: platformLogFiles() });
  });

  test("warnings of a region go to its partner, and lie there under its own name", () => {
    for (const { name, partner } of allRegions()) {
      const { exporters, processors } = agentConfig(testContext(name));
      expect(exporters["otlp_http/partner"]).toMatchObject({
        endpoint: `https://logs.${partner}.internal.azora.example:3100/otlp`,
        headers: { "X-Scope-OrgID": "copies" },
      });
      expect(processors.resource).toMatchObject({
        attributes: expect.arrayContaining([
          { key: "azora.region", value: name, action: "upsert" },
        ]) as unknown,
      });
    }
  });

  test("the store keeps each line thrice and for thirty days, and answers nobody without a certificate", () => {
    const config = lokiConfig(testContext("africa"));
    expect(config).toMatchObject({
      auth_enabled: true,
      common: { replication_factor: 3 },
      compactor: { retention_enabled: true },
      limits_config: { retention_period: "720h", deletion_mode: "disabled" },
      server: {
        tls_min_version: "VersionTLS13",
        http_tls_config: { client_auth_type: "RequireAndVerifyClientCert" },
      },
      storage_config: { object_store: { s3: { endpoint: "s3.af-south-1.amazonaws.com" } } },
    });
    // What begins with a dollar is of the environment, and there is no other.
    expect(new Set(JSON.stringify(config).match(/\$\{\w+\}/g))).toEqual(
      new Set(["${POD_IP}", "${POD_NAME}"]),
    );
    expect(Object.keys((tenantLimits() as { overrides: object }).overrides)).toEqual([...logTenantNames]);
  });

  test("every rule over lines is a query of Loki's, and one that is none is refused by its name", () => {
    expect(logRecordings.map(({ expr }) => logqlFault(expr)).filter(Boolean)).toEqual([]);
    expect(Object.keys(ruleFiles())).toEqual(["platform", "services", "audit"]);
    const broken = { ...logRecordings[0], record: "namespace:broken:rate5m", expr: 'sum(rate({a="b"}[5m])' };
    expect(() => ruleFiles([broken as (typeof logRecordings)[number]])).toThrow(
      /log recording "namespace:broken:rate5m" is .*no LogQL from character/,
    );
  });

  test("who asked the API server what, and what happened to objects, are the auditors' lines", () => {
    const { receivers, exporters } = clusterCollectorConfig(testContext("africa"));
    expect(receivers).toMatchObject({
      awscloudwatch: {
        region: "af-south-1",
        logs: {
          groups: {
            named: { "/aws/eks/azora-africa-cluster/cluster": { prefixes: ["kube-apiserver-audit"] } },
          },
        },
      },
      k8s_objects: { objects: [{ name: "events", mode: "watch" }] },
    });
    expect(exporters.otlp_http).toMatchObject({ headers: { "X-Scope-OrgID": "audit" } });
  });
});

describe("Grafana", () => {
  const host = "grafana.africa.internal.azora.example";
  const identity = {
    issuer: "https://identity.example/realms/staff",
    clientId: "grafana",
    clientSecret: "hush-hush",
  };

  test("lets nobody in where it is not told by whom people are known", () => {
    const settings = grafanaSettings(host);
    expect(settings).toMatchObject({
      GF_AUTH_ANONYMOUS_ENABLED: "false",
      GF_AUTH_DISABLE_LOGIN_FORM: "true",
      GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION: "true",
    });
    expect(Object.keys(settings).join()).not.toMatch(/PASSWORD|OAUTH/);
  });

  test("knows people by an OpenID provider, as such who look; the client's secret is none of its settings", () => {
    const settings = grafanaSettings(host, identity);
    expect(settings).toMatchObject({
      GF_AUTH_GENERIC_OAUTH_ENABLED: "true",
      GF_AUTH_GENERIC_OAUTH_USE_PKCE: "true",
      GF_AUTH_GENERIC_OAUTH_ROLE_ATTRIBUTE_PATH: "'Viewer'",
      GF_AUTH_GENERIC_OAUTH_TOKEN_URL: "https://identity.example/realms/staff/protocol/openid-connect/token",
    });
    expect(JSON.stringify(settings)).not.toContain(identity.clientSecret);
  });

  test("asks every source with its certificate, and as the tenant that it is for", () => {
    const file = sourcesFile(
      {
        metrics: "https://thanos-query.observability.svc:10902",
        logs: "https://logs",
        traces: "https://traces",
      },
      "azora.example",
    ) as {
      readonly datasources: readonly {
        readonly uid: string;
        readonly jsonData: Readonly<Record<string, unknown>>;
        readonly secureJsonData: Readonly<Record<string, string>>;
      }[];
    };
    expect(new Set(file.datasources.map(({ uid }) => uid))).toEqual(new Set(sourceUids));
    for (const { uid, jsonData, secureJsonData } of file.datasources) {
      expect(jsonData).toMatchObject({ tlsAuth: true, tlsAuthWithCACert: true });
      expect(jsonData.serverName).toMatch(/\.internal\.azora\.example$/);
      expect(secureJsonData.tlsClientKey).toBe("$__file{/etc/azora/tls/tls.key}");
      if (uid.startsWith("logs-")) expect(`logs-${secureJsonData.httpHeaderValue1 ?? ""}`).toBe(uid);
    }
  });
});
