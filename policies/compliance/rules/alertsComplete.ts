import { runbooks } from "../../../components/facts/alerting";
import { severities } from "../../../components/facts/serviceLevels";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceRule } from "../../framework/rule";
import { watched } from "../../shared/controls";
import { wrong } from "../../shared/finding";
import { alertsOf, prometheusRuleType } from "../../shared/watchTypes";

const fix = "declare it as an alert of components/observability/rules, which asks for all of it";

/** Whether an address leads to a page of ours. @example "https://github.com/azora/platform/blob/main/docs/runbooks/alerts.md#watchdog" */
function isRunbook(url: string): boolean {
  const [, page] = /^https:\/\/\S+\/docs\/runbooks\/([a-z-]+)\.md(#[a-z0-9-]+)?$/.exec(url) ?? [];
  return (runbooks as readonly (string | undefined)[]).includes(page);
}

function texts(within: Reader, keys: readonly string[]): Finding[] {
  return keys
    .filter((key) => (within.text(key) ?? "").trim() === "")
    .map((key) => wrong(within.at(key), "a text", fix));
}

function mistakes(alert: Reader): Finding[] {
  const labels = alert.at("labels");
  const annotations = alert.at("annotations");
  const severity = labels.at("severity");
  const page = annotations.at("runbook_url");
  return [
    ...((severities as readonly (string | undefined)[]).includes(severity.text())
      ? []
      : [wrong(severity, severities.join(" or "), fix)]),
    ...texts(labels, ["service", "owner"]),
    ...texts(annotations, ["summary", "description", "dashboard_url"]),
    ...(isRunbook(page.text() ?? "") ? [] : [wrong(page, "a page of docs/runbooks", fix)]),
  ];
}

export const rule: ResourceRule = {
  id: "alerts-complete",
  title: "Every alert says how bad it is, whose it is, what it means, and where it is written what to do",
  why: "An alert without a severity reaches nobody in time, one without an owner nobody at all; and whoever is woken by one without a page starts from nothing.",
  severity: "medium",
  level: "mandatory",
  controls: watched,
  scope: "resource",
  types: [prometheusRuleType],
  onUnknown: "fail",
  check: ({ props }) => alertsOf(props.at("spec")).flatMap(mistakes),
};
