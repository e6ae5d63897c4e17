import { reservedBlocks } from "../facts/network";
import { check } from "../shared";
import { cidrsOverlap, parseCidr } from "./cidr";
import type { NetworkArgs } from "./network";

/**
 * Checks what a network is asked to be, before anything is created.
 * @throws InvalidValueError naming the zone, the choice or the block that cannot be.
 */
export function checkNetwork(args: NetworkArgs, otherCidrs: readonly string[]): void {
  const { region } = args.context;
  for (const zone of args.zones) {
    check(
      region.allZones.includes(zone),
      "Network.zones",
      zone,
      `zones of ${region.awsRegion}: ${region.allZones.join(", ")}`,
    );
  }
  check(
    !args.edge || region.localZone !== undefined,
    "Network.edge",
    args.edge,
    `false, since ${region.name} has no Local Zone`,
  );
  const taken = [region.cidr, ...otherCidrs, ...reservedBlocks.map(({ cidr }) => cidr)];
  for (const [index, cidr] of args.corporateCidrs.entries()) {
    parseCidr(cidr, "Network.corporateCidrs");
    const clash = [...taken, ...args.corporateCidrs.slice(0, index)].find((block) =>
      cidrsOverlap(block, cidr),
    );
    check(
      clash === undefined,
      "Network.corporateCidrs",
      cidr,
      `a block that does not overlap ${clash ?? ""}`,
    );
  }
  const clash = otherCidrs.find((block) => cidrsOverlap(block, region.cidr));
  check(
    clash === undefined,
    `regions.${region.name}.cidr`,
    region.cidr,
    `a block that does not overlap ${clash ?? ""}`,
  );
}
