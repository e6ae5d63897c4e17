/** `npm run docs`: writes the pages and schemas that are generated from code; a test fails when one is stale. */
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createGenerator } from "ts-json-schema-generator";
import { allRegions } from "../components/facts/regions";
import { globalKeys } from "../stacks/globalKeys";
import { regionKeys } from "../stacks/regionKeys";
import { policiesPage } from "./policiesPage";
import { freshReadme } from "./readme";
import type { Key, Keys } from "../stacks/schema";

const root = path.resolve(__dirname, "..");

function fallbackOf(key: Key<unknown>): string {
  if (key.secret) return "(secret, none)";
  if (key.fallback === undefined) return key.optional ? "(none)" : "**required**";
  return `\`${JSON.stringify(key.fallback)}\``;
}

/** An example as a table can hold it. */
function shortened(example: string): string {
  return example.length > 120 ? `${example.slice(0, 40)}…"` : example;
}

function keyTable(keys: Keys): string[] {
  return [
    "| key | what it is | allowed | default | example |",
    "|---|---|---|---|---|",
    ...Object.entries(keys).map(
      ([name, key]) =>
        `| \`azora:${name}\` | ${key.description} | ${key.allowed.replaceAll("|", "\\|")} | ${fallbackOf(key)} | \`${shortened(key.example)}\` |`,
    ),
  ];
}

/** `docs/configuration.md`: every key of every stack. */
export function configurationPage(): string {
  return [
    "# Configuration",
    "",
    "Generated from `stacks/regionKeys.ts` and `stacks/globalKeys.ts` by `npm run docs`. Stack files hold choices; facts about regions, versions and promises are in `components/facts/`.",
    "",
    "Every mistake is reported at once, with the key, the value and what is allowed; an unknown `azora:` key is a mistake too. Set a key with `pulumi config set --stack europe azora:natGateways single`, a secret with `--secret`, a list with `--path 'azora:corporateCidrs[0]'`.",
    "",
    `## A region's stack (${allRegions()
      .map(({ name }) => `\`${name}\``)
      .join(", ")})`,
    "",
    ...keyTable(regionKeys),
    "",
    "## The `global` stack",
    "",
    ...keyTable(globalKeys),
    "",
  ].join("\n");
}

/** JSON schema of an exported type, with its comments as descriptions. */
function schemaOf(file: string, type: string, title: string): string {
  const schema = createGenerator({
    path: path.join(root, file),
    tsconfig: path.join(root, "tsconfig.check.json"),
    type,
    topRef: false,
    expose: "export",
    skipTypeCheck: true,
    additionalProperties: false,
  }).createSchema(type);
  return `${JSON.stringify({ ...schema, title }, null, 2)}\n`;
}

/** Every generated file, by its path from the root. */
export function generated(): Record<string, string> {
  return {
    "docs/configuration.md": configurationPage(),
    "docs/stack-outputs.schema.json": schemaOf(
      "stacks/contract.ts",
      "RegionOutputs",
      "Outputs of a region's stack",
    ),
    "docs/policies.md": policiesPage(),
    "docs/plan.schema.json": schemaOf("preview/plan.ts", "Plan", "The offline plan"),
  };
}

if (process.argv[1] === __filename) {
  for (const [file, content] of Object.entries({ ...generated(), "README.md": freshReadme() })) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), content);
    process.stdout.write(`${file}\n`);
  }
}
