import * as pulumi from "@pulumi/pulumi";
import type { DataClass } from "../facts/dataClasses";
import { bucketPurpose, bucketPurposeNames, type BucketPurpose } from "../facts/objects";
import { retention } from "../facts/retention";
import type { RegionContext } from "../shared";
import { accessLogDelivery } from "./bucketStatements";
import { bucketArn, PrivateBucket } from "./privateBucket";
import { ReplicatedBucket } from "./replicatedBucket";

interface RegionObjectsArgs {
  readonly context: RegionContext;
  /** Data class → ARN of its key. */
  readonly keyArns: Readonly<Record<DataClass, pulumi.Output<string>>>;
  /** The region's bucket of logs, whose policy lets inventories in. */
  readonly logs: PrivateBucket;
}

const accessLogs = "access-logs";

/**
 * The buckets of a region's objects, one a purpose, and the one that takes their access logs.
 * Runs: what the buckets do.
 */
export class RegionObjects extends pulumi.ComponentResource {
  /** Purpose → name of its bucket. */
  readonly bucketNames: pulumi.Output<Record<BucketPurpose, string>>;

  constructor(name: string, args: RegionObjectsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:storage:RegionObjects", name, {}, opts);
    const { context, keyArns, logs } = args;
    const child = { parent: this };

    const requests = new PrivateBucket(
      `${name}-${accessLogs}`,
      {
        context,
        purpose: accessLogs,
        service: "objects",
        dataClass: "operational",
        // S3 delivers access logs to no bucket with a key of ours ("Enabling Amazon S3 server access logging").
        keyArn: "s3",
        expireAfterDays: retention.operationalDays,
        statements: [accessLogDelivery(context, bucketArn(context, accessLogs))],
      },
      child,
    );
    const names = bucketPurposeNames.map((purpose): [BucketPurpose, pulumi.Output<string>] => {
      const bucket = new ReplicatedBucket(
        `${name}-${purpose}`,
        {
          context,
          purpose,
          keyArn: keyArns[bucketPurpose(purpose).dataClass],
          accessLogs: requests.bucketName,
          inventories: logs.arn,
        },
        child,
      );
      return [purpose, bucket.bucketName];
    });
    this.bucketNames = pulumi.output(
      Object.fromEntries(names) as Record<BucketPurpose, pulumi.Output<string>>,
    );
    this.registerOutputs({ bucketNames: this.bucketNames });
  }
}
