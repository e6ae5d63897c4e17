/** Changing one field of a resource's inputs, wherever it stands: in maps, lists and JSON texts. */

/** Removes a field. */
export const absent = Symbol("absent");

/** Steps of a path; a key in quotes may hold dots: `metadata.labels["a.b/c"]`. */
export function stepsOf(path: string): string[] {
  return [...path.matchAll(/\["([^"]+)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(
    (match) => match[1] ?? match[2] ?? match[3] ?? "",
  );
}

/** What a JSON text holds; `undefined` for any other text. */
function document(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** A copy with another value at a path; a JSON text on the way is read, changed and written again. */
export function setAt(value: unknown, steps: readonly string[], to: unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return to;
  if (typeof value === "string") {
    const inside = document(value);
    if (inside) return JSON.stringify(setAt(inside, steps, to));
  }
  if (Array.isArray(value)) {
    const copy: unknown[] = [...(value as unknown[])];
    if (rest.length === 0 && to === absent) copy.splice(Number(step), 1);
    else copy[Number(step)] = setAt(copy[Number(step)], rest, to);
    return copy;
  }
  const copy: Record<string, unknown> = {
    ...(typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {}),
  };
  if (rest.length === 0 && to === absent) Reflect.deleteProperty(copy, step);
  else copy[step] = setAt(copy[step], rest, to);
  return copy;
}

/** What stands at a path; `undefined` where there is nothing. */
export function getAt(value: unknown, steps: readonly string[]): unknown {
  let current: unknown = value;
  for (const step of steps) {
    if (typeof current === "string") current = document(current);
    if (typeof current !== "object" || current === null || !Object.hasOwn(current, step)) return undefined;
    current = (current as Record<string, unknown>)[step];
  }
  return current;
}

/** One change of the project's own program. */
export interface Break {
  readonly type: string;
  /** Part of the resource's logical name; default: the first of the type. */
  readonly name?: string;
  readonly path: string;
  readonly to: unknown;
}
