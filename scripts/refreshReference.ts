/**
 * `npm run reference [-- --from DIR]`: writes tests/reference anew.
 *
 * DIR (default `../shared/reference`) holds `charts/<folder>/` (`Chart.yaml`, `values.yaml`, perhaps
 * `values.schema.json`, dependencies below `charts/`) and `crds/<group>/<plural>.yaml`. DIR may also be one unpacked
 * chart (`helm pull --untar`): then only that chart's list is written.
 *
 * - `tests/reference/charts/<chart>.json`: the value paths of each chart pinned in components/facts/charts.ts.
 * - `tests/reference/crds/<group>/<plural>.json`: every CRD, so that a new custom resource needs no edit here.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { charts, type ChartFact } from "../components/facts/charts";

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type JsonObject = Record<string, Json>;

/** What a chart lets its user set, without the chart's own text. */
export interface ChartReference {
  readonly chart: string;
  readonly version: string;
  readonly source: string;
  /** The chart's schema refuses unknown root keys; without it Helm ignores them and tells nobody. */
  readonly strictRoot: boolean;
  /**
   * Kinds that a path takes, joined by `|`: `map`, `list`, `string`, `number`, `boolean`, or `any`.
   * `[]` is an item of a list, `*` any key, `\.` a dot inside a key.
   */
  readonly paths: Readonly<Record<string, string>>;
  /** Maps that take any key: their default is empty, or Kubernetes itself defines what is below. */
  readonly free: readonly string[];
}

/** One CRD: its schemas without `status`, which a program never sets. */
export interface CrdReference {
  readonly source: string;
  readonly group: string;
  readonly kind: string;
  readonly scope: string;
  /** Served versions. */
  readonly versions: Readonly<Record<string, unknown>>;
  /** Parts that occur more than once; `{"$shared": 3}` stands for the fourth. */
  readonly shared: readonly unknown[];
}

/** Paths that a chart's templates read though neither its values nor its schema list them; each with its source. */
const unlisted: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  // Commented out beside `pdb.enabled` in values.yaml; templates/argo-events-controller/pdb.yaml reads it.
  "argo-events": { "controller.pdb.minAvailable": "number" },
  // The same; templates/controller/workflow-controller-deployment-pdb.yaml and templates/server/server-deployment-pdb.yaml.
  "argo-workflows": { "controller.pdb.minAvailable": "number", "server.pdb.minAvailable": "number" },
};

interface Shape {
  kinds: Set<string>;
  /** What is said about keys that are not listed. */
  others: "closed" | "listed" | "unstated" | "any";
  /** How the default is: without one, empty (or null), or with keys. */
  origin: "schema" | "empty" | "filled";
  children: Map<string, Shape>;
}

const schemaTypes: Readonly<Record<string, string>> = {
  object: "map",
  array: "list",
  integer: "number",
  number: "number",
  string: "string",
  boolean: "boolean",
  null: "null",
};

/**
 * Maps that a chart hands to Kubernetes as they are: Kubernetes, not the chart, knows their keys, and Helm itself
 * refuses a misspelt one when it validates the objects.
 */
const passedOn = new RegExp(
  "^(nodeSelector|resources|(.*[a-z])?(affinity|securityContext|labels|annotations)" +
    "|(liveness|readiness|startup)Probe|(update|deployment)?strategy)$",
  "i",
);

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A name as text; empty where there is none. */
function textOf(value: Json | undefined): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
}

function shape(
  kinds: readonly string[],
  origin: Shape["origin"],
  others: Shape["others"] = "unstated",
): Shape {
  return { kinds: new Set(kinds), others, origin, children: new Map() };
}

/** Shape of a default in `values.yaml`. Items of a list are examples: a list is replaced as a whole. */
function shapeOfDefault(value: Json): Shape {
  if (value === null) return shape(["null"], "empty");
  if (Array.isArray(value)) return shape(["list"], "empty");
  if (!isObject(value)) return shape([typeof value], "filled");
  const result = shape(["map"], Object.keys(value).length === 0 ? "empty" : "filled");
  for (const [key, item] of Object.entries(value)) result.children.set(key, shapeOfDefault(item));
  return result;
}

/** Two shapes of the same path; the more lenient word about other keys wins unless one is closed by a schema. */
function merge(a: Shape, b: Shape): Shape {
  const rank = ["unstated", "closed", "listed", "any"];
  const origins = ["schema", "empty", "filled"];
  const merged = shape(
    [...a.kinds, ...b.kinds],
    origins.indexOf(a.origin) > origins.indexOf(b.origin) ? a.origin : b.origin,
    rank.indexOf(a.others) > rank.indexOf(b.others) ? a.others : b.others,
  );
  for (const key of new Set([...a.children.keys(), ...b.children.keys()])) {
    const [left, right] = [a.children.get(key), b.children.get(key)];
    const child = left && right ? merge(left, right) : (left ?? right);
    if (child) merged.children.set(key, child);
  }
  return merged;
}

function resolvePointer(root: Json, ref: string): Json | undefined {
  if (!ref.startsWith("#")) return undefined;
  let current: Json | undefined = root;
  for (const step of ref.slice(1).split("/").filter(Boolean)) {
    const key = decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~");
    current = isObject(current) ? current[key] : undefined;
  }
  return current;
}

/** Shape that `values.schema.json` describes; a reference to itself or to elsewhere takes anything. */
function shapeOfSchema(schema: Json, root: Json, within: readonly string[] = []): Shape {
  if (!isObject(schema)) return shape(["any"], "schema", "any");
  const parts: Shape[] = [];
  if (typeof schema.$ref === "string") {
    const target = within.includes(schema.$ref) ? undefined : resolvePointer(root, schema.$ref);
    parts.push(
      target === undefined
        ? shape(["any"], "schema", "any")
        : shapeOfSchema(target, root, [...within, schema.$ref]),
    );
  }
  for (const word of ["allOf", "anyOf", "oneOf"]) {
    const branches = schema[word];
    if (Array.isArray(branches)) parts.push(...branches.map((branch) => shapeOfSchema(branch, root, within)));
  }
  const { type, properties, additionalProperties: others, patternProperties, items } = schema;
  const own = shape([], "schema");
  for (const name of typeof type === "string" ? [type] : Array.isArray(type) ? type : []) {
    own.kinds.add(schemaTypes[textOf(name)] ?? "any");
  }
  if (Array.isArray(schema.enum)) {
    for (const value of schema.enum) own.kinds.add(value === null ? "null" : typeof value);
  }
  if (isObject(properties)) {
    own.kinds.add("map");
    for (const [key, item] of Object.entries(properties))
      own.children.set(key, shapeOfSchema(item, root, within));
  }
  if (others === false) own.others = "closed";
  else if (others === true) own.others = "any";
  const wildcards = [
    ...(isObject(others) ? [others] : []),
    ...Object.values(isObject(patternProperties) ? patternProperties : {}),
  ];
  if (wildcards.length > 0) {
    own.others = "listed";
    own.children.set("*", wildcards.map((item) => shapeOfSchema(item, root, within)).reduce(merge));
  }
  if (isObject(items) && Object.keys(items).length > 0)
    own.children.set("[]", shapeOfSchema(items, root, within));
  if (own.kinds.size === 0 && parts.length === 0) own.kinds.add("any");
  return parts.reduce(merge, own);
}

/** Whether keys that are not listed are allowed below a path. */
function isFree(key: string, node: Shape): boolean {
  if (node.others === "closed" || node.others === "listed") return false;
  // Keys that a chart names are all that its templates read, even where its schema lets others pass.
  if (node.origin === "filled" && node.kinds.has("map")) return passedOn.test(key);
  if (node.kinds.has("any") || node.others === "any") return true;
  return (
    node.kinds.has("map") &&
    (node.origin === "empty" || node.children.size === 0 || key === "[]" || passedOn.test(key))
  );
}

function flatten(node: Shape, at: string, paths: Record<string, string>, free: string[]): void {
  for (const [key, child] of [...node.children].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const step = key.replace(/[\\.]/g, "\\$&");
    const here = key === "[]" || at === "" ? `${at}${step}` : `${at}.${step}`;
    // A default of null says nothing about what may stand there.
    if ([...child.kinds].every((kind) => kind === "null")) child.kinds = new Set(["any"]);
    child.kinds.delete("null");
    paths[here] = child.kinds.has("any") ? "any" : [...child.kinds].sort().join("|");
    if (isFree(key, child)) free.push(here);
    flatten(child, here, paths, free);
  }
}

function childAt(node: Shape, steps: readonly string[]): Shape {
  let current = node;
  for (const step of steps) {
    const next = current.children.get(step) ?? shape(["map"], "filled");
    current.children.set(step, next);
    current = next;
  }
  return current;
}

function readYaml(file: string): Json {
  return parse(readFileSync(file, "utf8"), { maxAliasCount: -1 }) as Json;
}

/** The shape of a chart's values, dependencies under their aliases. */
function shapeOfChart(folder: string): Shape {
  const valuesFile = path.join(folder, "values.yaml");
  const values = existsSync(valuesFile) ? readYaml(valuesFile) : null;
  let result = shapeOfDefault(isObject(values) ? values : {});
  // Istio keeps its defaults under a key of which its own text says that users leave it out.
  const hidden = result.children.get("_internal_defaults_do_not_set");
  if (hidden) {
    result.children.delete("_internal_defaults_do_not_set");
    result = merge(result, hidden);
  }
  result.origin = "filled";
  const schemaFile = path.join(folder, "values.schema.json");
  if (existsSync(schemaFile)) {
    const schema = JSON.parse(readFileSync(schemaFile, "utf8")) as Json;
    result = merge(result, shapeOfSchema(schema, schema));
  }
  const about = readYaml(path.join(folder, "Chart.yaml"));
  const dependencies =
    isObject(about) && Array.isArray(about.dependencies) ? about.dependencies.filter(isObject) : [];
  for (const { name, alias, condition } of dependencies) {
    const below = path.join(folder, "charts", textOf(name));
    const key = textOf(alias ?? name);
    if (existsSync(below)) {
      const dependency = shapeOfChart(below);
      const own = result.children.get(key);
      result.children.set(key, own ? merge({ ...own, others: "unstated" }, dependency) : dependency);
    }
    for (const switchPath of textOf(condition).split(",").filter(Boolean)) {
      childAt(result, switchPath.trim().split(".")).kinds = new Set(["boolean"]);
    }
  }
  return result;
}

/** Builds the list of one chart from its folder. */
export function chartReference(folder: string, fact: ChartFact): ChartReference {
  const root = shapeOfChart(folder);
  const paths: Record<string, string> = {};
  const free: string[] = [];
  flatten(root, "", paths, free);
  Object.assign(paths, unlisted[fact.chart]);
  return {
    chart: fact.chart,
    version: fact.version,
    source: `${fact.repository} ${fact.version}, values${existsSync(path.join(folder, "values.schema.json")) ? " and schema" : ""}`,
    strictRoot: root.others === "closed",
    paths,
    free,
  };
}

/** Writes parts that repeat once: a pod's specification stands in some CRDs twenty times. */
function shareParts(versions: JsonObject): { versions: Json; shared: Json[] } {
  const sharedFrom = 120;
  const uses = new Map<string, number>();
  const count = (value: Json): void => {
    if (typeof value !== "object" || value === null) return;
    const text = JSON.stringify(value);
    const seen = uses.get(text) ?? 0;
    uses.set(text, seen + 1);
    if (seen === 0) for (const item of Object.values(value)) count(item);
  };
  count(versions);
  const numbers = new Map<string, number>();
  const shared: Json[] = [];
  const inner = (value: Json): Json => {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map(write);
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, write(item)]));
  };
  const write = (value: Json): Json => {
    const text = JSON.stringify(value);
    if (text.length < sharedFrom || (uses.get(text) ?? 0) < 2) return inner(value);
    let number = numbers.get(text);
    if (number === undefined) {
      const part = inner(value);
      number = shared.push(part) - 1;
      numbers.set(text, number);
    }
    return { $shared: number };
  };
  return { versions: inner(versions), shared };
}

/** Builds what is kept of one CustomResourceDefinition. */
export function crdReference(text: string): CrdReference & { readonly plural: string } {
  interface Crd {
    readonly spec: {
      readonly group: string;
      readonly scope: string;
      readonly names: { readonly kind: string; readonly plural: string };
      readonly versions: readonly {
        name: string;
        served: boolean;
        schema: { openAPIV3Schema: JsonObject };
      }[];
    };
  }
  const { spec } = parse(text, { maxAliasCount: -1 }) as Crd;
  const schemas: JsonObject = {};
  for (const version of spec.versions.filter(({ served }) => served)) {
    const { openAPIV3Schema: schema } = version.schema;
    if (isObject(schema.properties)) delete schema.properties.status;
    if (Array.isArray(schema.required)) schema.required = schema.required.filter((name) => name !== "status");
    schemas[version.name] = schema;
  }
  const { versions, shared } = shareParts(schemas);
  return {
    source: /^# Source: *(.*)$/m.exec(text)?.[1] ?? "unknown",
    group: spec.group,
    kind: spec.names.kind,
    plural: spec.names.plural,
    scope: spec.scope,
    versions: versions as Record<string, unknown>,
    shared,
  };
}

/** Folder of a pinned chart in the reference. */
function folderOf(from: string, fact: ChartFact): string {
  const found: string[] = [];
  for (const entry of readdirSync(path.join(from, "charts"))) {
    const about = readYaml(path.join(from, "charts", entry, "Chart.yaml"));
    if (!isObject(about) || about.name !== fact.chart) continue;
    if (textOf(about.version) === fact.version) return path.join(from, "charts", entry);
    found.push(textOf(about.version));
  }
  const there = found.length === 0 ? "it is not there at any version" : `there is ${found.join(", ")}`;
  throw new Error(`chart ${fact.chart} ${fact.version} is not in ${path.join(from, "charts")}: ${there}`);
}

/** Every list and schema, as file name below tests/reference and text. */
function everything(from: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const fact of Object.values(charts)) {
    const reference = chartReference(folderOf(from, fact), fact);
    files.set(path.join("charts", `${fact.chart}.json`), `${JSON.stringify(reference, null, 1)}\n`);
  }
  for (const group of readdirSync(path.join(from, "crds"))) {
    for (const file of readdirSync(path.join(from, "crds", group))) {
      const { plural, ...reference } = crdReference(
        readFileSync(path.join(from, "crds", group, file), "utf8"),
      );
      files.set(path.join("crds", group, `${plural}.json`), `${JSON.stringify(reference)}\n`);
    }
  }
  return files;
}

/** Files of one folder, by their names in it. */
function below(folder: string, files: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  return new Map(
    [...files]
      .filter(([name]) => name.startsWith(folder + path.sep))
      .map(([name, text]) => [path.relative(folder, name), text] as const),
  );
}

/** Rewrites the folder as a whole, so that nothing stale stays. */
function replaceFolder(target: string, files: ReadonlyMap<string, string>): void {
  const fresh = `${target}.partial`;
  rmSync(fresh, { recursive: true, force: true });
  for (const [name, text] of files) {
    mkdirSync(path.dirname(path.join(fresh, name)), { recursive: true });
    writeFileSync(path.join(fresh, name), text);
  }
  rmSync(target, { recursive: true, force: true });
  renameSync(fresh, target);
}

function main(args: readonly string[]): void {
  const root = path.join(__dirname, "..");
  const [option, value, ...rest] = args;
  if (
    (option !== undefined && option !== "--from") ||
    (option === "--from" && value === undefined) ||
    rest.length > 0
  ) {
    throw new Error(`unknown arguments "${args.join(" ")}"; allowed: --from DIR`);
  }
  const from = value === undefined ? path.join(root, "..", "shared", "reference") : path.resolve(value);
  const target = path.join(root, "tests", "reference");
  const single = path.join(from, "Chart.yaml");
  if (existsSync(single)) {
    const about = readYaml(single);
    const fact = Object.values(charts).find(({ chart }) => isObject(about) && about.name === chart);
    if (!fact || !isObject(about))
      throw new Error(`the chart in ${from} is not pinned in components/facts/charts.ts`);
    if (textOf(about.version) !== fact.version) {
      throw new Error(`${from} holds ${fact.chart} ${textOf(about.version)}, but ${fact.version} is pinned`);
    }
    const text = JSON.stringify(chartReference(from, fact), null, 1);
    writeFileSync(path.join(target, "charts", `${fact.chart}.json`), `${text}\n`);
    process.stdout.write(`${fact.chart} ${fact.version}: list written\n`);
    return;
  }
  if (!existsSync(path.join(from, "charts")) || !existsSync(path.join(from, "crds"))) {
    throw new Error(`${from} holds neither charts/ and crds/ nor Chart.yaml`);
  }
  const files = everything(from);
  for (const folder of ["charts", "crds"]) replaceFolder(path.join(target, folder), below(folder, files));
  const bytes = [...files.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  const lists = Object.keys(charts).length;
  process.stdout.write(
    `${lists} charts and ${files.size - lists} CRDs written, ${(bytes / 1e6).toFixed(1)} MB\n`,
  );
}

if (process.argv[1] === __filename) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`error ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  }
}
