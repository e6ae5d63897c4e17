/**
 * What is counted of lines, in Loki's own language: each becomes a metric that Prometheus has, so that alerts and dashboards ask for it as
 * for any other.
 */
import type { LogTenant } from "../../facts/logging";
import { check } from "../../shared";
import { logqlFault } from "./logql";

export interface LogRecording {
  /** `level:metric:operations`, as Prometheus' own. */
  readonly record: string;
  /** Labels that it has, beside the region. */
  readonly labels: readonly string[];
  readonly expr: string;
  /** Whose lines are counted. */
  readonly tenants: readonly LogTenant[];
  /** What it is, in a few words, with its unit. */
  readonly help: string;
}

/** Services that lines of the cluster itself are said to be of. */
export const clusterServices = { audit: "kubernetes-audit", events: "kubernetes-events" } as const;

const bad = 'detected_level=~"error|critical|fatal"';
const audit = `{service_name="${clusterServices.audit}"}`;

export const logRecordings: readonly LogRecording[] = [
  {
    record: "namespace:log_lines:rate5m",
    labels: ["k8s_namespace_name"],
    expr: 'sum by (k8s_namespace_name) (rate({k8s_namespace_name=~".+"}[5m]))',
    tenants: ["platform", "services"],
    help: "lines a second",
  },
  {
    record: "namespace:log_errors:rate5m",
    labels: ["k8s_namespace_name"],
    expr: `sum by (k8s_namespace_name) (rate({k8s_namespace_name=~".+"} | ${bad} [5m]))`,
    tenants: ["platform", "services"],
    help: "lines a second that say error",
  },
  {
    record: "audit:requests:rate5m",
    labels: [],
    expr: `sum(rate(${audit}[5m]))`,
    tenants: ["audit"],
    help: "requests to the API server that its audit log has, a second",
  },
  {
    record: "audit:shells:increase5m",
    labels: [],
    expr: `sum(count_over_time(${audit} |~ "\\"subresource\\":\\"(exec|attach)\\"" |= "\\"stage\\":\\"ResponseStarted\\"" [5m]))`,
    tenants: ["audit"],
    help: "shells that were opened in containers, in five minutes",
  },
  {
    record: "audit:refused:rate5m",
    labels: [],
    expr: `sum(rate(${audit} |= "\\"code\\":403" [5m]))`,
    tenants: ["audit"],
    help: "requests that the API server refused for want of rights, a second",
  },
  {
    record: "events:warnings:rate5m",
    labels: ["reason"],
    expr: `sum by (reason) (rate({service_name="${clusterServices.events}"} | json kind="object.type", reason="object.reason" | kind="Warning" [5m]))`,
    tenants: ["audit"],
    help: "warnings of the cluster about its objects, a second",
  },
];

/**
 * The file of each tenant's rules.
 * @throws InvalidValueError where a query does not parse, with the rule's name.
 */
export function ruleFiles(recordings = logRecordings): Readonly<Record<string, string>> {
  for (const { record, expr } of recordings) {
    const fault = logqlFault(expr);
    check(fault === undefined, `log recording "${record}"`, expr, `a query of Loki's; it is ${fault ?? ""}`);
  }
  const tenants = [...new Set(recordings.flatMap(({ tenants: of }) => of))];
  return Object.fromEntries(
    tenants.map((tenant) => [
      tenant,
      JSON.stringify({
        groups: [
          {
            name: tenant,
            interval: "1m",
            rules: recordings
              .filter(({ tenants: of }) => of.includes(tenant))
              .map(({ record, expr }) => ({ record, expr })),
          },
        ],
      }),
    ]),
  );
}
