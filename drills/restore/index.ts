/** The restore drill: the plan's `core` cluster with a gibibyte, lost and brought back from its repositories by `npm run restore`. */
import { RestoredCluster } from "./cluster";
import { drillRestoring } from "./drill";
import { summaryOf, type RestoreSummary } from "./judge";
import { drilledCluster, restorePods, restoreStores } from "./planned";
import { renderPage, renderSvg } from "./render";
import { lineOf, verdicts } from "./result";
import { scenarios } from "./scenarios";

/** What a line between regions carries: less than any of the regions' gateways do, so that the drill flatters nobody. */
const lineMbitPerSecond = 500;

/** @param part of the names of scenarios: only these run, once each, and nothing is written to `drills/results/`. */
export function drillRestore(part?: string): Promise<number> {
  return drillRestoring<RestoredCluster, RestoreSummary>(
    {
      name: "restore",
      cluster: drilledCluster(),
      pods: restorePods,
      beside: restoreStores,
      servers: (world, entries, tools) => new RestoredCluster(world, entries, tools),
      prepare: async (cluster) => {
        await cluster.world.rate(lineMbitPerSecond);
        await cluster.prepare();
      },
      scenarios,
      summaryOf,
      lineOf,
      verdicts,
      page: renderPage,
      chart: renderSvg,
    },
    part,
  );
}
