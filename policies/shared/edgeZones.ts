import type { Finding, ResourceView, StackView } from "../framework/rule";
import { findingsOf } from "./look";

export const loadBalancerType = "cloudflare:index/loadBalancer:LoadBalancer";

/** Findings on each zone that has a load balancer; what a zone lacks is said of its first. */
export function zoneFindings(stack: StackView, look: (zone: string) => readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findingsOf(stack, [loadBalancerType], (balancer) => {
    const zone = balancer.props.text("zoneId") ?? "";
    if (seen.has(zone)) return [];
    seen.add(zone);
    return look(zone);
  });
}

/** The resources of a type that belong to a zone. */
export function inZone(stack: StackView, type: string, zone: string): ResourceView[] {
  return stack.ofType(type).filter(({ props }) => props.text("zoneId") === zone);
}
