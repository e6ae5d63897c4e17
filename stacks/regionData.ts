/** What a region holds of databases and of the cache, as far as its configuration has what they need. */
import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { CacheAccess, CachePlane, readVerifiers } from "../components/cache";
import type { RegionCluster, RegionFoundation } from "../components/cluster";
import { DataPlane } from "../components/database";
import { cachePorts } from "../components/facts/cache";
import { databasePorts } from "../components/facts/database";
import type { RegionContext } from "../components/shared";
import type { RegionConfig } from "./config";
import type { Outputs, RegionOutputs } from "./contract";

type CacheOutputs = NonNullable<NonNullable<RegionOutputs["data"]>["cache"]>;

/** Makes both, and says where services reach them. In phase `network` there is nothing yet. */
export function runData(
  stack: string,
  config: RegionConfig,
  context: RegionContext,
  { keyArns }: RegionFoundation,
  cluster: RegionCluster | undefined,
  provider: aws.Provider,
): Pick<Outputs, "cacheVerifiers" | "data"> {
  if (cluster === undefined) return { cacheVerifiers: null, data: null };
  const inCluster = { providers: [cluster.provider] };
  const both = { providers: [provider, cluster.provider] };
  const access = new CacheAccess(`${stack}-cache-access`, { context, after: [cluster] }, inCluster);
  const { regionAuthorities: authorities, cacheVerifiers } = config;
  if (authorities === undefined) return { cacheVerifiers: access.verifiers, data: null };
  const part = {
    context,
    clusterName: cluster.controlPlane.clusterName,
    clusterArn: cluster.controlPlane.clusterArn,
    podSecurityGroupId: cluster.controlPlane.securityGroupId,
    issuerName: cluster.addons.issuerName,
    authorities,
  };
  const databases = new DataPlane(`${stack}-data`, { ...part, keyArns, after: [cluster] }, both);
  const cache =
    cacheVerifiers === undefined
      ? undefined
      : new CachePlane(
          `${stack}-cache`,
          { ...part, verifiers: readVerifiers(cacheVerifiers).verifiers, after: [cluster, access] },
          both,
        );
  return {
    cacheVerifiers: access.verifiers,
    data: pulumi.output({
      databasePort: databasePorts.pooler,
      databases: databases.addresses,
      cache: cache === undefined ? null : cacheOutputs(cache),
    }),
  };
}

function cacheOutputs({ sentinelHosts, readAddress, localAddress }: CachePlane): pulumi.Output<CacheOutputs> {
  return pulumi.all([sentinelHosts, readAddress, localAddress]).apply(([sentinels, read, local]) => ({
    sentinels: sentinels.map((host) => `${host}:${cachePorts.sentinel}`),
    read: `${read}:${cachePorts.replicated}`,
    local: `${local}:${cachePorts.local}`,
  }));
}
