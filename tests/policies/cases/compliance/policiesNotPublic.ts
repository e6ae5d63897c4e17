import { rule } from "../../../../policies/compliance/rules/policiesNotPublic";
import { resourcePolicies } from "../../../../policies/shared/resourcePolicies";
import { documentOf, unknownDocument } from "../../../support/documents";
import { setAt } from "../../../support/mutations";
import { insiders, outsiderMutations } from "../../../support/outsiders";
import { absent, unknown, type Fixture, type RuleCases } from "../../../support/rules";

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
  ...insiders("sqs:SendMessage"),
);

const topicPolicy = "aws:sns/topicPolicy:TopicPolicy";

/** Every place of a document; the first is the one that most mutations change. */
const documents: readonly (readonly [type: string, field: string])[] = [
  [topicPolicy, "policy"],
  ...Object.entries(resourcePolicies)
    .filter(([type]) => type !== topicPolicy)
    .flatMap(([type, fields]) => fields.split(" ").map((field) => [type, field] as const)),
];
const plainQueue = documents.length;
const invocation = plainQueue + 1;
const role = plainQueue + 2;
const bus = plainQueue + 3;
const layer = plainQueue + 4;
const ofBucket = plainQueue + 5;
const wanted = "principals by name, or a condition on the caller";
const bound = "a principal by name, or sourceAccount, sourceArn, principalOrgId";

export const cases: RuleCases = {
  rule,
  fixtures: [
    ...documents.map(([type, field]) => ({
      type,
      props: setAt({}, field.split("."), policy) as Fixture["props"],
    })),
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
    {
      type: "aws:lambda/permission:Permission",
      props: {
        principal: "s3.amazonaws.com",
        sourceArn: "arn:aws:s3:::azora-europe-logs",
        sourceAccount: account,
      },
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
    ...outsiderMutations("sqs:SendMessage", "policy.Statement[0]"),
    {
      name: "a provider that would take any account, so that none is our own",
      path: "@provider",
      to: { name: "aws", type: "pulumi:providers:aws", props: {} },
      finding: { path: "policy.Statement[1].Principal", wanted },
    },
    {
      name: "a provider whose account is not known",
      path: "@provider.props.allowedAccountIds",
      to: unknown,
      finding: { path: "allowedAccountIds", state: "deferred" },
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
    ...[
      ["sourceArn", "arn:aws:sns:eu-central-1:999988887777:azora-europe-alerts"],
      ["sourceArn", "arn:aws:sns:eu-central-1:*:azora-europe-alerts"],
      ["sourceArn", "arn:aws:s3:::azora-europe-logs"],
      ["sourceArn", ""],
    ].map(([field = "", value]) => ({
      name: `a service may call a function for ${field} "${value ?? ""}"`,
      resource: invocation,
      path: field,
      to: value,
      finding: { path: "principal", found: '"sns.amazonaws.com"', wanted: bound },
    })),
    ...["", "999988887777", "*"].map((value) => ({
      name: `a bucket of the account "${value}" may call a function`,
      resource: ofBucket,
      path: "sourceAccount",
      to: value,
      finding: { path: "principal", found: '"s3.amazonaws.com"', wanted: bound },
    })),
    ...["999988887777", "arn:aws:iam::999988887777:role/caller"].map((value) => ({
      name: `${value} may call a function`,
      resource: role,
      path: "principal",
      to: value,
      finding: { path: "principal", found: JSON.stringify(value), wanted: "a principal of our own accounts" },
    })),
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
      finding: { path: "principal", found: '"*"', wanted: "a principal by name, or condition.value" },
    },
    ...["", "*"].map((value) => ({
      name: `everybody of the organisation "${value}" may put events on a bus`,
      resource: bus,
      path: "condition.value",
      to: value,
      finding: { path: "principal", found: '"*"' },
    })),
    {
      name: "everybody may use a layer",
      resource: layer,
      path: "organizationId",
      to: absent,
      finding: { path: "principal", found: '"*"', wanted: "a principal by name, or organizationId" },
    },
    {
      name: "everybody of an organisation without a name may use a layer",
      resource: layer,
      path: "organizationId",
      to: "",
      finding: { path: "principal", found: '"*"' },
    },
    ...documents.map(([, field], resource) => unknownDocument(field, unknown, resource)),
    unknownDocument("policy", unknown, plainQueue),
    unknownDocument("policy.Statement[1].Principal", unknown),
    unknownDocument('policy.Statement[1].Condition.StringEquals["aws:PrincipalAccount"]', unknown),
    unknownDocument("principal", unknown, invocation),
    unknownDocument("sourceArn", unknown, invocation),
    unknownDocument("functionUrlAuthType", unknown, invocation),
    unknownDocument("condition.value", unknown, bus),
    unknownDocument("organizationId", unknown, layer),
  ],
  survivors: [
    {
      path: "policy.Statement[*].Principal",
      why: "whoever it is, a condition holds the call to our account",
    },
    { path: "policy.Statement[*].Principal.Service", why: "the same" },
    { path: "policy.Statement[*].Condition", why: "a principal by name needs none" },
    {
      path: "policy.Statement[*].Condition.StringEquals",
      why: "the plan's topics name the source's ARN as well, which holds our account",
    },
    { path: "policy.Statement[*].Condition.StringEquals.aws:SourceAccount", why: "the same" },
  ],
};
