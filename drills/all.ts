/**
 * The drills of the data plane, each in a process of its own. Two side by side, as most of their time is waiting; then those that
 * restore, one after the other, since they copy gigabytes and would keep others waiting.
 */
import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { notPermitted, whyNotHere } from "./shared/drill";

const root = path.resolve(__dirname, "..");
const sideBySide = ["failover", "cache"] as const;
const after = ["restore", "erasure", "trials", "objects"] as const;

/** Runs a drill as `npm run drill` does, its lines after its name. @returns how it ended; 1 where a signal ended it. */
function run(name: string): Promise<number> {
  const child = spawn(process.execPath, ["scripts/run.mjs", "drills/index.ts", name], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  createInterface(child.stdout).on("line", (line) => {
    process.stdout.write(`${name}: ${line}\n`);
  });
  return new Promise((resolve) =>
    child.once("exit", (code) => {
      resolve(code ?? 1);
    }),
  );
}

export async function drillAll(): Promise<number> {
  // Once, before all need it.
  const refused = whyNotHere((line) => process.stdout.write(`${line}\n`));
  if (refused !== undefined) {
    process.stderr.write(`${refused}\n`);
    return notPermitted;
  }
  const ended = await Promise.all(sideBySide.map(run));
  for (const name of after) ended.push(await run(name));
  return Math.max(...ended);
}
