import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";
import type { Plan, PlannedResource } from "../../preview/plan";

export interface PlanOverrides {
  /** The day that counts as today; default 2026-11-24. */
  readonly asOf?: string;
  /** Stacks to plan; default all. */
  readonly stacks?: readonly string[];
  /** Folder with `Pulumi.yaml` and the stack files; default the project's own. */
  readonly root?: string;
}

/** One resource with the stack that it is in. */
export interface LocatedResource {
  readonly stack: string;
  readonly resource: PlannedResource;
}

const projectRoot = path.join(__dirname, "..", "..");
const plans = new Map<string, Promise<Plan>>();

async function start(overrides: PlanOverrides): Promise<Plan> {
  const stacks = overrides.stacks?.flatMap((stack) => ["--stack", stack]) ?? [];
  const args = ["scripts/start.mjs", "--json", "--as-of", overrides.asOf ?? "2026-11-24", ...stacks];
  const env = overrides.root === undefined ? process.env : { ...process.env, AZORA_ROOT: overrides.root };
  try {
    const options = { cwd: projectRoot, env, maxBuffer: 1 << 30 };
    const { stdout } = await promisify(execFile)(process.execPath, args, options);
    return JSON.parse(stdout) as Plan;
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new Error(`the plan cannot be made:\n${stderr ?? message}`);
  }
}

/**
 * The plan as `npm start -- --json` prints it, made once per test file and overrides.
 * It runs in a process of its own, so that Jest's module loader has no part in it.
 * @throws Error with what the plan says if it cannot be made.
 */
export function planAllStacks(overrides: PlanOverrides = {}): Promise<Plan> {
  const key = JSON.stringify(overrides);
  const plan = plans.get(key) ?? start(overrides);
  plans.set(key, plan);
  return plan;
}

/** Every resource of every stack. */
export function allResources(plan: Plan): LocatedResource[] {
  return Object.entries(plan.stacks).flatMap(([stack, { resources }]) =>
    resources.map((resource) => ({ stack, resource })),
  );
}
