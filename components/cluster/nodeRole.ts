import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, type RegionContext } from "../shared";

export interface NodeRoleArgs {
  readonly context: RegionContext;
  /** What the nodes are for; part of the role's name. @example "system-node" */
  readonly purpose: string;
  readonly clusterArn: pulumi.Input<string>;
}

const managedPolicies = {
  worker: "arn:aws:iam::aws:policy/AmazonEKSWorkerNodeMinimalPolicy",
  images: "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
  sessions: "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore",
} as const;

/**
 * What a node itself may do: join, pull images, be reached through Session Manager. Pods get their rights from Pod
 * Identity instead, the network plugin included.
 */
export class NodeRole extends pulumi.ComponentResource {
  readonly roleArn: pulumi.Output<string>;
  readonly roleName: pulumi.Output<string>;

  constructor(name: string, args: NodeRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:cluster:NodeRole", name, {}, opts);

    const { context } = args;
    const role = new aws.iam.Role(
      name,
      {
        name: context.name(args.purpose),
        description: `EKS nodes (${args.purpose}) of ${context.region.name}`,
        // EC2 sends no source account when it assumes an instance's role, so the trust cannot ask for one.
        assumeRolePolicy: policyDocument([
          {
            Sid: "AssumedByInstances",
            Effect: "Allow",
            Principal: { Service: "ec2.amazonaws.com" },
            Action: "sts:AssumeRole",
          },
        ]),
        permissionsBoundary: context.boundaryArn,
        tags: context.tags({ service: "cluster", name: context.name(args.purpose) }),
      },
      { parent: this },
    );
    for (const [label, policyArn] of Object.entries(managedPolicies)) {
      new aws.iam.RolePolicyAttachment(`${name}-${label}`, { role: role.name, policyArn }, { parent: this });
    }
    new aws.iam.RolePolicy(
      `${name}-bootstrap`,
      {
        name: "bootstrap",
        role: role.name,
        // Bottlerocket looks up its own host name and the cluster's DNS address when it starts
        // (`pluto`, bottlerocket-os/bottlerocket-core-kit); the minimal policy allows neither.
        policy: policyDocument([
          { Sid: "FindOwnHostName", Effect: "Allow", Action: "ec2:DescribeInstances", Resource: "*" },
          {
            Sid: "FindClusterDns",
            Effect: "Allow",
            Action: "eks:DescribeCluster",
            Resource: args.clusterArn,
          },
        ]),
      },
      { parent: this },
    );

    this.roleArn = role.arn;
    this.roleName = role.name;
    this.registerOutputs({ roleArn: this.roleArn, roleName: this.roleName });
  }
}
