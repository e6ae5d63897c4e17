/** Checks of plain values before anything is created. */

import * as pulumi from "@pulumi/pulumi";

/** A value that cannot be used; its message names the field, the value and what is allowed, and no stack trace hides it. */
export class InvalidValueError extends pulumi.RunError {
  override readonly name = "InvalidValueError";
}

/**
 * Fails with one message that names the field, the value and what is allowed.
 * @example check(count >= 1, "SystemNodes.min", count, "1 or more")
 */
export function check(condition: boolean, field: string, value: unknown, allowed: string): asserts condition {
  if (!condition) throw new InvalidValueError(`${field} is ${JSON.stringify(value)}; allowed: ${allowed}`);
}
