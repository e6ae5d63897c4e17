import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const stamp = path.join(root, "node_modules", ".cache", "azora", "installed");

/** What must change for an installation to be stale: the lockfile and Node's major version. */
function wanted() {
  const lock = readFileSync(path.join(root, "package-lock.json"));
  return `${createHash("sha256").update(lock).digest("hex")} node${process.versions.node.split(".")[0]}\n`;
}

/** Installs the pinned packages if they are missing or stale, saying so; ends the process if that fails. */
export function ensureDependencies() {
  const want = wanted();
  let have;
  try {
    have = readFileSync(stamp, "utf8");
  } catch {
    have = undefined;
  }
  if (have === want) return;
  process.stderr.write(
    `Installing dependencies (${have === undefined ? "none yet" : "package-lock.json changed"}) …\n`,
  );
  const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (npm.status !== 0) {
    process.stderr.write(
      `npm ci failed (exit ${npm.status ?? npm.signal}); dependencies are not installed\n`,
    );
    process.exit(2);
  }
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, want);
}
