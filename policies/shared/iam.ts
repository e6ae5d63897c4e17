import { deliveryNames } from "../../components/facts/delivery";
import type { Reader } from "../framework/reader";
import type { Finding } from "../framework/rule";
import { wrong } from "./finding";

/** How IAM calls those whom a statement is about. */
export type PrincipalKind = "AWS" | "CanonicalUser" | "Federated" | "Service";

/** The statements of a policy document that allow something: all that do not refuse, so that none slips by misspelt. */
export function allowing(document: Reader): Reader[] {
  return document.items("Statement").filter((statement) => statement.text("Effect") !== "Deny");
}

/** The statements of a policy document that refuse something. */
export function denying(document: Reader): Reader[] {
  return document.items("Statement").filter((statement) => statement.text("Effect") === "Deny");
}

/** The words of a statement; IAM may read one that is written otherwise, and a rule would look past it. */
const words = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];
const principalKinds: readonly string[] = [
  "AWS",
  "CanonicalUser",
  "Federated",
  "Service",
] satisfies PrincipalKind[];

/** What is wrong with a text that should be a policy document: one that cannot be read allows who knows what. */
export function unreadable(document: Reader): Finding[] {
  if (!document.at("Statement").exists)
    return [wrong(document, "a policy document with statements", "give the document as JSON")];
  return document.items("Statement").flatMap((statement) => {
    const effect = statement.at("Effect");
    const unknownWords = [
      ...statement.keys().filter((word) => !words.includes(word)),
      ...statement.keys("Principal").filter((kind) => !principalKinds.includes(kind)),
    ];
    return [
      ...(["Allow", "Deny"].includes(effect.text() ?? "")
        ? []
        : [wrong(effect, "Allow or Deny", "write the effect as IAM knows it")]),
      ...unknownWords.map((word) => ({
        ...wrong(statement, "the words of IAM's grammar", "write the statement's words as IAM does"),
        found: word,
      })),
    ];
  });
}

/** The principals of one kind; `*` stands for everybody and counts as `AWS`. */
export function principals(statement: Reader, kind: PrincipalKind): string[] {
  const everybody = statement.text("Principal");
  if (everybody !== undefined) return kind === "AWS" ? [everybody] : [];
  return statement.texts("Principal", kind);
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

/** The account of a principal or another ARN, or the number by itself. */
export function accountOf(text: string): string {
  return text.startsWith("arn:") ? (text.split(":")[4] ?? "") : text;
}

/** The principals by name that are of no account of ours; a canonical user tells no account. */
export function foreignersOf(statement: Reader, own: () => readonly string[]): string[] {
  const named = principals(statement, "AWS").filter((name) => !isWildcard(name));
  return [
    ...named.filter((name) => !own().includes(accountOf(name))),
    ...principals(statement, "CanonicalUser"),
  ];
}

const policyType = "aws:iam/policy:Policy";

/** Types of IAM policies, and the field of each that holds its document. */
const policyDocuments: Readonly<Record<string, string>> = {
  "aws:iam/groupPolicy:GroupPolicy": "policy",
  [policyType]: "policy",
  "aws:iam/rolePolicy:RolePolicy": "policy",
  "aws:iam/userPolicy:UserPolicy": "policy",
  "aws:iot/policy:Policy": "policy",
  "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy": "inlinePolicy",
};

/** The documents that a resource grants by: its own, and those inline in a role. */
export function documentsOf(type: string, props: Reader): Reader[] {
  const field = policyDocuments[type];
  return field === undefined
    ? props.items("inlinePolicies").map((policy) => policy.json("policy"))
    : [props.json(field)];
}

/**
 * Whether a policy is a permission boundary, which grants nothing: IAM allows what it and a policy that is attached both allow.
 * `iam-no-admin` refuses to attach one.
 */
export function isBoundary(type: string, props: Reader): boolean {
  return type === policyType && props.text("path") === deliveryNames.boundaryPath;
}

/** Whether an ARN is that of a permission boundary. */
export function namesBoundary(arn: string): boolean {
  return arn.includes(`:policy${deliveryNames.boundaryPath}`);
}

/** Types whose documents `documentsOf` finds. */
export const grantingTypes = [...Object.keys(policyDocuments), "aws:iam/role:Role"];
