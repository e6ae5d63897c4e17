import { rule } from "../../../../policies/compliance/rules/alertsComplete";
import { allUndecided, refused } from "../../../support/mutationLines";
import { absent } from "../../../support/mutations";
import type { RuleCases } from "../../../support/rules";
import { prometheusRule } from "../../../support/watchFixtures";

const alert = "spec.groups[0].rules[0]";
const page = "a page of docs/runbooks";

export const cases: RuleCases = {
  rule,
  fixtures: [prometheusRule],
  mutations: [
    ...["page", "Critical", absent].map((severity) =>
      refused(
        `severity ${String(severity)}`,
        `${alert}.labels.severity`,
        severity,
        "critical or warning or info",
      ),
    ),
    ...[
      "labels.service",
      "labels.owner",
      "annotations.summary",
      "annotations.description",
      "annotations.dashboard_url",
    ].flatMap((field) =>
      ["", " ", absent].map((text) =>
        refused(`${field} is ${JSON.stringify(text)}`, `${alert}.${field}`, text, "a text"),
      ),
    ),
    ...[
      "https://runbooks.prometheus-operator.dev/runbooks/general/watchdog",
      "https://github.com/azora/platform/blob/main/docs/runbooks/nothing.md",
      "docs/runbooks/alerts.md",
      absent,
    ].map((url) => refused(`runbook ${String(url)}`, `${alert}.annotations.runbook_url`, url, page)),
    refused(
      "a second alert without anything",
      "spec.groups[0].rules[2]",
      { alert: "Bare", expr: "up == 0" },
      page,
      {
        at: "spec.groups[0].rules[2].annotations.runbook_url",
        found: "absent",
      },
    ),
    ...allUndecided(["spec.groups", `${alert}.labels.severity`, `${alert}.annotations.runbook_url`]),
  ],
  survivors: [
    { path: "spec", why: "what has no rules has no alerts" },
    { path: "spec.groups", why: "the same" },
    { path: "spec.groups[*]", why: "the same" },
    { path: "spec.groups[*].rules", why: "the same" },
    { path: "spec.groups[*].rules[*]", why: "a rule that is not there tells nobody" },
    { path: "spec.groups[*].rules[*].alert", why: "a rule that is no alert tells nobody" },
  ],
};
