import { apiClasses, rateCharacteristics, ratePeriodSeconds } from "../../../components/facts/edgeShield";
import type { Reader } from "../../framework/reader";
import type { StackRule } from "../../framework/rule";
import { availability } from "../../shared/controls";
import { inZone, loadBalancerType, rulesOf, rulesetType } from "../../shared/edgeZones";
import { wrongResource } from "../../shared/finding";
import { findingsOf } from "../../shared/look";

const phase = "http_ratelimit";
const perMinuteMax = Math.max(...apiClasses.map(({ requestsPerMinuteMax }) => requestsPerMinuteMax));

/** Whether a rule counts all that is sent to a host; one that names paths as well does not. */
function counts(rule: Reader, host: string): boolean {
  const expression = rule.text("expression") ?? "";
  const named = /^http\.host in \{([^{}]*)\}$/.exec(expression)?.[1]?.split(" ") ?? [];
  return (
    (expression === "true" || named.includes(JSON.stringify(host))) &&
    rule.text("action") === "block" &&
    rule.flag("enabled") !== false
  );
}

/** Whether a rate is one that keeps anybody off. */
function limits(rule: Reader): boolean {
  const rate = rule.at("ratelimit");
  const seconds = rate.number("period") ?? 0;
  const requests = rate.number("requestsPerPeriod") ?? Infinity;
  // Counted by what a sender cannot choose, and kept off for a while.
  const counted = rate.texts("characteristics").sort().join(" ") === rateCharacteristics.join(" ");
  const kept = (rate.number("mitigationTimeout") ?? 0) > 0;
  const all = !rate.at("countingExpression").exists && rate.flag("requestsToOrigin") !== true;
  return counted && kept && all && seconds > 0 && (requests / seconds) * ratePeriodSeconds <= perMinuteMax;
}

export const rule: StackRule = {
  id: "edge-rates",
  title: "Every public host has a rate that no address may pass",
  why: "Without one a single address can use up the capacity of all regions, and the budget with it.",
  severity: "high",
  level: "mandatory",
  controls: availability,
  scope: "stack",
  types: [loadBalancerType, rulesetType],
  onUnknown: "fail",
  check: (stack) =>
    findingsOf(stack, [loadBalancerType], ({ props }) => {
      const host = props.text("name") ?? "";
      const rules = rulesOf(inZone(stack, rulesetType, props.text("zoneId") ?? ""), phase);
      return rules.some(({ rule }) => counts(rule, host) && limits(rule))
        ? []
        : [
            wrongResource(
              `no rate for all of ${host}`,
              `${perMinuteMax} calls a minute from one address, or fewer`,
              "limit the host as EdgeShield does",
            ),
          ];
    }),
};
