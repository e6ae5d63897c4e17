import { readFileSync } from "node:fs";
import path from "node:path";
import { isAlias, isCollection, isMap, isScalar, parseDocument, visit, type Document, type Node } from "yaml";
import { PlanFault, messageOf } from "./engine/faults";

/** One stack's file, read as Pulumi reads it. */
export interface StackFile {
  readonly stack: string;
  /** Texts by full key; lists and objects are JSON. */
  readonly config: Readonly<Record<string, string>>;
  readonly secretKeys: readonly string[];
}

const topLevelKeys = ["config", "secretsprovider", "encryptedkey", "encryptionsalt"];

function readYaml(stack: string, file: string): Document.Parsed {
  let source: string;
  try {
    source = readFileSync(file, "utf8");
  } catch (error) {
    const reason =
      (error as NodeJS.ErrnoException).code === "ENOENT"
        ? "is missing"
        : `cannot be read (${(error as Error).message})`;
    throw new PlanFault(stack, `${path.basename(file)} ${reason}`, true);
  }
  const document = parseDocument(source, { prettyErrors: true });
  const [broken] = document.errors;
  if (broken) {
    const [line] = broken.linePos ?? [];
    const where = line ? `:${line.line}:${line.col}` : "";
    throw new PlanFault(
      stack,
      `${path.basename(file)}${where} is no valid YAML: ${broken.message.split("\n")[0]?.replace(/ at line.*$/, "") ?? ""}`,
      true,
    );
  }
  try {
    document.toJSON();
  } catch (error) {
    // An alias of nothing, or aliases of aliases without measure.
    throw new PlanFault(stack, `${path.basename(file)} is no valid YAML: ${messageOf(error)}`, true);
  }
  visit(document, {
    Pair: (_key, { key }) => {
      if (isScalar(key) && key.value === "<<")
        throw new PlanFault(
          stack,
          `${path.basename(file)} merges maps with "<<", which this reader does not; allowed: the keys themselves, or an alias of a whole value`,
          true,
        );
    },
  });
  return document;
}

/** What a node stands for: an alias is another way to write the value that it names. */
function meant(node: unknown, document: Document.Parsed): Node | undefined {
  return isAlias(node) ? node.resolve(document) : (node as Node | undefined);
}

/** Whether a value, or a part of it, is encrypted (`secure: …`). */
function holdsSecret(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return "secure" in value || Object.values(value).some(holdsSecret);
}

/** A configuration value as the engine hands it to the program. */
function textOf(
  node: Node | undefined,
  key: string,
  document: Document.Parsed,
): { readonly text: string; readonly secret: boolean } {
  if (isScalar(node)) return { text: node.source ?? "", secret: false };
  const value: unknown = isCollection(node) ? node.toJS(document) : null;
  if (!holdsSecret(value)) return { text: JSON.stringify(value), secret: false };
  // Offline nobody can decrypt it; that it is a secret is known, and this text stands for it.
  return { text: `(encrypted value of ${key})`, secret: true };
}

/** Name of the project in `Pulumi.yaml`. */
export function projectName(root: string): string {
  const document = readYaml("Pulumi.yaml", path.join(root, "Pulumi.yaml"));
  const name: unknown = document.get("name");
  if (document.has("config"))
    throw new PlanFault(
      "Pulumi.yaml",
      "config is set for all stacks at once, which the offline plan does not read; allowed: the same keys in each stack's file",
      true,
    );
  if (typeof name !== "string") throw new PlanFault("Pulumi.yaml", "name is missing; allowed: a text", true);
  return name;
}

/**
 * Reads `Pulumi.<stack>.yaml`.
 * @throws PlanFault naming the file, and the line or key that is wrong.
 */
export function readStackFile(root: string, project: string, stack: string): StackFile {
  const file = path.join(root, `Pulumi.${stack}.yaml`);
  const name = path.basename(file);
  const document = readYaml(stack, file);
  const contents: unknown = document.contents === null ? {} : document.toJSON();
  if (typeof contents !== "object" || contents === null || Array.isArray(contents)) {
    throw new PlanFault(stack, `${name} is no map; allowed keys: ${topLevelKeys.join(", ")}`, true);
  }
  if ("environment" in contents)
    throw new PlanFault(
      stack,
      `${name}: environment is ${JSON.stringify(contents.environment)}, of Pulumi ESC, which the offline plan cannot know; allowed: its values in config`,
      true,
    );
  for (const key of Object.keys(contents)) {
    if (!topLevelKeys.includes(key))
      throw new PlanFault(stack, `${name}: "${key}" is unknown; allowed: ${topLevelKeys.join(", ")}`, true);
  }
  const declared: unknown = "config" in contents ? contents.config : undefined;
  const entries: unknown = declared ?? {};
  if (typeof entries !== "object" || entries === null || Array.isArray(entries)) {
    throw new PlanFault(stack, `${name}: config is ${JSON.stringify(entries)}; allowed: a map of keys`, true);
  }
  const config: Record<string, string> = {};
  const secretKeys: string[] = [];
  const node = meant(document.get("config", true), document);
  for (const key of Object.keys(entries)) {
    // Without a namespace a key belongs to the project, as in Pulumi.
    const fullKey = key.includes(":") ? key : `${project}:${key}`;
    const { text, secret } = textOf(
      meant(isMap(node) ? node.get(key, true) : undefined, document),
      fullKey,
      document,
    );
    config[fullKey] = text;
    if (secret) secretKeys.push(fullKey);
  }
  return { stack, config, secretKeys };
}
