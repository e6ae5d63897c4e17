/** The failover drill: the plan's `core` cluster on real servers, over the real distances, under real faults. */
import { databaseClusters } from "../../components/facts/databaseClusters";
import { runDrill, runSmoke, type Drill } from "../shared/drill";
import { clientPod } from "./client";
import { RunningCluster } from "./cluster";
import { summaryOf, type RunSummary } from "./judge";
import { corePods, coreStores } from "./planned";
import { renderPage, renderSvg } from "./render";
import { lineOf, verdicts } from "./result";
import { scenarios } from "./scenarios";

const failover: Drill<RunningCluster, RunSummary> = {
  scenarios,
  pods: corePods,
  beside: coreStores,
  clientPod: (region, { certificates }) => Promise.resolve(clientPod(region, certificates)),
  servers: (world, planned) => {
    const [core] = databaseClusters();
    if (!core) throw new Error("there is no cluster");
    const entries = planned.map(({ name }) => name).filter((name) => name.includes("/postgres-entry/"));
    return new RunningCluster(world, core, entries);
  },
  prepare: (cluster) => cluster.prepare(),
  summaryOf,
  lineOf,
  verdicts,
  page: renderPage,
  chart: renderSvg,
};

/** @param part of the names of scenarios: only these run, once each, and nothing is written to `drills/results/`. */
export function drillFailover(part?: string): Promise<number> {
  return runDrill("failover", failover, part);
}

/** One cut and one control. */
export function drillSmoke(): Promise<number> {
  return runSmoke("smoke", failover);
}
