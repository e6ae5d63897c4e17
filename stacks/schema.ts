/** The kinds of configuration values, and how a text from a stack file becomes one. */
import { isDay } from "../components/facts/days";

/** Says what is wrong with a value, or gives the value. */
type Parsed<T> = { readonly value: T } | { readonly wrong: true };

/** One `azora:` key. */
export interface Key<T> {
  readonly description: string;
  /** What is allowed, in words that fit behind "allowed:". */
  readonly allowed: string;
  /** Used when the key is absent; a key without one and not optional must be set. */
  readonly fallback?: T;
  readonly optional?: boolean;
  /** The value is a secret: it must be encrypted in the stack file. */
  readonly secret?: boolean;
  readonly example: string;
  parse(text: string): Parsed<T>;
}

export type Keys = Readonly<Record<string, Key<unknown>>>;
type ValueOf<K> = K extends Key<infer T> ? T : never;
/** The values of a table of keys; an optional key may be `undefined`. */
export type ValuesOf<T extends Keys> = {
  readonly [K in keyof T]: T[K] extends { readonly optional: true }
    ? ValueOf<T[K]> | undefined
    : ValueOf<T[K]>;
};

const wrong = { wrong: true } as const;

interface Words<T> {
  readonly description: string;
  readonly example: string;
  readonly fallback?: T;
}

export function text(
  words: Words<string> & { readonly allowed: string; readonly pattern: RegExp },
): Key<string> {
  return { ...words, parse: (raw) => (words.pattern.test(raw) ? { value: raw } : wrong) };
}

export function oneOf<const T extends string>(values: readonly T[], words: Words<T>): Key<T> {
  return {
    ...words,
    allowed: values.join(" | "),
    parse: (raw) => {
      const value = values.find((candidate) => candidate === raw);
      return value === undefined ? wrong : { value };
    },
  };
}

export function integer(
  words: Words<number> & { readonly min: number; readonly max: number; readonly step?: number },
): Key<number> {
  const { min, max, step = 1 } = words;
  return {
    ...words,
    allowed: `a whole number from ${min} to ${max}${step === 1 ? "" : ` in steps of ${step}`}`,
    parse: (raw) => {
      const value = Number(raw);
      const fits = value >= min && value <= max && (value - min) % step === 0;
      return /^-?\d+$/.test(raw) && fits ? { value } : wrong;
    },
  };
}

/** A day of the calendar as YYYY-MM-DD. */
export function day(words: Words<string>): Key<string> {
  return {
    ...words,
    allowed: "a date as YYYY-MM-DD",
    parse: (raw) => (isDay(raw) ? { value: raw } : wrong),
  };
}

export function flag(words: Words<boolean>): Key<boolean> {
  return {
    ...words,
    allowed: "true | false",
    parse: (raw) => (raw === "true" || raw === "false" ? { value: raw === "true" } : wrong),
  };
}

export function list(
  words: Words<readonly string[]> & {
    readonly items: string;
    readonly pattern: RegExp;
    readonly count?: readonly [number, number];
  },
): Key<readonly string[]> {
  const [least, most] = words.count ?? [0, 64];
  return {
    ...words,
    allowed: `a list of ${least === most ? least : `${least} to ${most}`} different ${words.items}`,
    parse: (raw) => {
      const value = parseJson(raw);
      const fits =
        Array.isArray(value) &&
        value.length >= least &&
        value.length <= most &&
        new Set(value).size === value.length &&
        value.every((item) => typeof item === "string" && words.pattern.test(item));
      return fits ? { value: value as string[] } : wrong;
    },
  };
}

/** The same key, which may be left out. */
export function optional<T>(key: Key<T>): Key<T> & { readonly optional: true } {
  return { ...key, optional: true };
}

/** The same key, whose value must be encrypted in the stack file. */
export function secret<T>(key: Key<T>): Key<T> & { readonly secret: true; readonly optional: true } {
  return { ...key, secret: true, optional: true };
}

function parseJson(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}
