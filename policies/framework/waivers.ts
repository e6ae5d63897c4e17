import { daysBetween, isDay } from "../../components/facts/days";
import type { State } from "./evaluate";
import type { Rule } from "./rule";

/** What waivers must know of a rule. */
type WaivableRule = Pick<Rule, "id" | "level" | "severity">;

/** A violation that is accepted for a while: by whom, why, until when. */
export interface Waiver {
  /** Id of the rule. */
  readonly policy: string;
  /**
   * A resource's URN. `*` stands for any text in the stack, for the parents of the type, and for the first word of the name,
   * which is the region's.
   */
  readonly resource: string;
  readonly owner: string;
  /** Somebody else than the owner. */
  readonly approver: string;
  readonly reason: string;
  readonly ticket: string;
  /** YYYY-MM-DD. */
  readonly created: string;
  /** YYYY-MM-DD, at most `waiverDaysMax` after `created`. */
  readonly expires: string;
}

/** What must never be waived: of a rule, and of a verdict. */
function isNeverWaived({ level, severity }: Pick<Rule, "level" | "severity">): boolean {
  return level === "mandatory" && severity === "critical";
}

/** What waivers look at in a verdict. */
export interface Waivable {
  /** Id of the rule. */
  readonly policy: string;
  readonly urn: string;
  readonly state: State;
  /** Of the verdict, not of its rule: a rule that fails is mandatory and critical whatever it decides. */
  readonly level: Rule["level"];
  readonly severity: Rule["severity"];
}

export interface Waived<T> {
  readonly verdict: T;
  readonly waiver: Waiver;
  /** Days until it expires, the last day included. */
  readonly daysLeft: number;
}

export interface WaiverOutcome<T> {
  readonly verdicts: readonly T[];
  readonly waived: readonly Waived<T>[];
  /** Waivers that no verdict needed. */
  readonly unmatched: readonly Waiver[];
}

/** The longest that a waiver may run, in days. */
const waiverDaysMax = 90;

const fields = ["policy", "resource", "owner", "approver", "reason", "ticket", "created", "expires"] as const;
/** Whether a pattern names more than one resource of each stack. */
function isBroad(resource: string): boolean {
  const [urn = "", , type = "", name = "", ...more] = resource.split("::");
  const ownType = type.split("$").at(-1) ?? "";
  return (
    !urn.startsWith("urn:pulumi:") ||
    !/^[\w.-]+:[\w./-]+:\w+$/.test(ownType) ||
    !/^(\*-)?[^*]+$/.test(name) ||
    more.length > 0
  );
}

/** A person, however the address is written. */
function person(address: string): string {
  return address.trim().toLowerCase();
}

/** What is wrong with one entry; all of it. */
function mistakesOf(entry: unknown, where: string, rules: readonly WaivableRule[], asOf: string): string[] {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry))
    return [`${where} is no map; allowed keys: ${fields.join(", ")}`];
  const given = entry as Record<string, unknown>;
  const mistakes = Object.keys(given)
    .filter((key) => !(fields as readonly string[]).includes(key))
    .map((key) => `${where}.${key} is unknown; allowed keys: ${fields.join(", ")}`);
  for (const field of fields) {
    const value = given[field];
    if (typeof value !== "string" || value.trim() === "")
      mistakes.push(`${where}.${field} is ${JSON.stringify(value)}; allowed: a text`);
  }
  if (mistakes.length > 0) return mistakes;
  const waiver = given as unknown as Waiver;
  const rule = rules.find((candidate) => candidate.id === waiver.policy);
  if (!rule) mistakes.push(`${where}.policy is "${waiver.policy}"; allowed: the id of a rule`);
  else if (isNeverWaived(rule))
    mistakes.push(
      `${where}.policy is "${waiver.policy}", which is critical and mandatory; allowed: a rule that may be waived`,
    );
  if (isBroad(waiver.resource)) {
    mistakes.push(
      `${where}.resource is "${waiver.resource}", which is too broad; allowed: urn:pulumi:STACK::PROJECT::TYPE::NAME with the resource's own type and its name written out, but for * in place of the stack, the type's parents and the name's first word`,
    );
  }
  if (person(waiver.owner) === person(waiver.approver))
    mistakes.push(`${where}.approver is "${waiver.approver}", the owner; allowed: somebody else`);
  for (const field of ["created", "expires"] as const) {
    if (!isDay(waiver[field]))
      mistakes.push(`${where}.${field} is "${waiver[field]}"; allowed: a date as YYYY-MM-DD`);
  }
  if (!isDay(waiver.created) || !isDay(waiver.expires)) return mistakes;
  const days = daysBetween(waiver.created, waiver.expires);
  if (days < 1 || days > waiverDaysMax)
    mistakes.push(
      `${where}.expires is ${waiver.expires}, ${days} days after it was created; allowed: 1 to ${waiverDaysMax} days`,
    );
  if (waiver.created > asOf)
    mistakes.push(`${where}.created is ${waiver.created}, after ${asOf}; allowed: a day that has come`);
  if (waiver.expires < asOf)
    mistakes.push(
      `${where}.expires is ${waiver.expires}, which is past: what ${waiver.policy} says of ${waiver.resource} counts again; allowed: remove the waiver and mend the resource, or have it approved anew`,
    );
  return mistakes;
}

/**
 * Checks what `waivers.yaml` holds.
 * @returns the waivers that count, and every mistake in the others.
 */
export function checkWaivers(
  content: unknown,
  rules: readonly WaivableRule[],
  asOf: string,
): { readonly waivers: readonly Waiver[]; readonly mistakes: readonly string[] } {
  const entries =
    typeof content === "object" && content !== null && "waivers" in content ? content.waivers : content;
  if (entries === null || entries === undefined) return { waivers: [], mistakes: [] };
  if (!Array.isArray(entries))
    return { waivers: [], mistakes: ["waivers is no list; allowed: a list of waivers"] };
  const checked = entries.map((entry: unknown, index) => ({
    entry,
    mistakes: mistakesOf(entry, `waivers[${index}]`, rules, asOf),
  }));
  return {
    waivers: checked.filter(({ mistakes }) => mistakes.length === 0).map(({ entry }) => entry as Waiver),
    mistakes: checked.flatMap(({ mistakes }) => mistakes),
  };
}

/** A pattern with `*` standing for what `any` matches. */
function expression(pattern: string, any: string): string {
  return pattern
    .split("*")
    .map((part) => part.replaceAll(/[.$?+^(){}|[\]\\/]/g, "\\$&"))
    .join(any);
}

function matches(waiver: Waiver, verdict: Waivable): boolean {
  const end = waiver.resource.lastIndexOf("::");
  const place = expression(waiver.resource.slice(0, end), ".*");
  const name = expression(waiver.resource.slice(end), "[^-]+");
  return waiver.policy === verdict.policy && new RegExp(`^${place}${name}$`).test(verdict.urn);
}

/** Takes waived violations out; what is undecided is never waived, since nobody knows what it would accept. */
export function applyWaivers<T extends Waivable>(
  verdicts: readonly T[],
  waivers: readonly Waiver[],
  asOf: string,
): WaiverOutcome<T> {
  const used = new Set<Waiver>();
  const waived: Waived<T>[] = [];
  const left = verdicts.filter((verdict) => {
    const mayBe = verdict.state === "violated" && !isNeverWaived(verdict);
    const waiver = mayBe ? waivers.find((candidate) => matches(candidate, verdict)) : undefined;
    if (!waiver) return true;
    used.add(waiver);
    waived.push({ verdict, waiver, daysLeft: daysBetween(asOf, waiver.expires) + 1 });
    return false;
  });
  return { verdicts: left, waived, unmatched: waivers.filter((waiver) => !used.has(waiver)) };
}
