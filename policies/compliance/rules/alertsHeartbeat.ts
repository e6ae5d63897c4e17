import { alertTimes, watchdogAlert, watchdogGroup } from "../../../components/facts/alerting";
import type { Reader } from "../../framework/reader";
import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import { watched } from "../../shared/controls";
import { wrong, wrongResource } from "../../shared/finding";
import { findingsOf } from "../../shared/look";
import {
  alertmanagerConfigType,
  alertmanagerType,
  prometheusRuleType,
  prometheusType,
} from "../../shared/watchTypes";

const fix = "route the alert that always fires to a receiver outside of the platform (alertRoutes)";

/** The first of all routes, where it is for the alert that always fires: an earlier one would take it. */
function heartbeatRoute(spec: Reader): Reader | undefined {
  const [route] = spec.items("route", "routes");
  const matchers = route?.items("matchers") ?? [];
  const isItsOwn = matchers.every(
    (matcher) =>
      matcher.text("name") === "alertname" &&
      matcher.text("value") === watchdogAlert &&
      (matcher.text("matchType") ?? "=") === "=",
  );
  return matchers.length === 1 && isItsOwn ? route : undefined;
}

/** Whether a receiver calls an address that is a secret. */
function callsOut(spec: Reader, name: string | undefined): boolean {
  return spec
    .items("receivers")
    .filter((receiver) => receiver.text("name") === name)
    .some((receiver) => receiver.items("webhookConfigs").some((hook) => hook.at("urlSecret").exists));
}

function routeMistakes({ urn, props }: ResourceView): Finding[] {
  const spec = props.at("spec");
  const route = heartbeatRoute(spec);
  if (route === undefined)
    return [
      { ...wrong(spec.at("route", "routes"), `a route of ${watchdogAlert} alone, before all`, fix), urn },
    ];
  const every = `${alertTimes.heartbeatMinutes}m`;
  // Longer, and only every second one would be due.
  const again = `${alertTimes.heartbeatRepeatSeconds}s`;
  return [
    ...(callsOut(spec, route.text("receiver"))
      ? []
      : [wrong(route.at("receiver"), "a receiver that calls an address from a secret", fix)]),
    ...(route.text("groupInterval") === every ? [] : [wrong(route.at("groupInterval"), every, fix)]),
    ...(route.text("repeatInterval") === again ? [] : [wrong(route.at("repeatInterval"), again, fix)]),
    ...["muteTimeIntervals", "activeTimeIntervals"]
      .filter((times) => route.items(times).length > 0)
      .map((times) => wrong(route.at(times), "none", fix)),
  ].map((finding) => ({ ...finding, urn }));
}

/** What is wrong with an Alertmanager, by the configuration that it names. */
function routerMistakes(stack: StackView, { urn, props }: ResourceView): Finding[] {
  const name = props.at("spec", "alertmanagerConfiguration", "name");
  const config = stack
    .ofType(alertmanagerConfigType)
    .find((each) => each.props.text("metadata", "name") === name.text());
  return config === undefined
    ? [{ ...wrong(name, "the name of an AlertmanagerConfig", fix), urn }]
    : routeMistakes(config);
}

/** Whether an alert always fires in the stack. */
function alwaysFires(stack: StackView): boolean {
  const group = stack
    .ofType(prometheusRuleType)
    .find((each) => each.props.text("metadata", "name") === watchdogGroup);
  const alert = group?.props
    .items("spec", "groups")
    .flatMap((each) => each.items("rules"))
    .find((each) => each.text("alert") === watchdogAlert);
  return (alert?.text("expr") ?? "").includes("vector(1)");
}

/** What a Prometheus that has rules lacks to tell somebody. */
function mistakesOf(stack: StackView, { props }: ResourceView): Finding[] {
  if (!props.at("spec", "ruleSelector").exists) return [];
  const routers = stack.ofType(alertmanagerType);
  return [
    ...(props.items("spec", "alerting", "alertmanagers").length > 0
      ? []
      : [wrong(props.at("spec", "alerting", "alertmanagers"), "an Alertmanager", fix)]),
    ...(routers.length > 0
      ? routers.flatMap((router) => routerMistakes(stack, router))
      : [wrongResource("no Alertmanager", "one that tells people", "make it with AlertRouter")]),
    ...(alwaysFires(stack)
      ? []
      : [
          wrongResource(
            `no alert ${watchdogAlert}`,
            "one that always fires",
            "make the platform's rules (RuleSets)",
          ),
        ]),
  ];
}

export const rule: StackRule = {
  id: "alerts-heartbeat",
  title: "Somebody outside of the platform notices when no alert can reach people any more",
  why: "A Prometheus that is gone, an Alertmanager that cannot send and a quiet night look the same; only a signal that must come, and is missed elsewhere, tells them apart. Decided in the offline plan: in a preview by the CLI stack rules see Kubernetes objects without inputs, and those are left out.",
  severity: "high",
  level: "mandatory",
  controls: watched,
  scope: "stack",
  types: [prometheusType, alertmanagerType, alertmanagerConfigType, prometheusRuleType],
  onUnknown: "fail",
  check: (stack) => findingsOf(stack, [prometheusType], (each) => mistakesOf(stack, each)),
};
