import { alertGossip } from "../../components/facts/alerting";
import { entryProbe, metricsBlockBytes, metricsVolumeGib } from "../../components/facts/observability";
import { allRegions } from "../../components/facts/regions";
import { ObservabilityStack, type ObservabilityStackArgs } from "../../components/observability";
import { containsSecret } from "../../preview/engine/values";
import { built, refusal, type Built } from "../support/built";
import { chartReferences, valueFaults } from "../support/helmPaths";
import { testContext } from "../support/testContext";

const operator = "kubernetes:monitoring.coreos.com/v1";
const args: ObservabilityStackArgs = {
  context: testContext("africa"),
  clusterName: "azora-africa-cluster",
  clusterArn: "arn:aws:eks:af-south-1:111122223333:cluster/azora-africa-cluster",
  podSecurityGroupId: "sg-1",
  issuerName: "azora-region-ca",
  keyArn: "arn:aws:kms:af-south-1:111122223333:key/0a1b2c3d-0000-4000-8000-000000000000",
  authorities: "-----BEGIN CERTIFICATE-----",
  repositoryUrl: "https://github.com/azora/platform",
  after: [],
};
const others = allRegions().flatMap(({ name }) => (name === "africa" ? [] : [name]));

const make = (more: Partial<ObservabilityStackArgs> = {}): Promise<Built> =>
  built(() => new ObservabilityStack("watch", { ...args, ...more }));
const spec = (stack: Built, name: string): unknown => stack.named(name).inputs.spec;

interface ProbeInputs {
  readonly spec: {
    readonly jobName: string;
    readonly interval: string;
    readonly scrapeTimeout: string;
    readonly prober: { readonly url: string; readonly path: string };
    readonly targets: {
      readonly staticConfig: { readonly static: readonly string[]; readonly labels: object };
    };
  };
}

const probesOf = (stack: Built): readonly ProbeInputs[] =>
  stack.inputsOf(`${operator}:Probe`) as unknown as readonly ProbeInputs[];
/** Those of other regions' entries; the others are of servers that tell nothing themselves. */
const entryProbesOf = (stack: Built): readonly ProbeInputs[] =>
  probesOf(stack).filter(({ spec: { jobName } }) => jobName === entryProbe.job);

describe("the observability stack", () => {
  let stack: Built;
  beforeAll(async () => {
    stack = await make();
  });

  test("sets only values that its charts have", () => {
    const references = chartReferences();
    const releases = stack.ofType("kubernetes:helm.sh/v3:Release");
    expect(releases).toHaveLength(4);
    for (const { inputs } of releases) {
      const reference = references.get((inputs.chart as string).split("/").pop() ?? "");
      expect(reference && valueFaults(inputs.values, reference)).toEqual([]);
    }
  });

  test("sees everything twice, once a minute, for thirty days on encrypted volumes", () => {
    expect(spec(stack, "watch-metrics")).toMatchObject({
      replicas: 2,
      shards: 1,
      scrapeInterval: "60s",
      retention: "30d",
      externalLabels: { observer: "africa" },
      serviceMonitorSelector: {},
      podMonitorSelector: {},
      probeSelector: {},
      storage: { volumeClaimTemplate: { spec: { storageClassName: "gp3-operational" } } },
    });
    expect(
      stack.ofType("kubernetes:storage.k8s.io/v1:StorageClass").map(({ inputs }) => inputs),
    ).toMatchObject([
      { metadata: { name: "gp3-operational" }, parameters: { encrypted: "true", kmsKeyId: args.keyArn } },
    ]);
  });

  test("has room on a volume for more than it may keep", () => {
    expect(metricsVolumeGib() * 2 ** 30).toBeGreaterThan(metricsBlockBytes() * 1.3);
    // A million series a minute, two bytes each, for thirty days.
    expect(metricsBlockBytes()).toBe(1e6 * 2 * 60 * 24 * 30);
  });

  test("hands what rules recorded to the partner's region, which takes it from whoever shows a certificate", () => {
    expect(spec(stack, "watch-metrics")).toMatchObject({
      remoteWrite: [{ url: "https://metrics-copies.europe.internal.azora.example:19291/api/v1/receive" }],
    });
    const [container] = (
      spec(stack, "watch-copies") as { template: { spec: { containers: { args: string[] }[] } } }
    ).template.spec.containers;
    expect(container?.args).toEqual(
      expect.arrayContaining([
        "receive",
        "--tsdb.retention=30d",
        '--label=keeper="africa"',
        "--remote-write.server-tls-client-ca=/etc/azora/authorities/authorities.pem",
        "--grpc-server-tls-client-ca=/etc/azora/authorities/authorities.pem",
      ]),
    );
  });

  test("asks every region's stores in one view, in which a copy stands in for its original", () => {
    const values = stack.named("watch-view").inputs.values as unknown as {
      readonly additionalEndpoints: readonly string[];
      readonly additionalReplicaLabels: readonly string[];
      readonly query: { readonly extraArgs: readonly string[] };
    };
    expect(values.additionalEndpoints).toEqual(
      allRegions().flatMap(({ name }) =>
        ["metrics", "metrics-copies"].map((store) => `dns+${store}.${name}.internal.azora.example:10901`),
      ),
    );
    // What is left of a series' labels is whose Prometheus saw it: nothing says which replica, or who kept it.
    expect(values.additionalReplicaLabels).toEqual(["prometheus_replica", "keeper", "tenant_id"]);
    expect(values.query.extraArgs).toContain("--query.partial-response");
  });

  test("joins the Alertmanagers of all regions, with certificates", () => {
    expect(spec(stack, "watch-alerts")).toMatchObject({
      replicas: alertGossip.replicasPerRegion,
      additionalPeers: others.map((name) => `alerts.${name}.internal.azora.example:9094`),
      clusterTLS: { server: { clientAuthType: "RequireAndVerifyClientCert" } },
      alertmanagerConfiguration: { name: "alerts" },
    });
    // By their pods' names they know each other, so that no two regions may have the same.
    expect(stack.named("watch-alerts").inputs.metadata).toMatchObject({ name: "alerts-africa" });
  });

  test("finds its pods by labels that neither the operator nor a chart gives", () => {
    const given = [
      ...["watch-metrics", "watch-alerts"].map(
        (name) =>
          (spec(stack, name) as { readonly podMetadata: { readonly labels: object } }).podMetadata.labels,
      ),
      ...["StatefulSet", "Deployment", "DaemonSet"].flatMap((kind) =>
        stack
          .inputsOf(`kubernetes:apps/v1:${kind}`)
          .map(
            ({ spec: own }) =>
              (own as unknown as { template: { metadata: { labels: object } } }).template.metadata.labels,
          ),
      ),
    ];
    const services = stack.inputsOf("kubernetes:core/v1:Service") as unknown as readonly {
      readonly spec: { readonly selector: object };
    }[];
    const budgets = stack.inputsOf("kubernetes:policy/v1:PodDisruptionBudget") as unknown as readonly {
      readonly spec: { readonly selector: { readonly matchLabels: object } };
    }[];
    const selectors = [
      ...services.map(({ spec: { selector } }) => selector),
      ...budgets.map(({ spec: { selector } }) => selector.matchLabels),
    ];
    for (const selector of selectors) expect(given).toContainEqual(selector);
    // Every set of pods is reached by a name, and may lose one of them at a time; a node's has no other.
    for (const labels of given)
      expect(selectors.filter((selector) => JSON.stringify(selector) === JSON.stringify(labels))).not.toEqual(
        [],
      );
    expect(JSON.stringify(selectors)).not.toContain("app.kubernetes.io");
  });

  test("lets other regions in at four ports, and nobody else", () => {
    const rules = stack.inputsOf("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule");
    expect(new Set(rules.map(({ fromPort }) => fromPort))).toEqual(new Set([3100, 9094, 10_901, 19_291]));
    expect(rules).toHaveLength(4 * others.length);
    expect(rules.every(({ cidrIpv4 }) => /^"10\.\d+\.0\.0\/16"$/.test(JSON.stringify(cidrIpv4)))).toBe(true);
  });

  test("has the exporter of the caches asked about each member and Sentinel of the region", () => {
    expect(
      probesOf(stack).map(({ spec: { jobName, prober, targets } }) => ({ jobName, ...prober, targets })),
    ).toEqual([
      {
        jobName: "cache-servers",
        url: "cache-exporter.valkey.svc:9121",
        scheme: "http",
        path: "/scrape",
        targets: {
          staticConfig: {
            static: [
              "rediss://cache-0.cache.africa.internal.azora.example:6379",
              "rediss://cache-1.cache.africa.internal.azora.example:6379",
              "rediss://cache-sentinel-0.cache-sentinel.africa.internal.azora.example:26379",
            ],
            labels: { namespace: "valkey" },
            relabelingConfigs: [expect.objectContaining({ targetLabel: "pod" })],
          },
        },
      },
    ]);
  });

  test("reads no secret of anybody's", () => {
    const rules = stack
      .inputsOf("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole")
      .flatMap(({ rules: own }) => own);
    expect(JSON.stringify(rules)).not.toMatch(/secrets|\*|create|update|delete/);
    const values = stack.named("watch-operator").inputs.values as Record<string, { collectors?: string[] }>;
    expect(values["kube-state-metrics"]?.collectors).not.toContain("secrets");
  });

  test("asks no entry until it has something to show, and tells nobody until it is told whom", () => {
    expect(entryProbesOf(stack)).toEqual([]);
    // What seals Grafana's own is none of anybody's addresses.
    expect(stack.ofType("kubernetes:core/v1:Secret").map(({ name }) => name)).toEqual([
      "watch-grafana-secrets",
    ]);
  });
});

test("with an identity it asks the other regions' entries every five seconds, and its own never", async () => {
  const stack = await make({ probes: { identity: "a certificate and its key", authorities: "authorities" } });
  const probes = entryProbesOf(stack);
  expect(new Set(probes.map(({ spec: { targets } }) => JSON.stringify(targets.staticConfig.labels)))).toEqual(
    new Set(others.map((region) => JSON.stringify({ region }))),
  );
  for (const { spec: each } of probes) {
    expect(each.interval).toBe("5s");
    expect(parseInt(each.scrapeTimeout)).toBeLessThan(5000);
    expect(each.targets.staticConfig.static).toEqual([
      expect.stringMatching(
        /^https:\/\/ingress\.\w+\.internal\.azora\.example\/\.well-known\/azora\/health$/,
      ),
    ]);
  }
  expect(containsSecret(stack.named("watch-probes-identity").inputs.stringData)).toBe(true);
});

test("what people are told by is a secret, and nothing of it stands in the configuration", async () => {
  const receivers = {
    pageKey: "page-key-of-32-characters-0000000",
    escalationKey: "second-key-of-32-characters-00000",
    slackToken: "xoxb-hush-hush-hush-hush-hush",
    heartbeatUrl: "https://heartbeat.example/hush",
  };
  const stack = await make({ receivers });
  expect(containsSecret(stack.named("watch-alerts-receivers").inputs.stringData)).toBe(true);
  const config = JSON.stringify(stack.named("watch-alerts-config").inputs);
  for (const value of Object.values(receivers)) expect(config).not.toContain(value);
});

test("a team's rule that could not work is refused before anything of it is made, with its name", async () => {
  const message = await refusal(
    () =>
      new ObservabilityStack("watch", {
        ...args,
        groups: [
          {
            name: "orders",
            alerts: [
              {
                alert: "OrdersStuck",
                severity: "critical",
                service: "orders",
                owner: "shop",
                expr: "rate(azora_orders_totl[5m]) == 0",
                forMinutes: 5,
                summary: "{{ $labels.region }}: no orders",
                description: "None for five minutes.",
                runbook: "alerts",
                dashboard: "service",
              },
            ],
          },
        ],
      }),
  );
  expect(message).toContain(
    'alert "OrdersStuck critical": metric "azora_orders_totl" is unknown; nearest: "azora_orders_total"',
  );
});
