/** The restore drill: the plan's `core` cluster with a gibibyte, lost and brought back from its repositories by `npm run restore`. */
import { runDrill, type Drill } from "../shared/drill";
import { clientPod } from "../failover/client";
import { RestoredCluster } from "./cluster";
import { summaryOf, type RestoreSummary } from "./judge";
import { StandInTools } from "./kubectl";
import { drilledCluster, restorePods, restoreStores, type JobContainers } from "./planned";
import { renderPage, renderSvg } from "./render";
import { lineOf, verdicts } from "./result";
import { scenarios } from "./scenarios";

/** What a line between regions carries: less than any of the regions' gateways do, so that the drill flatters nobody. */
const lineMbitPerSecond = 500;

/** @param part of the names of scenarios: only these run, once each, and nothing is written to `drills/results/`. */
export async function drillRestore(part?: string): Promise<number> {
  let jobs: JobContainers = new Map();
  let tools: StandInTools | undefined;
  const restore: Drill<RestoredCluster, RestoreSummary> = {
    scenarios,
    pods: async (plan, authorities) => {
      const planned = await restorePods(plan, authorities);
      jobs = planned.jobs;
      return planned.pods;
    },
    beside: restoreStores,
    clientPod: (region, { certificates }) => Promise.resolve(clientPod(region, certificates)),
    servers: (world, planned) => {
      const entries = planned.map(({ name }) => name).filter((name) => name.includes("/postgres-entry/"));
      tools = new StandInTools(world, jobs, drilledCluster());
      return new RestoredCluster(world, entries, tools);
    },
    prepare: async (cluster) => {
      await cluster.world.rate(lineMbitPerSecond);
      await cluster.prepare();
    },
    summaryOf,
    lineOf,
    verdicts,
    page: renderPage,
    chart: renderSvg,
  };
  try {
    return await runDrill("restore", restore, part);
  } finally {
    tools?.close();
  }
}
