import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { privateZoneName } from "../facts/network";
import type { RegionContext } from "../shared";

export interface PrivateZoneArgs {
  readonly context: RegionContext;
  readonly vpcId: pulumi.Input<string>;
}

/** The region's names inside the platform, for example `africa.internal.<domain>`; every region's VPC resolves them. */
export class PrivateZone extends pulumi.ComponentResource {
  readonly zoneId: pulumi.Output<string>;
  readonly zoneName: pulumi.Output<string>;

  constructor(name: string, args: PrivateZoneArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:network:PrivateZone", name, {}, opts);
    const { context } = args;
    const zoneName = privateZoneName(context.region.name, context.domain);

    const zone = new aws.route53.Zone(
      `${name}-zone`,
      {
        name: zoneName,
        comment: `Names of ${context.region.name} inside the platform`,
        vpcs: [{ vpcId: args.vpcId, vpcRegion: context.region.awsRegion }],
        forceDestroy: false,
        tags: context.tags({ service: "network", name: zoneName }),
      },
      // The stack `global` associates the other regions' VPCs; they are not ours to remove.
      { parent: this, protect: true, ignoreChanges: ["vpcs"] },
    );
    this.zoneId = zone.zoneId;
    this.zoneName = pulumi.output(zoneName);

    this.registerOutputs({ zoneId: this.zoneId, zoneName: this.zoneName });
  }
}
