/**
 * Plans N regions as `npm start` does, with `packs` as `npm start -- --packs`, and prints `{resources, maxRssMb}`:
 * `node scripts/run.mjs scripts/bench/plan.ts N [packs]`. With `gates` it plans in this thread instead and prints
 * `{resources, gatesMs}`: what judging took in both modes.
 */
import path from "node:path";
import { allRegions, globalStackName } from "../../components/facts/regions";
import { Gates } from "../../preview/gates";
import { runMode, type ModeJob } from "../../preview/mode";
import { makePlan } from "../../preview/plan";
import { projectName, readStackFile } from "../../preview/stackFiles";
import { fictitiousRegion, fictitiousStackFile } from "../../tests/support/fictitious";

const asOf = "2026-11-24";

/** Runs both modes one after the other, with a clock around what judges. */
async function timedGates(job: Omit<ModeJob, "preview">): Promise<{ resources: number; gatesMs: number }> {
  let gatesMs = 0;
  const judge = Object.getOwnPropertyDescriptor(Gates.prototype, "judge")?.value as Gates["judge"];
  Gates.prototype.judge = function timed(...args) {
    const started = performance.now();
    const verdicts = judge.apply(this, args);
    gatesMs += performance.now() - started;
    return verdicts;
  };
  const preview = await runMode({ ...job, preview: true });
  await runMode({ ...job, preview: false });
  return { resources: preview.runs.reduce((sum, run) => sum + run.resources.length, 0), gatesMs };
}

async function main(): Promise<void> {
  const root = path.resolve(__dirname, "..", "..");
  const wanted = Number(process.argv[2]);
  const project = projectName(root);
  const real = allRegions()
    .slice(0, wanted)
    .map((region) => readStackFile(root, project, region.name));
  // Global refers to every region, so that it goes without when some are left out.
  const global = wanted < allRegions().length ? [] : [readStackFile(root, project, globalStackName)];
  const model = readStackFile(root, project, "europe");
  const extraRegions = Array.from({ length: Math.max(0, wanted - real.length) }, (_, index) =>
    fictitiousRegion(index),
  );
  const files = [...real, ...extraRegions.map((region) => fictitiousStackFile(region, model)), ...global].map(
    (file) => ({ ...file, config: { ...file.config, [`${project}:asOf`]: asOf } }),
  );
  const job = { asOf, project, stackFiles: files, extraRegions };
  if (process.argv[3] === "gates") {
    process.stdout.write(JSON.stringify(await timedGates(job)));
    return;
  }
  const plan = await makePlan({
    ...job,
    selected: files.map((file) => file.stack),
    packs: process.argv[3] === "packs",
  });
  const maxRssMb = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(`${JSON.stringify({ resources: plan.summary.resources, maxRssMb })}\n`);
}

void main();
