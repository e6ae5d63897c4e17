import { regionOfPool } from "../../components/facts/edgeHosts";
import type { ResourceView, StackView } from "../framework/rule";

export const poolType = "cloudflare:index/loadBalancerPool:LoadBalancerPool";

/**
 * The regions behind a field of a load balancer, by the pools from which it derives: ids are unknown in a preview, and tell
 * nothing after it. A pool that is not the platform's reads as `undefined`.
 */
export function regionsBehind(
  stack: StackView,
  balancer: ResourceView,
  property: string,
): ReadonlySet<string | undefined> {
  const pools = stack.sources(balancer, property).filter(({ type }) => type === poolType);
  return new Set(pools.map(({ props }) => regionOfPool(props.text("name"))));
}
