/** What runs a region's workflows, and what backs up its cluster's objects. */
import type * as aws from "@pulumi/aws";
import { AutomationEngine } from "../components/automation";
import { ClusterBackup, ClusterRestore } from "../components/backup";
import type { RegionCluster } from "../components/cluster";
import type { ChartMirror, RegionContext } from "../components/shared";

/** Makes all of it; the images must lie in the region's registry first (docs/deploy.md). */
export function runEngine(
  stack: string,
  context: RegionContext,
  cluster: RegionCluster,
  provider: aws.Provider,
  mirror: ChartMirror | undefined,
): void {
  const { clusterName, clusterArn } = cluster.controlPlane;
  const common = { context, clusterName, clusterArn, mirror };
  const both = { providers: [provider, cluster.provider] };
  const engine = new AutomationEngine(`${stack}-automation`, { context, mirror, after: [cluster] }, both);
  const backup = new ClusterBackup(`${stack}-cluster-backup`, { ...common, after: [cluster] }, both);
  new ClusterRestore(
    `${stack}-cluster-restore`,
    { context, clusterName, clusterArn, after: [engine, backup] },
    both,
  );
}
