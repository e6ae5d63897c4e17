import type { Reader } from "../framework/reader";

/** How IAM calls those whom a statement is about. */
export type PrincipalKind = "AWS" | "Service" | "Federated";

/** The statements of a policy document that allow something. */
export function allowing(document: Reader): Reader[] {
  return document.items("Statement").filter((statement) => statement.text("Effect") === "Allow");
}

/** The statements of a policy document that refuse something. */
export function denying(document: Reader): Reader[] {
  return document.items("Statement").filter((statement) => statement.text("Effect") === "Deny");
}

/** The principals of one kind; `*` stands for everybody and counts as `AWS`. */
export function principals(statement: Reader, kind: PrincipalKind): string[] {
  const everybody = statement.text("Principal");
  if (everybody !== undefined) return kind === "AWS" ? [everybody] : [];
  return statement.texts("Principal", kind);
}

/** Whether a statement is about everybody: `*`, or everybody but some. */
export function isAboutEverybody(statement: Reader): boolean {
  return statement.at("NotPrincipal").exists || principals(statement, "AWS").includes("*");
}

/** Whether an action, or a resource, is nothing but a wildcard: `*`, `*:*`. */
export function isWildcard(text: string): boolean {
  return /^[*:]+$/.test(text);
}

/** Operators that narrow a statement down; those that negate, or pass where the key is absent, do not. */
const narrowing = /^(ForAnyValue:)?(StringEquals(IgnoreCase)?|StringLike|ArnEquals|ArnLike)$/;

/** Whether a condition holds one of the keys, by its lower-case name, to something narrower than `*`. */
export function isBoundBy(statement: Reader, keys: readonly string[]): boolean {
  return statement
    .keys("Condition")
    .filter((operator) => narrowing.test(operator))
    .some((operator) =>
      statement.keys("Condition", operator).some((key) => {
        const values = statement.texts("Condition", operator, key);
        return keys.includes(key.toLowerCase()) && values.length > 0 && !values.some(isWildcard);
      }),
    );
}

/** Keys that tie a call to the account, organisation or network that it comes from. */
export const callerKeys = [
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:sourceaccount",
  "aws:sourcearn",
  "aws:sourceorgid",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "kms:calleraccount",
];

/** Types of IAM policies, and the field of each that holds its document. */
export const policyDocuments: Readonly<Record<string, string>> = {
  "aws:iam/policy:Policy": "policy",
  "aws:iam/rolePolicy:RolePolicy": "policy",
  "aws:iam/groupPolicy:GroupPolicy": "policy",
  "aws:iam/userPolicy:UserPolicy": "policy",
};

/** The documents that a resource grants by: its own, and those inline in a role. */
export function documentsOf(type: string, props: Reader): Reader[] {
  const field = policyDocuments[type];
  return field === undefined
    ? props.items("inlinePolicies").map((policy) => policy.json("policy"))
    : [props.json(field)];
}

/** Types whose documents `documentsOf` finds. */
export const grantingTypes = [...Object.keys(policyDocuments), "aws:iam/role:Role"];
