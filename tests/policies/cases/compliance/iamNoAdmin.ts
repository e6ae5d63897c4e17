import { escalatingActions } from "../../../../components/facts/iam";
import { rule } from "../../../../policies/compliance/rules/iamNoAdmin";
import { documentOf, unknownDocument } from "../../../support/documents";
import { unknown, type RuleCases } from "../../../support/rules";

const cni = "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy";
const admin = "arn:aws:iam::aws:policy/AdministratorAccess";
const topic = "arn:aws:sns:eu-central-1:111122223333:azora-europe-alerts";
const named = documentOf({ Effect: "Allow", Action: ["sns:Publish"], Resource: [topic] });
/** What bounds roles: it lets through all that is attached to them, but for what it refuses. */
const bounds = documentOf(
  { Effect: "Allow", Action: "*", Resource: "*" },
  { Effect: "Deny", Action: "iam:CreateUser", Resource: "*" },
);
const boundary = "arn:aws:iam::111122223333:policy/boundaries/azora-boundary";
const role = "arn:aws:iam::111122223333:role/azora-europe-node";
/** Hands on one role, and roles below a name of ours. */
const handing = documentOf({
  Effect: "Allow",
  Action: ["iam:PassRole", "iam:PutRolePolicy"],
  Resource: [role, `${role}s/*`, "arn:aws:iam::111122223333:role/azora-europe-*"],
});
const needed = "a policy that grants what is needed";

/** Types that attach one policy each, and those that attach several. */
const single = [
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
  "aws:iam/policyAttachment:PolicyAttachment",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment",
];
const several = [
  "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive",
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive",
  "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
];
const firstSingle = 3;
const firstSeveral = firstSingle + single.length;
const firstSignOn = firstSeveral + several.length;
const hands = firstSignOn + 2;
const bounding = hands + 1;

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
      props: { role: "azora-europe-vpc-cni", policyArn: cni },
    },
    {
      type: "aws:iam/role:Role",
      props: { managedPolicyArns: [cni], inlinePolicies: [{ name: "alerts", policy: named }] },
    },
    { type: "aws:iam/rolePolicy:RolePolicy", props: { policy: named } },
    ...single.map((type) => ({ type, props: { policyArn: cni } })),
    ...several.map((type) => ({ type, props: { policyArns: [cni] } })),
    {
      type: "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment",
      props: { managedPolicyArn: cni },
    },
    {
      type: "aws:ssoadmin/managedPolicyAttachmentsExclusive:ManagedPolicyAttachmentsExclusive",
      props: { managedPolicyArns: [cni] },
    },
    { type: "aws:iam/rolePolicy:RolePolicy", name: "handing", props: { policy: handing } },
    {
      type: "aws:iam/policy:Policy",
      name: "bounding",
      props: { name: "azora-boundary", path: "/boundaries/", policy: bounds },
    },
  ],
  mutations: [
    ...[
      admin,
      "arn:aws:iam::aws:policy/PowerUserAccess",
      "arn:aws:iam::aws:policy/IAMFullAccess",
      "arn:aws:iam::aws:policy/AmazonS3FullAccess",
      "arn:aws:iam::aws:policy/AdministratorAccess-Amplify",
      "arn:aws-cn:iam::aws:policy/aws-service-role/PowerUserAccess",
    ].map((policy) => ({
      name: `attaches ${policy}`,
      path: "policyArn",
      to: policy,
      finding: { path: "policyArn", found: JSON.stringify(policy), wanted: needed },
    })),
    {
      name: "attaches a boundary, which is there to bound",
      path: "policyArn",
      to: boundary,
      finding: { path: "policyArn", found: JSON.stringify(boundary), wanted: needed },
    },
    ...["/", "/boundaries/x/", "/team/boundaries/"].map((path) => ({
      name: `a policy of everything at ${path} is no boundary`,
      resource: bounding,
      path: "path",
      to: path,
      finding: { path: "policy.Statement[0].Action", found: '"*"', wanted: "the actions that are needed" },
    })),
    {
      name: "a boundary's policy is attached without its path",
      resource: bounding,
      path: "@type",
      to: "aws:iam/rolePolicy:RolePolicy",
      finding: { path: "policy.Statement[0].Action", found: '"*"' },
    },
    unknownDocument("path", unknown, bounding),
    {
      name: "attaches what is no policy",
      path: "policyArn",
      to: "AdministratorAccess",
      finding: { path: "policyArn", found: '"AdministratorAccess"', wanted: needed },
    },
    {
      name: "a role attaches it itself",
      resource: 1,
      path: "managedPolicyArns[1]",
      to: admin,
      finding: { path: "managedPolicyArns[1]", found: JSON.stringify(admin), wanted: needed },
    },
    ...single.map((type, index) => ({
      name: `a ${type} attaches it`,
      resource: firstSingle + index,
      path: "policyArn",
      to: admin,
      finding: { path: "policyArn", wanted: needed },
    })),
    ...several.map((type, index) => ({
      name: `a ${type} attaches it`,
      resource: firstSeveral + index,
      path: "policyArns[1]",
      to: admin,
      finding: { path: "policyArns[1]", wanted: needed },
    })),
    {
      name: "a permission set attaches it",
      resource: firstSignOn,
      path: "managedPolicyArn",
      to: admin,
      finding: { path: "managedPolicyArn", wanted: needed },
    },
    {
      name: "a permission set attaches it among several",
      resource: firstSignOn + 1,
      path: "managedPolicyArns[1]",
      to: admin,
      finding: { path: "managedPolicyArns[1]", wanted: needed },
    },
    ...["*", "*:*", "iam:*", "IAM:*", "i?m:Attach*", "iam:*RolePolicy", ...escalatingActions].map(
      (action) => ({
        name: `${action} on everything`,
        resource: 2,
        path: "policy",
        to: documentOf({ Effect: "Allow", Action: action, Resource: "*" }),
        finding: {
          path: "policy.Statement[0].Action",
          found: JSON.stringify(action),
          wanted: "the actions that are needed",
        },
      }),
    ),
    ...[
      "*",
      "arn:aws:iam::111122223333:role/*",
      "arn:aws:iam::111122223333:role*",
      "arn:aws:iam::*:*/azora-europe-node",
      "arn:aws:iam::111122223333:role/azora-*",
      "arn:aws:iam::111122223333:role/service-role/*",
      "arn:aws:iam::111122223333:role/aws-service-role/spot.amazonaws.com/*",
      "arn:aws:iam::111122223333:role/${aws:PrincipalTag/team}",
    ].map((resource) => ({
      name: `any role may be handed on: ${resource}`,
      resource: hands,
      path: "policy",
      to: documentOf({ Effect: "Allow", Action: ["iam:PassRole"], Resource: [role, resource] }),
      finding: {
        path: "policy.Statement[0].Action[0]",
        found: '"iam:PassRole"',
        wanted: "the actions that are needed",
      },
    })),
    {
      name: "any role may be handed on, to one service",
      resource: hands,
      path: "policy.Statement[0]",
      to: {
        Effect: "Allow",
        Action: "iam:PassRole",
        Resource: "arn:aws:iam::111122223333:role/*",
        Condition: { StringEquals: { "iam:PassedToService": "ec2.amazonaws.com" } },
      },
      finding: { path: "policy.Statement[0].Action", found: '"iam:PassRole"' },
    },
    {
      name: "every action on everything, inline in a role",
      resource: 1,
      path: "inlinePolicies[0].policy",
      to: documentOf({ Effect: "Allow", Action: "*", Resource: "arn:aws:iam::*:*" }),
      finding: { path: "inlinePolicies[0].policy.Statement[0].Action", found: '"*"' },
    },
    {
      name: "every action on everything, for all its condition",
      resource: 2,
      path: "policy.Statement[0]",
      to: {
        Effect: "Allow",
        Action: "*",
        Resource: "*",
        Condition: { Bool: { "aws:MultiFactorAuthPresent": "true" } },
      },
      finding: { path: "policy.Statement[0].Action", found: '"*"' },
    },
    unknownDocument("policyArn", unknown),
    unknownDocument("managedPolicyArns", unknown, 1),
    unknownDocument("managedPolicyArns[0]", unknown, 1),
    unknownDocument("policy", unknown, 2),
    unknownDocument("policy.Statement[0].Effect", unknown, 2),
    unknownDocument("policy.Statement[0].Action[0]", unknown, 2),
    {
      name: "every action, on what is unknown",
      resource: 2,
      path: "policy",
      to: documentOf({ Effect: "Allow", Action: "*", Resource: unknown }),
      finding: { path: "policy.Statement[0].Resource", found: "unknown", state: "deferred" },
    },
    unknownDocument("policyArns[0]", unknown, firstSeveral),
    unknownDocument("managedPolicyArn", unknown, firstSignOn),
  ],
  survivors: [
    ...["policy", "policy.Statement", "policy.Statement[*]", "policy.Statement[*].Effect"].map((path) => ({
      path,
      why: "what cannot be read grants nothing that this rule knows; iam-no-wildcards refuses it",
    })),
    { path: "path", why: "the plan's boundaries let through nothing that would be too wide for a policy" },
    {
      path: "policy.Statement[*].Action[*]",
      why: "the plan's lists of actions stand with resources by name",
    },
  ],
  partly: [{ path: "policy.Statement[*].Action", why: "some stand with resources by name" }],
};
