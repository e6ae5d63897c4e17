import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const stamp = path.join(root, "node_modules", ".azora-installed");

/** Digest of the lockfile: what must change for an installation to be stale. No package depends on Node's version. */
function wanted() {
  const lock = readFileSync(path.join(root, "package-lock.json"));
  return `${createHash("sha256").update(lock).digest("hex")}\n`;
}

/** Whether what is installed is what the lockfile says. */
function installed() {
  try {
    return readFileSync(stamp, "utf8") === wanted();
  } catch {
    return false;
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Runs `action` in one process at a time: two installations at once would tear each other's files away. */
function alone(action) {
  const digest = createHash("sha256").update(root).digest("hex").slice(0, 16);
  const lock = path.join(tmpdir(), `azora-install-${digest}.lock`);
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      let holder = NaN;
      try {
        holder = Number(readFileSync(lock, "utf8"));
      } catch {
        // It was given back in the meantime.
      }
      if (holder > 0 && !isAlive(holder)) rmSync(lock, { force: true });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
  try {
    action();
  } finally {
    rmSync(lock, { force: true });
  }
}

function install() {
  if (installed()) return;
  const why = existsSync(path.join(root, "node_modules")) ? "package-lock.json changed" : "none yet";
  process.stderr.write(`Installing dependencies (${why}) …\n`);
  const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", 2, 2],
  });
  if (npm.status !== 0) {
    process.stderr.write(
      `npm ci failed (exit ${npm.status ?? npm.signal}); dependencies are not installed\n`,
    );
    process.exitCode = 2;
    return;
  }
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted());
}

/** Installs the pinned packages if they are missing or stale, saying so; ends the process if that fails. */
export function ensureDependencies() {
  if (installed()) return;
  alone(install);
  if (process.exitCode === 2) process.exit(2);
}
