/** Installs the pinned packages when they are missing or stale, without ever destroying an installation that works. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { alone } from "./lock.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const modules = path.join(root, "node_modules");
const stamp = path.join(modules, ".azora-installed");
const cache = path.join(root, ".cache");

/** Digest of the lockfile: what must change for an installation to be stale. No package depends on Node's version. */
function wanted() {
  const lock = readFileSync(path.join(root, "package-lock.json"));
  return `${createHash("sha256").update(lock).digest("hex")}\n`;
}

/** Whether this script has seen that what is installed is what the lockfile says. */
function stamped() {
  try {
    return readFileSync(stamp, "utf8") === wanted();
  } catch {
    return false;
  }
}

function packagesIn(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
}

/** Why what is installed is not what the lockfile says; `undefined` when it is, whoever installed it. */
function reasonToInstall() {
  if (!existsSync(modules)) return "none yet";
  let installed;
  try {
    // npm's own record of what it put there.
    installed = packagesIn(path.join(modules, ".package-lock.json"));
  } catch {
    return "node_modules is incomplete";
  }
  const locked = packagesIn(path.join(root, "package-lock.json"));
  for (const [where, { version, integrity, optional }] of Object.entries(locked)) {
    if (where === "") continue;
    const there = installed[where];
    // Packages for other platforms are left out.
    if (there === undefined && optional) continue;
    if (there === undefined || !existsSync(path.join(root, where))) return `${where} is missing`;
    const same =
      there.version === version && (!integrity || !there.integrity || there.integrity === integrity);
    if (!same) return `${where} is ${there.version}, package-lock.json has ${version}`;
  }
  const more = Object.keys(installed).find((where) => locked[where] === undefined);
  return more === undefined ? undefined : `${more} is not in package-lock.json`;
}

/** Runs `npm ci` in a folder; says what went wrong, or nothing. */
function npmCi(folder) {
  const npm = spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: folder,
    stdio: ["ignore", 2, 2],
  });
  if (npm.error) return `npm cannot be started (${npm.error.message})`;
  return npm.status === 0 ? undefined : `npm ci failed (exit ${npm.status ?? npm.signal})`;
}

/** Installs beside what is there, and puts it in its place when it is whole: `npm ci` begins with deleting. */
function replace() {
  const beside = path.join(cache, `install-${process.pid}`);
  const before = path.join(beside, "before");
  mkdirSync(beside, { recursive: true });
  try {
    for (const name of ["package.json", "package-lock.json", ".npmrc"])
      if (existsSync(path.join(root, name))) copyFileSync(path.join(root, name), path.join(beside, name));
    const failure = npmCi(beside);
    if (failure !== undefined) return `${failure}; what was installed before is kept`;
    try {
      renameSync(modules, before);
    } catch {
      // A mounted folder cannot be moved. npm can install, as was just seen, so it may do so here.
      return npmCi(root);
    }
    renameSync(path.join(beside, "node_modules"), modules);
    return undefined;
  } finally {
    if (!existsSync(modules) && existsSync(before)) renameSync(before, modules);
    rmSync(beside, { recursive: true, force: true });
  }
}

/** Brings the installation up to date; says what went wrong, or nothing. */
function install() {
  // Another process may have done it in the meantime.
  if (stamped()) return undefined;
  const reason = reasonToInstall();
  if (reason !== undefined) {
    process.stderr.write(`Installing dependencies (${reason}) …\n`);
    const failure = reason === "none yet" ? npmCi(root) : replace();
    if (failure !== undefined) return failure;
  }
  mkdirSync(modules, { recursive: true });
  writeFileSync(stamp, wanted());
  return undefined;
}

/** Installs the pinned packages if they are missing or stale, saying so; ends the process if that fails. */
export function ensureDependencies() {
  if (stamped()) return;
  const failure = alone(path.join(cache, "install.lock"), "installation of the dependencies", install);
  if (failure === undefined) return;
  process.stderr.write(`${failure}; dependencies are not as package-lock.json says\n`);
  process.exit(2);
}
