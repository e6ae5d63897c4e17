import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { RegionContext } from "../shared";
import { aclRules, type AclArgs, type AclTier } from "./aclRules";
import type { Subnets, ZonedSubnet } from "./subnets";

export interface NetworkAclsArgs extends AclArgs {
  readonly context: RegionContext;
  readonly vpcId: pulumi.Input<string>;
  /** The VPC's own ACL, which allows everything until it is emptied. */
  readonly defaultNetworkAclId: pulumi.Input<string>;
  readonly subnets: Subnets;
}

/** One network ACL a tier of subnets, and a default one that lets nothing through. */
export class NetworkAcls extends pulumi.ComponentResource {
  readonly ids: Readonly<Record<AclTier, pulumi.Output<string>>>;

  constructor(name: string, args: NetworkAclsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:network:NetworkAcls", name, {}, opts);
    const { context, subnets } = args;

    // A subnet that somebody adds by hand falls under this one; which subnets those are is not for us to undo.
    new aws.ec2.DefaultNetworkAcl(
      `${name}-default`,
      {
        defaultNetworkAclId: args.defaultNetworkAclId,
        ingress: [],
        egress: [],
        tags: context.tags({ service: "network", name: context.name("default-emptied") }),
      },
      { parent: this, ignoreChanges: ["subnetIds"] },
    );
    const acl = (tier: AclTier, members: readonly (ZonedSubnet | undefined)[]): pulumi.Output<string> => {
      const { ingress, egress } = aclRules(tier, args);
      return new aws.ec2.NetworkAcl(
        `${name}-${tier}`,
        {
          vpcId: args.vpcId,
          subnetIds: members.filter((member) => member !== undefined).map((member) => member.id),
          ingress: [...ingress],
          egress: [...egress],
          tags: context.tags({ service: "network", name: context.name(tier) }),
        },
        { parent: this },
      ).id;
    };
    this.ids = {
      public: acl("public", [...subnets.public, subnets.edgePublic]),
      private: acl("private", [...subnets.private, subnets.edgePrivate]),
      intra: acl("intra", subnets.intra),
    };

    this.registerOutputs({ ids: this.ids });
  }
}
