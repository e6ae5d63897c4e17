import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { cachePorts } from "../facts/cache";
import { cacheCluster } from "../facts/cacheCluster";
import { databaseClusters } from "../facts/databaseClusters";
import { authoritiesKey, openToRegions, type RegionContext } from "../shared";
import type { CacheVerifier } from "./aclFile";
import { CacheExporter } from "./cacheExporter";
import { CacheSentinels } from "./cacheSentinels";
import { LocalCache } from "./localCache";
import { OutboxRelay } from "./outboxRelay";
import { namespace, scripts, shared } from "./parts";
import { ValkeyCluster } from "./valkeyCluster";

export interface CachePlaneArgs {
  readonly context: RegionContext;
  /** The security group that pods have. */
  readonly podSecurityGroupId: pulumi.Input<string>;
  /** Name of the ClusterIssuer that signs for the region. */
  readonly issuerName: pulumi.Input<string>;
  /** Certificates of every region's authority, PEM. */
  readonly authorities: string;
  /** By what the passwords of every region are checked. */
  readonly verifiers: readonly CacheVerifier[];
  /** What must exist first: the cluster with its guarded namespaces and add-ons, and the region's passwords. */
  readonly after: readonly pulumi.Resource[];
}

/**
 * What a region holds of the cache: its members and Sentinels of the replicated one, one of its own, and who tells caches what
 * commits to the databases at home here made stale.
 * Costs to run: what its parts do, and what the primary sends to every other region.
 */
export class CachePlane extends pulumi.ComponentResource {
  /** Whom services ask who the primary is: this region's own Sentinels. */
  readonly sentinelHosts: pulumi.Output<readonly string[]>;
  /** Where services of this region read what is replicated. */
  readonly readAddress: pulumi.Output<string>;
  /** The region's own cache. */
  readonly localAddress: pulumi.Output<string>;

  constructor(name: string, args: CachePlaneArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:cache:CachePlane", name, {}, opts);
    const { context, issuerName, verifiers } = args;
    const cluster = cacheCluster();
    this.admitRegions(name, args);
    const part = {
      context,
      issuerName,
      cluster,
      verifiers,
      after: [...args.after, ...this.common(name, args)],
    };
    const child = { parent: this };

    const sentinels = new CacheSentinels(`${name}-sentinels`, part, child);
    const members = new ValkeyCluster(`${name}-members`, part, child);
    const local = new LocalCache(`${name}-local`, part, child);
    new CacheExporter(`${name}-exporter`, part, child);
    for (const database of databaseClusters())
      if (database.home === context.region.name && database.groups.length > 1)
        new OutboxRelay(`${name}-${database.name}-relay`, { ...part, cache: cluster, database }, child);

    this.sentinelHosts = sentinels.hosts;
    this.readAddress = members.readAddress;
    this.localAddress = local.address;
    this.registerOutputs({
      sentinelHosts: this.sentinelHosts,
      readAddress: this.readAddress,
      localAddress: this.localAddress,
    });
  }

  /** Lets the other regions' pods reach members and Sentinels. */
  private admitRegions(name: string, { context, podSecurityGroupId }: CachePlaneArgs): void {
    const open = { valkey: cachePorts.replicated, sentinel: cachePorts.sentinel };
    for (const [what, ports] of Object.entries(open))
      openToRegions(
        `${name}-${what}`,
        {
          context,
          securityGroupId: podSecurityGroupId,
          ports,
          tags: { service: "cache", name: `cache-${what}` },
          says: (region) => `Cache (${what}) from ${region}`,
        },
        { parent: this },
      );
  }

  /** What all parts have: every region's authority, scripts, and an account without rights or a token. */
  private common(name: string, args: CachePlaneArgs): readonly pulumi.Resource[] {
    const inside = { parent: this, dependsOn: [...args.after] };
    return [
      new k8s.core.v1.ConfigMap(
        `${name}-authorities`,
        {
          metadata: { name: shared.authoritiesConfigMap, namespace },
          data: { [authoritiesKey]: args.authorities },
        },
        inside,
      ),
      new k8s.core.v1.ConfigMap(
        `${name}-scripts`,
        { metadata: { name: shared.scriptsConfigMap, namespace }, data: scripts() },
        inside,
      ),
      new k8s.core.v1.ServiceAccount(
        `${name}-account`,
        { metadata: { name: shared.serviceAccount, namespace }, automountServiceAccountToken: false },
        inside,
      ),
    ];
  }
}
