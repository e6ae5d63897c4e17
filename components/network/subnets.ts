import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { subnetRoleTags } from "../facts/network";
import { discoveryTag, edgeDiscoveryTag } from "../facts/nodes";
import type { RegionContext } from "../shared";
import type { PlannedSubnet, SubnetPlan } from "./cidr";

export interface SubnetsArgs {
  readonly context: RegionContext;
  readonly vpcId: pulumi.Input<string>;
  readonly plan: SubnetPlan;
}

/** A subnet that exists, and where. */
export interface ZonedSubnet {
  readonly zone: string;
  readonly id: pulumi.Output<string>;
}

/** The subnets of a VPC, tagged so that Karpenter and the load balancer controller find the right ones and only those. */
export class Subnets extends pulumi.ComponentResource {
  /** In the order of the zones. */
  readonly public: readonly ZonedSubnet[];
  readonly private: readonly ZonedSubnet[];
  readonly intra: readonly ZonedSubnet[];
  /** In the Local Zone; without one `undefined`. */
  readonly edgePublic: ZonedSubnet | undefined;
  readonly edgePrivate: ZonedSubnet | undefined;

  constructor(name: string, args: SubnetsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:network:Subnets", name, {}, opts);
    const { context, plan } = args;
    const clusterName = context.name("cluster");
    const { localZone } = context.region;

    const optIn =
      plan.edgePrivate === undefined || localZone === undefined
        ? undefined
        : new aws.ec2.AvailabilityZoneGroup(
            `${name}-local-zone`,
            { groupName: localZone.group, optInStatus: "opted-in" },
            { parent: this },
          );
    const create = (kind: string, planned: PlannedSubnet, tags: Record<string, string>): ZonedSubnet => {
      const subnet = new aws.ec2.Subnet(
        `${name}-${kind}-${planned.zone}`,
        {
          vpcId: args.vpcId,
          availabilityZone: planned.zone,
          cidrBlock: planned.cidr,
          mapPublicIpOnLaunch: false,
          tags: {
            ...context.tags({ service: "network", name: context.name(`${kind}-${planned.zone}`) }),
            ...tags,
          },
        },
        {
          parent: this,
          ...(optIn !== undefined && planned.zone === localZone?.zone ? { dependsOn: [optIn] } : {}),
        },
      );
      return { zone: planned.zone, id: subnet.id };
    };

    // The Local Zone's subnets carry none of these: a controller would mix zones that one load balancer cannot have.
    this.public = plan.public.map((planned) => create("public", planned, subnetRoleTags.public));
    this.private = plan.private.map((planned) =>
      create("private", planned, {
        ...subnetRoleTags.private,
        [discoveryTag]: clusterName,
      }),
    );
    this.intra = plan.intra.map((planned) => create("intra", planned, {}));
    this.edgePublic = plan.edgePublic === undefined ? undefined : create("edge-public", plan.edgePublic, {});
    this.edgePrivate =
      plan.edgePrivate === undefined
        ? undefined
        : create("edge-private", plan.edgePrivate, { [edgeDiscoveryTag]: clusterName });

    this.registerOutputs({
      public: this.public,
      private: this.private,
      intra: this.intra,
      edgePublic: this.edgePublic,
      edgePrivate: this.edgePrivate,
    });
  }
}
