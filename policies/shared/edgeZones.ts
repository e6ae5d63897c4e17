import type { Reader } from "../framework/reader";
import type { Finding, ResourceView, StackView } from "../framework/rule";
import { findingsOf } from "./look";

export const loadBalancerType = "cloudflare:index/loadBalancer:LoadBalancer";

/** Findings on each zone that has a load balancer; what a zone lacks is said of its first. */
export function zoneFindings(
  stack: StackView,
  look: (zone: string, balancer: ResourceView) => readonly Finding[],
): Finding[] {
  const seen = new Set<string>();
  return findingsOf(stack, [loadBalancerType], (balancer) => {
    const zone = balancer.props.text("zoneId") ?? "";
    if (seen.has(zone)) return [];
    seen.add(zone);
    return look(zone, balancer);
  });
}

/** The domain of a load balancer's zone: its host without the first label. */
export function domainOf({ props }: ResourceView): string {
  return (props.text("name") ?? "").split(".").slice(1).join(".");
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
