/** `npm run check`: types, lint, format, dead exports, and who may import whom. Runs all of them and names what failed. */
import { spawnSync } from "node:child_process";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureDependencies } from "./dependencies.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
ensureDependencies();

const rooms = ["components", "stacks", "policies", "preview", "scripts", "examples", "images", "drills"];
const checks = [
  ["types", "tsc", ["-p", "tsconfig.check.json"]],
  ["lint", "eslint", ["--cache", "--cache-location", ".cache/eslint", "."]],
  ["format", "prettier", ["--check", "--log-level", "warn", "."]],
  ["dead exports", "knip", []],
  ["architecture", "depcruise", ["--config", ".dependency-cruiser.cjs", ...rooms]],
];

const failed = [];
for (const [name, tool, args] of checks) {
  const started = Date.now();
  const { status } = spawnSync(path.join(root, "node_modules", ".bin", tool), args, {
    cwd: root,
    stdio: "inherit",
  });
  process.stdout.write(
    `${status === 0 ? "ok    " : "FAILED"} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`,
  );
  if (status !== 0) failed.push(name);
}
if (failed.length > 0) process.stdout.write(`check failed: ${failed.join(", ")}\n`);
process.exitCode = failed.length > 0 ? 1 : 0;
