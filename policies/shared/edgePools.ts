import { regionOfPool } from "../../components/facts/edgeHosts";
import type { Reader } from "../framework/reader";
import type { Finding, ResourceView, StackView } from "../framework/rule";
import { wrong } from "./finding";
import { regionReferredTo } from "./places";

export const poolType = "cloudflare:index/loadBalancerPool:LoadBalancerPool";

/** From where a pool's origins come, as a message says it. */
export function originsFrom(stack: StackView, pool: ResourceView): string {
  const others = stack.sources(pool, "origins").map(({ type }) => type);
  return [...stack.references(pool, "origins"), ...others].join(", ") || "no stack";
}

/** The region that a pool leads to: the one of its name, if its origins come from there. */
export function regionOf(stack: StackView, pool: ResourceView): string | undefined {
  const named = regionOfPool(pool.props.text("name"));
  return regionReferredTo(stack, pool, "origins")?.name === named ? named : undefined;
}

/**
 * The regions behind a field of a load balancer, by the pools from which it derives: ids are unknown in a preview, and tell
 * nothing after it. A pool that is not the platform's, or is another region's than its name says, reads as `undefined`.
 */
export function regionsBehind(
  stack: StackView,
  balancer: ResourceView,
  property: string,
): ReadonlySet<string | undefined> {
  const pools = stack.sources(balancer, property).filter(({ type }) => type === poolType);
  return new Set(pools.map((pool) => regionOf(stack, pool)));
}

/** A finding on each of the fields that says something, where the order is to come from elsewhere. */
export function noneOf(props: Reader, fields: readonly string[], fix: string): Finding[] {
  return fields
    .filter((field) => props.keys(field).length > 0 || props.items(field).length > 0)
    .map((field) => wrong(props.at(field), "none", fix));
}

/** What would lead a load balancer's requests past its lists, on any host. */
const past = ["popPools", "rules", "networks", "locationStrategy"];

/** Findings on what takes a load balancer's requests off the order of its lists: off, by a cookie, or by other fields. */
export function offItsLists({ props }: ResourceView): Finding[] {
  const findings: Finding[] = [];
  if (props.flag("enabled") === false) findings.push(wrong(props.at("enabled"), "true", "leave it on"));
  if (props.text("sessionAffinity") !== "none")
    findings.push(
      wrong(
        props.at("sessionAffinity"),
        "none",
        "let no cookie hold a user to a region that is worse, or lost",
      ),
    );
  return [...findings, ...noneOf(props, past, "leave the order to the lists")];
}
