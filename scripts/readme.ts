/** The README's sample of what `npm start` prints. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

const root = path.resolve(__dirname, "..");
/** The sample's day, so that time alone never makes it stale. */
const sampleDay = "2026-11-24";
const sample = /```\nAzora: the plan as of [\s\S]+?```\n/;

/** The page without the rest of its longest paragraph, a list of types that says little to a reader. */
function abridged(page: string): string {
  return page
    .split("\n\n")
    .map((part) => (part.startsWith("Types that no rule") ? `${part.split("\n")[0] ?? ""}\n  …` : part))
    .join("\n\n");
}

/**
 * The README with a page in the place of its sample.
 * @throws Error when the README has no sample.
 */
export function readmeWith(readme: string, page: string): string {
  if (!sample.test(readme))
    throw new Error("README.md has no sample that begins with: Azora: the plan as of");
  return readme.replace(sample, () => `\`\`\`\n${abridged(page).trimEnd()}\n\`\`\`\n`);
}

/** The README as it should be. */
export function freshReadme(): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["scripts/start.mjs", "--as-of", sampleDay],
    { cwd: root, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`npm start failed: ${stderr}${stdout}`);
  return readmeWith(readFileSync(path.join(root, "README.md"), "utf8"), stdout);
}
