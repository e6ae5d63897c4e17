/** Plans N regions as `npm start` does and prints `{resources, maxRssMb}`: `node scripts/run.mjs scripts/bench/plan.ts N`. */
import path from "node:path";
import { allRegions, globalStackName } from "../../components/facts/regions";
import { makePlan } from "../../preview/plan";
import { projectName, readStackFile } from "../../preview/stackFiles";
import { fictitiousRegion, fictitiousStackFile } from "../../tests/support/fictitious";

const asOf = "2026-11-24";

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
  const plan = await makePlan({
    asOf,
    project,
    stackFiles: files,
    extraRegions,
    selected: files.map((file) => file.stack),
  });
  const maxRssMb = Math.round(process.resourceUsage().maxRSS / 1024);
  process.stdout.write(`${JSON.stringify({ resources: plan.summary.resources, maxRssMb })}\n`);
}

void main();
