/** Reads values of a plan, which may be anything. */
import type { PlanObject, PlanValue } from "./engine/values";

/** What lies at the end of a way of keys; `undefined` where it breaks off. */
export function at(
  value: PlanValue | undefined,
  ...keys: readonly (string | number)[]
): PlanValue | undefined {
  let current: unknown = value;
  for (const key of keys) {
    if (typeof current !== "object" || current === null) return undefined;
    current = (current as Record<string, unknown>)[key];
  }
  return current as PlanValue | undefined;
}

/** The same where it is a text; "" otherwise. */
export function textAt(value: PlanValue | undefined, ...keys: readonly (string | number)[]): string {
  const found = at(value, ...keys);
  return typeof found === "string" ? found : "";
}

/** Objects that a text holds as JSON; `undefined` for any other text, or none. */
export function parsed(text: string): PlanObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as PlanObject) : undefined;
  } catch {
    return undefined;
  }
}
