import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { keyAlias, type DataClass } from "../facts/dataClasses";
import { mayMove } from "../facts/jurisdictions";
import type { Region } from "../facts/regions";
import { retention } from "../facts/retention";
import { check, policyDocument, type RegionContext } from "../shared";
import { keyStatements } from "./keyPolicy";

export interface KeyReplicaArgs {
  /** The region that holds the replica. */
  readonly context: RegionContext;
  /** The region whose data the key encrypts. */
  readonly home: Region;
  readonly dataClass: DataClass;
  readonly primaryKeyArn: pulumi.Input<string>;
}

/**
 * A copy of a region's key in another region, so that what it wrapped can be read when its home is lost.
 * Runs: a monthly charge a key, and a charge for each 10,000 uses.
 */
export class KeyReplica extends pulumi.ComponentResource {
  readonly arn: pulumi.Output<string>;

  /** @throws InvalidValueError where the law does not let data of the class go there. */
  constructor(name: string, args: KeyReplicaArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:keys:KeyReplica", name, {}, opts);
    const { context, home, dataClass } = args;
    const { region } = context;
    check(
      mayMove(dataClass, home.jurisdiction, region.jurisdiction),
      "KeyReplica.context.region",
      region.name,
      `a region to which ${dataClass} data of ${home.name} may go`,
    );
    const replica = new aws.kms.ReplicaKey(
      name,
      {
        region: region.awsRegion,
        primaryKeyArn: args.primaryKeyArn,
        description: `${home.name}: data of class ${dataClass}, replica in ${region.name}`,
        deletionWindowInDays: retention.kmsDeletionWindowDays,
        policy: policyDocument(keyStatements(dataClass, context)),
        tags: context.tags({ service: "keys", dataClass, name: `azora-${home.name}-${dataClass}` }),
      },
      { parent: this, protect: true },
    );
    new aws.kms.Alias(
      `${name}-alias`,
      {
        region: region.awsRegion,
        name: keyAlias(home.name, dataClass),
        targetKeyId: replica.keyId,
      },
      { parent: this },
    );
    this.arn = replica.arn;
    this.registerOutputs({ arn: this.arn });
  }
}
