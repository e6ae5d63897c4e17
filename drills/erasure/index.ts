/** The erasure drill: somebody is erased, and the keys are restored to a moment before; who was erased must stay so. */
import { clientPod } from "../failover/client";
import { StandInTools } from "../restore/kubectl";
import type { JobContainers } from "../restore/planned";
import { runDrill, type Drill } from "../shared/drill";
import { ErasureCluster } from "./cluster";
import { summaryOf, type ErasureSummary } from "./judge";
import { erasurePods, erasureStores, keys } from "./planned";
import { renderPage, renderSvg } from "./render";
import { lineOf, verdicts } from "./result";
import { scenarios } from "./scenarios";

/** @param part of the names of scenarios: only these run, once each, and nothing is written to `drills/results/`. */
export async function drillErasure(part?: string): Promise<number> {
  let jobs: JobContainers = new Map();
  let tools: StandInTools | undefined;
  const erasure: Drill<ErasureCluster, ErasureSummary> = {
    scenarios,
    pods: async (plan, authorities) => {
      const planned = await erasurePods(plan, authorities);
      jobs = planned.jobs;
      return planned.pods;
    },
    beside: erasureStores,
    clientPod: (region, { certificates }) => Promise.resolve(clientPod(region, certificates)),
    servers: (world, planned) => {
      const entries = planned.map(({ name }) => name).filter((name) => name.includes("/postgres-entry/"));
      tools = new StandInTools(world, jobs, keys());
      return new ErasureCluster(world, entries, tools);
    },
    prepare: (cluster) => cluster.prepare(),
    summaryOf,
    lineOf,
    verdicts,
    page: renderPage,
    chart: renderSvg,
  };
  try {
    return await runDrill("erasure", erasure, part);
  } finally {
    tools?.close();
  }
}
