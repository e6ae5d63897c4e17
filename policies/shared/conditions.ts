import type { Reader } from "../framework/reader";
import { accountOf, isWildcard, principals } from "./iam";

/** The accounts that count as our own; asked for only where a decision hangs on it, since they may be unknown. */
export type OwnAccounts = () => readonly string[];

/** Operators that narrow a statement down; those that negate, or pass where the key is absent, do not. */
const narrowing = /^(ForAnyValue:)?(StringEquals(IgnoreCase)?|StringLike|ArnEquals|ArnLike)$/;

/** What IAM puts a value of the request in for; a value such as `${aws:PrincipalAccount}` is met by whoever asks. */
const variable = /\$\{(?![*?$]\})/;

/** How IAM writes `*`, `?` and `$` themselves. */
const escaped = /\$\{[*?$]\}/g;

/** Whether a text leaves open what is meant: empty, a wildcard, a variable. */
export function isOpen(text: string): boolean {
  return text.trim() === "" || variable.test(text) || /[*?]/.test(text.replaceAll(escaped, ""));
}

/** Whether a condition holds a key, by its lower-case name, to values that all are accepted. */
function isHeld(
  statement: Reader,
  isKey: (key: string) => boolean,
  accepts: (key: string, value: string) => boolean,
): boolean {
  return statement
    .keys("Condition")
    .filter((operator) => narrowing.test(operator))
    .some((operator) =>
      statement.keys("Condition", operator).some((key) => {
        if (!isKey(key.toLowerCase())) return false;
        const values = statement.texts("Condition", operator, key);
        return values.length > 0 && values.every((value) => accepts(key.toLowerCase(), value));
      }),
    );
}

/** Whether a condition holds a key, by its lower-case name, to values that leave nothing open. */
export function isHeldTo(statement: Reader, isKey: (key: string) => boolean): boolean {
  return isHeld(statement, isKey, (_key, value) => !isOpen(value));
}

/** The ARN that a service of AWS puts into the encryption context of what it encrypts for somebody. */
const contextArn = /^kms:encryptioncontext:aws:[\w-]+:arn$/;

/** Keys whose value is an account's number, or an ARN that holds one. */
const accountKeys = [
  "aws:principalaccount",
  "aws:principalarn",
  "aws:resourceaccount",
  "aws:sourceaccount",
  "aws:sourcearn",
  "kms:calleraccount",
];

/** Whether a text names an account of ours; a bucket's ARN names none, and once the bucket is gone it is anybody's. */
export function isOfOwn(text: string, own: OwnAccounts): boolean {
  const account = accountOf(text);
  return !variable.test(text) && !isOpen(account) && own().includes(account);
}

/** Whether a condition holds one of the keys, by its lower-case name, to accounts of ours, or to one organisation or network. */
export function isBoundBy(statement: Reader, keys: readonly string[], own: OwnAccounts): boolean {
  return isHeld(
    statement,
    (key) => keys.includes(key),
    (key, value) => (accountKeys.includes(key) ? isOfOwn(value, own) : !isOpen(value)),
  );
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

/** The AWS services that a statement lets in without saying for which account or resource of ours. */
export function unboundServicesOf(statement: Reader, own: OwnAccounts): string[] {
  const services = principals(statement, "Service").filter((service) => !isWildcard(service));
  if (services.length === 0 || isBoundBy(statement, sourceKeys, own)) return [];
  const encryptsForUs = isHeld(
    statement,
    (key) => contextArn.test(key),
    (_key, value) => isOfOwn(value, own),
  );
  return encryptsForUs ? [] : services;
}
