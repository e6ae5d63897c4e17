import { rule } from "../../../../policies/compliance/rules/iamNoUsers";
import { unknown, type RuleCases } from "../../../support/rules";

const userTypes = [
  "accessKey:AccessKey",
  "group:Group",
  "serviceSpecificCredential:ServiceSpecificCredential",
  "signingCertificate:SigningCertificate",
  "sshKey:SshKey",
  "user:User",
  "userGroupMembership:UserGroupMembership",
  "userLoginProfile:UserLoginProfile",
  "userPoliciesExclusive:UserPoliciesExclusive",
  "userPolicy:UserPolicy",
  "userPolicyAttachment:UserPolicyAttachment",
  "userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
  "virtualMfaDevice:VirtualMfaDevice",
].map((type) => `aws:iam/${type}`);

export const cases: RuleCases = {
  rule,
  fixtures: [
    {
      type: "aws:iam/policyAttachment:PolicyAttachment",
      props: { name: "jobs", roles: ["azora-europe-jobs"], users: [] },
    },
    {
      type: "aws:eks/accessEntry:AccessEntry",
      props: {
        clusterName: "azora-europe-cluster",
        principalArn: "arn:aws:iam::111122223333:role/azora-admin",
      },
    },
    { type: "aws:iam/role:Role", name: "nodes", props: { name: "azora-europe-karpenter-node" } },
    {
      type: "aws:eks/accessEntry:AccessEntry",
      props: { clusterName: "azora-europe-cluster", principalArn: unknown },
      from: { principalArn: ["nodes"] },
    },
  ],
  mutations: [
    ...userTypes.map((type) => ({
      name: `there is a ${type}`,
      path: "@type",
      to: type,
      finding: { path: "", found: type, wanted: "a role that is assumed" },
    })),
    {
      name: "a policy is attached to a user",
      path: "users",
      to: ["deployer"],
      finding: { path: "users[0]", found: '"deployer"', wanted: "no user" },
    },
    {
      name: "a user may enter a cluster",
      resource: 1,
      path: "principalArn",
      to: "arn:aws:iam::111122223333:user/deployer",
      finding: { path: "principalArn", wanted: "the ARN of a role" },
    },
    {
      name: "a whole account may enter a cluster",
      resource: 1,
      path: "principalArn",
      to: "arn:aws:iam::111122223333:root",
      finding: { path: "principalArn", wanted: "the ARN of a role" },
    },
    {
      name: "whether a user may enter a cluster is unknown",
      resource: 1,
      path: "principalArn",
      to: unknown,
      finding: { path: "principalArn", found: "unknown", state: "undecided" },
    },
    {
      name: "what may enter a cluster derives from no role",
      resource: 3,
      path: "@from.principalArn",
      to: [],
      finding: { path: "principalArn", found: "unknown", state: "undecided" },
    },
    {
      name: "which users a policy is attached to is unknown",
      path: "users",
      to: unknown,
      finding: { path: "users", found: "unknown", state: "undecided" },
    },
  ],
};
