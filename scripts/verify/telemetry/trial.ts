/** What a trial of the plan's collectors needs, and what ends it. */
import path from "node:path";
import type { Plan } from "../../../preview/plan";
import { makePlan } from "../aws/plan";
import { builtCollector } from "../goTool";
import { dayOf } from "../watch/rules";
import { Tally } from "../watch/tools";
import { TelemetryWorld } from "./world";

/** Why this machine does not let a trial run; nothing where it does: names are answered at port 53, and each collector has a file of its own that says where. */
function whyNot(): string | undefined {
  if (process.platform !== "linux") return "collectors are tried on Linux only";
  return process.getuid?.() === 0
    ? undefined
    : "only root may answer names at port 53 and give collectors a resolv.conf of their own";
}

/**
 * Tries collectors of the plan: makes the plan and the collector, and ends what the trial started, however it ends.
 * @returns the exit status.
 */
export async function inWorld(
  argv: readonly string[],
  trial: (tally: Tally, world: TelemetryWorld, plan: Plan) => Promise<void>,
): Promise<number> {
  const tally = new Tally();
  const plan = makePlan(dayOf(argv), (line) => process.stderr.write(`${line}\n`));
  if (plan === undefined) return 1;
  const built = builtCollector(path.join(__dirname, "..", "collector", "manifest.yaml"));
  const why = whyNot() ?? ("why" in built ? built.why : undefined);
  if (why !== undefined || "why" in built) {
    tally.skip(1, why ?? "");
    return tally.end();
  }
  const world = new TelemetryWorld(plan, built.file);
  try {
    await world.open();
    await trial(tally, world, plan);
  } catch (error) {
    tally.check(false, "the trial runs to its end", error instanceof Error ? error.message : String(error));
  } finally {
    if (!tally.well) process.stdout.write(`${world.complaints()}\n`);
    await world.close();
  }
  return tally.end();
}
