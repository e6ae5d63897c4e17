/** The small language of the table: how a field of Pulumi's becomes a property of CloudFormation's. Pure. */
import type { PlanObject, PlanValue } from "../../../preview/engine/values";

/** Which field a property came from, so that a finding can name the field. */
interface Origin {
  /** Path of the property below the resource's properties. */
  readonly path: readonly (string | number)[];
  /** @example "rules[0].status" */
  readonly field: string;
}

export interface Converted<V extends PlanValue = PlanValue> {
  readonly value: V;
  readonly origins: readonly Origin[];
}

/** A CloudFormation resource that stands for one element of a Pulumi resource, for example an inline ACL rule. */
interface Piece {
  readonly cfn: string;
  readonly properties: PlanObject;
  readonly origins: readonly Origin[];
}

/** What a conversion has to say beside its result; field paths have `[]` for an index. */
export interface Notes {
  /** Fields that no rule names. */
  readonly unmapped: string[];
  /** Fields of which the table says that CloudFormation has none, with the reason. */
  readonly absent: string[];
  /** Last names of properties left out because their value is a secret. */
  readonly secrets: string[];
  /** Mistakes that show before a template exists. */
  readonly problems: { readonly field: string; readonly message: string }[];
  readonly pieces: Piece[];
}

export function emptyNotes(): Notes {
  return { unmapped: [], absent: [], secrets: [], problems: [], pieces: [] };
}

export interface Conversion {
  readonly convert: (value: PlanValue, field: string, notes: Notes) => Converted | undefined;
  /** Property paths that it can set, relative to where it stands; `*` is an element of a list. */
  readonly targets: readonly (readonly string[])[];
  /** Resources that it makes of elements, with the paths that they can set. */
  readonly pieces?: readonly { readonly cfn: string; readonly targets: readonly (readonly string[])[] }[];
}

interface Mapped {
  /** Dotted path; `[]` at its end puts the value into a list; empty merges an object into where it stands. */
  readonly to: string;
  readonly as: Conversion;
}

interface Absent {
  readonly absent: string;
}

interface Whole {
  readonly whole: true;
}

/** A property's path, a path with a conversion, or why there is none. */
export type Rule = string | Mapped | Absent | Whole;
/** Rules for the fields of `T`, the arguments' type in Pulumi's SDK: a misspelt field does not compile. */
export type Fields<T> = { readonly [K in keyof T]?: Rule };
export type AnyFields = Readonly<Record<string, Rule | undefined>>;

export function isPlanObject(value: PlanValue | undefined): value is PlanObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSecret(value: PlanValue | undefined): boolean {
  return isPlanObject(value) && value.$secret === true;
}

/** The value without its secrets; `undefined` when it is one. */
function withoutSecrets(value: PlanValue): PlanValue | undefined {
  if (isSecret(value)) return undefined;
  if (Array.isArray(value)) return value.map(withoutSecrets).filter((item) => item !== undefined);
  if (!isPlanObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]) => [key, withoutSecrets(item)] as const)
      .filter((entry): entry is readonly [string, PlanValue] => entry[1] !== undefined),
  );
}

/**
 * Joins two objects: lists are appended to, objects joined, anything else replaced.
 * Origins of the second move along with the elements of its lists.
 */
export function merge(base: Converted<PlanObject>, added: Converted<PlanObject>): Converted<PlanObject> {
  const join = (a: PlanValue | undefined, b: PlanValue): PlanValue => {
    if (Array.isArray(a) && Array.isArray(b)) return [...a, ...b];
    if (!isPlanObject(a) || !isPlanObject(b)) return b;
    const joined: PlanObject = { ...a };
    for (const [key, value] of Object.entries(b)) joined[key] = join(a[key], value);
    return joined;
  };
  const moved = added.origins.map((origin) => {
    let at: PlanValue | undefined = base.value;
    const path = origin.path.map((step) => {
      const here = at;
      at = isPlanObject(here) && typeof step === "string" ? here[step] : undefined;
      return Array.isArray(here) && typeof step === "number" ? step + here.length : step;
    });
    return { ...origin, path };
  });
  return { value: join(base.value, added.value) as PlanObject, origins: [...base.origins, ...moved] };
}

function parseTarget(target: string): { readonly keys: readonly string[]; readonly listed: boolean } {
  const listed = target.endsWith("[]");
  const path = listed ? target.slice(0, -2) : target;
  return { keys: path === "" ? [] : path.split("."), listed };
}

/** Puts a value at a path of an otherwise empty object; `target` as in a rule. */
export function nest(target: string, converted: Converted): Converted<PlanObject> {
  const { keys, listed } = parseTarget(target);
  let value: PlanValue = listed ? [converted.value] : converted.value;
  for (const key of [...keys].reverse()) value = { [key]: value };
  const prefix = [...keys, ...(listed ? [0] : [])];
  const origins = converted.origins.map((origin) => ({ ...origin, path: [...prefix, ...origin.path] }));
  return { value: isPlanObject(value) ? value : {}, origins };
}

function mappedOf(rule: Rule | undefined): Mapped | undefined {
  if (typeof rule === "string") return { to: rule, as: same };
  return rule !== undefined && "as" in rule ? rule : undefined;
}

/** Converts every field of an object by its rule, noting those without one. */
export function convertFields(
  fields: AnyFields,
  source: PlanObject,
  prefix: string,
  notes: Notes,
): Converted<PlanObject> {
  let result: Converted<PlanObject> = { value: {}, origins: [] };
  for (const [key, value] of Object.entries(source)) {
    if (value === null) continue;
    const field = prefix === "" ? key : `${prefix}.${key}`;
    const general = field.replaceAll(/\[\d+\]/g, "[]");
    const rule = Object.hasOwn(fields, key) ? fields[key] : undefined;
    if (rule === undefined) {
      notes.unmapped.push(general);
      continue;
    }
    if (typeof rule === "object" && "absent" in rule) notes.absent.push(`${general}: ${rule.absent}`);
    const mapped = mappedOf(rule);
    if (mapped === undefined) continue;
    const { to: target, as } = mapped;
    if (isSecret(value)) {
      notes.secrets.push(parseTarget(target).keys.at(-1) ?? key);
      continue;
    }
    const converted = as.convert(value, field, notes);
    if (converted !== undefined) result = merge(result, nest(target, converted));
  }
  return result;
}

const leaf = (value: PlanValue | undefined, field: string): Converted | undefined =>
  value === undefined ? undefined : { value, origins: [{ path: [], field }] };

/** A conversion of a whole value, without a look inside. */
export function value(
  change: (value: PlanValue) => PlanValue | undefined,
  targets: Conversion["targets"] = [[]],
): Conversion {
  return {
    convert: (from, field) => {
      const open = withoutSecrets(from);
      return open === undefined ? undefined : leaf(change(open), field);
    },
    targets,
  };
}

const same = value((from) => from);

/** Sets a property by a conversion. */
export const to = (target: string, as: Conversion): Rule => ({ to: target, as });
/** Merges what an object's fields set into the object that it stands in. */
export const flat = (as: Conversion): Rule => ({ to: "", as });
/** The field names the resource that a part is folded into. */
export const whole: Rule = { whole: true };
/** CloudFormation has no such property. */
export const none = (reason: string): Rule => ({ absent: reason });

/** Rules for fields that CloudFormation calls the same, but with a capital. */
export function alike<T>(...keys: readonly (keyof NoInfer<T> & string)[]): Fields<T> {
  return Object.fromEntries(
    keys.map((key) => [key, key.charAt(0).toUpperCase() + key.slice(1)]),
  ) as Fields<T>;
}

/** The paths that rules can set. */
export function targetsOf(fields: AnyFields): string[][] {
  return Object.values(fields).flatMap((rule) => {
    const mapped = mappedOf(rule);
    if (mapped === undefined) return [];
    const { to: target, as } = mapped;
    const { keys, listed } = parseTarget(target);
    return as.targets.map((rest) => [...keys, ...(listed ? ["*"] : []), ...rest]);
  });
}

/** The resources that rules make of elements, with the paths that they can set. */
export function piecesOf(fields: AnyFields): NonNullable<Conversion["pieces"]>[number][] {
  return Object.values(fields).flatMap((rule) => mappedOf(rule)?.as.pieces ?? []);
}

/** A nested object, field by field. */
export function object<T>(fields: Fields<NoInfer<T>>): Conversion {
  const rules = fields as AnyFields;
  return {
    convert: (from, field, notes) => {
      if (isPlanObject(from)) return convertFields(rules, from, field, notes);
      // Not what the SDK's types allow: left for the linter to judge.
      return leaf(from, field);
    },
    targets: targetsOf(rules),
  };
}

/** A list, element by element; a single value becomes a list of one. */
export function list(of: Conversion): Conversion {
  return {
    convert: (from, field, notes) => {
      const single = !Array.isArray(from);
      const items = (single ? [from] : from).flatMap((item, index) => {
        if (isSecret(item)) return [];
        const converted = of.convert(item, single ? field : `${field}[${index}]`, notes);
        return converted === undefined ? [] : [converted];
      });
      return {
        value: items.map((item) => item.value),
        origins: [
          { path: [], field },
          ...items.flatMap((item, index) =>
            item.origins.map((origin) => ({ ...origin, path: [index, ...origin.path] })),
          ),
        ],
      };
    },
    targets: of.targets.map((rest) => ["*", ...rest]),
  };
}

/** The only element of a list of which Pulumi allows one. */
export function first(of: Conversion): Conversion {
  return {
    convert: (from, field, notes) => {
      const item = Array.isArray(from) ? from[0] : from;
      return item === undefined || isSecret(item) ? undefined : of.convert(item, field, notes);
    },
    targets: of.targets,
  };
}

/** A resource of its own for every element. `constants` are properties that the element does not hold. */
export function resources<T>(cfn: string, fields: Fields<NoInfer<T>>, constants: PlanObject): Rule {
  const rules = fields as AnyFields;
  const as: Conversion = {
    convert: (from, field, notes) => {
      for (const [index, item] of (Array.isArray(from) ? from : [from]).entries()) {
        if (!isPlanObject(item) || isSecret(item)) continue;
        const { value: properties, origins } = convertFields(rules, item, `${field}[${index}]`, notes);
        const whole = { path: [], field: `${field}[${index}]` };
        notes.pieces.push({ cfn, properties: { ...constants, ...properties }, origins: [whole, ...origins] });
      }
      return undefined;
    },
    targets: [],
    pieces: [{ cfn, targets: [...targetsOf(rules), ...Object.keys(constants).map((key) => [key])] }],
  };
  return { to: "", as };
}

/** A map of tags as a list of `Key` and `Value`. */
export const tags: Conversion = {
  convert: (from, field) => {
    if (!isPlanObject(from)) return leaf(from, field);
    const entries = Object.entries(from).filter(([, item]) => !isSecret(item));
    return {
      value: entries.map(([Key, Value]) => ({ Key, Value })),
      origins: [
        { path: [], field },
        ...entries.map(([key], index) => ({ path: [index], field: `${field}.${key}` })),
      ],
    };
  },
  targets: [
    ["*", "Key"],
    ["*", "Value"],
  ],
};

/** JSON text, laid open so that its grammar is judged. */
export const json: Conversion = {
  convert: (from, field, notes) => {
    if (typeof from !== "string") return leaf(withoutSecrets(from), field);
    try {
      return leaf(JSON.parse(from) as PlanValue, field);
    } catch (error) {
      notes.problems.push({ field, message: `is not JSON: ${(error as Error).message}` });
      return undefined;
    }
  },
  targets: [[]],
};

/**
 * JSON text that is also judged as a property of another type: cfn-lint looks into the policies of some types only,
 * and the others' have the same grammar.
 */
function jsonAlsoAs(cfn: string, property: string): Conversion {
  return {
    ...json,
    convert: (from, field, notes) => {
      const converted = json.convert(from, field, notes);
      if (converted !== undefined) {
        const properties = { [property]: converted.value };
        notes.pieces.push({ cfn, properties, origins: [{ path: [], field }] });
      }
      return converted;
    },
    pieces: [{ cfn, targets: [[property]] }],
  };
}

/** A policy with principals that cfn-lint judges nowhere but in types such as a key's. */
export const resourcePolicy = jsonAlsoAs("AWS::KMS::Key", "KeyPolicy");
/** A policy without principals that cfn-lint judges nowhere but in IAM's own types. */
export const identityPolicy = jsonAlsoAs("AWS::IAM::ManagedPolicy", "PolicyDocument");

/** A number or a boolean where CloudFormation wants its text. */
export const text = value((from) =>
  typeof from === "number" || typeof from === "boolean" ? String(from) : from,
);

/** A conversion with a check of ours, for values that cfn-lint's schema does not know; the message says what is allowed. */
function checked(allowed: (value: PlanValue) => boolean, message: string): Conversion {
  return {
    convert: (from, field, notes) => {
      for (const item of Array.isArray(from) ? from : [from]) {
        if (!isSecret(item) && !allowed(item)) {
          notes.problems.push({ field, message: `${JSON.stringify(item)} is not ${message}` });
        }
      }
      return same.convert(from, field, notes);
    },
    targets: [[]],
  };
}

/** A word, or a list of words, of those that the API knows. */
export function oneOf(...allowed: readonly string[]): Conversion {
  return checked(
    (item) => typeof item === "string" && allowed.includes(item),
    `one of ${allowed.join(", ")}`,
  );
}

/** A whole number in one of these ranges, both ends included. */
export function within(...ranges: readonly (readonly [number, number])[]): Conversion {
  const shown = ranges.map(([from, to]) => `${from}–${to}`).join(" or ");
  const inside = (item: PlanValue): boolean =>
    Number.isInteger(Number(item)) && ranges.some(([from, to]) => Number(item) >= from && Number(item) <= to);
  return checked(inside, `a number of ${shown}`);
}

/** A port; −1 stands for all of them. */
export const port = within([-1, 65_535]);

/** Words that the two call differently; any other word stays as it is, for the linter to judge. */
export function words(table: Readonly<Record<string, PlanValue>>): Conversion {
  return value((from) => {
    const key = String(typeof from === "object" ? JSON.stringify(from) : from);
    return Object.hasOwn(table, key) ? table[key] : from;
  });
}

/** One of the key and value pairs by which load balancers and target groups take their settings. */
export function attribute(key: string): Conversion {
  return value(
    (from) => ({ Key: key, Value: typeof from === "string" ? from : JSON.stringify(from) }),
    [["Key"], ["Value"]],
  );
}
