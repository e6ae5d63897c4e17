import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

const root = path.resolve(__dirname, "..", "..", "node_modules", "@pulumi", "aws");

/** A field of a map of inputs, and its type as the SDK declares it. */
type Field = readonly [name: string, declared: string];

const fieldLine = /^\s+(\w+)\??: (.*);$/;

/** The maps that inputs are made of, by their names: `rds.ClusterScalingConfiguration`. */
function nestedInputs(): Map<string, Field[]> {
  const maps = new Map<string, Field[]>();
  const inside: string[] = [];
  let fields: Field[] = [];
  for (const line of readFileSync(path.join(root, "types", "input.d.ts"), "utf8").split("\n")) {
    const opened = /^( *)(?:export )?(?:declare )?(namespace|interface) (\w+) \{$/.exec(line);
    const [, indent = "", kind, name = ""] = opened ?? [];
    if (kind === "namespace") inside.splice(indent.length / 4, Infinity, name);
    else if (kind === "interface") {
      fields = [];
      maps.set([...inside.slice(0, indent.length / 4), name].join("."), fields);
    } else {
      const [, field, declared] = fieldLine.exec(line) ?? [];
      if (field !== undefined && declared !== undefined) fields.push([field, declared]);
    }
  }
  return maps;
}

/** The fields that a type's arguments have at the top level. */
function argumentsOf(file: string): Field[] {
  const text = readFileSync(file, "utf8");
  const start = text.search(/^export interface \w+Args \{/m);
  return start < 0
    ? []
    : text
        .slice(start)
        .split("\n")
        .flatMap((line) => {
          const [, name, declared] = fieldLine.exec(line) ?? [];
          return name !== undefined && declared !== undefined ? [[name, declared] as const] : [];
        });
}

function pathsIn(fields: readonly Field[], maps: ReadonlyMap<string, Field[]>, around: string[]): string[] {
  return fields.flatMap(([name, declared]) => [
    name,
    ...[...declared.matchAll(/inputs\.([\w.]+)/g)].flatMap(([, map = ""]) =>
      around.includes(map)
        ? []
        : pathsIn(maps.get(map) ?? [], maps, [...around, map]).map((inner) => `${name}.${inner}`),
    ),
  ]);
}

/** Every type of the installed @pulumi/aws with the paths of its inputs that match, down to the last map. */
export function sdkInputs(wanted: RegExp): Map<string, string[]> {
  const maps = nestedInputs();
  const types = new Map<string, string[]>();
  for (const module of readdirSync(root)) {
    const folder = path.join(root, module);
    if (["types", "node_modules", "config"].includes(module) || !statSync(folder).isDirectory()) continue;
    for (const file of readdirSync(folder)) {
      const declared = path.join(folder, file.replace(/\.js$/, ".d.ts"));
      if (!file.endsWith(".js") || file.startsWith("get") || !existsSync(declared)) continue;
      const token = /__pulumiType = '([^']+)'/.exec(readFileSync(path.join(folder, file), "utf8"))?.[1];
      if (token !== undefined) {
        const paths = pathsIn(argumentsOf(declared), maps, []);
        types.set(
          token,
          paths.filter((at) => wanted.test(at)),
        );
      }
    }
  }
  return types;
}
