/** Holds the table against the schemas that cfn-lint carries: a property that does not exist judges nothing. */
import { readFileSync } from "node:fs";
import path from "node:path";
import { piecesOf, targetsOf } from "./fields";
import type { Entry, Row } from "./rows";

interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

function read(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}

/** Every schema below one step of a path. */
function step(root: Schema, at: Schema, name: string): Schema[] {
  if (at.$ref !== undefined) {
    const target = root.definitions?.[at.$ref.split("/").at(-1) ?? ""];
    return target === undefined ? [] : step(root, target, name);
  }
  const own = name === "*" ? at.items : at.properties?.[name];
  const others = [...(at.allOf ?? []), ...(at.anyOf ?? []), ...(at.oneOf ?? [])];
  return [...(own === undefined ? [] : [own]), ...others.flatMap((other) => step(root, other, name))];
}

function has(root: Schema, target: readonly string[]): boolean {
  let here: readonly Schema[] = [root];
  for (const name of target) here = here.flatMap((schema) => step(root, schema, name));
  return here.length > 0;
}

/** Types and property paths of the table that CloudFormation does not have, by the row's Pulumi type. */
export function missingFromSchemas(
  entries: readonly Entry[],
  folder: string,
): ReadonlyMap<string, readonly string[]> {
  const types = read(path.join(folder, "providers", "us-east-1.json")) as Readonly<Record<string, string>>;
  const rows = new Map(
    entries.filter((entry): entry is Row => entry.kind === "row").map((row) => [row.pulumi, row]),
  );
  const missing = new Map<string, string[]>();
  const check = (pulumi: string, cfn: string | undefined, targets: readonly (readonly string[])[]): void => {
    const file = cfn === undefined ? undefined : types[cfn];
    const lacks = file === undefined ? [`the type ${cfn ?? "of the whole"}`] : [];
    if (file !== undefined) {
      const schema = read(path.join(folder, "resources", `${file}.json`)) as Schema;
      lacks.push(
        ...targets
          .filter((target) => !has(schema, target))
          .map((target) => `${cfn ?? ""} ${target.join(".")}`),
      );
    }
    missing.set(pulumi, [...(missing.get(pulumi) ?? []), ...lacks]);
  };
  for (const entry of entries) {
    if (entry.kind === "without") continue;
    const cfn = entry.kind === "row" ? entry.cfn : rows.get(entry.into)?.cfn;
    const at = entry.kind === "fold" && entry.at !== "" ? entry.at.replace(/\[\]$/, ".*").split(".") : [];
    const defaults = entry.kind === "row" ? Object.keys(entry.defaults).map((key) => [key]) : [];
    check(entry.pulumi, cfn, [...defaults, ...targetsOf(entry.fields).map((target) => [...at, ...target])]);
    for (const piece of piecesOf(entry.fields)) check(entry.pulumi, piece.cfn, piece.targets);
  }
  return missing;
}
