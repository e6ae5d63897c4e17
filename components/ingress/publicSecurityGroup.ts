import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { gatewayPorts, publicPorts } from "../facts/network";
import type { RegionContext } from "../shared";

export interface PublicSecurityGroupArgs {
  readonly context: RegionContext;
  /** What it stands before, for example `ingress`; becomes part of its name. */
  readonly purpose: string;
  readonly vpcId: pulumi.Input<string>;
  readonly vpcCidr: pulumi.Input<string>;
}

/** The security group of a public load balancer: anyone may come on 443 and 80; it goes on to gateway pods only. */
export class PublicSecurityGroup extends pulumi.ComponentResource {
  readonly securityGroupId: pulumi.Output<string>;

  constructor(name: string, args: PublicSecurityGroupArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:ingress:PublicSecurityGroup", name, {}, opts);
    const { context } = args;
    const securityGroup = new aws.ec2.SecurityGroup(
      `${name}-group`,
      {
        vpcId: args.vpcId,
        description: "Public entry: 443 and 80 from anywhere, on to the gateway",
        tags: context.tags({ service: "ingress", name: context.name(args.purpose) }),
      },
      { parent: this },
    );
    const tags = context.tags({ service: "ingress" });
    for (const [kind, port] of Object.entries(publicPorts)) {
      new aws.vpc.SecurityGroupIngressRule(
        `${name}-from-internet-${kind}`,
        {
          securityGroupId: securityGroup.id,
          description: `${kind} from anywhere: this is the public entry`,
          cidrIpv4: "0.0.0.0/0",
          ipProtocol: "tcp",
          fromPort: port,
          toPort: port,
          tags,
        },
        { parent: this },
      );
    }
    for (const [kind, port] of Object.entries(gatewayPorts)) {
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
