import { clusterAddresses } from "../../components/facts/kubernetes";
import { linkLocalCidr } from "../../components/facts/network";
import { allRegions } from "../../components/facts/regions";

/** An IPv4 block, by its first and last address. */
export interface Block {
  readonly first: number;
  readonly last: number;
  readonly prefixBits: number;
}

/** The block that a CIDR stands for; `undefined` for IPv6, which the platform does not use, and for what is no CIDR. */
export function blockOf(cidr: string | undefined): Block | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr ?? "");
  if (!match) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, prefixBits = 0] = match.slice(1).map(Number);
  if (Math.max(a, b, c, d) > 255 || prefixBits > 32) return undefined;
  const size = 2 ** (32 - prefixBits);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  const first = Math.floor(address / size) * size;
  return { first, last: first + size - 1, prefixBits };
}

/** Whether one block holds all of another. */
export function holds(outer: Block | undefined, inner: Block | undefined): boolean {
  return outer !== undefined && inner !== undefined && outer.first <= inner.first && inner.last <= outer.last;
}

/** Whether two blocks have an address in common. */
export function overlap(a: Block | undefined, b: Block | undefined): boolean {
  return a !== undefined && b !== undefined && a.first <= b.last && b.first <= a.last;
}

/** Blocks in which only the platform answers: each region's VPC, services of a cluster, a node's Pod Identity agent. */
export function ownBlocks(): readonly string[] {
  return [...regionBlocks(), clusterAddresses.serviceCidr, `${clusterAddresses.podIdentityAgentIp}/32`];
}

/** Each region's VPC; pods have addresses of it. */
export function regionBlocks(): readonly string[] {
  return allRegions().map(({ cidr }) => cidr);
}

/** Blocks that are no part of the internet though 0.0.0.0/0 holds them. */
export function insideBlocks(): readonly string[] {
  return [linkLocalCidr, ...regionBlocks()];
}
