/** Whether a policy refuses at least what a statement of facts refuses. */
import type { GuardStatement } from "../../components/facts/organization";
import type { Reader } from "../framework/reader";
import { fits } from "./policyEvaluator";

/** Whether a pattern stands for all that another does; one with `?` only for itself, since `*` is more than one character. */
function holdsAll(pattern: string, other: string): boolean {
  return pattern === other || (!pattern.includes("?") && fits(pattern, other));
}

function someHolds(patterns: readonly string[], other: string): boolean {
  return patterns.some((pattern) => holdsAll(pattern, other));
}

function lower(actions: readonly string[]): string[] {
  return actions.map((action) => action.toLowerCase());
}

/** What a statement of facts is about, the given one is about as well. */
function coversActions(given: Reader, { Action, NotAction = [] }: GuardStatement): boolean {
  const actions = lower(given.texts("Action"));
  if (Action) return lower(Action).every((action) => someHolds(actions, action));
  if (actions.includes("*")) return true;
  const spared = lower(given.texts("NotAction"));
  return spared.length > 0 && spared.every((action) => someHolds(lower(NotAction), action));
}

/** A condition narrows a refusal: the given one may ask for no more than facts do. */
function narrowsNoMore(given: Reader, { Condition = {} }: GuardStatement): boolean {
  return given.keys("Condition").every((operator) =>
    given.keys("Condition", operator).every((key) => {
      const wanted = Condition[operator]?.[key];
      if (!wanted) return false;
      const values = given.texts("Condition", operator, key);
      // Of what is spared there may be less, of what is meant there may be more. Operators of ARNs take patterns.
      if (/^Arn.*Not/.test(operator)) return values.every((value) => someHolds(wanted, value));
      return /Not/.test(operator)
        ? values.every((value) => wanted.includes(value))
        : wanted.every((value) => values.includes(value));
    }),
  );
}

/** Whether a statement that refuses is no weaker than one of facts. */
export function isAsStrong(given: Reader, wanted: GuardStatement): boolean {
  const resources = given.texts("Resource");
  return (
    coversActions(given, wanted) &&
    wanted.Resource.every((resource) => someHolds(resources, resource)) &&
    narrowsNoMore(given, wanted)
  );
}
