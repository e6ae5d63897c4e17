/**
 * Whether IAM would let a call through, as far as our own policies go: identity policies, boundaries and service control
 * policies of plain values. What it does not know it refuses to judge, rather than guess.
 *
 * Source: "Policy evaluation logic" and "IAM JSON policy elements", IAM user guide (read 2026-11).
 */

/** A call, with the keys that AWS tells of it; a key that is left out is absent from the call. */
export interface PolicyRequest {
  /** @example "ec2:RunInstances" */
  readonly action: string;
  /** ARN, or `*` where the call names none. */
  readonly resource: string;
  readonly context?: Readonly<Record<string, string | readonly string[]>>;
}

type Texts = string | readonly string[];

/** A statement as a policy document has it. */
export interface EvaluatedStatement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action?: Texts;
  readonly NotAction?: Texts;
  readonly Resource?: Texts;
  readonly NotResource?: Texts;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, Texts>>>>;
}

/** What policies say of a call; nothing said is no permission. */
export type PolicyDecision = "allowed" | "denied" | "not-allowed";

const words = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"];

function listOf(texts: Texts): readonly string[] {
  return typeof texts === "string" ? [texts] : texts;
}

/** Whether a pattern with `*` for any text and `?` for any one character fits a whole text. */
export function fits(pattern: string, text: string): boolean {
  // Walks both at once and goes back to the last `*` only: linear in practice, whatever the pattern.
  let at = 0;
  let next = 0;
  let star = -1;
  let mark = 0;
  while (next < text.length) {
    if (pattern[at] === "*") {
      star = at++;
      mark = next;
    } else if (at < pattern.length && (pattern[at] === "?" || pattern[at] === text[next])) {
      at++;
      next++;
    } else if (star >= 0) {
      at = star + 1;
      next = ++mark;
    } else return false;
  }
  while (pattern[at] === "*") at++;
  return at === pattern.length;
}

/** An ARN's six parts; what follows the fifth colon is one. */
function partsOf(arn: string): string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}

/** Each part of an ARN fits by itself: a wildcard spans no colon. */
function fitsArn(pattern: string, arn: string): boolean {
  const parts = partsOf(arn);
  return partsOf(pattern).every((part, index) => fits(part, parts[index] ?? ""));
}

type Compare = (wanted: string, given: string) => boolean;

const same: Compare = (wanted, given) => wanted === given;

/** How an operator compares, and whether it asks for the opposite: then an absent key passes. */
const operators: Readonly<Record<string, { readonly compare: Compare; readonly negated?: true }>> = {
  ArnEquals: { compare: fitsArn },
  ArnLike: { compare: fitsArn },
  ArnNotEquals: { compare: fitsArn, negated: true },
  ArnNotLike: { compare: fitsArn, negated: true },
  Bool: { compare: (wanted, given) => wanted.toLowerCase() === given.toLowerCase() },
  NumericLessThan: { compare: (wanted, given) => Number(given) < Number(wanted) },
  StringEquals: { compare: same },
  StringLike: { compare: fits },
  StringNotEquals: { compare: same, negated: true },
  StringNotLike: { compare: fits, negated: true },
};

/** The value of a key, whose name IAM reads in any case. */
function given(request: PolicyRequest, key: string): readonly string[] | undefined {
  const found = Object.entries(request.context ?? {}).find(
    ([name]) => name.toLowerCase() === key.toLowerCase(),
  );
  return found && listOf(found[1]);
}

function holdsOne(
  operator: string,
  wanted: readonly string[],
  values: readonly string[] | undefined,
): boolean {
  if (operator === "Null") return wanted.some((text) => (text === "true") === (values === undefined));
  const [, quantifier, name = ""] = /^(?:(ForAllValues|ForAnyValue):)?(.*)$/.exec(operator) ?? [];
  const known = Object.hasOwn(operators, name) ? operators[name] : undefined;
  if (!known) throw new Error(`condition operator ${operator} is not one that the evaluator knows`);
  const passes = (value: string): boolean =>
    wanted.some((text) => known.compare(text, value)) !== (known.negated === true);
  // "Multivalued context keys", IAM user guide: without a value, all pass and none does.
  if (quantifier === "ForAllValues") return (values ?? []).every(passes);
  if (quantifier === "ForAnyValue") return (values ?? []).some(passes);
  if (values === undefined) return known.negated === true;
  const [value, ...more] = values;
  if (value === undefined || more.length > 0)
    throw new Error(`condition operator ${operator} takes one value, and the call has ${values.length}`);
  return passes(value);
}

function holds(statement: EvaluatedStatement, request: PolicyRequest): boolean {
  return Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holdsOne(operator, listOf(wanted), given(request, key))),
  );
}

/** Whether a list fits, or its opposite does not; just one of the two must be there. */
function selects(
  statement: EvaluatedStatement,
  [name, inverted]: readonly ["Action", "NotAction"] | readonly ["Resource", "NotResource"],
  matches: (pattern: string) => boolean,
): boolean {
  const list = statement[name];
  const others = statement[inverted];
  if ((list === undefined) === (others === undefined))
    throw new Error(`statement ${statement.Sid ?? "without Sid"} must have one of ${name} and ${inverted}`);
  return list === undefined ? !listOf(others ?? []).some(matches) : listOf(list).some(matches);
}

function check(statement: EvaluatedStatement): void {
  const unknown = Object.keys(statement).filter((word) => !words.includes(word));
  if (unknown.length > 0)
    throw new Error(`statement has ${unknown.join(", ")}, which the evaluator does not know`);
  if (!["Allow", "Deny"].includes(statement.Effect))
    throw new Error(`Effect is ${statement.Effect}; allowed: Allow, Deny`);
  if (JSON.stringify(statement).includes("${"))
    throw new Error("statement has a policy variable, which the evaluator does not know");
}

/** Whether a statement is about a call. */
function applies(statement: EvaluatedStatement, request: PolicyRequest): boolean {
  check(statement);
  const action = request.action.toLowerCase();
  return (
    selects(statement, ["Action", "NotAction"], (pattern) => fits(pattern.toLowerCase(), action)) &&
    selects(statement, ["Resource", "NotResource"], (pattern) => fits(pattern, request.resource)) &&
    holds(statement, request)
  );
}

/**
 * What statements say of a call: a refusal outweighs every permission.
 * @throws Error where a statement has something that this evaluator does not know.
 */
export function decide(statements: readonly EvaluatedStatement[], request: PolicyRequest): PolicyDecision {
  const effects = statements.filter((statement) => applies(statement, request)).map(({ Effect }) => Effect);
  if (effects.includes("Deny")) return "denied";
  return effects.includes("Allow") ? "allowed" : "not-allowed";
}

/** The statements of a policy document, given as text. */
export function statementsIn(document: string): readonly EvaluatedStatement[] {
  return (JSON.parse(document) as { readonly Statement: readonly EvaluatedStatement[] }).Statement;
}
