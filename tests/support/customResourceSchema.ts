import { existsSync, readFileSync, readdirSync } from "node:fs";
import { isIP } from "node:net";
import path from "node:path";
import Ajv, { type ErrorObject, type ValidateFunction } from "ajv";
import { closest } from "fastest-levenshtein";
import type { CrdReference } from "../../scripts/refreshReference";
import type { LocatedResource } from "./plan";

type Schema = Record<string, unknown>;

const folder = path.join(__dirname, "..", "reference", "crds");

function isObject(value: unknown): value is Schema {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Groups that Kubernetes itself serves and `@pulumi/kubernetes` has types for; any other group is a custom one. */
const builtInGroups = new Set([
  "admissionregistration.k8s.io",
  "apiextensions.k8s.io",
  "apiregistration.k8s.io",
  "apps",
  "autoscaling",
  "batch",
  "certificates.k8s.io",
  "coordination.k8s.io",
  "core",
  "discovery.k8s.io",
  "events.k8s.io",
  "flowcontrol.apiserver.k8s.io",
  "networking.k8s.io",
  "node.k8s.io",
  "policy",
  "rbac.authorization.k8s.io",
  "resource.k8s.io",
  "scheduling.k8s.io",
  "storage.k8s.io",
]);

/** Whether a planned resource is a Kubernetes object that a CustomResourceDefinition describes. */
export function isCustomResource(type: string): boolean {
  const [, group] = /^kubernetes:([^/:]+)(?:\/[^:]*)?:/.exec(type) ?? [];
  return group !== undefined && group !== "helm.sh" && !builtInGroups.has(group);
}

/** The CRD of a group and kind in tests/reference/crds, its shared parts put back. */
export function crdOf(group: string, kind: string): CrdReference | undefined {
  const groupFolder = path.join(folder, group);
  if (group === "" || !existsSync(groupFolder)) return undefined;
  for (const file of readdirSync(groupFolder)) {
    const crd = JSON.parse(readFileSync(path.join(groupFolder, file), "utf8")) as CrdReference;
    if (crd.kind !== kind) continue;
    const parts: unknown[] = [];
    const expand = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(expand);
      if (!isObject(value)) return value;
      if (typeof value.$shared === "number")
        return (parts[value.$shared] ??= expand(crd.shared[value.$shared]));
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, expand(item)]));
    };
    return { ...crd, versions: expand(crd.versions) as Record<string, Schema>, shared: [] };
  }
  return undefined;
}

const texts = { type: "object", additionalProperties: { type: "string" } };
/** What a program may say about an object besides its specification. */
const objectMeta: Schema = {
  type: "object",
  additionalProperties: false,
  properties: {
    name: { type: "string", minLength: 1, maxLength: 253 },
    generateName: { type: "string" },
    namespace: { type: "string", pattern: "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$" },
    labels: texts,
    annotations: texts,
    finalizers: { type: "array", items: { type: "string" } },
    ownerReferences: { type: "array", items: { type: "object" } },
  },
};

/** Keywords that ajv reads as the API server does. */
const sameInAjv = new Set([
  "type",
  "enum",
  "default",
  "required",
  "format",
  "pattern",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
  "uniqueItems",
  "minProperties",
  "maxProperties",
  "multipleOf",
  "x-kubernetes-list-type",
  "x-kubernetes-list-map-keys",
]);
/** Keywords that say nothing about which values are valid. */
const noRule = new Set(["description", "title", "example", "externalDocs", "x-kubernetes-map-type"]);

/** Translates one schema; `structural` is false inside anyOf and the like, which know no fields of their own. */
function convert(schema: Schema, structural: boolean): Schema {
  const result: Schema = {};
  const preserves = schema["x-kubernetes-preserve-unknown-fields"] === true;
  for (const [word, value] of Object.entries(schema)) {
    if (sameInAjv.has(word)) result[word] = value;
    else if (word === "properties") {
      result.properties = Object.fromEntries(
        Object.entries(value as Record<string, Schema>).map(([key, item]) => [
          key,
          convert(item, structural),
        ]),
      );
    } else if (word === "items" || word === "not") {
      result[word] = convert(value as Schema, structural && word === "items");
    } else if (word === "additionalProperties") {
      result[word] = isObject(value) ? convert(value, structural) : value;
    } else if (word === "allOf" || word === "anyOf" || word === "oneOf") {
      result[word] = (value as Schema[]).map((item) => convert(item, false));
    } else if (word === "minimum" || word === "maximum") {
      // OpenAPI 3.0 says "exclusive" with a boolean, JSON schema with the number itself.
      const exclusive = word === "minimum" ? "exclusiveMinimum" : "exclusiveMaximum";
      result[schema[exclusive] === true ? exclusive : word] = value;
    } else if (
      !noRule.has(word) &&
      !["nullable", "exclusiveMinimum", "exclusiveMaximum", "x-kubernetes-validations"].includes(word) &&
      !["int-or-string", "preserve-unknown-fields", "embedded-resource"].includes(
        word.slice("x-kubernetes-".length),
      )
    ) {
      throw new Error(`the schema keyword "${word}" is not known to this check`);
    }
  }
  if (!structural) return result;
  if (schema["x-kubernetes-int-or-string"] === true) result.type = ["integer", "string"];
  if (schema["x-kubernetes-embedded-resource"] === true) {
    result.properties = {
      apiVersion: { type: "string" },
      kind: { type: "string" },
      metadata: objectMeta,
      ...(result.properties as Schema | undefined),
    };
    result.required = [...((result.required as string[] | undefined) ?? []), "apiVersion", "kind"];
  }
  if (result.type === "object" && !preserves && result.additionalProperties === undefined) {
    result.additionalProperties = false;
  }
  if (schema.nullable === true) {
    if (result.type !== undefined) result.type = [result.type, "null"].flat();
    if (Array.isArray(result.enum)) result.enum = [...(result.enum as unknown[]), null];
  }
  return result;
}

/** Number of CEL rules in a schema. */
export function celRules(schema: unknown): number {
  if (Array.isArray(schema)) return schema.reduce((sum: number, item) => sum + celRules(item), 0);
  if (!isObject(schema)) return 0;
  const own = schema["x-kubernetes-validations"];
  return (Array.isArray(own) ? own.length : 0) + celRules(Object.values(schema));
}

function isBase64(text: string): boolean {
  return /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text);
}

/** Go's expressions may turn case off inside; here that holds for the whole expression. */
const goExpression = Object.assign(
  (pattern: string, flags: string) =>
    new RegExp(pattern.replaceAll("(?i)", ""), pattern.includes("(?i)") ? `${flags}i` : flags),
  { code: "goExpression" },
);

function newAjv(): Ajv {
  const int = (limit: number) => ({ type: "number" as const, validate: (n: number) => Math.abs(n) <= limit });
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    useDefaults: true,
    verbose: true,
    unicodeRegExp: false,
    code: { regExp: goExpression },
    formats: {
      int32: int(2 ** 31),
      int64: int(2 ** 63),
      float: true,
      double: true,
      byte: isBase64,
      "date-time": (text: string) => /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text)),
      duration: /^-?(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/,
      ipv4: (text: string) => isIP(text) === 4,
      ipv6: (text: string) => isIP(text) === 6,
    },
  });
  // The API server refuses two items of a list that is a set, or a map by the keys named beside it.
  ajv.addKeyword({
    keyword: "x-kubernetes-list-type",
    validate: (type: string, list: unknown, parent?: Schema) => {
      if (!Array.isArray(list) || type === "atomic") return true;
      const keys = parent?.["x-kubernetes-list-map-keys"] as string[] | undefined;
      const identities = list.map((item: unknown) =>
        JSON.stringify(
          type === "map" && keys && isObject(item) ? keys.map((key) => item[key] ?? null) : item,
        ),
      );
      return new Set(identities).size === list.length;
    },
  });
  ajv.addKeyword("x-kubernetes-list-map-keys");
  return ajv;
}

/**
 * A validator as strict as `kubectl --validate=strict`: unknown fields are errors, defaults are filled in first.
 * CEL rules are not run.
 * @throws Error naming a keyword of the schema that is not understood.
 */
export function strictValidator(schema: Schema): ValidateFunction {
  const converted = convert(schema, true);
  const properties = converted.properties as Record<string, Schema> | undefined;
  return newAjv().compile({
    ...converted,
    additionalProperties: false,
    properties: {
      ...properties,
      apiVersion: { type: "string" },
      kind: { type: "string" },
      metadata: { allOf: [objectMeta, { ...properties?.metadata, additionalProperties: true }] },
    },
    required: [
      ...new Set([...((converted.required as string[] | undefined) ?? []), "apiVersion", "kind", "metadata"]),
    ],
  });
}

/** Paths, as ajv writes them, at which a value is secret. */
function secretPaths(value: unknown, at = ""): string[] {
  if (typeof value !== "object" || value === null) return [];
  if ("$secret" in value) return [at];
  return Object.entries(value).flatMap(([key, item]) =>
    secretPaths(item, `${at}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`),
  );
}

function lineOf({ instancePath, keyword, message, params, parentSchema }: ErrorObject): string {
  const at =
    instancePath === "" ? "the object" : instancePath.slice(1).replaceAll("/", ".").replaceAll("~1", "/");
  if (keyword === "additionalProperties") {
    const field = (params as { additionalProperty: string }).additionalProperty;
    const known = Object.keys((parentSchema?.properties as Schema | undefined) ?? {});
    return `${at} has the unknown field "${field}"${known.length > 0 ? `; nearest: "${closest(field, known)}"` : ""}`;
  }
  if (keyword === "enum")
    return `${at} must be one of ${JSON.stringify((params as { allowedValues: unknown }).allowedValues)}`;
  if (keyword === "x-kubernetes-list-type") return `${at} holds the same item twice`;
  return `${at} ${message ?? keyword}`;
}

/** What a check of one object found. */
export interface CustomResourceResult {
  readonly kind: string;
  readonly faults: readonly string[];
  readonly celRules: number;
}

interface Judge {
  readonly validate: ValidateFunction;
  readonly celRules: number;
}

const judges = new Map<string, Judge | string>();

function judgeOf(group: string, version: string, kind: string): Judge | string {
  const key = `${group}/${version} ${kind}`;
  let judge = judges.get(key);
  if (judge === undefined) {
    const crd = crdOf(group, kind);
    const schema = crd?.versions[version];
    if (!crd)
      judge = `no schema in tests/reference/crds/${group}; add the CRD to the reference and run "npm run reference"`;
    else if (!isObject(schema))
      judge = `version "${version}" is not served; served: ${Object.keys(crd.versions).join(", ")}`;
    else judge = { validate: strictValidator(schema), celRules: celRules(schema) };
    judges.set(key, judge);
  }
  return judge;
}

/** Checks one custom resource of the plan, resolved; each fault names stack, kind and resource. */
export function checkCustomResource({ stack, resource }: LocatedResource): CustomResourceResult {
  const object = structuredClone(resource.resolved) as Schema;
  // `__`-keys are the provider's, not the object's.
  for (const key of Object.keys(object)) if (key.startsWith("__")) Reflect.deleteProperty(object, key);
  const apiVersion = String(object.apiVersion);
  const kind = String(object.kind);
  const slash = apiVersion.lastIndexOf("/");
  const where = `${stack}: ${resource.type.replace("kubernetes:", "")} "${resource.name}"`;
  const judge = judgeOf(apiVersion.slice(0, Math.max(slash, 0)), apiVersion.slice(slash + 1), kind);
  if (typeof judge === "string") return { kind, faults: [`${where}: ${judge}`], celRules: 0 };
  const secrets = secretPaths(object);
  const faults = judge.validate(object)
    ? []
    : (judge.validate.errors ?? []).filter(
        ({ instancePath }) => !secrets.some((at) => instancePath === at || instancePath.startsWith(`${at}/`)),
      );
  return {
    kind,
    faults: [...new Set(faults.map((fault) => `${where}: ${lineOf(fault)}`))],
    celRules: judge.celRules,
  };
}
