/** Rate, errors and duration of every service, as the proxies before its pods see them. */
import { alertWindows, thresholds } from "../../facts/serviceLevels";
import type { RuleGroup } from "./rule";

const labels = ["region", "destination_service_namespace", "destination_service_name"];
const by = labels.join(", ");
const received = `reporter="destination"`;
const rate = "service:requests:rate5m";

export const serviceRules: RuleGroup = {
  name: "services",
  recordings: [
    {
      record: rate,
      labels,
      expr: `sum by (${by}) (rate(istio_requests_total{${received}}[5m]))`,
      help: "requests a second that a service received",
    },
    {
      record: "service:error_ratio:rate5m",
      labels,
      expr: `(sum by (${by}) (rate(istio_requests_total{${received},response_code=~"5.."}[5m])) or ${rate} * 0) / ${rate}`,
      help: "share of them that failed",
    },
    {
      record: "service:latency_seconds:p95_5m",
      labels,
      expr: `histogram_quantile(0.95, sum by (${by}, le) (rate(istio_request_duration_milliseconds_bucket{${received}}[5m]))) / 1000`,
      help: "95th percentile of their latency in seconds",
    },
    {
      record: "service_calls:requests:rate5m",
      labels: [...labels, "source_workload_namespace", "source_workload"],
      expr: `sum by (${by}, source_workload_namespace, source_workload) (rate(istio_requests_total{${received}}[5m]))`,
      help: "requests a second by who calls whom",
    },
  ],
  alerts: [
    {
      alert: "ServiceFails",
      severity: "warning",
      service: "entry",
      // What users see is told by `requests`; a service that few call may fail wholly and not show there.
      expr: `service:error_ratio:rate5m > ${thresholds.critical.errorRatioAbove} and ${rate} > 1`,
      forMinutes: alertWindows.forMinutes,
      summary:
        "{{ $labels.region }}: {{ $labels.destination_service_namespace }}/{{ $labels.destination_service_name }} fails",
      description: "{{ $value | humanizePercentage }} of its requests fail, more than one a second comes in.",
      runbook: "alerts",
      dashboard: "service",
    },
  ],
};
