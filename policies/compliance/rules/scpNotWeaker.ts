import { controlStatements } from "../../../components/facts/organization";
import type { Finding, ResourceView, StackRule, StackView } from "../../framework/rule";
import { wrong, wrongResource } from "../../shared/finding";
import { isAsStrong } from "../../shared/guardStatements";
import { denying, unreadable } from "../../shared/iam";

const policyType = "aws:organizations/policy:Policy";
const attachmentType = "aws:organizations/policyAttachment:PolicyAttachment";

const fix = "take the statements from facts/organization.ts, and attach every policy";

function isControlPolicy({ props }: ResourceView): boolean {
  return (props.text("type") ?? "SERVICE_CONTROL_POLICY") === "SERVICE_CONTROL_POLICY";
}

/** The policies that are attached to something; in a preview their ids are not known, but whose they are. */
function attachedPolicies(stack: StackView): ReadonlySet<string> {
  const attachments = stack.ofType(attachmentType);
  return new Set(attachments.flatMap((one) => stack.sources(one, "policyId").map(({ urn }) => urn)));
}

/** Guard rails hold for one target, which the configuration of the gates may name: another would leave our accounts free. */
function checkTargets(
  stack: StackView,
  policies: ReadonlySet<string>,
  allowed: readonly string[],
): Finding[] {
  const attachments = stack
    .ofType(attachmentType)
    .filter((one) => stack.sources(one, "policyId").some(({ urn }) => policies.has(urn)));
  const [first] = attachments.map(({ props }) => props.text("targetId") ?? "");
  const targets = allowed.length > 0 ? allowed : [first ?? ""];
  return attachments
    .filter(({ props }) => !targets.includes(props.text("targetId") ?? ""))
    .map(({ props, urn }) => ({
      ...wrong(
        props.at("targetId"),
        allowed.length > 0
          ? allowed.join(" or ")
          : `the target of all others: ${first ?? "the unit of the accounts, by its id"}`,
        "attach every policy to the target of azora:organization, and name it in policies/compliance/config.json",
      ),
      urn,
    }));
}

export const rule: StackRule = {
  id: "scp-not-weaker",
  title: "The organisation's guard rails are no weaker than facts",
  why: "A service control policy is all that holds for an account's administrators and its root; one that was narrowed by a word lets out what every other gate relies on.",
  severity: "critical",
  level: "mandatory",
  controls: {
    soc2: ["CC6.1", "CC7.2"],
    gdpr: ["44", "32(1)(b)"],
    hipaa: ["164.312(b)", "164.308(a)(4)"],
    ccpa: ["1798.100(e)"],
  },
  scope: "stack",
  types: [policyType, attachmentType],
  lists: {
    targets: {
      description:
        "the root, unit or account that the guard rails hold for (`azora:organization`); with none, any one.",
      pattern: "^(r-[0-9a-z]{4,32}|\\d{12}|ou-[0-9a-z]{4,32}-[a-z0-9]{8,32})$",
      default: [],
    },
  },
  onUnknown: "fail",
  check: (stack, { lists: { targets = [] } }) => {
    const findings: Finding[] = [];
    const attached = attachedPolicies(stack);
    const policies: ResourceView[] = [];
    let read = 0;
    stack.each([policyType], (policy) => {
      if (!isControlPolicy(policy)) {
        read++;
        return;
      }
      const content = policy.props.json("content");
      for (const finding of unreadable(content)) findings.push({ ...finding, urn: policy.urn });
      if (!attached.has(policy.urn))
        findings.push(
          wrongResource("attached to nothing", "attached to a root, unit or account", fix, policy.urn),
        );
      // All that the decision hangs on must be known; an unknown throws here.
      content.whole();
      policies.push(policy);
      read++;
    });
    findings.push(...checkTargets(stack, new Set(policies.map(({ urn }) => urn)), targets));
    const [first] = policies;
    // What a policy that cannot be read yet holds is not missing: that one is undecided.
    if (!first || read < stack.ofType(policyType).length) return findings;
    const given = policies.flatMap(({ props }) => denying(props.json("content")));
    for (const wanted of Object.values(controlStatements()).flat()) {
      if (given.some((statement) => isAsStrong(statement, wanted))) continue;
      findings.push({
        ...wrong(first.props.at("content"), `a statement no weaker than ${wanted.Sid} of facts`, fix),
        found: "none as strong",
        urn: first.urn,
      });
    }
    return findings;
  },
};
