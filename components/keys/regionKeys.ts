import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { dataClassNames, keyAlias, type DataClass } from "../facts/dataClasses";
import { retention } from "../facts/retention";
import { encryption } from "../facts/security";
import { policyDocument, type RegionContext } from "../shared";
import { keyStatements } from "./keyPolicy";

interface RegionKeysArgs {
  readonly context: RegionContext;
}

/**
 * One multi-region KMS key a data class, so that a lawful partner region can hold a replica of it.
 * Runs: a monthly charge a key and rotation, and a charge for each 10,000 uses.
 */
export class RegionKeys extends pulumi.ComponentResource {
  /** Data class → ARN of its key. */
  readonly arns: Readonly<Record<DataClass, pulumi.Output<string>>>;
  /** Data class → name of its alias, `alias/azora/<region>/<class>`. */
  readonly aliases: Readonly<Record<DataClass, pulumi.Output<string>>>;

  constructor(name: string, args: RegionKeysArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:keys:RegionKeys", name, {}, opts);
    const { context } = args;

    const create = (
      dataClass: DataClass,
    ): { readonly arn: pulumi.Output<string>; readonly alias: pulumi.Output<string> } => {
      const key = new aws.kms.Key(
        `${name}-${dataClass}`,
        {
          description: `${context.region.name}: data of class ${dataClass}`,
          multiRegion: true,
          enableKeyRotation: true,
          rotationPeriodInDays: encryption.keyRotationDays,
          deletionWindowInDays: retention.kmsDeletionWindowDays,
          policy: policyDocument(keyStatements(dataClass, context)),
          tags: context.tags({ service: "keys", dataClass, name: context.name(dataClass) }),
        },
        { parent: this, protect: true },
      );
      const alias = new aws.kms.Alias(
        `${name}-${dataClass}-alias`,
        { name: keyAlias(context.region.name, dataClass), targetKeyId: key.keyId },
        { parent: this },
      );
      return { arn: key.arn, alias: alias.name };
    };
    const keys = new Map(dataClassNames.map((dataClass) => [dataClass, create(dataClass)]));
    this.arns = byClass(keys, "arn");
    this.aliases = byClass(keys, "alias");

    this.registerOutputs({ arns: this.arns, aliases: this.aliases });
  }
}

function byClass<K extends "arn" | "alias">(
  keys: ReadonlyMap<DataClass, Readonly<Record<K, pulumi.Output<string>>>>,
  field: K,
): Record<DataClass, pulumi.Output<string>> {
  return Object.fromEntries([...keys].map(([dataClass, key]) => [dataClass, key[field]])) as Record<
    DataClass,
    pulumi.Output<string>
  >;
}
