import type { Reader } from "../framework/reader";
import type { Finding } from "../framework/rule";
import { wrong } from "./finding";

/** How IAM calls those whom a statement is about. */
export type PrincipalKind = "AWS" | "Service" | "Federated";

/** The statements of a policy document that allow something: all that do not refuse, so that none slips by misspelt. */
export function allowing(document: Reader): Reader[] {
  return document.items("Statement").filter((statement) => statement.text("Effect") !== "Deny");
}

/** The statements of a policy document that refuse something. */
export function denying(document: Reader): Reader[] {
  return document.items("Statement").filter((statement) => statement.text("Effect") === "Deny");
}

/** What is wrong with a text that should be a policy document: one that cannot be read allows who knows what. */
export function unreadable(document: Reader): Finding[] {
  if (!document.at("Statement").exists)
    return [wrong(document, "a policy document with statements", "give the document as JSON")];
  return document
    .items("Statement")
    .map((statement) => statement.at("Effect"))
    .filter((effect) => !["Allow", "Deny"].includes(effect.text() ?? ""))
    .map((effect) => wrong(effect, "Allow or Deny", "write the effect as IAM knows it"));
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

/** Whether a statement is open to all of any kind: also to every service, or every identity provider. */
export function isOpenToAll(statement: Reader): boolean {
  if (statement.at("NotPrincipal").exists) return true;
  const kinds = ["AWS", "Service", "Federated"] as const;
  return kinds.some((kind) => principals(statement, kind).some(isWildcard));
}

/** Whether an action, or a resource, is nothing but a wildcard: `*`, `*:*`. */
export function isWildcard(text: string): boolean {
  return /^[*:]+$/.test(text);
}

/** Whether a resource is everything of a service, or of all: `*`, `arn:aws:s3:::*`. */
export function isEverything(resource: string): boolean {
  return resource.startsWith("arn:")
    ? /^[*/:?]*$/.test(resource.split(":").slice(5).join(":"))
    : isWildcard(resource);
}

/** Operators that narrow a statement down; those that negate, or pass where the key is absent, do not. */
const narrowing = /^(ForAnyValue:)?(StringEquals(IgnoreCase)?|StringLike|ArnEquals|ArnLike)$/;

/** Whether a value leaves open whose it is: a wildcard, or an ARN of any account. */
function isOpen(value: string): boolean {
  if (!value.startsWith("arn:")) return /[*?]/.test(value);
  const [, , , , account = "", ...resource] = value.split(":");
  // Buckets have no account in their ARN, and names that are theirs alone.
  return /[*?]/.test(account === "" ? (resource.join(":").split("/")[0] ?? "*") || "*" : account);
}

/** Whether a condition holds a key, by its lower-case name, to values that leave nothing open. */
export function isHeldTo(statement: Reader, isKey: (key: string) => boolean): boolean {
  return statement
    .keys("Condition")
    .filter((operator) => narrowing.test(operator))
    .some((operator) =>
      statement.keys("Condition", operator).some((key) => {
        if (!isKey(key.toLowerCase())) return false;
        const values = statement.texts("Condition", operator, key);
        return values.length > 0 && !values.some(isOpen);
      }),
    );
}

/** Whether a condition holds one of the keys, by its lower-case name, to something narrower than `*`. */
export function isBoundBy(statement: Reader, keys: readonly string[]): boolean {
  return isHeldTo(statement, (key) => keys.includes(key));
}

/** Keys that tie a call by an AWS service to the account or resource that it is for. */
const sourceKeys = ["aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid"];

/** Keys that tie a call to the account, organisation or network that it comes from. */
export const callerKeys = [
  ...sourceKeys,
  "aws:principalaccount",
  "aws:principalarn",
  "aws:principalorgid",
  "aws:sourcevpc",
  "aws:sourcevpce",
  "kms:calleraccount",
];

/** The AWS services that a statement lets in without saying for which account or resource. */
export function unboundServicesOf(statement: Reader): string[] {
  const services = principals(statement, "Service").filter((service) => !isWildcard(service));
  return services.length === 0 || isBoundBy(statement, sourceKeys) ? [] : services;
}

/** Types of IAM policies, and the field of each that holds its document. */
const policyDocuments: Readonly<Record<string, string>> = {
  "aws:iam/groupPolicy:GroupPolicy": "policy",
  "aws:iam/policy:Policy": "policy",
  "aws:iam/rolePolicy:RolePolicy": "policy",
  "aws:iam/userPolicy:UserPolicy": "policy",
  "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": "inlinePolicy",
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
