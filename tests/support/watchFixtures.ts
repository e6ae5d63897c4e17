/** Objects of Prometheus' operator as the plan has them, as small as rules need. */
import type { Fixture } from "./rules";

const group = "kubernetes:monitoring.coreos.com";
const secret = (key: string) => ({ name: "metrics-server", key });
const authorities = { configMap: { name: "azora-authorities", key: "authorities.pem" } };
const proof = { cert: { secret: secret("tls.crt") }, keySecret: secret("tls.key") };
const calling = { ca: authorities, ...proof, serverName: "x.internal.azora.example" };
const storage = { volumeClaimTemplate: { spec: { storageClassName: "gp3-operational" } } };

export const prometheus: Fixture = {
  type: `${group}/v1:Prometheus`,
  name: "metrics",
  props: {
    metadata: { name: "metrics", namespace: "observability" },
    spec: {
      retention: "30d",
      ruleSelector: {},
      storage,
      web: { tlsConfig: { ...proof, minVersion: "TLS13" } },
      thanos: {
        grpcServerTlsConfig: {
          caFile: "/etc/ca.pem",
          certFile: "/etc/tls.crt",
          keyFile: "/etc/tls.key",
          minVersion: "TLS13",
        },
      },
      remoteWrite: [
        {
          url: "https://metrics-copies.americas.internal.azora.example:19291/api/v1/receive",
          tlsConfig: calling,
          writeRelabelConfigs: [
            {
              sourceLabels: ["__name__"],
              regex: "[a-z_]+:.+|up|probe_success|ALERTS",
              action: "keep",
            },
          ],
        },
      ],
      alerting: { alertmanagers: [{ name: "alerts", scheme: "https", tlsConfig: calling }] },
    },
  },
};

const doors = ["grpc-server-tls", "remote-write.server-tls"].flatMap((server) => [
  `--${server}-cert=/etc/azora/tls/tls.crt`,
  `--${server}-key=/etc/azora/tls/tls.key`,
  `--${server}-client-ca=/etc/azora/authorities/authorities.pem`,
  `--${server}-min-version=1.3`,
]);

/** What keeps other regions' copies. */
export const copies: Fixture = {
  type: "kubernetes:apps/v1:StatefulSet",
  name: "metrics-copies",
  props: {
    metadata: { name: "metrics-copies", namespace: "observability" },
    spec: {
      template: {
        spec: { containers: [{ name: "thanos", args: ["receive", "--tsdb.retention=30d", ...doors] }] },
      },
    },
  },
};

/** Another set of pods, of which rules of metrics say nothing. */
export const otherPods: Fixture = {
  type: "kubernetes:apps/v1:StatefulSet",
  name: "core",
  props: {
    metadata: { name: "core", namespace: "postgres" },
    spec: { template: { spec: { containers: [{ name: "postgres", args: ["run"] }] } } },
  },
};

export const alertmanager: Fixture = {
  type: `${group}/v1:Alertmanager`,
  name: "alerts",
  props: {
    metadata: { name: "alerts", namespace: "observability" },
    spec: {
      storage,
      alertmanagerConfiguration: { name: "alerts" },
      web: { tlsConfig: { ...proof, minVersion: "TLS13" } },
      clusterTLS: {
        server: { ...proof, clientAuthType: "RequireAndVerifyClientCert", minVersion: "TLS13" },
        client: calling,
      },
    },
  },
};

export const alertmanagerConfig: Fixture = {
  type: `${group}/v1alpha1:AlertmanagerConfig`,
  name: "alerts-config",
  props: {
    metadata: { name: "alerts", namespace: "observability" },
    spec: {
      route: {
        receiver: "channel",
        routes: [
          {
            receiver: "heartbeat",
            matchers: [{ name: "alertname", matchType: "=", value: "Watchdog" }],
            groupInterval: "1m",
            repeatInterval: "1s",
          },
          { receiver: "nobody", matchers: [{ name: "severity", matchType: "=", value: "info" }] },
        ],
      },
      receivers: [
        { name: "page" },
        { name: "escalate" },
        { name: "channel" },
        {
          name: "heartbeat",
          webhookConfigs: [{ urlSecret: { name: "alert-receivers", key: "heartbeat-url" } }],
        },
        { name: "nobody" },
      ],
    },
  },
};

export const prometheusRule: Fixture = {
  type: `${group}/v1:PrometheusRule`,
  name: "watchers",
  props: {
    metadata: { name: "watchers", namespace: "observability" },
    spec: {
      groups: [
        {
          name: "watchers",
          rules: [
            {
              alert: "Watchdog",
              expr: 'label_replace(vector(1), "region", "europe", "", "")',
              labels: { severity: "info", service: "observability", owner: "platform" },
              annotations: {
                summary: "alerts are told",
                description: "This fires always.",
                runbook_url: "https://github.com/azora/platform/blob/main/docs/runbooks/alerts.md#watchdog",
                dashboard_url: "https://grafana.europe.internal.azora.example/d/azora-overview",
              },
            },
            { record: "region:requests:rate5m", expr: "sum(rate(a[5m]))" },
          ],
        },
      ],
    },
  },
};

/** As a preview by the CLI shows one to stack rules. */
export const outOfSight: Fixture = { type: `${group}/v1:Prometheus`, name: "out-of-sight", props: {} };
