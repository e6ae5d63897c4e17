import { managedRulesets, owaspDecision } from "../../../components/facts/edgeShield";
import type { Reader } from "../../framework/reader";
import type { Finding, StackRule } from "../../framework/rule";
import { access } from "../../shared/controls";
import {
  inZone,
  loadBalancerType,
  rulesOf,
  rulesetType,
  zoneFindings,
  type ZoneRule,
} from "../../shared/edgeZones";
import { wrong, wrongResource } from "../../shared/finding";
import { findingsOf } from "../../shared/look";

const phase = "http_request_firewall_managed";
const fix = "run the managed rules on every request, as EdgeShield does";

/** Changes that leave a rule set there and take its teeth. */
function blunted(parameters: Reader, id: string): Finding[] {
  const overrides = parameters.at("overrides");
  const findings: Finding[] = [];
  if (overrides.flag("enabled") === false) findings.push(wrong(overrides.at("enabled"), "true", fix));
  const action = overrides.text("action");
  if (action !== undefined && action !== "block") findings.push(wrong(overrides.at("action"), "block", fix));
  const isOwasp = id === managedRulesets.owasp;
  const mayBeOff: readonly string[] = isOwasp ? owaspDecision.levelsOff : [];
  for (const category of overrides.items("categories"))
    if (!mayBeOff.includes(category.text("category") ?? ""))
      findings.push(wrong(category, `none but ${mayBeOff.join(", ") || "those that are on"}`, fix));
  for (const changed of overrides.items("rules"))
    if (!isOwasp || changed.text("id") !== owaspDecision.ruleId)
      findings.push(wrong(changed, "no rule changed but the one that decides", fix));
  if (!isOwasp) return findings;
  const decision = overrides.items("rules").find((rule) => rule.text("id") === owaspDecision.ruleId);
  if (decision === undefined) return [...findings, wrong(overrides.at("rules"), "a score that blocks", fix)];
  if (decision.flag("enabled") === false) findings.push(wrong(decision.at("enabled"), "true", fix));
  if (decision.text("action") !== "block") findings.push(wrong(decision.at("action"), "block", fix));
  if ((decision.number("scoreThreshold") ?? Infinity) > owaspDecision.scoreMax)
    findings.push(wrong(decision.at("scoreThreshold"), `${owaspDecision.scoreMax} or less`, fix));
  return findings;
}

/** A rule set that runs on every request. */
function runs({ rule }: ZoneRule, id: string): boolean {
  return (
    rule.text("action") === "execute" &&
    rule.text("actionParameters", "id") === id &&
    rule.text("expression") === "true" &&
    rule.flag("enabled") !== false
  );
}

export const rule: StackRule = {
  id: "edge-firewall",
  title: "Cloudflare's and OWASP's rules look at every request, and none is let past them",
  why: "A request that passes by the rules meets the application alone; one rule that skips is enough.",
  severity: "high",
  level: "mandatory",
  controls: access,
  scope: "stack",
  types: [loadBalancerType, rulesetType],
  onUnknown: "fail",
  check: (stack) => [
    ...zoneFindings(stack, (zone) => {
      const rulesets = inZone(stack, rulesetType, zone);
      const managed = rulesOf(rulesets, phase);
      const running = Object.entries(managedRulesets).flatMap(([name, id]) => {
        const found = managed.filter((zoneRule) => runs(zoneRule, id));
        return found.length === 0
          ? [wrongResource(`its zone without the rule set ${name}`, `the rule set ${id}`, fix)]
          : found.flatMap(({ rule, urn }) =>
              blunted(rule.at("actionParameters"), id).map((finding) => ({ ...finding, urn })),
            );
      });
      return running;
    }),
    // Of any zone, phase and kind: an account's rule set skips in every zone.
    ...findingsOf(stack, [rulesetType], ({ props }) =>
      props
        .items("rules")
        .filter((rule) => rule.text("action") === "skip")
        .map((rule) => wrong(rule.at("action"), "no rule that skips others", fix)),
    ),
  ],
};
