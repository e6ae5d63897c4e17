import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { check, type RegionContext } from "../shared";
import type { NatPlan } from "./natPlan";
import type { ZonedSubnet } from "./subnets";

export interface NatGatewaysArgs {
  readonly context: RegionContext;
  readonly plan: NatPlan;
  /** Public subnets, one in each zone that gets a gateway. */
  readonly publicSubnets: readonly ZonedSubnet[];
  /** Must be attached before a NAT gateway or its address can be used. */
  readonly internetGateway: pulumi.Resource;
}

/** NAT gateways, each with an address of its own. Runs: an hour's charge a gateway and a charge a gigabyte. */
export class NatGateways extends pulumi.ComponentResource {
  /** Zone → gateway. */
  readonly ids: ReadonlyMap<string, pulumi.Output<string>>;
  /** Addresses from which the region appears on the internet, in the order of the plan. */
  readonly publicIps: pulumi.Output<string[]>;

  constructor(name: string, args: NatGatewaysArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:network:NatGateways", name, {}, opts);
    const { context, plan } = args;
    const placed = plan.gateways.map((planned) => {
      const subnet = args.publicSubnets.find((candidate) => candidate.zone === planned.zone);
      check(
        subnet !== undefined,
        "NatGateways.publicSubnets",
        planned.zone,
        "a public subnet in every zone planned",
      );
      return { planned, subnet };
    });

    const after = { parent: this, dependsOn: [args.internetGateway] };
    const made = placed.map(({ planned, subnet }) => {
      const tags = context.tags({ service: "network", name: context.name(`nat-${planned.zone}`) });
      const address = new aws.ec2.Eip(
        `${name}-address-${planned.zone}`,
        {
          domain: "vpc",
          ...(planned.networkBorderGroup === undefined
            ? {}
            : { networkBorderGroup: planned.networkBorderGroup }),
          tags,
        },
        after,
      );
      const gateway = new aws.ec2.NatGateway(
        `${name}-${planned.zone}`,
        { subnetId: subnet.id, allocationId: address.allocationId, connectivityType: "public", tags },
        after,
      );
      return { zone: planned.zone, id: gateway.id, publicIp: address.publicIp };
    });
    this.ids = new Map(made.map(({ zone, id }) => [zone, id]));
    this.publicIps = pulumi.all(made.map(({ publicIp }) => publicIp));

    this.registerOutputs({ ids: Object.fromEntries(this.ids), publicIps: this.publicIps });
  }
}
