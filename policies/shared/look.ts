import type { Reader } from "../framework/reader";
import type { Finding, ResourceView, StackView } from "../framework/rule";

/** Keys and indices from a map to what stands in it. */
export type Path = readonly (string | number)[];

/** A value that a field must have, or one of several. */
export interface Must {
  readonly at: Path;
  readonly be: boolean | string | readonly string[];
}

/** What a stack rule finds, one resource at a time; a finding that names no other resource is about the one looked at. */
export function findingsOf(
  stack: StackView,
  types: readonly string[],
  look: (resource: ResourceView) => readonly Finding[],
): Finding[] {
  const findings: Finding[] = [];
  stack.each(types, (resource) => {
    findings.push(...look(resource).map((finding) => ({ urn: resource.urn, ...finding })));
  });
  return findings;
}

/** Whether a field has the value that it must have; truth values may be written as text. */
export function holds(within: Reader, { at, be }: Must): boolean {
  if (typeof be === "boolean") return within.flag(...at) === be;
  return [be].flat().includes(within.text(...at) ?? "");
}

/** The value that a field must have, as a message shows it. */
export function mustBe({ be }: Must): string {
  return [be].flat().join(" or ");
}
