import { iamPolicySize } from "../facts/iam";
import { check, type PolicyStatement } from "../shared";

type Nameless = Omit<PolicyStatement, "Sid">;

/** Characters that IAM counts of a policy of plain values: written as JSON without white space. */
function policySize(statements: readonly Nameless[]): number {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements }).length;
}

/**
 * The statements of a policy that cannot be split: a boundary, a trust.
 * @param policy for messages.
 * @throws InvalidValueError where IAM would refuse it for its length.
 */
export function fitting<T extends readonly Nameless[]>(
  policy: string,
  statements: T,
  limit: "managedCharactersMax" | "trustCharactersMax",
): T {
  check(
    policySize(statements) <= iamPolicySize[limit],
    `${policy}, in characters`,
    policySize(statements),
    `${iamPolicySize[limit]} or fewer (IAM's limit of ${limitNames[limit]})`,
  );
  return statements;
}

const limitNames = {
  managedCharactersMax: "a managed policy",
  trustCharactersMax: "a role's trust",
} as const;

/** Statements without their names, which IAM counts and nobody is shown: a boundary has no room for them. */
export function nameless(statements: readonly PolicyStatement[]): Nameless[] {
  return statements.map(
    (statement) =>
      Object.fromEntries(Object.entries(statement).filter(([key]) => key !== "Sid")) as unknown as Nameless,
  );
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
