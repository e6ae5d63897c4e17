/**
 * What stands for an output that no provider answers, in resolved mode: a marked text, which the plan looks for afterwards.
 *
 * Where the output is an object, a field of that text would be `undefined`, and an address would vanish without a word
 * from the document that it was for. So a function given to `apply` sees the text as a mark that behaves as a text
 * wherever one is wanted, and each of whose fields is such a mark again, with the field's name.
 */
import { unansweredPrefix } from "./values";

/** The one key of a mark; what copies it, copies the text. */
const key = unansweredPrefix;
const whole = new RegExp(`^${unansweredPrefix}([^;]+) of ([^;]*);$`);

/**
 * @param what the output, such as `aws:eks/cluster:Cluster.arn`.
 * @param owner name of the resource that it belongs to.
 */
export function unanswered(what: string, owner: string): string {
  return `${unansweredPrefix}${what} of ${owner};`;
}

function markOf(text: string): object {
  return new Proxy<Record<string, unknown>>(
    { [key]: text },
    {
      get: (target, field) => {
        if (field === Symbol.toPrimitive) return () => text;
        if (typeof field === "symbol") return undefined;
        if (field === "toString" || field === "valueOf" || field === "toJSON") return () => text;
        // What promises and the SDK ask of every value to learn what it is.
        if (field === "then" || field === "doNotCapture" || field.startsWith("__")) return undefined;
        if (field in target) return target[field];
        if (Object.hasOwn(String.prototype, field)) {
          const member = (text as unknown as Record<string, unknown>)[field];
          return typeof member === "function" ? (member.bind(text) as unknown) : member;
        }
        const [, what = "", owner = ""] = whole.exec(text) ?? [];
        return markOf(unanswered(`${what}.${field}`, owner));
      },
    },
  );
}

/** Values that a program gave may be circular; those that a provider gives are not this deep. */
const depthMax = 16;

/** A value with `change` made to each part that has one; itself where none has. */
function changed(value: unknown, change: (part: unknown) => unknown, depth = 0): unknown {
  const own = change(value);
  if (own !== value || typeof value !== "object" || value === null || depth > depthMax) return own;
  if (Array.isArray(value)) {
    const items = value.map((item) => changed(item, change, depth + 1));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  let copy: Record<string, unknown> | undefined;
  for (const [field, item] of Object.entries(value)) {
    const other = changed(item, change, depth + 1);
    if (other !== item) (copy ??= { ...value })[field] = other;
  }
  return copy ?? value;
}

function markWhole(part: unknown): unknown {
  return typeof part === "string" && part.startsWith(unansweredPrefix) && whole.test(part)
    ? markOf(part)
    : part;
}

function textOfMark(part: unknown): unknown {
  if (typeof part !== "object" || part === null || !Object.hasOwn(part, key)) return part;
  return (part as Record<string, unknown>)[key];
}

/** A value with the text in place of each mark. */
export function withTexts<T>(value: T): T {
  return changed(value, textOfMark) as T;
}

/** A function for `apply`, which sees marks in place of marked texts, and whose result has texts again. */
export function seeingMarks(func: (value: unknown) => unknown): (value: unknown) => unknown {
  return (value) => {
    const marked = changed(value, markWhole);
    if (marked === value) return func(value);
    const result = func(marked);
    return result instanceof Promise ? result.then(withTexts) : withTexts(result);
  };
}
