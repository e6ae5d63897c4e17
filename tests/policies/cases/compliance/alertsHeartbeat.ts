import { rule } from "../../../../policies/compliance/rules/alertsHeartbeat";
import { allUndecided, refused } from "../../../support/mutationLines";
import { absent } from "../../../support/mutations";
import type { RuleCases } from "../../../support/rules";
import {
  alertmanager,
  alertmanagerConfig,
  outOfSight,
  prometheus,
  prometheusRule,
} from "../../../support/watchFixtures";

const [store, router, config, rules] = [0, 1, 2, 3] as const;
const route = "spec.route.routes[0]";
const out = "a receiver that calls an address from a secret";
const always = {
  resource: rules,
  at: "",
  found: "no alert Watchdog",
};

export const cases: RuleCases = {
  rule,
  fixtures: [prometheus, alertmanager, alertmanagerConfig, prometheusRule, outOfSight],
  mutations: [
    refused(
      "another alert is routed",
      `${route}.matchers[0].value`,
      "Other",
      "a route of Watchdog alone, before all",
      {
        resource: config,
        at: "spec.route.routes",
        found: JSON.stringify([
          {
            groupInterval: "1m",
            matchers: [{ matchType: "=", name: "alertname", value: "Other" }],
            receiver: "heartbeat",
            repeatInterval: "1s",
          },
          { matchers: [{ matchType: "=", name: "severity", value: "info" }], receiver: "nobody" },
        ]),
      },
    ),
    refused("no routes", "spec.route.routes", absent, "a route of Watchdog alone, before all", {
      resource: config,
    }),
    refused("told nobody", `${route}.receiver`, "nobody", out, { resource: config }),
    refused("told a channel", `${route}.receiver`, "channel", out, { resource: config }),
    refused("an address in plain", "spec.receivers[3].webhookConfigs[0].urlSecret", absent, out, {
      resource: config,
      at: `${route}.receiver`,
      found: '"heartbeat"',
    }),
    refused("twice a day", `${route}.repeatInterval`, "12h", "1s", { resource: config }),
    refused("as often as groups", `${route}.repeatInterval`, "1m", "1s", { resource: config }),
    refused("in groups of five minutes", `${route}.groupInterval`, "5m", "1m", { resource: config }),
    refused("at night only", `${route}.activeTimeIntervals`, ["night"], "none", {
      resource: config,
      found: '["night"]',
    }),
    refused("told to no Alertmanager", "spec.alerting.alertmanagers", [], "an Alertmanager", {
      resource: store,
      found: "[]",
    }),
    refused("silent at night", `${route}.muteTimeIntervals`, ["night"], "none", {
      resource: config,
      found: '["night"]',
    }),
    refused(
      "another configuration",
      "spec.alertmanagerConfiguration.name",
      "other",
      "the name of an AlertmanagerConfig",
      { resource: router },
    ),
    refused(
      "no configuration",
      "spec.alertmanagerConfiguration",
      absent,
      "the name of an AlertmanagerConfig",
      {
        resource: router,
        at: "spec.alertmanagerConfiguration.name",
        found: "absent",
      },
    ),
    refused("nobody is told", "@type", "kubernetes:core/v1:ConfigMap", "one that tells people", {
      resource: router,
      at: "",
      found: "no Alertmanager",
    }),
    refused(
      "nothing always fires",
      "spec.groups[0].rules[0].alert",
      "Other",
      "one that always fires",
      always,
    ),
    refused("it fires at times", "spec.groups[0].rules[0].expr", "up == 0", "one that always fires", always),
    ...allUndecided(["spec.ruleSelector"], { resource: store }),
  ],
  survivors: [
    { path: "metadata.name", why: "of many objects of rules one has the alert that always fires" },
    { path: "spec.ruleSelector", why: "one that has no rules tells nothing" },
  ],
  partly: [
    { path: "spec.receivers[*]", why: "other receivers tell of other alerts" },
    { path: "spec.receivers[*].name", why: "the same" },
  ],
};
