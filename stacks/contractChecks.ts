import type { Region } from "../components/facts/regions";
import type { RegionOutputs } from "./contract";

type Network = RegionOutputs["network"];

/**
 * A region's network, if it stands in the block to which the others are about to send.
 * @param stack name of the region's stack, as its reference has it.
 * @throws Error with both blocks where facts have moved the region and it was not deployed since.
 */
export function inItsBlock(stack: string, network: Network, region: Pick<Region, "cidr">): Network {
  if (network.cidr !== region.cidr)
    throw new Error(
      `contract of ${stack}: network.cidr is ${network.cidr}; allowed: ${region.cidr}, as facts have it (deploy the region again)`,
    );
  return network;
}

/**
 * A field that a region has once all of it is built.
 * @throws Error that names the field where it is `null`.
 */
export function ofComplete(stack: string, field: string, value: string | null): string {
  if (value === null)
    throw new Error(`contract of ${stack}: ${field} is null; allowed: what azora:phase complete gives`);
  return value;
}
