/** The cache's drill: members and Sentinels of the plan on real servers, over the real distances, under real faults. */
import { runDrill, type Drill } from "../shared/drill";
import { clientPod } from "./client";
import { RunningCache } from "./cluster";
import { summaryOf, verdicts, type CacheSummary } from "./judge";
import { cachePods } from "./planned";
import { lineOf, renderPage, renderSvg } from "./render";
import { scenarios } from "./scenarios";

const cache: Drill<RunningCache, CacheSummary> = {
  scenarios,
  pods: cachePods,
  clientPod,
  servers: (world, planned) => new RunningCache(world, planned),
  summaryOf,
  lineOf,
  verdicts,
  page: renderPage,
  chart: renderSvg,
};

/** @param part of the names of scenarios: only these run, once each, and nothing is written to `drills/results/`. */
export function drillCache(part?: string): Promise<number> {
  return runDrill("cache", cache, part);
}
