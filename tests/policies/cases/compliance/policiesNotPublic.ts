import { rule } from "../../../../policies/compliance/rules/policiesNotPublic";
import { documentOf, unknownDocument } from "../../../support/documents";
import { absent, unknown, type RuleCases } from "../../../support/rules";

const account = "111122223333";
const policy = documentOf(
  {
    Sid: "OurRules",
    Effect: "Allow",
    Principal: { Service: "events.amazonaws.com" },
    Action: "sqs:SendMessage",
    Resource: `arn:aws:sqs:eu-central-1:${account}:azora-europe-jobs`,
    Condition: { ArnEquals: { "aws:SourceArn": [`arn:aws:events:eu-central-1:${account}:rule/a`] } },
  },
  {
    Sid: "OurAccount",
    Effect: "Allow",
    Principal: { AWS: "*" },
    Action: "sqs:ReceiveMessage",
    Resource: "*",
    Condition: { StringEquals: { "aws:PrincipalAccount": account } },
  },
  {
    Sid: "TlsOnly",
    Effect: "Deny",
    Principal: "*",
    Action: "sqs:*",
    Resource: "*",
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  },
);

/** Every type with a document, by the field that holds it; the first is the one that most mutations change. */
const documents: readonly (readonly [type: string, field: string])[] = [
  ["aws:sns/topicPolicy:TopicPolicy", "policy"],
  ["aws:apigateway/restApiPolicy:RestApiPolicy", "policy"],
  ["aws:backup/vaultPolicy:VaultPolicy", "policy"],
  ["aws:cloudwatch/eventBusPolicy:EventBusPolicy", "policy"],
  ["aws:cloudwatch/logResourcePolicy:LogResourcePolicy", "policyDocument"],
  ["aws:dynamodb/resourcePolicy:ResourcePolicy", "policy"],
  ["aws:ecr/registryPolicy:RegistryPolicy", "policy"],
  ["aws:ecr/repositoryPolicy:RepositoryPolicy", "policy"],
  ["aws:efs/fileSystemPolicy:FileSystemPolicy", "policy"],
  ["aws:kinesis/resourcePolicy:ResourcePolicy", "policy"],
  ["aws:opensearch/domain:Domain", "accessPolicies"],
  ["aws:opensearch/domainPolicy:DomainPolicy", "accessPolicies"],
  ["aws:secretsmanager/secret:Secret", "policy"],
  ["aws:secretsmanager/secretPolicy:SecretPolicy", "policy"],
  ["aws:sns/topic:Topic", "policy"],
  ["aws:sqs/queue:Queue", "policy"],
  ["aws:sqs/queuePolicy:QueuePolicy", "policy"],
];
const plainQueue = documents.length;
const invocation = plainQueue + 1;
const role = plainQueue + 2;
const bus = plainQueue + 3;
const layer = plainQueue + 4;
const wanted = "principals by name, or a condition on the caller";
const bound = "a principal by name, or sourceAccount, sourceArn, principalOrgId";

export const cases: RuleCases = {
  rule,
  fixtures: [
    ...documents.map(([type, field]) => ({ type, props: { [field]: policy } })),
    { type: "aws:sqs/queue:Queue", props: { name: "azora-europe-jobs" } },
    {
      type: "aws:lambda/permission:Permission",
      props: {
        function: "azora-europe-notify",
        action: "lambda:InvokeFunction",
        principal: "sns.amazonaws.com",
        sourceArn: `arn:aws:sns:eu-central-1:${account}:azora-europe-alerts`,
      },
    },
    {
      type: "aws:lambda/permission:Permission",
      props: {
        function: "azora-europe-notify",
        principal: `arn:aws:iam::${account}:role/azora-europe-caller`,
      },
    },
    {
      type: "aws:cloudwatch/eventPermission:EventPermission",
      props: {
        principal: "*",
        condition: { key: "aws:PrincipalOrgID", type: "StringEquals", value: "o-abcdefghij" },
      },
    },
    {
      type: "aws:lambda/layerVersionPermission:LayerVersionPermission",
      props: { principal: "*", organizationId: "o-abcdefghij" },
    },
  ],
  mutations: [
    ...documents.map(([type, field], resource) => ({
      name: `everybody by the policy of ${type}`,
      resource,
      path: field,
      to: documentOf({ Effect: "Allow", Principal: { AWS: "*" }, Action: "*", Resource: "*" }),
      finding: { path: `${field}.Statement[0].Principal`, found: '{"AWS":"*"}', wanted },
    })),
    {
      name: "everybody where nothing is said of the caller",
      path: "policy.Statement[1].Condition",
      to: { StringEquals: { "aws:RequestedRegion": "eu-central-1" } },
      finding: { path: "policy.Statement[1].Principal", wanted },
    },
    {
      name: "everybody of any account",
      path: 'policy.Statement[1].Condition.StringEquals["aws:PrincipalAccount"]',
      to: "*",
      finding: { path: "policy.Statement[1].Principal", wanted },
    },
    {
      name: "everybody, as a text",
      path: "policy.Statement[0]",
      to: { Effect: "Allow", Principal: "*", Action: "sqs:SendMessage" },
      finding: { path: "policy.Statement[0].Principal", found: '"*"', wanted },
    },
    {
      name: "every identity provider",
      path: "policy.Statement[0]",
      to: { Effect: "Allow", Principal: { Federated: "*" }, Action: "sqs:SendMessage" },
      finding: { path: "policy.Statement[0].Principal", wanted },
    },
    {
      name: "everybody but one",
      path: "policy.Statement[0]",
      to: { Effect: "Allow", NotPrincipal: { AWS: account }, Action: "sqs:SendMessage" },
      finding: { path: "policy.Statement[0].NotPrincipal", wanted },
    },
    {
      name: "a refusal that is turned into leave",
      path: "policy.Statement[2].Effect",
      to: "Allow",
      finding: { path: "policy.Statement[2].Principal", found: '"*"', wanted },
    },
    {
      name: "a service for every account",
      path: "policy.Statement[0].Condition",
      to: absent,
      finding: {
        path: "policy.Statement[0].Condition",
        found: "absent",
        wanted: "aws:SourceAccount or aws:SourceArn for events.amazonaws.com",
      },
    },
    {
      name: "a service for what anyone owns",
      path: 'policy.Statement[0].Condition.ArnEquals["aws:SourceArn"][0]',
      to: "arn:aws:events:eu-central-1:*:rule/a",
      finding: { path: "policy.Statement[0].Condition" },
    },
    {
      name: "a document that cannot be read",
      path: "policy",
      to: "nonsense",
      finding: { path: "policy", found: "absent", wanted: "a policy document with statements" },
    },
    {
      name: "an open policy of a queue that had none",
      resource: plainQueue,
      path: "policy",
      to: documentOf({ Effect: "Allow", Principal: "*", Action: "sqs:*" }),
      finding: { path: "policy.Statement[0].Principal", found: '"*"', wanted },
    },
    {
      name: "a service may call a function for every account",
      resource: invocation,
      path: "sourceArn",
      to: absent,
      finding: { path: "principal", found: '"sns.amazonaws.com"', wanted: bound },
    },
    {
      name: "everybody may call a function",
      resource: role,
      path: "principal",
      to: "*",
      finding: { path: "principal", found: '"*"', wanted: bound },
    },
    {
      name: "who may call a function is left out",
      resource: role,
      path: "principal",
      to: absent,
      finding: { path: "principal", found: "absent", wanted: bound },
    },
    {
      name: "a function's URL asks nobody who they are",
      resource: invocation,
      path: "functionUrlAuthType",
      to: "NONE",
      finding: { path: "functionUrlAuthType", found: '"NONE"', wanted: "AWS_IAM" },
    },
    {
      name: "everybody may put events on a bus",
      resource: bus,
      path: "condition",
      to: absent,
      finding: { path: "principal", found: '"*"', wanted: "a principal by name, or condition" },
    },
    {
      name: "everybody may use a layer",
      resource: layer,
      path: "organizationId",
      to: absent,
      finding: { path: "principal", found: '"*"', wanted: "a principal by name, or organizationId" },
    },
    ...documents.map(([, field], resource) => unknownDocument(field, unknown, resource)),
    unknownDocument("policy", unknown, plainQueue),
    unknownDocument("policy.Statement[1].Principal", unknown),
    unknownDocument("policy.Statement[1].Effect", unknown),
    unknownDocument('policy.Statement[1].Condition.StringEquals["aws:PrincipalAccount"]', unknown),
    unknownDocument("principal", unknown, invocation),
    unknownDocument("sourceArn", unknown, invocation),
    unknownDocument("functionUrlAuthType", unknown, invocation),
    unknownDocument("condition", unknown, bus),
    unknownDocument("organizationId", unknown, layer),
  ],
  survivors: [
    {
      path: "policy.Statement[*].Principal",
      why: "whoever it is, a condition holds the call to our account",
    },
    { path: "policy.Statement[*].Principal.Service", why: "the same" },
    { path: "policy.Statement[*].Condition", why: "a principal by name needs none" },
  ],
};
