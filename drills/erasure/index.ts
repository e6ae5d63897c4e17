/** The erasure drill: somebody is erased, and the keys are restored to a moment before; who was erased must stay so. */
import { drillRestoring } from "../restore/drill";
import { ErasureCluster } from "./cluster";
import { summaryOf, type ErasureSummary } from "./judge";
import { erasurePods, erasureStores, keys } from "./planned";
import { renderPage, renderSvg } from "./render";
import { lineOf, verdicts } from "./result";
import { scenarios } from "./scenarios";

/** @param part of the names of scenarios: only these run, once each, and nothing is written to `drills/results/`. */
export function drillErasure(part?: string): Promise<number> {
  return drillRestoring<ErasureCluster, ErasureSummary>(
    {
      name: "erasure",
      cluster: keys(),
      pods: erasurePods,
      beside: erasureStores,
      servers: (world, entries, tools) => new ErasureCluster(world, entries, tools),
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
