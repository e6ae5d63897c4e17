import type * as pulumi from "@pulumi/pulumi";

/** One rule: a home's objects, to one bucket. */
export interface CopyRule {
  /** Unique among the rules of the source; S3's metrics name it. */
  readonly id: string;
  /** Begins the keys of the home's objects. */
  readonly prefix: string;
  /** Whether the other direction is planned too. */
  readonly bothWays: boolean;
  /** Name of the region that the copy goes to. */
  readonly to: string;
  readonly bucketArn: string;
  /** Key of the copy, in its region, as replication names it: an alias of ours, or a key. */
  readonly replicaKey: string;
  /** ARN of the same key, for the role's rights. */
  readonly keyArn: pulumi.Input<string>;
  /** The account that is to own the copy, where it is another. */
  readonly accountId?: string;
  /** Topic for alarms in the copy's region, where lag is measured. */
  readonly alertTopicArn: pulumi.Input<string>;
}
