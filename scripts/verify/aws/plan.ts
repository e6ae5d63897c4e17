/** The plan that is judged: one that is given, or one made as `npm start` makes it. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import type { Plan } from "../../../preview/plan";

/** Bad usage; its message says what is allowed. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

function planIn(text: string): Plan | undefined {
  try {
    const plan = JSON.parse(text) as Partial<Plan> | null;
    return typeof plan?.stacks === "object" ? (plan as Plan) : undefined;
  } catch {
    return undefined;
  }
}

/** @throws UsageError when the file cannot be read, or holds no plan. */
export function readPlan(file: string): Plan {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`--plan ${file} cannot be read: ${(error as Error).message}`);
  }
  const plan = planIn(text);
  if (plan === undefined)
    throw new UsageError(`--plan ${file} is no plan; make one with npm start --silent -- --json`);
  return plan;
}

/** How `npm start -- --json` ended. */
export interface Started {
  readonly status: number | null;
  readonly stdout: string;
}

/**
 * The plan that `npm start` printed, also one that the gates refuse: its values are right or wrong all the same.
 * `undefined` when there is none.
 * @param say told what the reader must know.
 */
export function planFrom({ status, stdout }: Started, say: (line: string) => void): Plan | undefined {
  const plan = status === 0 || status === 1 ? planIn(stdout) : undefined;
  if (plan === undefined) say(`no plan could be made (npm start ended with ${status ?? "a signal"})`);
  else if (status === 1)
    say("the gates refuse this plan (npm start shows why); its values are judged all the same");
  return plan;
}

/** Makes the plan as `npm start` does. */
export function makePlan(asOf: string | undefined, say: (line: string) => void): Plan | undefined {
  const root = path.resolve(__dirname, "..", "..", "..");
  const args = [
    path.join(root, "scripts", "start.mjs"),
    "--json",
    ...(asOf === undefined ? [] : ["--as-of", asOf]),
  ];
  const started = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    maxBuffer: 1 << 30,
  });
  return planFrom(started, say);
}
