import type * as aws from "@pulumi/aws";
import { alike, json, none, object, tags, to, value, whole } from "../fields";
import { fold, row, type Entry } from "../rows";

type Queue = aws.sqs.QueueArgs;
type Target = aws.cloudwatch.EventTargetArgs;
type Topic = aws.sns.TopicArgs;

const queueType = "aws:sqs/queue:Queue";
const ruleType = "aws:cloudwatch/eventRule:EventRule";

export const messaging: readonly Entry[] = [
  row<Queue>(queueType, "AWS::SQS::Queue", {
    ...alike<Queue>(
      "contentBasedDeduplication",
      "deduplicationScope",
      "delaySeconds",
      "fifoQueue",
      "fifoThroughputLimit",
      "kmsDataKeyReusePeriodSeconds",
      "kmsMasterKeyId",
      "sqsManagedSseEnabled",
    ),
    name: "QueueName",
    maxMessageSize: "MaximumMessageSize",
    messageRetentionSeconds: "MessageRetentionPeriod",
    receiveWaitTimeSeconds: "ReceiveMessageWaitTimeSeconds",
    visibilityTimeoutSeconds: "VisibilityTimeout",
    redrivePolicy: to("RedrivePolicy", json),
    redriveAllowPolicy: to("RedriveAllowPolicy", json),
    tags: to("Tags", tags),
    policy: none("use a QueuePolicy, which is judged"),
    namePrefix: none("auto-naming"),
  }),
  fold<aws.sqs.RedrivePolicyArgs, Queue>(
    "aws:sqs/redrivePolicy:RedrivePolicy",
    queueType,
    {},
    { redrivePolicy: to("RedrivePolicy", json), queueUrl: whole },
  ),
  row<aws.sqs.QueuePolicyArgs>("aws:sqs/queuePolicy:QueuePolicy", "AWS::SQS::QueuePolicy", {
    policy: to("PolicyDocument", json),
    queueUrl: "Queues[]",
  }),
  row<Topic>("aws:sns/topic:Topic", "AWS::SNS::Topic", {
    ...alike<Topic>(
      "contentBasedDeduplication",
      "displayName",
      "fifoTopic",
      "kmsMasterKeyId",
      "tracingConfig",
    ),
    name: "TopicName",
    signatureVersion: to("SignatureVersion", value(String)),
    tags: to("Tags", tags),
    policy: none("use a TopicPolicy, which is judged"),
  }),
  row<aws.sns.TopicPolicyArgs>("aws:sns/topicPolicy:TopicPolicy", "AWS::SNS::TopicPolicy", {
    arn: "Topics[]",
    policy: to("PolicyDocument", json),
  }),
  row<aws.sns.TopicSubscriptionArgs>(
    "aws:sns/topicSubscription:TopicSubscription",
    "AWS::SNS::Subscription",
    {
      ...alike<aws.sns.TopicSubscriptionArgs>(
        "endpoint",
        "filterPolicyScope",
        "protocol",
        "rawMessageDelivery",
      ),
      topic: "TopicArn",
      filterPolicy: to("FilterPolicy", json),
      redrivePolicy: to("RedrivePolicy", json),
    },
  ),
  row<aws.cloudwatch.EventRuleArgs>(ruleType, "AWS::Events::Rule", {
    ...alike<aws.cloudwatch.EventRuleArgs>(
      "description",
      "eventBusName",
      "name",
      "roleArn",
      "scheduleExpression",
      "state",
    ),
    eventPattern: to("EventPattern", json),
    tags: to("Tags", tags),
    namePrefix: none("auto-naming"),
    forceDestroy: none("how Pulumi deletes"),
  }),
  fold<Target, aws.cloudwatch.EventRuleArgs>(
    "aws:cloudwatch/eventTarget:EventTarget",
    ruleType,
    { rule: "name" },
    {
      ...alike<Target>("arn", "input", "inputPath", "roleArn"),
      targetId: "Id",
      deadLetterConfig: to(
        "DeadLetterConfig",
        object<aws.types.input.cloudwatch.EventTargetDeadLetterConfig>(alike("arn")),
      ),
      inputTransformer: to(
        "InputTransformer",
        object<aws.types.input.cloudwatch.EventTargetInputTransformer>({
          inputPaths: "InputPathsMap",
          inputTemplate: "InputTemplate",
        }),
      ),
      retryPolicy: to(
        "RetryPolicy",
        object<aws.types.input.cloudwatch.EventTargetRetryPolicy>(
          alike("maximumEventAgeInSeconds", "maximumRetryAttempts"),
        ),
      ),
      sqsTarget: to(
        "SqsParameters",
        object<aws.types.input.cloudwatch.EventTargetSqsTarget>(alike("messageGroupId")),
      ),
      rule: whole,
      eventBusName: whole,
      forceDestroy: none("how Pulumi deletes"),
    },
    "Targets[]",
  ),
];
