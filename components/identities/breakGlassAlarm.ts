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

/** Calls of one service, as CloudTrail hands them to EventBridge. */
function calls(service: string, names: readonly string[], detail: object): Record<string, unknown> {
  return {
    source: [`aws.${service}`],
    "detail-type": ["AWS API Call via CloudTrail"],
    detail: { eventSource: [`${service}.amazonaws.com`], eventName: names, ...detail },
  };
}

/**
 * The role was taken, or somebody of the account was refused. Of a call that was refused CloudTrail may leave the parameters
 * out, and the role stands in the message only; of one that another account was refused it records nothing here ("Logging IAM
 * and AWS STS API calls with AWS CloudTrail", IAM user guide, read 2026-11). The trust lets nobody of another account in.
 */
function takesRole(roleArn: string): Record<string, unknown> {
  return calls("sts", ["AssumeRole"], {
    $or: [{ requestParameters: { roleArn: [roleArn] } }, { errorMessage: [{ wildcard: `*${roleArn}*` }] }],
  });
}

/**
 * Logs are told to end before facts let them: IAM cannot be told for how many days a call asks, and whoever makes a group of
 * logs must be able to ask.
 */
function endsLogsEarly(): Record<string, unknown> {
  return calls("logs", ["PutRetentionPolicy"], {
    requestParameters: { retentionInDays: [{ numeric: ["<", retention.operationalDays] }] },
  });
}

/**
 * Tells a person by e-mail when somebody takes the break-glass role in one region, or of the account's own is refused it there;
 * and when logs are to end early. It hears of calls by CloudTrail: the account, or its organisation, must have a trail of
 * management events that covers the region ("Events from AWS services via CloudTrail", EventBridge user guide). It does not hear
 * of what was refused in another region, or to another account. Runs: a monthly charge for a key.
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
    const told = [
      {
        label: "rule",
        ruleName: resourceName,
        description: "Somebody takes the break-glass role, or is refused it",
        pattern: pulumi.output(args.roleArn).apply(takesRole),
      },
      {
        label: "short-logs",
        ruleName: deliveryNames.shortLogs,
        description: "Logs are to end before facts let them",
        pattern: endsLogsEarly(),
      },
    ].map(({ label, ruleName, description, pattern }) => ({
      label,
      rule: new aws.cloudwatch.EventRule(
        `${name}-${label}`,
        {
          region,
          name: ruleName,
          description,
          eventPattern: pulumi.jsonStringify(pattern),
          tags: { ...tags, Name: ruleName },
        },
        child,
      ),
    }));
    const policy = new aws.sns.TopicPolicy(
      `${name}-policy`,
      {
        region,
        arn: topic.arn,
        policy: policyDocument([
          {
            Sid: "SentByOurRules",
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sns:Publish",
            Resource: topic.arn,
            Condition: { ArnEquals: { "aws:SourceArn": told.map(({ rule }) => rule.arn) } },
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
    for (const { label, rule } of told)
      new aws.cloudwatch.EventTarget(
        `${name}-${label}-target`,
        { region, rule: rule.name, targetId: resourceName, arn: topic.arn },
        // A target that may not publish loses the event without a trace.
        { ...child, dependsOn: [policy] },
      );

    this.topicArn = topic.arn;
    this.registerOutputs({ topicArn: this.topicArn });
  }
}
