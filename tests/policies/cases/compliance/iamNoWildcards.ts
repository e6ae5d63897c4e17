import { rule } from "../../../../policies/compliance/rules/iamNoWildcards";
import { documentOf, unknownDocument } from "../../../support/documents";
import {
  below,
  broadResources,
  find,
  interfaces,
  linked,
  named,
  queue,
  refused,
  tagged,
} from "../../../support/grants";
import { absent, unknown, type RuleCases } from "../../../support/rules";

/** Has the same statements as the first, and the plan has none: its own policies bind such calls, and refuse nothing. */
const group = 3;
const wide = "resources by their ARN, or a condition that says which";

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: "aws:iam/policy:Policy",
      props: {
        name: "azora-europe-jobs",
        policy: documentOf(named, find, linked, tagged, refused, interfaces),
      },
    },
    {
      type: "aws:iam/role:Role",
      props: { assumeRolePolicy: "{}", inlinePolicies: [{ name: "jobs", policy: documentOf(named) }] },
    },
    { type: "aws:iam/rolePolicy:RolePolicy", props: { policy: documentOf(named) } },
    {
      type: "aws:iam/groupPolicy:GroupPolicy",
      props: { policy: documentOf(named, find, linked, tagged, refused, interfaces) },
    },
    { type: "aws:iam/userPolicy:UserPolicy", props: { policy: documentOf(named) } },
    {
      type: "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
      props: { inlinePolicy: documentOf(named) },
    },
    { type: "aws:iot/policy:Policy", props: { policy: documentOf(below) } },
    // A boundary grants nothing: what it lets through a policy must allow as well.
    {
      type: "aws:iam/policy:Policy",
      name: "bounding",
      props: {
        name: "azora-boundary",
        path: "/boundaries/",
        policy: documentOf({ Effect: "Allow", Action: "*", Resource: "*" }),
      },
    },
  ],
  mutations: [
    ...["/", "/boundaries", "/boundaries/x/"].map((path) => ({
      name: `all actions in a policy at ${path}`,
      resource: 7,
      path: "path",
      to: path,
      finding: { path: "policy.Statement[0].Action", found: '"*"', wanted: "the name of an action" },
    })),
    {
      name: "a boundary that cannot be read",
      resource: 7,
      path: "policy",
      to: "nonsense",
      finding: { path: "policy", found: "absent", wanted: "a policy document with statements" },
    },
    unknownDocument("path", unknown, 7),
    ...["*", "s3:*", "sqs:?eceiveMessage"].map((action) => ({
      name: `the action ${action}`,
      path: "policy.Statement[1].Action[1]",
      to: action,
      finding: {
        path: "policy.Statement[1].Action[1]",
        found: JSON.stringify(action),
        wanted: "the name of an action",
      },
    })),
    {
      name: "every action, for all its condition",
      path: "policy.Statement[2].Action",
      to: "iam:*",
      finding: { path: "policy.Statement[2].Action", found: '"iam:*"', wanted: "the name of an action" },
    },
    {
      name: "every resource",
      path: "policy.Statement[0].Resource",
      to: "*",
      finding: { path: "policy.Statement[0].Action[0]", found: '"sqs:ReceiveMessage"', wanted: wide },
    },
    {
      name: "every resource, in a list",
      path: "policy.Statement[0].Resource",
      to: [queue, "*"],
      finding: { path: "policy.Statement[0].Action[0]", wanted: wide },
    },
    ...broadResources.flatMap((resource) => [
      {
        name: `one action on ${resource}`,
        path: "policy.Statement[0].Resource",
        to: [queue, resource],
        finding: { path: "policy.Statement[0].Action[0]", found: '"sqs:ReceiveMessage"', wanted: wide },
      },
      {
        name: `every action of a service on ${resource}`,
        resource: 2,
        path: "policy",
        to: documentOf({ ...tagged, Action: "sqs:*", Resource: resource }),
        finding: { path: "policy.Statement[0].Action", found: '"sqs:*"', wanted: "the name of an action" },
      },
    ]),
    {
      name: "an action that facts let stand with another kind of resource",
      resource: group,
      path: "policy.Statement[5].Resource[0]",
      to: "arn:aws:ec2:eu-central-1:111122223333:instance/*",
      finding: { path: "policy.Statement[5].Action", found: '"ec2:CreateNetworkInterface"', wanted: wide },
    },
    {
      name: "another action on the kind of resource for which facts let one stand",
      resource: group,
      path: "policy.Statement[5].Action",
      to: "ec2:AttachNetworkInterface",
      finding: { path: "policy.Statement[5].Action", wanted: wide },
    },
    {
      name: "a read that AWS could bind",
      resource: group,
      path: "policy.Statement[1].Action[0]",
      to: "sqs:ListQueues",
      finding: { path: "policy.Statement[1].Action[0]", found: '"sqs:ListQueues"', wanted: wide },
    },
    {
      name: "a call that only begins like one that may be unbound",
      resource: group,
      path: "policy.Statement[1].Action[0]",
      to: "ecr:GetAuthorizationTokenForAll",
      finding: { path: "policy.Statement[1].Action[0]", wanted: wide },
    },
    ...[
      absent,
      { StringEquals: { "iam:AWSServiceName": "*" } },
      { StringEquals: { "iam:AWSServiceName": [] } },
      // Passes where its key is absent.
      { StringEqualsIfExists: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" } },
      // These say something of the caller, the call or the way, and nothing of the resource.
      { StringEquals: { "aws:PrincipalAccount": "111122223333" } },
      { StringEquals: { "sts:RoleSessionName": "jobs" } },
      { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
      { StringEquals: { "kms:ViaService": "ec2.eu-central-1.amazonaws.com" } },
      // Whoever asks fills it in.
      { StringEquals: { "aws:ResourceTag/team": "${aws:PrincipalTag/team}" } },
      { StringEquals: { "aws:ResourceTag/team": "" } },
    ].map((condition) => ({
      name: `a condition that does not say which: ${JSON.stringify(condition)}`,
      path: "policy.Statement[2].Condition",
      to: condition,
      finding: { path: "policy.Statement[2].Action", wanted: wide },
    })),
    {
      name: "a tag that must be absent",
      path: 'policy.Statement[3].Condition.Null["aws:ResourceTag/cluster"]',
      to: "true",
      finding: { path: "policy.Statement[3].Action", wanted: wide },
    },
    // No tag, and one that everything carries.
    ...["aws:PrincipalOrgID", "aws:ResourceTag/Owner"].map((key) => ({
      name: `resources that have ${key}`,
      path: "policy.Statement[3].Condition.Null",
      to: { [key]: "false" },
      finding: { path: "policy.Statement[3].Action", wanted: wide },
    })),
    {
      name: "all actions but some",
      path: "policy.Statement[0].NotAction",
      to: "iam:*",
      finding: {
        path: "policy.Statement[0].NotAction",
        found: '"iam:*"',
        wanted: "absent: it allows all the rest",
      },
    },
    {
      name: "all resources but some",
      path: "policy.Statement[0].NotResource",
      to: queue,
      finding: { path: "policy.Statement[0].NotResource", wanted: "absent: it allows all the rest" },
    },
    {
      name: "a refusal that is turned into leave",
      resource: group,
      path: "policy.Statement[4].Effect",
      to: "Allow",
      finding: { path: "policy.Statement[4].NotAction", found: '"sts:*"' },
    },
    {
      name: "an effect that IAM does not know",
      path: "policy.Statement[4].Effect",
      to: "deny",
      finding: { path: "policy.Statement[4].Effect", found: '"deny"', wanted: "Allow or Deny" },
    },
    {
      name: "a statement with a word that IAM writes otherwise",
      resource: 2,
      path: "policy.Statement[0]",
      to: { Effect: "Allow", action: "*", Resource: "*" },
      finding: { path: "policy.Statement[0]", found: "action", wanted: "the words of IAM's grammar" },
    },
    {
      name: "a statement that says nothing",
      resource: 2,
      path: "policy.Statement[0]",
      to: {},
      finding: { path: "policy.Statement[0].Effect", found: "absent", wanted: "Allow or Deny" },
    },
    {
      name: "one statement that is no list",
      path: "policy.Statement",
      to: { Effect: "Allow", Action: "*", Resource: "*" },
      finding: { path: "policy.Statement.Action", found: '"*"' },
    },
    {
      name: "a document that cannot be read",
      path: "policy",
      to: "{",
      finding: { path: "policy", found: "absent", wanted: "a policy document with statements" },
    },
    {
      name: "a document without statements",
      path: "policy.Statement",
      to: absent,
      finding: { path: "policy", wanted: "a policy document with statements" },
    },
    ...(
      [
        ["every action", { Action: "*", Resource: "*" }, "Action"],
        ["every action of a service", { Action: "s3:*", Resource: "arn:aws:s3:::*" }, "Action"],
        ["all actions but some", { NotAction: "iam:*", Resource: queue }, "NotAction"],
        ["all resources but some", { Action: "sqs:SendMessage", NotResource: queue }, "NotResource"],
        ["every resource", { Action: "sqs:SendMessage", Resource: "*" }, "Action"],
        ["every resource, without a condition", { ...tagged, Condition: {} }, "Action"],
      ] as const
    ).map(([name, granted, key]) => ({
      name: `a role's policy: ${name}`,
      resource: 2,
      path: "policy",
      to: documentOf({ Effect: "Allow", ...granted }),
      finding: { path: `policy.Statement[0].${key}` },
    })),
    {
      name: "a wildcard inline in a role",
      resource: 1,
      path: "inlinePolicies[0].policy",
      to: documentOf({ Effect: "Allow", Action: "sqs:*", Resource: "*" }),
      finding: { path: "inlinePolicies[0].policy.Statement[0].Action", found: '"sqs:*"' },
    },
    ...[2, 3, 4, 6].map((resource) => ({
      name: `a wildcard in resource ${resource}`,
      resource,
      path: "policy.Statement[0].NotAction",
      to: "iam:*",
      finding: { path: "policy.Statement[0].NotAction", found: '"iam:*"' },
    })),
    {
      name: "a wildcard of a permission set",
      resource: 5,
      path: "inlinePolicy.Statement[0].NotAction",
      to: "iam:*",
      finding: { path: "inlinePolicy.Statement[0].NotAction", found: '"iam:*"' },
    },
    unknownDocument("policy", unknown),
    unknownDocument("inlinePolicies", unknown, 1),
    unknownDocument("inlinePolicies[0].policy", unknown, 1),
    unknownDocument("policy", unknown, 2),
    unknownDocument("inlinePolicy", unknown, 5),
    unknownDocument("policy.Statement[0].Effect", unknown),
    unknownDocument("policy.Statement[0].Resource", unknown),
    unknownDocument("policy.Statement[1].Action", unknown),
    unknownDocument("policy.Statement[2].Condition.StringEquals", unknown),
  ],
  partly: [
    { path: "policy.Statement[*].Action", why: "some stand with resources by name" },
    { path: "policy.Statement[*].Action[*]", why: "the same" },
    {
      path: "policy.Statement[*].Resource",
      why: "some stand with actions that need no name, or with a condition that says which",
    },
    { path: "policy.Statement[*].Resource[*]", why: "the same" },
  ],
  survivors: [
    {
      path: "policy.Statement[*].Condition.Null*",
      why: "the tag that is asked for says which resources already; that there was none before narrows it further",
    },
  ],
};
