import { execFileSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { globalKeys } from "../../stacks/globalKeys";
import { regionKeys } from "../../stacks/regionKeys";

const root = path.resolve(__dirname, "..", "..");
const files = [
  "docs/configuration.md",
  "docs/policies.md",
  "docs/stack-outputs.schema.json",
  "docs/plan.schema.json",
];

/** What `npm run docs` would write, from a copy of the project at `home`; in a process of its own, outside Jest's loader. */
function generatedAt(home: string): Record<string, string> {
  const code =
    'require("./scripts/transpile.cjs"); process.stdout.write(JSON.stringify(require("./scripts/docs.ts").generated()))';
  return JSON.parse(execFileSync(process.execPath, ["-e", code], { cwd: home, encoding: "utf8" })) as Record<
    string,
    string
  >;
}

const inRepository = (file: string): string => readFileSync(path.join(root, file), "utf8");

let fresh: Record<string, string>;
beforeAll(() => {
  fresh = generatedAt(root);
});

describe("generated pages and schemas", () => {
  test("are these, and all are in the repository", () => {
    expect(Object.keys(fresh).sort()).toEqual([...files].sort());
    for (const file of files) expect(existsSync(path.join(root, file))).toBe(true);
  });

  test.each(files)("%s is what `npm run docs` writes", (file) => {
    expect(inRepository(file)).toBe(fresh[file]);
  });

  test("are the same in another clone", () => {
    const clone = mkdtempSync(path.join(tmpdir(), "azora-clone-"));
    for (const part of [
      "components",
      "stacks",
      "policies",
      "preview",
      "tests",
      "scripts",
      "package.json",
      "tsconfig.json",
      "tsconfig.check.json",
    ])
      cpSync(path.join(root, part), path.join(clone, part), { recursive: true });
    symlinkSync(path.join(root, "node_modules"), path.join(clone, "node_modules"));
    const there = generatedAt(clone);
    rmSync(clone, { recursive: true });
    expect(there).toEqual(fresh);
  });

  test.each(files.filter((file) => file.endsWith(".json")))("%s names its parts as the code does", (file) => {
    const { definitions = {} } = JSON.parse(inRepository(file)) as { definitions?: object };
    for (const name of Object.keys(definitions)) expect(name).toMatch(/^[A-Z][A-Za-z]+$/);
  });

  test("describe every key, with what is allowed and an example", () => {
    const page = inRepository("docs/configuration.md");
    const [regions = "", global = ""] = page.split("## The `global` stack");
    for (const [text, keys] of [
      [regions, regionKeys],
      [global, globalKeys],
    ] as const) {
      const rows = text.split("\n").filter((line) => line.startsWith("| `azora:"));
      expect(rows).toHaveLength(Object.keys(keys).length);
      for (const [name, key] of Object.entries(keys)) {
        const row = rows.find((line) => line.startsWith(`| \`azora:${name}\` |`));
        expect(row).toContain(key.description);
        expect(row).toContain(key.example.slice(0, 40));
        expect(row?.replaceAll("\\|", "|")).toContain(key.allowed);
      }
    }
  });
});
