import type { OpenText } from "../framework/rule";
import { decoded } from "./encodedTexts";

/** A text by what it is called: by its key, by the name beside it, or by what stands before it in a line. */
export interface KeyedText {
  readonly path: string;
  /** The keys that lead to it, without indices; the last one is what it is called. */
  readonly keys: readonly string[];
  readonly text: string;
}

type Placed = Pick<OpenText, "path" | "text">;

/** How many times a text may hold another: user data in Base64 in a JSON text, and some more. */
const depthMax = 4;
/** The longest text that is looked into; a launch template's user data end at 16 KiB, a ConfigMap at 1 MiB. */
const charsMax = 1_048_576;

const step = /\[("(?:[^"\\]|\\.)*")\]|\[\d+\]|([^.[\]"]+)/g;

/** Resources of a kind have the same paths, thousands of times over. */
const keysByPath = new Map<string, readonly string[]>();

function keysOf(path: string): readonly string[] {
  const known = keysByPath.get(path);
  if (known) return known;
  const keys = [...path.matchAll(step)].flatMap(([, quoted, plain]) =>
    quoted === undefined ? (plain ?? []) : [JSON.parse(quoted) as string],
  );
  keysByPath.set(path, keys);
  return keys;
}

/** Where a list of `name` and `value` has its names. */
const nameKeys = ["name", "Name", "key", "Key"];
/** Kinds of values that name where the value is kept (CodeBuild's environment variables). */
const kindsElsewhere = ["PARAMETER_STORE", "SECRETS_MANAGER"];

/** What a text is called by its neighbours, where it is; `undefined` where they say nothing. */
function calledBeside(path: string, texts: ReadonlyMap<string, string>): string | undefined {
  if (!path.endsWith("]") && !path.endsWith("alue")) return undefined;
  const pair = /^(.*?)\.?[vV]alue$/.exec(path)?.[1];
  if (pair !== undefined) {
    const beside = (key: string): string | undefined => texts.get(pair === "" ? key : `${pair}.${key}`);
    if (kindsElsewhere.includes(beside("type") ?? "")) return undefined;
    return nameKeys.map(beside).find((name) => name !== undefined);
  }
  const [, list, index] = /^(.*)\[(\d+)\]$/.exec(path) ?? [];
  const before = index === undefined ? undefined : texts.get(`${list ?? ""}[${Number(index) - 1}]`);
  return /^--?([A-Za-z][\w.-]*)$/.exec(before ?? "")?.[1];
}

/** Every leaf of a JSON document, with its path. */
function leavesOf(value: unknown, path: string): Placed[] {
  if (typeof value === "string" || typeof value === "number") return [{ path, text: String(value) }];
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf(item, `${path}[${index}]`));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    leavesOf(item, /^[^.[\]"]+$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`),
  );
}

function documentIn(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const key = String.raw`([A-Za-z_][\w.-]*)`;
const value = String.raw`("[^"\n]*"|'[^'\n]*'|[^\s"';,&]+)`;
/** What stands for an assignment: in scripts, properties and addresses, as an argument, in YAML and its lists. */
const assignments = [
  new RegExp(String.raw`(?:^|[\s"'?&;,{])-{0,2}${key}[ \t]*=(?!=)[ \t]*${value}`, "g"),
  new RegExp(String.raw`(?:^|[\s"'])--${key}[ \t]+(?!-)${value}`, "g"),
  // One word or a quoted text: the rest after a colon is prose.
  new RegExp(String.raw`^[ \t]*(?:- +)?["']?${key}["']?[ \t]*:[ \t]+${value}[ \t]*,?[ \t]*$`, "gm"),
  new RegExp(
    String.raw`\bname["']?[ \t]*:[ \t]*["']?${key}["']?,?\s+["']?value["']?[ \t]*:[ \t]*${value}`,
    "g",
  ),
];

function assignedIn(text: string): [string, string][] {
  // Every form has one of these in it, and most texts have none.
  if (!/[=:]|--/.test(text)) return [];
  return assignments.flatMap((form) =>
    [...text.matchAll(form)].map(([, name = "", said = ""]): [string, string] => [
      name,
      said.replace(/^(["'])(.*)\1$/s, "$2"),
    ]),
  );
}

/** A text of more characters is seldom met again. */
const rememberedCharsMax = 256;
/** Texts that hold no other: labels, names and numbers, which stand in many resources. */
const bare = new Set<string>();

function inside({ path, text }: Placed, keys: readonly string[], depth: number): KeyedText[] {
  if (depth === depthMax || text.length > charsMax || bare.has(text)) return [];
  const document = documentIn(text);
  if (document !== undefined) return keyed(leavesOf(document, path), depth + 1);
  const plain = decoded(text);
  if (plain !== undefined) return inside({ path, text: plain }, keys, depth + 1);
  const assigned = assignedIn(text);
  if (assigned.length === 0 && text.length <= rememberedCharsMax) bare.add(text);
  return assigned.map(([name, said]) => ({ path, keys: [...keys, name], text: said }));
}

function keyed(placed: readonly Placed[], depth: number): KeyedText[] {
  const texts = new Map(placed.map(({ path, text }) => [path, text]));
  return placed.flatMap((text) => {
    const keys = keysOf(text.path);
    const called = calledBeside(text.path, texts);
    const own = called === undefined ? keys : [...keys, called];
    return [{ path: text.path, keys: own, text: text.text }, ...inside(text, own, depth)];
  });
}

/** Texts by what they are called, those within JSON, Base64, scripts and properties among them. */
export function keyedTexts(open: readonly OpenText[]): KeyedText[] {
  return keyed(open, 0);
}
