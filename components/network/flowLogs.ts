import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { flowLogAggregationSeconds } from "../facts/network";
import type { PolicyStatement, RegionContext } from "../shared";

export interface FlowLogsArgs {
  readonly context: RegionContext;
  readonly vpcId: pulumi.Input<string>;
  /** Bucket that keeps them as long as its lifecycle says; its policy must hold `flowLogDelivery`. */
  readonly bucketArn: pulumi.Input<string>;
}

/**
 * What a bucket's policy must allow so that flow logs can be delivered to it.
 *
 * Source: "Amazon S3 bucket permissions for flow logs", docs.aws.amazon.com/vpc/latest/userguide/flow-logs-s3-permissions.html.
 */
export function flowLogDelivery(context: RegionContext, bucketArn: string): PolicyStatement[] {
  const fromHere = {
    StringEquals: { "aws:SourceAccount": context.accountId },
    ArnLike: { "aws:SourceArn": context.arn("logs", "*") },
  };
  return [
    {
      Sid: "FlowLogDelivery",
      Effect: "Allow",
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: `${bucketArn}/AWSLogs/*`,
      Condition: fromHere,
    },
    {
      Sid: "FlowLogDeliveryCheck",
      Effect: "Allow",
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Action: ["s3:GetBucketAcl", "s3:ListBucket"],
      Resource: bucketArn,
      Condition: fromHere,
    },
  ];
}

/** Records every flow in a VPC, accepted or refused, as Parquet in hourly partitions that Athena can prune. Runs: a charge a gigabyte delivered. */
export class FlowLogs extends pulumi.ComponentResource {
  readonly flowLogId: pulumi.Output<string>;

  constructor(name: string, args: FlowLogsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:network:FlowLogs", name, {}, opts);
    const flowLog = new aws.ec2.FlowLog(
      `${name}-vpc`,
      {
        vpcId: args.vpcId,
        trafficType: "ALL",
        logDestinationType: "s3",
        logDestination: args.bucketArn,
        maxAggregationInterval: flowLogAggregationSeconds,
        destinationOptions: {
          fileFormat: "parquet",
          hiveCompatiblePartitions: true,
          perHourPartition: true,
        },
        tags: args.context.tags({
          service: "network",
          dataClass: "operational",
          name: args.context.name("flow-logs"),
        }),
      },
      { parent: this },
    );
    this.flowLogId = flowLog.id;

    this.registerOutputs({ flowLogId: this.flowLogId });
  }
}
