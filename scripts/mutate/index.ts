/** `npm run mutate`: changes the project's own plan field by field and prints which rules notice. Exit status 1 below 100 %. */
import path from "node:path";
import { today } from "../../components/facts/days";
import { stackNames } from "../../components/facts/regions";
import { policyInputs, viewsOf } from "../../preview/gates";
import { runMode, type StackRun } from "../../preview/mode";
import { projectName, readStackFile } from "../../preview/stackFiles";
import { caseTables } from "../../tests/support/caseTables";
import { scoreRemovals } from "./removals";
import { scoreSecrets } from "./secrets";
import { defectsOf, fixtureStack, scoreRule, type RuleScore, type SubjectStack } from "./score";

const root = path.resolve(__dirname, "..", "..");

/** The project's own stacks in one mode. */
async function runsOf(preview: boolean, asOf: string): Promise<readonly StackRun[]> {
  const project = projectName(root);
  const stackFiles = stackNames().map((stack) => {
    const file = readStackFile(root, project, stack);
    return { ...file, config: { ...file.config, [`${project}:asOf`]: asOf } };
  });
  const { runs, faults } = await runMode({ project, preview, asOf, stackFiles, extraRegions: [] });
  if (faults.length > 0) throw new Error(faults.map(({ stack, reason }) => `${stack}: ${reason}`).join("\n"));
  return runs;
}

/** What rules see of runs, with the inputs at hand. */
function subjectsOf(runs: readonly StackRun[], preview: boolean): SubjectStack[] {
  return runs.map(({ stack, resources }) => {
    const inputs = new Map(resources.map((resource) => [resource.urn, policyInputs(resource.inputs)]));
    const subjects = viewsOf(resources).map((view) => ({ ...view, inputs: inputs.get(view.urn) ?? {} }));
    return { stack, preview, subjects };
  });
}

function percent(part: number, whole: number): string {
  return whole === 0 ? "100 %" : `${Math.floor((100 * part) / whole)} %`;
}

async function main(): Promise<number> {
  const asOf = process.argv[2] ?? today();
  const runs = { preview: await runsOf(true, asOf), resolved: await runsOf(false, asOf) };
  const stacks = [...subjectsOf(runs.preview, true), ...subjectsOf(runs.resolved, false)];
  const scores = caseTables().map(([, cases]) => {
    const score = scoreRule(cases, stacks, asOf);
    const inPlan = score.table.applied + score.paths.read > 0;
    return { inPlan, score: inPlan ? score : scoreRule(cases, [fixtureStack(cases)], asOf) };
  });
  for (const { inPlan, score } of scores) {
    const { rule, table, paths, excused } = score;
    process.stdout.write(
      `${rule.id.padEnd(34)} ${rule.level.padEnd(9)} mutations ${`${table.failed}/${table.applied}`.padStart(7)}  paths ${`${paths.decisive + excused.length}/${paths.read}`.padStart(7)}${excused.length > 0 ? ` (${excused.length} with a reason)` : ""}${inPlan ? "" : "  on fixtures: the plan has no such resource"}\n`,
    );
  }
  const secrets = scoreSecrets(runs.resolved.flatMap(({ resources }) => resources));
  process.stdout.write(
    `secrets in plain text             mandatory marks     ${secrets.unmarked - secrets.survived.length}/${secrets.unmarked}\n`,
  );
  const removals = scoreRemovals(subjectsOf(runs.resolved, false), asOf);
  process.stdout.write(
    `backups, copies, locks, schedules mandatory removals  ${removals.removed - removals.survived.length}/${removals.removed}\n`,
  );
  const mandatory = scores.filter(({ score }) => score.rule.level === "mandatory");
  const sum = (count: (score: RuleScore) => number): number =>
    mandatory.reduce((total, { score }) => total + count(score), 0);
  const failed = sum(({ table, paths, excused }) => table.failed + paths.decisive + excused.length);
  const all = sum(({ table, paths }) => table.applied + paths.read);
  const defects = [
    ...mandatory.flatMap(({ score }) => defectsOf(score)),
    ...secrets.survived.map((at) => `no rule notices that ${at} is no longer marked as a secret`),
    ...removals.survived.map((what) => `no rule notices that ${what} is gone`),
  ];
  for (const defect of defects) process.stdout.write(`  ${defect}\n`);
  process.stdout.write(
    `mutation score of ${mandatory.length} mandatory rules: ${percent(failed, all)} (${failed} of ${all}), ${defects.length} defects\n`,
  );
  return defects.length === 0 ? 0 : 1;
}

void main().then((status) => {
  process.exitCode = status;
});
