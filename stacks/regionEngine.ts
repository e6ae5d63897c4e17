/** What runs a region's workflows, and what its recovery rests on. */
import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { AutomationEngine } from "../components/automation";
import { DrBackup } from "../components/backup";
import type { RegionCluster, RegionFoundation } from "../components/cluster";
import { vaultDataClass } from "../components/facts/keptVolumes";
import type { ChartMirror, RegionContext } from "../components/shared";
import type { RegionConfig } from "./config";

/** Makes all of it; the images must lie in the region's registry first (docs/deploy.md). @returns the role of the region's restores. */
export function runEngine(
  stack: string,
  config: RegionConfig,
  context: RegionContext,
  { keyArns, alertTopicArn, logBucketName }: RegionFoundation,
  cluster: RegionCluster,
  provider: aws.Provider,
  mirror: ChartMirror | undefined,
): pulumi.Output<string | null> {
  const { clusterName, clusterArn, securityGroupId } = cluster.controlPlane;
  const { operatorDigest: imageDigest, restorerRoleArns } = config;
  const both = { providers: [provider, cluster.provider] };
  const engine = new AutomationEngine(`${stack}-automation`, { context, mirror, after: [cluster] }, both);
  return new DrBackup(
    `${stack}-backup`,
    {
      context,
      clusterName,
      clusterArn,
      securityGroupId,
      volumeKeyArn: keyArns[vaultDataClass],
      alertTopicArn,
      logBucketName,
      engine,
      ...(imageDigest === undefined ? {} : { recovery: { imageDigest, restorerRoleArns } }),
      mirror,
      after: [cluster],
    },
    both,
  ).restorerRoleArn;
}
