import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { RegionContext } from "./context";
import { podIdentityTrust, policyDocument, type PolicyStatement } from "./policyDocument";

export interface PodRoleArgs {
  readonly context: RegionContext;
  /** What the pods do; part of the role's name. @example "ebs-csi-driver" */
  readonly purpose: string;
  /** The part of the platform that it serves, for tags. Default `cluster`. */
  readonly service?: string;
  readonly clusterArn: pulumi.Input<string>;
  /** Policies of AWS' own. Default none. */
  readonly managedPolicyArns?: readonly string[];
  /** Policies of ours, by name; IAM allows 10,240 characters in all. Default none. */
  readonly policies?: Readonly<Record<string, readonly PolicyStatement[]>>;
  /** Hands the role to this service account; leave out where an EKS add-on makes its own association. */
  readonly association?: {
    readonly clusterName: pulumi.Input<string>;
    readonly namespace: string;
    readonly serviceAccount: string;
  };
}

/** What the pods of one service account may do in AWS, given to them by EKS Pod Identity. Costs nothing to run. */
export class PodRole extends pulumi.ComponentResource {
  readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: PodRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:shared:PodRole", name, {}, opts);

    const { context } = args;
    const tags = context.tags({ service: args.service ?? "cluster", name: context.name(args.purpose) });
    const role = new aws.iam.Role(
      name,
      {
        name: context.name(args.purpose),
        description: `Pods of ${args.purpose} in ${context.region.name}`,
        assumeRolePolicy: podIdentityTrust(context.accountId, args.clusterArn),
        permissionsBoundary: context.boundaryArn,
        tags,
      },
      { parent: this },
    );
    for (const policyArn of args.managedPolicyArns ?? []) {
      const label = policyArn.split("/").at(-1) ?? policyArn;
      new aws.iam.RolePolicyAttachment(`${name}-${label}`, { role: role.name, policyArn }, { parent: this });
    }
    for (const [label, statements] of Object.entries(args.policies ?? {})) {
      new aws.iam.RolePolicy(
        `${name}-${label}`,
        { name: label, role: role.name, policy: policyDocument(statements) },
        { parent: this },
      );
    }
    if (args.association) {
      new aws.eks.PodIdentityAssociation(
        `${name}-association`,
        { ...args.association, roleArn: role.arn, tags },
        { parent: this },
      );
    }

    this.roleArn = role.arn;
    this.registerOutputs({ roleArn: this.roleArn });
  }
}
