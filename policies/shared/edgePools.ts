import { regionOfPool } from "../../components/facts/edgeHosts";
import type { Reader } from "../framework/reader";
import type { Finding, ResourceView, StackView } from "../framework/rule";
import { wrong } from "./finding";

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

/** A finding on each of the fields that says something, where the order is to come from elsewhere. */
export function noneOf(props: Reader, fields: readonly string[], fix: string): Finding[] {
  return fields
    .filter((field) => props.keys(field).length > 0 || props.items(field).length > 0)
    .map((field) => wrong(props.at(field), "none", fix));
}
