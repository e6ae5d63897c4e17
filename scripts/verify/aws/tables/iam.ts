import type * as aws from "@pulumi/aws";
import { alike, json, list, none, object, tags, to, value, whole } from "../fields";
import { fold, row, without, type Entry } from "../rows";

const inlinePolicy = object<aws.types.input.iam.RoleInlinePolicy>({
  name: "PolicyName",
  policy: to("PolicyDocument", json),
});

export const iam: readonly Entry[] = [
  row<aws.iam.RoleArgs>("aws:iam/role:Role", "AWS::IAM::Role", {
    ...alike<aws.iam.RoleArgs>(
      "description",
      "managedPolicyArns",
      "maxSessionDuration",
      "path",
      "permissionsBoundary",
    ),
    name: "RoleName",
    assumeRolePolicy: to("AssumeRolePolicyDocument", json),
    inlinePolicies: to("Policies", list(inlinePolicy)),
    tags: to("Tags", tags),
    namePrefix: none("auto-naming"),
    forceDetachPolicies: none("how Pulumi deletes"),
  }),
  fold<aws.iam.RolePolicyAttachmentArgs, aws.iam.RoleArgs>(
    "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
    "aws:iam/role:Role",
    { role: "name" },
    { policyArn: "ManagedPolicyArns[]", role: whole },
  ),
  row<aws.iam.RolePolicyArgs>(
    "aws:iam/rolePolicy:RolePolicy",
    "AWS::IAM::RolePolicy",
    {
      name: "PolicyName",
      policy: to("PolicyDocument", json),
      role: "RoleName",
      namePrefix: none("auto-naming"),
    },
    { PolicyName: "auto-named" },
  ),
  row<aws.iam.PolicyArgs>("aws:iam/policy:Policy", "AWS::IAM::ManagedPolicy", {
    ...alike<aws.iam.PolicyArgs>("description", "path"),
    name: "ManagedPolicyName",
    policy: to("PolicyDocument", json),
    tags: none("managed policies have no tags in CloudFormation"),
    namePrefix: none("auto-naming"),
    delayAfterPolicyCreationInMs: none("how Pulumi creates"),
  }),
  row<aws.iam.InstanceProfileArgs>("aws:iam/instanceProfile:InstanceProfile", "AWS::IAM::InstanceProfile", {
    name: "InstanceProfileName",
    path: "Path",
    role: to(
      "Roles",
      value((role) => [role]),
    ),
    tags: none("instance profiles have no tags in CloudFormation"),
    namePrefix: none("auto-naming"),
  }),
  row<aws.iam.OpenIdConnectProviderArgs>(
    "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
    "AWS::IAM::OIDCProvider",
    {
      url: "Url",
      clientIdLists: "ClientIdList",
      thumbprintLists: "ThumbprintList",
      tags: to("Tags", tags),
    },
  ),
  row<aws.iam.ServiceLinkedRoleArgs>(
    "aws:iam/serviceLinkedRole:ServiceLinkedRole",
    "AWS::IAM::ServiceLinkedRole",
    {
      ...alike<aws.iam.ServiceLinkedRoleArgs>("customSuffix", "description"),
      awsServiceName: "AWSServiceName",
      tags: none("service-linked roles have no tags in CloudFormation"),
    },
  ),
  without("aws:iam/accountPasswordPolicy:AccountPasswordPolicy", "an account's setting"),
];
