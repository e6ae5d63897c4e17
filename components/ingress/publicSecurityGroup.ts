import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { gatewayPorts, httpsPort } from "../facts/network";
import type { RegionContext } from "../shared";

export interface PublicSecurityGroupArgs {
  readonly context: RegionContext;
  /** What it stands before, for example `ingress`; becomes part of its name. */
  readonly purpose: string;
  readonly vpcId: pulumi.Input<string>;
  readonly vpcCidr: pulumi.Input<string>;
  /** Prefix list of the edge's networks. */
  readonly edgeListId: pulumi.Input<string>;
  /** Port of the gateway pods that it leads to. */
  readonly gatewayPort: number;
}

/** The security group of a public load balancer: the edge alone may come, on 443; it goes on to gateway pods only. */
export class PublicSecurityGroup extends pulumi.ComponentResource {
  readonly securityGroupId: pulumi.Output<string>;

  constructor(name: string, args: PublicSecurityGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:ingress:PublicSecurityGroup", name, {}, opts);
    const { context } = args;
    const securityGroup = new aws.ec2.SecurityGroup(
      `${name}-group`,
      {
        vpcId: args.vpcId,
        description: "Public entry: 443 from the edge, on to the gateway",
        tags: context.tags({ service: "ingress", name: context.name(args.purpose) }),
      },
      { parent: this },
    );
    const tags = context.tags({ service: "ingress" });
    new aws.vpc.SecurityGroupIngressRule(
      `${name}-from-edge`,
      {
        securityGroupId: securityGroup.id,
        description: "HTTPS from the networks of the edge",
        prefixListId: args.edgeListId,
        ipProtocol: "tcp",
        fromPort: httpsPort,
        toPort: httpsPort,
        tags,
      },
      { parent: this },
    );
    for (const [kind, port] of Object.entries({ https: args.gatewayPort, status: gatewayPorts.status })) {
      new aws.vpc.SecurityGroupEgressRule(
        `${name}-to-gateway-${kind}`,
        {
          securityGroupId: securityGroup.id,
          description: `Gateway pods: ${kind}`,
          cidrIpv4: args.vpcCidr,
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
          tags,
        },
        { parent: this },
      );
    }
    this.securityGroupId = securityGroup.id;

    this.registerOutputs({ securityGroupId: this.securityGroupId });
  }
}
