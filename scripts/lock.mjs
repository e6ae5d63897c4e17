/** One process at a time: two installations at once would tear each other's files away. */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

/** A lock this old is nobody's any more, whichever process has its number now. */
const ageMsMax = 30 * 60_000;
/** A process writes its number at once; a lock that stays empty was left by one that died. */
const emptyMsMax = 2_000;
const waitMs = 200;

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Another user's process cannot be asked, and lives.
    return error.code === "EPERM";
  }
}

/** Who holds a lock; `undefined` when nobody does, for it is gone or was left behind. */
function holderOf(lock) {
  try {
    const age = Date.now() - statSync(lock).mtimeMs;
    const pid = Number(readFileSync(lock, "utf8"));
    if (age > ageMsMax) return undefined;
    if (!(pid > 0)) return age > emptyMsMax ? undefined : "another process";
    return isAlive(pid) ? `process ${pid}` : undefined;
  } catch {
    return undefined;
  }
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

/**
 * Runs `action` when no other process is at it, and gives back what it gives.
 * @param what is being done, for the message that somebody else is at it.
 */
export function alone(lock, what, action) {
  mkdirSync(path.dirname(lock), { recursive: true });
  let said = false;
  while (!take(lock)) {
    const holder = holderOf(lock);
    if (holder === undefined) {
      rmSync(lock, { force: true });
      continue;
    }
    if (!said) process.stderr.write(`Waiting for the ${what} by ${holder} …\n`);
    said = true;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, waitMs);
  }
  try {
    return action();
  } finally {
    rmSync(lock, { force: true });
  }
}
