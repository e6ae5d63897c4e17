/** `npm run verify -- rules`: Prometheus' own tools judge the plan's configuration and rules, and test each alert. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { watchdogAlert } from "../../../components/facts/alerting";
import { makePlan } from "../aws/plan";
import { operatorFiles, ruleFiles, watchedStacks, watchObjects, writeRules } from "./objects";
import { ruleTests } from "./ruleTests";
import { call, Tally, watchTool } from "./tools";

/** Rules are tested as this region has them; those of others differ by thresholds only, and are checked. */
const testedRegion = "africa";

const days = { "--as-of": /^\d{4}-\d{2}-\d{2}$/ };

/** The day that the plan is made of, where one is named. @throws Error on anything else. */
export function dayOf(argv: readonly string[]): string | undefined {
  const [option, day = "", ...rest] = argv;
  if (option === undefined) return undefined;
  if (option !== "--as-of" || !days["--as-of"].test(day) || rest.length > 0)
    throw new Error(`unknown arguments "${argv.join(" ")}"; allowed: --as-of YYYY-MM-DD`);
  return day;
}

/** Lists of a call's failures: promtool names each test that did not hold. */
function checkConfigs(tally: Tally, promtool: string, stack: string, folder: string): void {
  for (const file of readdirSync(folder).filter((name) => name.startsWith("prometheus-"))) {
    const { ok, said } = call(promtool, ["check", "config", "--syntax-only", path.join(folder, file)]);
    tally.check(ok, `${stack}: ${file}`, said);
  }
}

export async function verifyRules(argv: readonly string[]): Promise<number> {
  const plan = makePlan(dayOf(argv), (line) => process.stderr.write(`${line}\n`));
  if (plan === undefined) return 1;
  const tally = new Tally();
  const promtool = watchTool("promtool");
  const home = mkdtempSync(path.join(tmpdir(), "azora-rules-"));
  try {
    const stacks = watchedStacks(plan);
    tally.check(stacks.length > 0, "a stack of the plan has rules");
    for (const stack of stacks) {
      const objects = watchObjects(plan, stack);
      const files = ruleFiles(objects);
      const folder = path.join(home, stack);
      const paths = writeRules(files, path.join(folder, "rules"));
      const made = await operatorFiles(objects, folder);
      if (made !== undefined && "missing" in made) tally.skip(1, `${stack}: ${made.missing}`);
      else tally.check(made === undefined, `${stack}: the operator takes the objects`, made?.refused);
      if ("why" in promtool) {
        tally.skip(files.length, `${stack}: ${promtool.why}`);
        continue;
      }
      if (made === undefined) checkConfigs(tally, promtool.file, stack, folder);
      for (const [name, file] of paths) {
        const { ok, said } = call(promtool.file, ["check", "rules", "--lint=all", "--lint-fatal", file]);
        tally.check(ok, `${stack}: rules ${name}`, said);
      }
      if (stack !== testedRegion) continue;
      const { testFiles, mistakes } = ruleTests(files, (name) => paths.get(name) ?? "", watchdogAlert);
      for (const mistake of mistakes) tally.check(false, mistake);
      for (const { group, name, content } of testFiles) {
        const at = path.join(folder, "test.json");
        writeFileSync(at, JSON.stringify(content));
        const { ok, said } = call(promtool.file, ["test", "rules", at]);
        tally.check(ok, `${group}: ${name}`, said);
      }
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
  return tally.end();
}
