/** `npm run verify -- rules`: Prometheus' own tools judge the plan's configuration and rules, and test each alert. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parse } from "yaml";
import { watchdogAlert } from "../../../components/facts/alerting";
import { isDay } from "../../../components/facts/days";
import { regionLabel } from "../../../components/facts/observability";
import { regionNamed } from "../../../components/facts/regions";
import { platformRuleGroups, renderGroup } from "../../../components/observability";
import { makePlan } from "../aws/plan";
import { operatorFiles, ruleFiles, watchedStacks, watchObjects, writeRules, type RuleFile } from "./objects";
import { ruleTests } from "./ruleTests";
import { call, Tally, watchTool } from "./tools";

/** Rules are tested as this region has them; those of others differ by thresholds only, and are checked. */
const testedRegion = "africa";

/** The day that the plan is made of, where one is named. @throws Error on anything else. */
export function dayOf(argv: readonly string[]): string | undefined {
  const [option, day = "", ...rest] = argv;
  if (option === undefined) return undefined;
  if (option !== "--as-of" || !isDay(day) || rest.length > 0)
    throw new Error(`unknown arguments "${argv.join(" ")}"; allowed: --as-of YYYY-MM-DD`);
  return day;
}

/** The rules of a plan whose stack files have what probes show, which is a secret: an alert more. */
function probing(files: readonly RuleFile[], region: string): readonly RuleFile[] {
  const places = { region, domain: "azora.example", repositoryUrl: "https://github.com/azora/platform" };
  const groups = platformRuleGroups(regionNamed(region), true);
  return files.map((file) => {
    const group = groups.find(({ name }) => name === file.name);
    return group === undefined ? file : { name: file.name, groups: [renderGroup(group, places)] };
  });
}

/** What is read of the file that the operator makes. */
interface Configuration {
  readonly scrape_configs: readonly {
    readonly job_name: string;
    readonly relabel_configs?: readonly {
      readonly source_labels?: readonly string[];
      readonly regex?: string;
      readonly target_label?: string;
      readonly replacement?: string;
    }[];
  }[];
}

/** Whether a job's series get the region where they have none, and keep their own where they have one. */
function saysRegion(
  { relabel_configs: steps = [] }: Configuration["scrape_configs"][number],
  region: string,
): boolean {
  const own = steps.filter(({ target_label: label }) => label === regionLabel);
  return (
    own.some(
      ({ source_labels: from = [], regex, replacement }) =>
        from.join() === regionLabel && regex === "^$" && replacement === region,
    ) && own.length === 1
  );
}

/** Lists of a call's failures: promtool names each test that did not hold. */
function checkConfigs(tally: Tally, promtool: string, stack: string, folder: string): void {
  for (const file of readdirSync(folder).filter((name) => name.startsWith("prometheus-"))) {
    const { ok, said } = call(promtool, ["check", "config", "--syntax-only", path.join(folder, file)]);
    tally.check(ok, `${stack}: ${file}`, said);
    const { scrape_configs: jobs } = parse(readFileSync(path.join(folder, file), "utf8")) as Configuration;
    const without = jobs.filter((job) => !saysRegion(job, stack)).map(({ job_name: name }) => name);
    tally.check(
      jobs.length > 0 && without.length === 0,
      `${stack}: every series says which region it is about`,
      `these do not, or take away what they said: ${without.join(", ")}`,
    );
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
      const tested = probing(files, testedRegion);
      const lying = writeRules(tested, path.join(folder, "tested"));
      const { testFiles, mistakes } = ruleTests(tested, (name) => lying.get(name) ?? "", watchdogAlert);
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
