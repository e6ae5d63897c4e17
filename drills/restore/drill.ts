/** What every drill has that restores clusters: the plan's jobs beside its pods, and programs that stand in for a person's tools. */
import type { DatabaseClusterFact } from "../../components/facts/databaseClusters";
import type { Plan } from "../../preview/plan";
import { clientPod } from "../failover/client";
import { runDrill, type Drill } from "../shared/drill";
import type { Authorities, World } from "../world";
import type { RestoredCluster } from "./cluster";
import { StandInTools } from "./kubectl";
import type { JobContainers, RestorePods } from "./planned";

/** A drill of restores, with what it makes of the plan in place of what that takes. */
export interface RestoringDrill<Cluster extends RestoredCluster, Summary> extends Omit<
  Drill<Cluster, Summary>,
  "pods" | "servers" | "clientPod"
> {
  readonly name: string;
  /** The cluster that is restored. */
  readonly cluster: DatabaseClusterFact;
  readonly pods: (plan: Plan, authorities: Authorities) => Promise<RestorePods>;
  /** @param entries names of the pods that services reach the cluster through. */
  readonly servers: (world: World, entries: readonly string[], tools: StandInTools) => Cluster;
}

/** Runs a drill of restores. @param part as for `runDrill`. @returns as that does. */
export async function drillRestoring<Cluster extends RestoredCluster, Summary>(
  { name, cluster, pods, servers, ...rest }: RestoringDrill<Cluster, Summary>,
  part?: string,
): Promise<number> {
  let jobs: JobContainers = new Map();
  let tools: StandInTools | undefined;
  const drill: Drill<Cluster, Summary> = {
    prepare: (made) => made.prepare(),
    ...rest,
    pods: async (plan, authorities) => {
      const planned = await pods(plan, authorities);
      jobs = planned.jobs;
      return planned.pods;
    },
    clientPod: (region, { certificates }) => Promise.resolve(clientPod(region, certificates)),
    servers: (world, planned) => {
      const entries = planned.map((pod) => pod.name).filter((pod) => pod.includes("/postgres-entry/"));
      tools = new StandInTools(world, jobs, cluster);
      return servers(world, entries, tools);
    },
  };
  try {
    return await runDrill(name, drill, part);
  } finally {
    tools?.close();
  }
}
