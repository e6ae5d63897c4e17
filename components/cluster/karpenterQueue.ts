import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { workerNodes } from "../facts/nodes";
import { policyDocument, type RegionContext } from "../shared";

export interface KarpenterQueueArgs {
  readonly context: RegionContext;
  /** Key of class `internal`; its policy must let `events.amazonaws.com` encrypt and decrypt, without a condition. */
  readonly keyArn: pulumi.Input<string>;
}

/** What Karpenter listens to, by EventBridge's source and detail type (template of version 1.14). */
export const interruptionEvents = {
  "scheduled-change": { source: "aws.health", detailType: "AWS Health Event" },
  "spot-interruption": { source: "aws.ec2", detailType: "EC2 Spot Instance Interruption Warning" },
  rebalance: { source: "aws.ec2", detailType: "EC2 Instance Rebalance Recommendation" },
  "state-change": { source: "aws.ec2", detailType: "EC2 Instance State-change Notification" },
  "capacity-reservation": {
    source: "aws.ec2",
    detailType: "EC2 Capacity Reservation Instance Interruption Warning",
  },
} as const;

/** Brings AWS' warnings about instances to Karpenter, so that pods leave before their node does. Costs nearly nothing. */
export class KarpenterQueue extends pulumi.ComponentResource {
  readonly queueArn: pulumi.Output<string>;
  readonly queueName: pulumi.Output<string>;

  constructor(name: string, args: KarpenterQueueArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:cluster:KarpenterQueue", name, {}, opts);

    const { context } = args;
    const queueName = context.name("karpenter-interruption");
    const queue = new aws.sqs.Queue(
      name,
      {
        name: queueName,
        messageRetentionSeconds: workerNodes.interruptionWarningSeconds,
        kmsMasterKeyId: args.keyArn,
        tags: context.tags({ service: "cluster", name: queueName }),
      },
      { parent: this },
    );
    const rules = Object.entries(interruptionEvents).map(([event, { source, detailType }]) => {
      const rule = new aws.cloudwatch.EventRule(
        `${name}-${event}`,
        {
          name: context.name(`karpenter-${event}`),
          description: `${detailType} for Karpenter`,
          eventPattern: JSON.stringify({ source: [source], "detail-type": [detailType] }),
          tags: context.tags({ service: "cluster", name: context.name(`karpenter-${event}`) }),
        },
        { parent: this },
      );
      new aws.cloudwatch.EventTarget(
        `${name}-${event}`,
        { rule: rule.name, targetId: "karpenter-interruption", arn: queue.arn },
        { parent: this },
      );
      return rule;
    });
    new aws.sqs.QueuePolicy(
      `${name}-policy`,
      {
        queueUrl: queue.url,
        policy: policyDocument([
          {
            Sid: "SentByOurRules",
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sqs:SendMessage",
            Resource: queue.arn,
            Condition: { ArnEquals: { "aws:SourceArn": rules.map((rule) => rule.arn) } },
          },
          {
            Sid: "TlsOnly",
            Effect: "Deny",
            Principal: "*",
            Action: "sqs:*",
            Resource: queue.arn,
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ]),
      },
      { parent: this },
    );

    this.queueArn = queue.arn;
    this.queueName = queue.name;
    this.registerOutputs({ queueArn: this.queueArn, queueName: this.queueName });
  }
}
