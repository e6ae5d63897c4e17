import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { allRegions } from "../facts/regions";
import type { RegionContext, TagUse } from "./context";

export interface RegionOpening {
  readonly context: RegionContext;
  /** The security group of what is reached. */
  readonly securityGroupId: pulumi.Input<string>;
  /** One port, or the first and the last. */
  readonly ports: number | readonly [first: number, last: number];
  /** Service of the rule's tags, and the first words of their name. */
  readonly tags: TagUse & { readonly name: string };
  /** What the rule is for, by the name of who may come. */
  readonly says: (region: string) => string;
}

/**
 * Lets the other regions' networks reach ports of this region's; one rule each.
 * @example openToRegions(`${name}-api`, { …, ports: 443, says: (region) => `API from ${region}` }, child) // "…-api-from-europe", …
 */
export function openToRegions(
  name: string,
  { context, securityGroupId, ports, tags, says }: RegionOpening,
  opts: pulumi.CustomResourceOptions,
): void {
  const [fromPort, toPort] = typeof ports === "number" ? [ports, ports] : ports;
  for (const other of allRegions().filter((each) => each.name !== context.region.name))
    new aws.vpc.SecurityGroupIngressRule(
      `${name}-from-${other.name}`,
      {
        securityGroupId,
        cidrIpv4: other.cidr,
        ipProtocol: "tcp",
        fromPort,
        toPort,
        description: says(other.name),
        tags: context.tags({ ...tags, name: `${tags.name}-from-${other.name}` }),
      },
      opts,
    );
}
