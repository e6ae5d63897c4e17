import type { Reader } from "../framework/reader";
import type { Finding, ResourceView, StackView } from "../framework/rule";
import { findingsOf } from "./look";

export const loadBalancerType = "cloudflare:index/loadBalancer:LoadBalancer";

/**
 * Findings on each zone that has a load balancer; what a zone lacks is said of its first, whose name without its first label
 * is the zone's.
 */
export function zoneFindings(
  stack: StackView,
  look: (zone: string, domain: string) => readonly Finding[],
): Finding[] {
  const seen = new Set<string>();
  return findingsOf(stack, [loadBalancerType], (balancer) => {
    const zone = balancer.props.text("zoneId") ?? "";
    if (seen.has(zone)) return [];
    seen.add(zone);
    const [, ...domain] = (balancer.props.text("name") ?? "").split(".");
    return look(zone, domain.join("."));
  });
}

/** The resources of a type that belong to a zone. */
export function inZone(stack: StackView, type: string, zone: string): ResourceView[] {
  return stack.ofType(type).filter(({ props }) => props.text("zoneId") === zone);
}

export const rulesetType = "cloudflare:index/ruleset:Ruleset";

/** One rule of a zone's rule sets. */
export interface ZoneRule {
  readonly rule: Reader;
  /** URN of the rule set. */
  readonly urn: string;
}

/** The rules of a phase, such as `http_ratelimit`, that run in a zone by themselves (kind `zone`). */
export function rulesOf(rulesets: readonly ResourceView[], phase: string): ZoneRule[] {
  return rulesets
    .filter(({ props }) => props.text("phase") === phase && props.text("kind") === "zone")
    .flatMap(({ props, urn }) => props.items("rules").map((rule) => ({ rule, urn })));
}
