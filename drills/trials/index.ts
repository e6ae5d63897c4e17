/** The drill of trials: what the daily trial of backups says of those that are damaged, or sealed with another passphrase. */
import { clientPod } from "../failover/client";
import { StandInTools } from "../restore/kubectl";
import { drilledCluster, restorePods, restoreStores, type JobContainers } from "../restore/planned";
import { runDrill, type Drill } from "../shared/drill";
import { TriedCluster } from "./cluster";
import { summaryOf, type TrialSummary } from "./judge";
import { renderPage, renderSvg } from "./render";
import { lineOf, verdicts } from "./result";
import { scenarios } from "./scenarios";

/** The smallest cluster that there is. */
const tried = () => drilledCluster("keys-africa");

/** @param part of the names of scenarios: only these run, once each, and nothing is written to `drills/results/`. */
export async function drillTrials(part?: string): Promise<number> {
  let jobs: JobContainers = new Map();
  let tools: StandInTools | undefined;
  const trials: Drill<TriedCluster, TrialSummary> = {
    scenarios,
    pods: async (plan, authorities) => {
      const planned = await restorePods(plan, authorities, tried());
      jobs = planned.jobs;
      return planned.pods;
    },
    beside: (plan, authorities) => restoreStores(plan, authorities, [tried()]),
    clientPod: (region, { certificates }) => Promise.resolve(clientPod(region, certificates)),
    servers: (world, planned) => {
      const entries = planned.map(({ name }) => name).filter((name) => name.includes("/postgres-entry/"));
      tools = new StandInTools(world, jobs, tried());
      return new TriedCluster(world, entries, tools, tried());
    },
    prepare: (cluster) => cluster.prepare(),
    summaryOf,
    lineOf,
    verdicts,
    page: renderPage,
    chart: renderSvg,
  };
  try {
    return await runDrill("trials", trials, part);
  } finally {
    tools?.close();
  }
}
