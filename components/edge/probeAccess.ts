import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { httpsPort } from "../facts/network";
import { regionNamed } from "../facts/regions";
import type { RegionContext } from "../shared";

/** What of a region its peers need to be let in. */
export interface ProbedRegion {
  readonly context: RegionContext;
  /** Public addresses from which it reaches the Internet, one a NAT gateway. */
  readonly natPublicIps: pulumi.Input<readonly string[]>;
  /** Security group of its Network Load Balancer. */
  readonly entryGroupId: pulumi.Input<string>;
}

export interface ProbeAccessArgs {
  readonly regions: readonly ProbedRegion[];
}

/**
 * Lets the regions ask each other's public entries whether they answer, as the steering controllers do; to anyone but the edge
 * they are closed. Costs nothing to run.
 */
export class ProbeAccess extends pulumi.ComponentResource {
  constructor(name: string, args: ProbeAccessArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:edge:ProbeAccess", name, {}, opts);
    for (const probed of args.regions) {
      const { context } = probed;
      const { name: region, awsRegion } = context.region;
      const others = args.regions.filter((other) => other !== probed);
      const tags = context.tags({ service: "ingress", name: context.name("probes") });
      const list = new aws.ec2.ManagedPrefixList(
        `${name}-${region}-peers`,
        {
          region: awsRegion,
          name: context.name("probes"),
          addressFamily: "IPv4",
          maxEntries: others.reduce(
            (sum, other) => sum + regionNamed(other.context.region.name).zones.length,
            0,
          ),
          entries: pulumi
            .all(others.map(({ natPublicIps }) => natPublicIps))
            .apply((addresses) =>
              addresses.flat().map((address) => ({ cidr: `${address}/32`, description: "Another region" })),
            ),
          tags,
        },
        { parent: this },
      );
      new aws.vpc.SecurityGroupIngressRule(
        `${name}-${region}-from-peers`,
        {
          region: awsRegion,
          securityGroupId: probed.entryGroupId,
          description: "HTTPS from the probes of the other regions",
          prefixListId: list.id,
          ipProtocol: "tcp",
          fromPort: httpsPort,
          toPort: httpsPort,
          tags,
        },
        { parent: this },
      );
    }
    this.registerOutputs({});
  }
}
