import type { Finding, StackRule } from "../../framework/rule";
import { wrong, wrongResource } from "../../shared/finding";

/** What makes a person or a program in IAM, or gives it a credential that does not end. */
const userTypes = [
  "aws:iam/accessKey:AccessKey",
  "aws:iam/group:Group",
  "aws:iam/serviceSpecificCredential:ServiceSpecificCredential",
  "aws:iam/signingCertificate:SigningCertificate",
  "aws:iam/sshKey:SshKey",
  "aws:iam/user:User",
  "aws:iam/userGroupMembership:UserGroupMembership",
  "aws:iam/userLoginProfile:UserLoginProfile",
  "aws:iam/userPoliciesExclusive:UserPoliciesExclusive",
  "aws:iam/userPolicy:UserPolicy",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive",
  "aws:iam/virtualMfaDevice:VirtualMfaDevice",
];
const policyAttachment = "aws:iam/policyAttachment:PolicyAttachment";
const accessEntry = "aws:eks/accessEntry:AccessEntry";
const role = "aws:iam/role:Role";

export const rule: StackRule = {
  id: "iam-no-users",
  title: "Nobody has a long-lived key",
  why: "An access key works from anywhere until somebody notices; people sign in through the identity provider, and programs assume roles for an hour.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.2"],
    gdpr: ["32(1)(b)"],
    hipaa: ["164.308(a)(4)", "164.312(d)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "stack",
  types: [...userTypes, policyAttachment, accessEntry],
  onUnknown: "fail",
  check: (stack) => {
    const fix = "let a role be assumed instead, by the identity provider, EKS Pod Identity or a service";
    const findings: Finding[] = userTypes.flatMap((type) =>
      stack.ofType(type).map(({ urn }) => wrongResource(type, "a role that is assumed", fix, urn)),
    );
    stack.each([policyAttachment], ({ urn, props }) => {
      for (const user of props.items("users")) findings.push({ urn, ...wrong(user, "no user", fix) });
    });
    stack.each([accessEntry], (entry) => {
      const { urn, props } = entry;
      if (stack.sources(entry, "principalArn").some((source) => source.type === role)) return;
      const principal = props.at("principalArn");
      if (/:role\//.test(principal.text() ?? "")) return;
      findings.push({ urn, ...wrong(principal, "the ARN of a role", fix) });
    });
    return findings;
  },
};
