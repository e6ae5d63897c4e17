/** How Pulumi's engine writes values on the wire, and how the plan writes them (ENGINE.md, section 1). */

/** The engine's mark for a value that is not known yet. */
export const unknownSentinel = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** Begins the text that stands for an output which nobody answered. */
export const unansweredPrefix = "azora-unanswered-output:";
const signatureKey = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";
const resourceSignature = "5cf8f73096256a8f31e491e813e4eb8e";
const assetSignature = "c44067f5952c0a294b673a41bacd8c17";
const archiveSignature = "0def7320c3a5731c473e5ecbe6d01bc7";

/** A value as it travels: JSON with the engine's signatures in it. */
export type WireValue = null | boolean | number | string | WireValue[] | { [key: string]: WireValue };
export type WireObject = Record<string, WireValue>;

/** A value in the plan: unknowns and secrets are marks, resources are their URNs, keys are sorted. */
export type PlanValue = null | boolean | number | string | PlanValue[] | { [key: string]: PlanValue };
export type PlanObject = Record<string, PlanValue>;

const unknownMark = { $unknown: true } as const;
const secretMark = { $secret: true } as const;

/** Marks a value as a secret on the wire. */
export function wireSecret(value: WireValue): WireObject {
  return { [signatureKey]: secretSignature, value };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function isWireSecret(value: WireValue | undefined): boolean {
  return isObject(value) && value[signatureKey] === secretSignature;
}

/** Whether any part of a value is a secret. */
export function containsSecret(value: WireValue | undefined): boolean {
  if (Array.isArray(value)) return value.some(containsSecret);
  return isWireSecret(value) || (isObject(value) && Object.values(value).some(containsSecret));
}

/** A value as the plan shows it. Nothing below a secret is looked at. */
export function toPlanValue(value: WireValue): PlanValue {
  if (value === unknownSentinel) return { ...unknownMark };
  if (Array.isArray(value)) return value.map(toPlanValue);
  if (!isObject(value)) return value;
  switch (value[signatureKey]) {
    case secretSignature:
      return { ...secretMark };
    case resourceSignature:
      return toPlanValue(value.urn as WireValue);
    case assetSignature:
      return { $asset: toPlanValue(value.text ?? value.path ?? value.uri ?? null) };
    case archiveSignature:
      return { $archive: toPlanValue(value.path ?? value.uri ?? value.assets ?? null) };
    default:
      return toPlanObject(value);
  }
}

/** An object as the plan shows it, keys sorted. */
export function toPlanObject(value: WireObject): PlanObject {
  // Not by assignment: a key may be `__proto__`, and would be lost.
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, toPlanValue(value[key] as WireValue)]),
  );
}

/** A value with its secrets laid open, for decisions that need it; never printed. */
export function unwrapSecrets(value: WireValue): WireValue {
  if (Array.isArray(value)) return value.map(unwrapSecrets);
  if (!isObject(value)) return value;
  if (value[signatureKey] === secretSignature) return unwrapSecrets(value.value as WireValue);
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, unwrapSecrets(v)]));
}

/** A value with references to resources as what stands for them: the id where it is known, else the URN. */
export function plainResources(value: WireValue): WireValue {
  if (Array.isArray(value)) return value.map(plainResources);
  if (!isObject(value)) return value;
  if (value[signatureKey] === resourceSignature) {
    const { id, urn } = value as { readonly id?: WireValue; readonly urn: WireValue };
    return typeof id === "string" && id !== "" ? id : urn;
  }
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plainResources(v)]));
}

/** A path with one step more; a key that holds dots or brackets stands in quotes. */
function below(path: string, key: string): string {
  if (!/^[^.[\]"]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

/** Calls `visit` for every leaf that is a text or a number, with its path. */
function walkLeaves(
  value: WireValue,
  visit: (leaf: string | number, path: string) => void,
  path: string,
): void {
  if (typeof value === "string" || typeof value === "number") visit(value, path);
  else if (Array.isArray(value)) {
    value.forEach((item, index) => {
      walkLeaves(item, visit, `${path}[${index}]`);
    });
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      if (key !== signatureKey) walkLeaves(item, visit, below(path, key));
    }
  }
}

/**
 * Calls `visit` for every leaf string below a value, with its path.
 * @example walkStrings({ a: ["x"], "b.c": "y" }, (text, path) => …) // "x" at a[0], "y" at ["b.c"]
 */
export function walkStrings(value: WireValue, visit: (text: string, path: string) => void, path = ""): void {
  walkLeaves(
    value,
    (leaf, at) => {
      if (typeof leaf === "string") visit(leaf, at);
    },
    path,
  );
}

/** Calls `visit` for every text and number that is in no secret, with its path; a secret may be written as a number. */
export function walkOpenTexts(value: WireObject, visit: (text: string, path: string) => void): void {
  walkLeaves(
    withoutSecrets(value),
    (leaf, path) => {
      visit(String(leaf), path);
    },
    "",
  );
}

function withoutSecrets(value: WireValue): WireValue {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (!isObject(value)) return value;
  if (isWireSecret(value)) return null;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, withoutSecrets(item)]));
}

/** The paths at which a value is unknown. */
export function unknownPaths(value: WireValue): string[] {
  const paths: string[] = [];
  walkStrings(value, (text, path) => {
    if (text === unknownSentinel) paths.push(path);
  });
  return paths;
}

/** The value at a path that `walkStrings` gave; `undefined` where there is none. */
export function valueAt(value: WireValue, path: string): WireValue | undefined {
  let current: WireValue | undefined = value;
  for (const match of path.matchAll(/\[("(?:[^"\\]|\\.)*")\]|\[(\d+)\]|([^.[\]"]+)/g)) {
    const step = match[1] === undefined ? (match[2] ?? match[3] ?? "") : (JSON.parse(match[1]) as string);
    if (Array.isArray(current)) current = current[Number(step)];
    else if (isObject(current)) {
      const inside: WireObject =
        isWireSecret(current) && step !== "value" ? (current.value as WireObject) : current;
      current = inside[step];
    } else return undefined;
  }
  return current;
}
