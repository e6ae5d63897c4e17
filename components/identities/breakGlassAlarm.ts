import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { stackBudget } from "../facts/budgets";
import { deliveryNames } from "../facts/delivery";
import { globalStackName } from "../facts/regions";
import { retention } from "../facts/retention";
import { encryption } from "../facts/security";
import { policyDocument, type PolicyStatement, type RegionContext } from "../shared";

export interface BreakGlassAlarmArgs {
  /** The region whose calls it sees. */
  readonly context: RegionContext;
  /** ARN of the role whose use it tells of. */
  readonly roleArn: pulumi.Input<string>;
  /** Who is told, an e-mail address; AWS asks there once whether it may write. */
  readonly owner: string;
}

/**
 * EventBridge encrypts what it sends to the topic. AWS documents a condition on its source in a key's policy as not supported
 * ("Managing Amazon SNS encryption keys", SNS developer guide); whose rules may send is limited by the topic's own policy.
 */
function keyPolicy(accountId: string): PolicyStatement[] {
  return [
    {
      Sid: "AccountAdministers",
      Effect: "Allow",
      Principal: { AWS: `arn:aws:iam::${accountId}:root` },
      Action: "kms:*",
      Resource: "*",
    },
    {
      Sid: "EventsToTopic",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: ["kms:GenerateDataKey", "kms:Decrypt"],
      Resource: "*",
    },
  ];
}

/**
 * Tells a person by e-mail when somebody takes, or tries to take, the break-glass role in one region. It hears of calls by
 * CloudTrail: the account, or its organisation, must have a trail of management events that covers the region ("Events from
 * AWS services via CloudTrail", EventBridge user guide). Runs: a monthly charge for a key.
 */
export class BreakGlassAlarm extends pulumi.ComponentResource {
  readonly topicArn: pulumi.Output<string>;

  constructor(name: string, args: BreakGlassAlarmArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:identities:BreakGlassAlarm", name, {}, opts);
    const { context } = args;
    const region = context.region.awsRegion;
    const resourceName = deliveryNames.alarm;
    // Of the stack that joins the regions: a region's deployer keeps what carries its own region's tag.
    const tags = {
      ...context.tags({ service: "identities", name: resourceName }),
      [stackBudget.stackTag]: globalStackName,
    };
    const child = { parent: this };

    const key = new aws.kms.Key(
      `${name}-key`,
      {
        region,
        description: `${context.region.name}: tells of the break-glass role`,
        enableKeyRotation: true,
        rotationPeriodInDays: encryption.keyRotationDays,
        deletionWindowInDays: retention.kmsDeletionWindowDays,
        policy: policyDocument(keyPolicy(context.accountId)),
        tags,
      },
      { ...child, protect: true },
    );
    const topic = new aws.sns.Topic(
      `${name}-topic`,
      { region, name: resourceName, kmsMasterKeyId: key.arn, tags },
      child,
    );
    new aws.sns.TopicSubscription(
      `${name}-owner`,
      { region, topic: topic.arn, protocol: "email", endpoint: args.owner },
      child,
    );
    const rule = new aws.cloudwatch.EventRule(
      `${name}-rule`,
      {
        region,
        name: resourceName,
        description: "Somebody takes the break-glass role",
        eventPattern: pulumi.jsonStringify({
          source: ["aws.sts"],
          "detail-type": ["AWS API Call via CloudTrail"],
          detail: {
            eventSource: ["sts.amazonaws.com"],
            eventName: ["AssumeRole"],
            requestParameters: { roleArn: [args.roleArn] },
          },
        }),
        tags,
      },
      child,
    );
    const policy = new aws.sns.TopicPolicy(
      `${name}-policy`,
      {
        region,
        arn: topic.arn,
        policy: policyDocument([
          {
            Sid: "SentByOurRule",
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sns:Publish",
            Resource: topic.arn,
            Condition: { ArnEquals: { "aws:SourceArn": rule.arn } },
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
      child,
    );
    new aws.cloudwatch.EventTarget(
      `${name}-target`,
      { region, rule: rule.name, targetId: resourceName, arn: topic.arn },
      // A target that may not publish loses the event without a trace.
      { ...child, dependsOn: [policy] },
    );

    this.topicArn = topic.arn;
    this.registerOutputs({ topicArn: this.topicArn });
  }
}
