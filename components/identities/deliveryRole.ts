import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { deliveryNames } from "../facts/delivery";
import { policyDocument, type PolicyStatement } from "../shared";
import { fitting, packed } from "./packing";

export interface DeliveryRoleArgs {
  /** @example "azora-deployer-africa" */
  readonly roleName: string;
  readonly description: string;
  readonly trust: readonly PolicyStatement[];
  /** What it may do beside reading. */
  readonly rights: readonly PolicyStatement[];
  /** How long one may act, in seconds. */
  readonly sessionSeconds: number;
  /** ARN of the policy that says the most that it may ever do. */
  readonly boundaryArn: pulumi.Input<string>;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * AWS' own policy that reads what there is. What is encrypted with keys of ours it does not read: it may decrypt nothing
 * ("ReadOnlyAccess", AWS managed policy reference, read 2026-11).
 */
const readOnlyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";

/** A role of delivery: it reads everything, and does what its rights say. Costs nothing to run. */
export class DeliveryRole extends pulumi.ComponentResource {
  readonly roleArn: pulumi.Output<string>;

  /** @throws InvalidValueError where IAM would refuse the rights or the trust for their length. */
  constructor(name: string, args: DeliveryRoleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:identities:DeliveryRole", name, {}, opts);
    const { roleName, tags } = args;
    const policies = packed(roleName, args.rights);
    const trust = fitting(`trust of ${roleName}`, args.trust, "trustCharactersMax");

    const role = new aws.iam.Role(
      name,
      {
        name: roleName,
        description: args.description,
        assumeRolePolicy: policyDocument(trust),
        maxSessionDuration: args.sessionSeconds,
        permissionsBoundary: args.boundaryArn,
        tags: { ...tags, Name: roleName },
      },
      { parent: this },
    );
    new aws.iam.RolePolicyAttachment(
      `${name}-read`,
      { role: role.name, policyArn: readOnlyArn },
      { parent: this },
    );
    policies.forEach((statements, index) => {
      const label = `rights-${index + 1}`;
      const policy = new aws.iam.Policy(
        `${name}-${label}`,
        {
          name: `${roleName}-${label}`,
          path: deliveryNames.rightsPath,
          description: `What ${roleName} may do, part ${index + 1} of ${policies.length}`,
          policy: policyDocument(statements),
          tags: { ...tags, Name: `${roleName}-${label}` },
        },
        { parent: this },
      );
      new aws.iam.RolePolicyAttachment(
        `${name}-${label}`,
        { role: role.name, policyArn: policy.arn },
        { parent: this },
      );
    });

    this.roleArn = role.arn;
    this.registerOutputs({ roleArn: this.roleArn });
  }
}
