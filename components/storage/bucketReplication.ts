import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { stackBudget } from "../facts/budgets";
import { objectReplicationMinutesMax } from "../facts/consistency";
import { boundaryArn, deliveryNames, otherHolders } from "../facts/delivery";
import { mayMove } from "../facts/jurisdictions";
import { bucketPurpose, type BucketPurpose } from "../facts/objects";
import { globalStackName, regionNamed } from "../facts/regions";
import { check, policyDocument, type RegionContext } from "../shared";
import type { CopyRule } from "./copyRule";
import { bucketArn } from "./privateBucket";
import { ReplicationAlarms } from "./replicationAlarms";
import { replicationStatements, type CopyTarget } from "./replicationRights";

export interface BucketReplicationArgs {
  /** The region of the source. */
  readonly context: RegionContext;
  readonly purpose: BucketPurpose;
  /** ARN of the source's key. */
  readonly keyArn: pulumi.Input<string>;
  /** Topic for alarms in the source's region, where failures are counted. */
  readonly alertTopicArn: pulumi.Input<string>;
  readonly rules: readonly CopyRule[];
}

type Rule = aws.types.input.s3.BucketReplicationConfigRule;

const enabled = { status: "Enabled" } as const;
const minutes = { minutes: objectReplicationMinutesMax } as const;

/** A rule as S3 takes it: prompt, measured, encrypted anew by a key of the copy's region. */
function replicationRule(rule: CopyRule, priority: number, copiesDeletions: boolean): Rule {
  const { accountId } = rule;
  return {
    id: rule.id,
    priority,
    ...enabled,
    filter: { prefix: rule.prefix },
    deleteMarkerReplication: { status: copiesDeletions ? "Enabled" : "Disabled" },
    sourceSelectionCriteria: {
      sseKmsEncryptedObjects: enabled,
      replicaModifications: { status: rule.bothWays ? "Enabled" : "Disabled" },
    },
    destination: {
      bucket: rule.bucketArn,
      ...(accountId === undefined
        ? {}
        : { account: accountId, accessControlTranslation: { owner: "Destination" } }),
      encryptionConfiguration: { replicaKmsKeyId: rule.replicaKey },
      metrics: { ...enabled, eventThreshold: minutes },
      replicationTime: { ...enabled, time: minutes },
    },
  };
}

/** The same target of several homes, once. */
function targetsOf(rules: readonly CopyRule[]): CopyTarget[] {
  const targets = new Map<string, CopyTarget>();
  for (const { bucketArn: arn, to, keyArn, prefix, accountId } of rules) {
    const prefixes = [...(targets.get(arn)?.prefixes ?? []), prefix];
    const { awsRegion } = regionNamed(to);
    targets.set(arn, {
      bucketArn: arn,
      awsRegion,
      keyArn,
      prefixes,
      ...(accountId === undefined ? {} : { accountId }),
    });
  }
  return [...targets.values()];
}

/**
 * Copies what lies in one bucket: the role by which S3 does it, its rules, and alarms for each of them.
 * Runs: transfer between regions, requests and storage at the target, a charge a gigabyte for S3's promise of time, and one for
 * each metric and alarm.
 */
export class BucketReplication extends pulumi.ComponentResource {
  readonly roleArn: pulumi.Output<string>;

  /** @throws InvalidValueError before anything is created, where a rule is missing or the law lets none go there. */
  constructor(name: string, args: BucketReplicationArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:storage:BucketReplication", name, {}, opts);
    const { context, purpose, rules } = args;
    const { region, accountId } = context;
    const { dataClass, copiesDeletions } = bucketPurpose(purpose);
    check(rules.length > 0, "BucketReplication.rules", rules.length, "1 rule or more");
    for (const { id, to } of rules)
      check(
        mayMove(dataClass, region.jurisdiction, regionNamed(to).jurisdiction),
        `BucketReplication.rules["${id}"].to`,
        to,
        `a region to which ${dataClass} data may go from ${region.name}`,
      );

    const roleName = `${deliveryNames.copierPrefix}${region.name}-${purpose}`;
    const role = new aws.iam.Role(
      `${name}-role`,
      {
        name: roleName,
        description: `S3 copies the bucket ${purpose} of ${region.name}`,
        // No condition on the source: S3 documents none for replication, and takes a role of the bucket's own account only.
        assumeRolePolicy: policyDocument([
          {
            Sid: "AssumedByS3",
            Effect: "Allow",
            Principal: { Service: "s3.amazonaws.com" },
            Action: "sts:AssumeRole",
          },
        ]),
        permissionsBoundary: boundaryArn(accountId, otherHolders.copies),
        tags: {
          ...context.tags({ service: "objects", dataClass, name: roleName }),
          // The region's deployer keeps what carries its own tag, and this role reaches further than it may.
          [stackBudget.stackTag]: globalStackName,
        },
      },
      { parent: this },
    );
    const rights = new aws.iam.RolePolicy(
      `${name}-rights`,
      {
        name: "copy",
        role: role.name,
        policy: policyDocument(
          replicationStatements(
            {
              bucketArn: bucketArn(context, purpose),
              awsRegion: region.awsRegion,
              keyArn: args.keyArn,
              copiesDeletions,
              locked: dataClass === "audit",
            },
            targetsOf(rules),
          ),
        ),
      },
      { parent: this },
    );
    new aws.s3.BucketReplicationConfig(
      `${name}-rules`,
      {
        region: region.awsRegion,
        bucket: context.bucketName(purpose),
        role: role.arn,
        rules: rules.map((rule, index) => replicationRule(rule, index + 1, copiesDeletions)),
      },
      { parent: this, dependsOn: [rights] },
    );
    for (const rule of rules)
      new ReplicationAlarms(
        `${name}-${rule.id}`,
        { context, purpose, rule, alertTopicArn: args.alertTopicArn },
        { parent: this },
      );
    this.roleArn = role.arn;
    this.registerOutputs({ roleArn: this.roleArn });
  }
}
