import { escalatingActions } from "../../../components/facts/iam";
import type { Reader } from "../../framework/reader";
import type { ResourceRule, ResourceView } from "../../framework/rule";
import { isBroad, takesIn } from "../../shared/breadth";
import { wrong } from "../../shared/finding";
import { allowing, documentsOf, grantingTypes, isBoundary, namesBoundary } from "../../shared/iam";

/** Types that attach policies, and the fields that name them. */
const attachments: Readonly<Record<string, string>> = {
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment": "policyArn",
  "aws:iam/groupPolicyAttachmentsExclusive:GroupPolicyAttachmentsExclusive": "policyArns",
  "aws:iam/policyAttachment:PolicyAttachment": "policyArn",
  "aws:iam/role:Role": "managedPolicyArns",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "policyArn",
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": "policyArns",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment": "policyArn",
  "aws:iam/userPolicyAttachmentsExclusive:UserPolicyAttachmentsExclusive": "policyArns",
  "aws:ssoadmin/managedPolicyAttachment:ManagedPolicyAttachment": "managedPolicyArn",
  "aws:ssoadmin/managedPolicyAttachmentsExclusive:ManagedPolicyAttachmentsExclusive": "managedPolicyArns",
};

/** Policies of AWS' own that grant everything, or everything of a service. */
const broadPolicy =
  /^arn:aws[\w-]*:iam::aws:policy\/(.*\/)?\w*(AdministratorAccess|PowerUserAccess|FullAccess)/;

/** How IAM names a policy; anything else could be any of them. */
const policyArn = /^arn:aws[\w-]*:iam::(aws|\d{12}):policy\/./;

/** Whether one may give oneself all rights by an action, or by some that a pattern takes in. */
function escalates(action: string): boolean {
  return escalatingActions.some((escalating) => takesIn(action, escalating));
}

function attached({ type, props }: ResourceView): Reader[] {
  const field = attachments[type];
  return field === undefined ? [] : props.items(field);
}

export const rule: ResourceRule = {
  id: "iam-no-admin",
  title: "Nobody holds every right",
  why: "Who holds AdministratorAccess, or may change IAM itself, passes every other gate; what is deployed names what it needs.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC6.3"],
    gdpr: ["25(2)", "32(1)(b)"],
    hipaa: ["164.308(a)(4)", "164.312(a)(1)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "resource",
  types: [...new Set([...Object.keys(attachments), ...grantingTypes])],
  onUnknown: "defer",
  check: (resource) => {
    const fix = "attach a policy that names the actions and resources that are needed";
    const { type, props } = resource;
    const grants = grantingTypes.includes(type) && !isBoundary(type, props);
    const statements = grants ? documentsOf(type, props).flatMap(allowing) : [];
    return [
      ...attached(resource)
        .filter((policy) => {
          const arn = policy.text() ?? "";
          return broadPolicy.test(arn) || namesBoundary(arn) || !policyArn.test(arn);
        })
        .map((policy) => wrong(policy, "a policy that grants what is needed", fix)),
      ...statements.flatMap((statement) =>
        statement
          .items("Action")
          .filter((action) => escalates(action.text() ?? ""))
          .filter(() => statement.texts("Resource").some(isBroad))
          .map((action) => wrong(action, "the actions that are needed", fix)),
      ),
    ];
  },
};
