/** `npm run verify -- routing`: Alertmanager's own tool judges the plan's configuration, and says whom each alert reaches. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { routeCases } from "../../../tests/alerts/routes";
import { makePlan } from "../aws/plan";
import { operatorFiles, watchedStacks, watchObjects } from "./objects";
import { dayOf } from "./rules";
import { verifyTold } from "./told";
import { call, Tally, watchTool } from "./tools";

/** Receivers that a label set comes to; the operator puts the object's namespace and name before each. */
function receiversOf(said: string): readonly string[] {
  return said.split(/[\s,]+/).flatMap((name) => (name === "" ? [] : [name.split("/").at(-1) ?? ""]));
}

/** What a real Alertmanager tells whom, where it can be had. */
async function judgeTold(file: string, tally: Tally): Promise<void> {
  const alertmanager = watchTool("alertmanager");
  if ("why" in alertmanager) tally.skip(1, alertmanager.why);
  else await verifyTold(alertmanager.file, file, tally);
}

export async function verifyRouting(argv: readonly string[]): Promise<number> {
  const plan = makePlan(dayOf(argv), (line) => process.stderr.write(`${line}\n`));
  if (plan === undefined) return 1;
  const tally = new Tally();
  // Alertmanagers know each other by their pods' names: two of one name are taken for one.
  const names = new Set<string>();
  const amtool = watchTool("amtool");
  const home = mkdtempSync(path.join(tmpdir(), "azora-routing-"));
  try {
    const stacks = watchedStacks(plan);
    tally.check(stacks.length > 0, "a stack of the plan has an Alertmanager");
    for (const stack of stacks) {
      const made = await operatorFiles(watchObjects(plan, stack), path.join(home, stack));
      if ("why" in amtool || (made !== undefined && "missing" in made)) {
        const why = "why" in amtool ? amtool.why : (made as { readonly missing: string }).missing;
        tally.skip(routeCases.length + 1, `${stack}: ${why}`);
        continue;
      }
      tally.check(made === undefined, `${stack}: the operator takes the objects`, made?.refused);
      const folder = path.join(home, stack);
      const [name] = existsSync(folder)
        ? readdirSync(folder).filter((each) => each.startsWith("alertmanager-"))
        : [];
      tally.check(name !== undefined && !names.has(name), `${stack}: an Alertmanager of a name of its own`);
      if (name === undefined) continue;
      names.add(name);
      const file = path.join(folder, name);
      const { ok, said } = call(amtool.file, ["check-config", file]);
      tally.check(ok, `${stack}: configuration of Alertmanager`, said);
      for (const { labels, to } of routeCases) {
        const pairs = Object.entries(labels).map(([label, value]) => `${label}=${value}`);
        const answer = call(amtool.file, ["config", "routes", "test", `--config.file=${file}`, ...pairs]);
        const reached = receiversOf(answer.said);
        tally.check(
          answer.ok && reached.join() === to.join(),
          `${stack}: ${pairs.join(" ")}`,
          `comes to ${answer.ok ? reached.join(", ") : answer.said}, not to ${to.join(", ")}`,
        );
      }
      // All regions tell alike: one of them shows it.
      if (stack === stacks[0]) await judgeTold(file, tally);
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  return tally.end();
}
