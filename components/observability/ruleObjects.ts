/** Rules as the operator takes them; pure. */
import { platformServices, runbooks, type PlatformService } from "../facts/alerting";
import { observabilityNames } from "../facts/observability";
import { partHost } from "./parts";
import type { Alert, Recording, RuleGroup } from "./rules";

/** Where whoever is told finds pages and dashboards. */
export interface RulePlaces {
  readonly region: string;
  readonly domain: string;
  /** The project's own repository. @example "https://github.com/azora/platform" */
  readonly repositoryUrl: string;
}

/** A rule as `PrometheusRule` writes it. */
export interface RenderedRule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

export interface RenderedGroup {
  readonly name: string;
  readonly interval?: string;
  readonly rules: readonly RenderedRule[];
}

/** The comparison that makes an alert of an expression. Numbers are written so that no two of them look alike. */
function conditionOf({ expr, threshold }: Pick<Alert, "expr" | "threshold">): string {
  return threshold === undefined
    ? expr
    : `${expr} ${threshold.is} ${Number(threshold.value.toPrecision(12))}`;
}

/** The page for an alert: of the runbook that collects small ones, its own heading. */
function runbookUrl(repositoryUrl: string, { runbook, alert }: Pick<Alert, "runbook" | "alert">): string {
  const anchor = runbook === runbooks[0] ? `#${alert.toLowerCase()}` : "";
  return `${repositoryUrl}/blob/main/docs/runbooks/${runbook}.md${anchor}`;
}

function recorded({ record, expr, with: labels }: Recording): RenderedRule {
  return { record, expr, ...(labels === undefined ? {} : { labels }) };
}

function alerted(alert: Alert, { region, domain, repositoryUrl }: RulePlaces): RenderedRule {
  const { severity, service, labels } = alert;
  const owner = alert.owner ?? platformServices[service as PlatformService].owner;
  const grafana = `https://${partHost(observabilityNames.grafana, region, domain)}`;
  return {
    alert: alert.alert,
    expr: conditionOf(alert),
    ...(alert.forMinutes === 0 ? {} : { for: `${alert.forMinutes}m` }),
    labels: { severity, service, owner, ...labels },
    annotations: {
      summary: alert.summary,
      description: alert.description,
      runbook_url: runbookUrl(repositoryUrl, alert),
      dashboard_url: `${grafana}/d/azora-${alert.dashboard}?var-region={{ $labels.region }}`,
    },
  };
}

/** A group as `PrometheusRule` writes it. */
export function renderGroup(group: RuleGroup, places: RulePlaces): RenderedGroup {
  const { name, everySeconds, recordings = [], alerts = [] } = group;
  return {
    name,
    ...(everySeconds === undefined ? {} : { interval: `${everySeconds}s` }),
    rules: [...recordings.map(recorded), ...alerts.map((alert) => alerted(alert, places))],
  };
}
