import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { gatewayEndpoints, httpsPort, interfaceEndpoints } from "../facts/network";
import { policyDocument, type RegionContext } from "../shared";
import { endpointStatements } from "./endpointPolicies";

export interface VpcEndpointsArgs {
  readonly context: RegionContext;
  readonly vpcId: pulumi.Input<string>;
  readonly vpcCidr: string;
  /** Where the interface endpoints get their addresses: one subnet a zone. */
  readonly subnetIds: readonly pulumi.Input<string>[];
  /** Tables that get the routes of the gateway endpoints. */
  readonly routeTableIds: readonly pulumi.Input<string>[];
}

/** AWS services by private addresses, so that nodes need no internet to work. Runs: an hour's charge an interface endpoint and zone. */
export class VpcEndpoints extends pulumi.ComponentResource {
  /** Admits 443 from the VPC to the interface endpoints. */
  readonly securityGroupId: pulumi.Output<string>;

  constructor(name: string, args: VpcEndpointsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:network:VpcEndpoints", name, {}, opts);
    const { context } = args;
    const serviceName = (service: string): string => `com.amazonaws.${context.region.awsRegion}.${service}`;
    const logical = (service: string): string => `${name}-${service.replace(".", "-")}`;
    const tags = (service: string): Record<string, string> =>
      context.tags({ service: "network", name: context.name(`endpoint-${service}`) });

    const securityGroup = new aws.ec2.SecurityGroup(
      `${name}-security-group`,
      {
        vpcId: args.vpcId,
        description: "Interface endpoints: HTTPS from the VPC",
        tags: context.tags({ service: "network", name: context.name("endpoints") }),
      },
      { parent: this },
    );
    new aws.vpc.SecurityGroupIngressRule(
      `${name}-https`,
      {
        securityGroupId: securityGroup.id,
        description: "HTTPS from the VPC",
        cidrIpv4: args.vpcCidr,
        ipProtocol: "tcp",
        fromPort: httpsPort,
        toPort: httpsPort,
        tags: context.tags({ service: "network" }),
      },
      { parent: this },
    );
    for (const service of gatewayEndpoints) {
      new aws.ec2.VpcEndpoint(
        logical(service),
        {
          vpcId: args.vpcId,
          serviceName: serviceName(service),
          vpcEndpointType: "Gateway",
          routeTableIds: [...args.routeTableIds],
          policy: policyDocument(endpointStatements(service, context)),
          tags: tags(service),
        },
        { parent: this },
      );
    }
    for (const { service, endpointPolicy } of interfaceEndpoints) {
      new aws.ec2.VpcEndpoint(
        logical(service),
        {
          vpcId: args.vpcId,
          serviceName: serviceName(service),
          vpcEndpointType: "Interface",
          privateDnsEnabled: true,
          subnetIds: [...args.subnetIds],
          securityGroupIds: [securityGroup.id],
          ...(endpointPolicy ? { policy: policyDocument(endpointStatements(service, context)) } : {}),
          tags: tags(service),
        },
        { parent: this },
      );
    }
    this.securityGroupId = securityGroup.id;

    this.registerOutputs({ securityGroupId: this.securityGroupId });
  }
}
