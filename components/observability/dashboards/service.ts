/** One service: rate, errors and duration, whom it calls, its pods, and what they say. */
import { colourLimits, dashboardView } from "../../facts/dashboards";
import { routeClassCarriers } from "../../facts/routeClasses";
import { thresholds } from "../../facts/serviceLevels";
import type { DashboardData } from "./panel";
import { anyRegion, calledService, inRegion, linesInRegion, serviceNamespace } from "./variables";

const chosen = `${inRegion},destination_service_namespace=~"$namespace",destination_service_name=~"$service"`;
const pods = `${inRegion},namespace=~"$namespace",pod=~"$service.*",container!=""`;
const name = "{{region}} {{destination_service_name}}";
const routeClass = routeClassCarriers.attribute.replaceAll(".", "_");
const top = dashboardView.seriesMax;

export const service: DashboardData = {
  title: "Service",
  description: "How a service does, who calls it and whom it calls, and what its pods say.",
  variables: [anyRegion, serviceNamespace, calledService],
  runbooks: ["alerts"],
  rows: [
    {
      title: "Rate, errors, duration",
      panels: [
        {
          kind: "timeseries",
          title: "Requests",
          description: "Requests a second that it receives; none at all is worse than many.",
          queries: [{ kind: "promql", expr: `service:requests:rate5m{${chosen}}`, legend: name }],
          unit: "requestsPerSecond",
          links: [
            { to: "mesh", with: { region: "region" } },
            { to: "anomalies", with: { region: "region" } },
          ],
        },
        {
          kind: "timeseries",
          title: "Failed requests",
          description:
            "Share of requests that fail; above the line it is told, if more than one a second comes in.",
          queries: [{ kind: "promql", expr: `service:error_ratio:rate5m{${chosen}}`, legend: name }],
          unit: "ratio",
          limits: { worse: "above", critical: thresholds.critical.errorRatioAbove },
          links: [{ to: "logs", with: { region: "region", namespace: "destination_service_namespace" } }],
        },
        {
          kind: "timeseries",
          title: "Latency",
          description:
            "Within which nineteen of twenty requests are answered, as the proxy before its pods sees it.",
          queries: [{ kind: "promql", expr: `service:latency_seconds:p95_5m{${chosen}}`, legend: name }],
          unit: "seconds",
          limits: {
            worse: "above",
            warning: thresholds.warning.p95SecondsAbove,
            critical: thresholds.critical.p95SecondsAbove,
          },
          links: [{ to: "traces", with: { region: "region", service: "destination_service_name" } }],
        },
      ],
    },
    {
      title: "Why",
      across: 2,
      panels: [
        {
          kind: "timeseries",
          title: "Answers by status and reason",
          description:
            "What is not well, by Envoy's own reason; an empty one means that the program itself said so.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, response_code, response_flags) (rate(istio_requests_total{${chosen},reporter="destination",response_code!~"[23].."}[$__rate_interval]))`,
              legend: "{{region}} {{response_code}} {{response_flags}}",
            },
          ],
          unit: "requestsPerSecond",
          links: [{ to: "mesh", with: { region: "region" } }],
        },
        {
          kind: "timeseries",
          title: "Failed requests by version",
          description:
            "Share of each version's requests that fail; one that differs from the others was just deployed.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, destination_version) (rate(istio_requests_total{${chosen},reporter="destination",response_code=~"5.."}[$__rate_interval])) / sum by (region, destination_version) (rate(istio_requests_total{${chosen},reporter="destination"}[$__rate_interval]))`,
              legend: "{{region}} {{destination_version}}",
            },
          ],
          unit: "ratio",
          limits: { worse: "above", critical: thresholds.critical.errorRatioAbove },
        },
        {
          kind: "timeseries",
          title: "Who calls it",
          description: "Requests a second by caller; one that calls far more than before may be the cause.",
          queries: [
            {
              kind: "promql",
              expr: `topk(${top}, sum by (region, source_workload_namespace, source_workload) (service_calls:requests:rate5m{${chosen}}))`,
              legend: "{{region}} {{source_workload}}",
            },
          ],
          unit: "requestsPerSecond",
          links: [
            {
              to: "service",
              with: { region: "region", namespace: "source_workload_namespace", service: "source_workload" },
            },
          ],
        },
        {
          kind: "timeseries",
          title: "Latency of what it calls",
          description:
            "Of each service that it calls; if one of them is slow, it is the cause and not this one.",
          queries: [
            {
              kind: "promql",
              expr: `max by (region, destination_service_namespace, destination_service_name) (service:latency_seconds:p95_5m{${inRegion}} and on (region, destination_service_namespace, destination_service_name) service_calls:requests:rate5m{${inRegion},source_workload_namespace=~"$namespace",source_workload=~"$service.*"} > 0)`,
              legend: "{{region}} {{destination_service_name}}",
            },
          ],
          unit: "seconds",
          links: [
            {
              to: "service",
              with: {
                region: "region",
                namespace: "destination_service_namespace",
                service: "destination_service_name",
              },
            },
            { to: "database", with: { region: "region" } },
          ],
        },
        {
          kind: "timeseries",
          title: "Latency by class, as the program counts it",
          description:
            "From its own spans, of all traces; if it is far below what the proxy sees, requests wait before the program.",
          queries: [
            {
              kind: "promql",
              expr: `service:call_seconds:p95_5m{${inRegion},service_name=~"$service"}`,
              legend: `{{region}} {{service_name}} {{${routeClass}}}`,
            },
          ],
          unit: "seconds",
          limits: { worse: "above", warning: thresholds.warning.p95SecondsAbove },
          links: [{ to: "traces", with: { region: "region", service: "service_name" } }],
        },
        {
          kind: "timeseries",
          title: "Errors by class, as the program counts them",
          description: "Requests a second that ended with an error, from its own spans.",
          queries: [
            {
              kind: "promql",
              expr: `service:call_errors:rate5m{${inRegion},service_name=~"$service"}`,
              legend: `{{region}} {{service_name}} {{${routeClass}}}`,
            },
          ],
          unit: "requestsPerSecond",
          links: [{ to: "traces", with: { region: "region", service: "service_name" } }],
        },
      ],
    },
    {
      title: "Its pods",
      panels: [
        {
          kind: "timeseries",
          title: "Memory of the limit",
          description: "Share of its limit that each container uses; at the whole it is killed.",
          queries: [
            {
              kind: "promql",
              expr: `topk(${top}, max by (region, namespace, pod, container) (container_memory_working_set_bytes{${pods}}) / max by (region, namespace, pod, container) (kube_pod_container_resource_limits{${pods},resource="memory"}))`,
              legend: "{{region}} {{pod}} {{container}}",
            },
          ],
          unit: "ratio",
          limits: { worse: "above", ...colourLimits.memoryRatio },
          links: [{ to: "kubernetes", with: { region: "region", namespace: "namespace" } }],
        },
        {
          kind: "timeseries",
          title: "Held back for want of CPU",
          description:
            "Share of periods in which a container had used up its limit; many make it slow for no other reason.",
          queries: [
            {
              kind: "promql",
              expr: `topk(${top}, sum by (region, namespace, pod) (rate(container_cpu_cfs_throttled_periods_total{${pods}}[$__rate_interval])) / sum by (region, namespace, pod) (rate(container_cpu_cfs_periods_total{${pods}}[$__rate_interval])))`,
              legend: "{{region}} {{pod}}",
            },
          ],
          unit: "ratio",
          limits: { worse: "above", ...colourLimits.throttledRatio },
          links: [{ to: "kubernetes", with: { region: "region", namespace: "namespace" } }],
        },
        {
          kind: "timeseries",
          title: "Restarts",
          description: "Of its containers in an hour; a few at a deployment are well, a steady climb is not.",
          queries: [
            {
              kind: "promql",
              expr: `sum by (region, namespace, pod) (increase(kube_pod_container_status_restarts_total{${pods}}[1h])) > 0`,
              legend: "{{region}} {{pod}}",
            },
          ],
          links: [{ to: "kubernetes", with: { region: "region", namespace: "namespace" } }],
        },
      ],
    },
    {
      title: "What it says",
      across: 1,
      panels: [
        {
          kind: "logs",
          title: "Warnings and errors",
          description:
            "Of its lines, in the region whose Grafana this is; each that belongs to a trace leads to it.",
          queries: [
            {
              kind: "logql",
              tenant: "services",
              expr: `{${linesInRegion},k8s_namespace_name=~"$namespace",service_name=~"$service.*"} | detected_level=~"warn|error|critical|fatal"`,
            },
          ],
          links: [{ to: "logs" }],
        },
        {
          kind: "traces",
          title: "Traces that failed",
          description:
            "Of requests that it took part in and that ended with an error, once one service is chosen; all of these are kept.",
          queries: [{ kind: "traces", service: "$service", tags: { error: "true" } }],
          links: [{ to: "traces" }],
        },
      ],
    },
  ],
};
