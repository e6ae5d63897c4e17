/** The mesh: who calls whom, why calls fail, and whether what steers the proxies works. */
import { colourLimits, dashboardView } from "../../facts/dashboards";
import { thresholds } from "../../facts/serviceLevels";
import { alertLimits } from "../../facts/alertLimits";
import type { DashboardData } from "./panel";
import { anyRegion, inRegion } from "./variables";

const top = dashboardView.seriesMax;
const calls = `istio_requests_total{${inRegion},reporter="source"`;
const toService = {
  to: "service",
  with: { region: "region", namespace: "destination_service_namespace", service: "destination_service_name" },
} as const;
const called = "region, destination_service_namespace, destination_service_name";

export const mesh: DashboardData = {
  title: "Mesh",
  description: "Who calls whom, why calls fail between them, and whether proxies get what they must know.",
  variables: [anyRegion],
  runbooks: ["alerts", "region-lost"],
  rows: [
    {
      title: "Calls",
      across: 2,
      panels: [
        {
          kind: "timeseries",
          title: "Why calls fail",
          description:
            "Calls a second by Envoy's own reason; UH has no pod that is well, UF no connection, UO too many at once, DC the caller left.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, response_flags) (rate(${calls},response_flags!="-"}[$__rate_interval]))`,
              legend: "{{region}} {{response_flags}}",
            },
          ],
          unit: "requestsPerSecond",
          links: [{ to: "region", with: { region: "region" } }],
        },
        {
          kind: "table",
          title: "Callers and called that fail most",
          description:
            "Failed calls a second by who calls whom; the called one is ill if several call it, the caller if only one does.",
          queries: [
            {
              kind: "promql",
              expr: `topk(${top}, sum by (${called}, source_workload_namespace, source_workload) (rate(${calls},response_code=~"5.."}[$__range])) > 0)`,
              legend: "failed / s",
            },
          ],
          links: [toService],
        },
        {
          kind: "timeseries",
          title: "Busiest calls",
          description:
            "Requests a second by who calls whom; a pair that doubles while users do not is a loop or a retry.",
          queries: [
            {
              kind: "promql",
              expr: `topk(${top}, sum by (${called}, source_workload) (service_calls:requests:rate5m{${inRegion}}))`,
              legend: "{{region}} {{source_workload}} → {{destination_service_name}}",
            },
          ],
          unit: "requestsPerSecond",
          links: [toService],
        },
        {
          kind: "timeseries",
          title: "Slowest services",
          description: "Within which nineteen of twenty requests are answered, of those that are slowest.",
          queries: [
            {
              kind: "promql",
              expr: `topk(${top}, max by (${called}) (service:latency_seconds:p95_5m{${inRegion}}))`,
              legend: "{{region}} {{destination_service_name}}",
            },
          ],
          unit: "seconds",
          limits: {
            worse: "above",
            warning: thresholds.warning.p95SecondsAbove,
            critical: thresholds.critical.p95SecondsAbove,
          },
          links: [toService],
        },
        {
          kind: "timeseries",
          title: "Calls that leave their region",
          description:
            "Requests a second by where they come from and go to; a way that appears means that a service is gone at home.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, source_cluster, destination_cluster) (rate(${calls}}[$__rate_interval])) unless on (region, source_cluster, destination_cluster) label_replace(sum by (region, source_cluster) (rate(${calls}}[$__rate_interval])), "destination_cluster", "$1", "source_cluster", "(.*)")`,
              legend: "{{source_cluster}} → {{destination_cluster}}",
            },
          ],
          unit: "requestsPerSecond",
          links: [{ to: "region", with: { region: "region" } }],
        },
        {
          kind: "stat",
          title: "Calls in plain",
          description:
            "Share of calls between pods that no certificate protects; anything but none is refused by policy, so look who was let out of it.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region) (rate(istio_requests_total{${inRegion},reporter="destination",connection_security_policy!="mutual_tls"}[$__rate_interval])) / sum by (region) (rate(istio_requests_total{${inRegion},reporter="destination"}[$__rate_interval]))`,
              legend: "{{region}}",
            },
          ],
          unit: "ratio",
          limits: { worse: "above", ...colourLimits.plainRatio },
          links: [{ to: "compliance", with: { region: "region" } }],
        },
      ],
    },
    {
      title: "What steers the proxies",
      panels: [
        {
          kind: "timeseries",
          title: "Proxies that are told",
          description:
            "Proxies that istiod serves; those that lose it go on with what they know, and new pods do not start.",
          queries: [
            { kind: "promql", expr: `sum by (region) (pilot_xds{${inRegion}})`, legend: "{{region}}" },
          ],
          links: [{ to: "kubernetes", with: { region: "region" } }],
        },
        {
          kind: "timeseries",
          title: "Until a change is everywhere",
          description:
            "Within which 99 of 100 changes reach the proxies; until then calls go to pods that are gone.",
          queries: [
            {
              kind: "promql",
              expr: `histogram_quantile(0.99, sum by (region, le) (rate(pilot_proxy_convergence_time_bucket{${inRegion}}[$__rate_interval])))`,
              legend: "{{region}}",
            },
          ],
          unit: "seconds",
          links: [{ to: "kubernetes", with: { region: "region" } }],
        },
        {
          kind: "timeseries",
          title: "Configuration that is refused",
          description:
            "By proxies, and before it is stored; what is refused does not hold, whatever the repository says.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, type) (increase(pilot_total_xds_rejects{${inRegion}}[$__rate_interval]))`,
              legend: "{{region}}, proxies refuse {{type}}",
            },
            {
              kind: "promql",
              expr: `sum by (region, resource, reason) (increase(galley_validation_failed{${inRegion}}[$__rate_interval]))`,
              legend: "{{region}} {{resource}}: {{reason}}",
            },
          ],
          links: [{ to: "logs", with: { region: "region" } }],
        },
        {
          kind: "timeseries",
          title: "Pods that get no proxy",
          description: "Times that the injector failed; such a pod is not started, or speaks to nobody.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region) (increase(sidecar_injection_failure_total{${inRegion}}[$__rate_interval]))`,
              legend: "{{region}}",
            },
          ],
          limits: { worse: "above", warning: 1 },
          links: [{ to: "kubernetes", with: { region: "region" } }],
        },
        {
          kind: "timeseries",
          title: "Certificates of proxies that are refused",
          description:
            "Times that istiod could not sign or hand out one; proxies whose certificate ends speak to nobody.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, error) (increase(citadel_server_csr_sign_err_count{${inRegion}}[$__rate_interval]))`,
              legend: "{{region}}, {{error}}",
            },
            {
              kind: "promql",
              expr: `sum by (region) (increase(pilot_sds_certificate_errors_total{${inRegion}}[$__rate_interval]))`,
              legend: "{{region}}, not handed out",
            },
          ],
          limits: { worse: "above", warning: 1 },
          links: [{ to: "logs", with: { region: "region" } }],
        },
        {
          kind: "stat",
          title: "Until the mesh's authority ends",
          description:
            "When the root's certificate ends all calls end with it; weeks are needed to hand out another.",
          queries: [
            {
              kind: "promql",
              expr: `min by (region) (citadel_server_root_cert_expiry_timestamp{${inRegion}} - time())`,
              legend: "{{region}}",
            },
          ],
          unit: "seconds",
          limits: { worse: "below", ...alertLimits.certificateSeconds },
          links: [{ to: "region", with: { region: "region" } }],
        },
      ],
    },
    {
      title: "As traces tell it",
      panels: [
        {
          kind: "calls",
          title: "Who calls whom",
          description:
            "Services and the calls between them, from kept traces of the region whose Grafana this is; a part without arrows is cut off.",
          queries: [{ kind: "calls" }],
          links: [{ to: "traces" }],
        },
      ],
    },
  ],
};
