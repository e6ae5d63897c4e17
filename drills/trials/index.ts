/** The drill of trials: what the daily trial of backups says of those that are damaged, or sealed with another passphrase. */
import { drillRestoring } from "../restore/drill";
import { drilledCluster, restorePods, restoreStores } from "../restore/planned";
import { TriedCluster } from "./cluster";
import { summaryOf, type TrialSummary } from "./judge";
import { renderPage, renderSvg } from "./render";
import { lineOf, verdicts } from "./result";
import { scenarios } from "./scenarios";

/** @param part of the names of scenarios: only these run, once each, and nothing is written to `drills/results/`. */
export function drillTrials(part?: string): Promise<number> {
  // The smallest cluster that there is.
  const tried = drilledCluster("keys-africa");
  return drillRestoring<TriedCluster, TrialSummary>(
    {
      name: "trials",
      cluster: tried,
      pods: (plan, authorities) => restorePods(plan, authorities, tried),
      beside: (plan, authorities) => restoreStores(plan, authorities, [tried]),
      servers: (world, entries, tools) => new TriedCluster(world, entries, tools, tried),
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
