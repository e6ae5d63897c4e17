import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, type RegionContext } from "../shared";

interface RegionAlertsArgs {
  readonly context: RegionContext;
  /** KMS key of class operational; its policy lets CloudWatch use it. */
  readonly keyArn: pulumi.Input<string>;
  /** Who is told, an e-mail address; AWS asks there once whether it may write. */
  readonly owner: string;
}

/**
 * Where a region's alarms go: CloudWatch sends to topics of its own region only, so that every region has one.
 * Runs: a charge a message, and uses of the key.
 */
export class RegionAlerts extends pulumi.ComponentResource {
  /** Known once alarms may publish, so that none of them tells nobody. */
  readonly topicArn: pulumi.Output<string>;

  constructor(name: string, args: RegionAlertsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:alerts:RegionAlerts", name, {}, opts);
    const { context } = args;
    const topicName = context.name("alerts");
    const topic = new aws.sns.Topic(
      `${name}-topic`,
      {
        name: topicName,
        kmsMasterKeyId: args.keyArn,
        tags: context.tags({ service: "alerts", dataClass: "operational", name: topicName }),
      },
      { parent: this },
    );
    new aws.sns.TopicSubscription(
      `${name}-owner`,
      { topic: topic.arn, protocol: "email", endpoint: args.owner },
      { parent: this },
    );
    const policy = new aws.sns.TopicPolicy(
      `${name}-policy`,
      {
        arn: topic.arn,
        policy: policyDocument([
          {
            Sid: "SentByOurAlarms",
            Effect: "Allow",
            Principal: { Service: "cloudwatch.amazonaws.com" },
            Action: "sns:Publish",
            Resource: topic.arn,
            Condition: {
              StringEquals: { "aws:SourceAccount": context.accountId },
              ArnLike: { "aws:SourceArn": context.arn("cloudwatch", "alarm:azora-*") },
            },
          },
          {
            Sid: "TlsOnly",
            Effect: "Deny",
            Principal: "*",
            Action: "sns:Publish",
            Resource: topic.arn,
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ]),
      },
      { parent: this },
    );
    this.topicArn = pulumi.all([topic.arn, policy.id]).apply(([arn]) => arn);
    this.registerOutputs({ topicArn: this.topicArn });
  }
}
