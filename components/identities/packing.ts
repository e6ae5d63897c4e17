import { iamPolicySize } from "../facts/iam";
import { check, type PolicyStatement } from "../shared";

/** Characters that IAM counts of a policy of plain values: written as JSON without white space. */
function policySize(statements: readonly PolicyStatement[]): number {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements }).length;
}

/**
 * Spreads statements over as few policies, in their order, as IAM's limit of a managed policy allows.
 * @param role whose rights they are, for messages.
 * @throws InvalidValueError where one statement alone is too long, or a role would hold too many policies.
 */
export function packed(role: string, statements: readonly PolicyStatement[]): PolicyStatement[][] {
  const { managedCharactersMax, managedPerRoleMax } = iamPolicySize;
  const policies: PolicyStatement[][] = [];
  for (const statement of statements) {
    const alone = policySize([statement]);
    check(
      alone <= managedCharactersMax,
      `statement ${statement.Sid} of ${role}, in characters`,
      alone,
      `${managedCharactersMax} or fewer (IAM's limit of a managed policy)`,
    );
    const last = policies.at(-1);
    if (last && policySize([...last, statement]) <= managedCharactersMax) last.push(statement);
    else policies.push([statement]);
  }
  check(
    policies.length < managedPerRoleMax,
    `policies of ${role}`,
    policies.length,
    `${managedPerRoleMax - 1} or fewer (IAM's limit of a role, with the one that reads)`,
  );
  return policies;
}
