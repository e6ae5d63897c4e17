/** The roles by which AWS Backup works. */
import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { vaultDataClass } from "../facts/keptVolumes";
import { policyDocument, serviceTrust, type PolicyStatement, type RegionContext } from "../shared";

interface BackupRoleArgs {
  readonly context: RegionContext;
  readonly roleName: string;
  readonly description: string;
  readonly statements: readonly PolicyStatement[];
  readonly boundaryArn: pulumi.Input<string>;
}

/** A role that only AWS Backup takes, for this account; its ARN is known once it has its rights, which AWS Backup asks for at once. */
export function roleOfBackup(
  urnName: string,
  { context, roleName, description, statements, boundaryArn }: BackupRoleArgs,
  opts: pulumi.CustomResourceOptions,
): { readonly roleArn: pulumi.Output<string>; readonly rights: pulumi.Resource } {
  const role = new aws.iam.Role(
    urnName,
    {
      name: roleName,
      description,
      assumeRolePolicy: serviceTrust("backup.amazonaws.com", context.accountId),
      permissionsBoundary: boundaryArn,
      tags: context.tags({ service: "backup", dataClass: vaultDataClass, name: roleName }),
    },
    opts,
  );
  const rights = new aws.iam.RolePolicy(
    `${urnName}-rights`,
    { name: "volumes", role: role.name, policy: policyDocument(statements) },
    opts,
  );
  return { roleArn: role.arn, rights };
}
