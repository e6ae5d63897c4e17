import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { coordinatorEnvironment, databaseImage } from "../database";
import { cachePorts, cacheUsers, invalidationStream } from "../facts/cache";
import { postgresUserId } from "../facts/database";
import type { DatabaseClusterFact } from "../facts/databaseClusters";
import { outboxRelay, relayIdentity, relayRole } from "../facts/shards";
import {
  certificate,
  check,
  digestOf,
  guaranteed,
  mountsOf,
  oneAtATime,
  type PartMetadata,
  type PodParts,
  podSpec,
  replicaSet,
  securityContext,
} from "../shared";
import { accessParts, everyone, labelsOf, namespace, passwordKey, script, type CachePartArgs } from "./parts";
import { paths } from "./paths";

export interface OutboxRelayArgs extends Omit<CachePartArgs, "cluster"> {
  /** The cache whose stream is written to. */
  readonly cache: CachePartArgs["cluster"];
  /** The cluster whose outbox is read. */
  readonly database: DatabaseClusterFact;
}

const file = "relay.py";
const relayHome = "/etc/azora/relay";
const aliveFile = "/tmp/alive";

/** A round with every call timed out takes less; after this a relay that makes none is started anew. */
const aliveSecondsMax = 60;

/**
 * Carries a database cluster's outbox to the stream of invalidations, from the cluster's home: what a commit made stale leaves
 * every region's cache a moment later. It logs in to the database by certificate and to the cache by password, and may do
 * nothing at either end but that.
 * Costs to run: two small pods.
 * @throws InvalidValueError where the region is not the cluster's home, or the cluster has no outbox.
 */
export class OutboxRelay extends pulumi.ComponentResource {
  constructor(name: string, args: OutboxRelayArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:cache:OutboxRelay", name, {}, opts);
    const { context, cache, database, issuerName } = args;
    const field = `OutboxRelay.database ${database.name}`;
    check(database.home === context.region.name, `${field}: region`, context.region.name, database.home);
    check(database.groups.length > 1, `${field}: groups`, database.groups.length, "2 or more");
    const part = `${database.name}-relay`;
    const labels = { ...labelsOf("outbox-relay"), "azora.io/cluster": database.name };
    const metadata = { name: part, namespace, labels };
    const inside = { parent: this, dependsOn: [...args.after] };
    const files = { [file]: script(file), sentinels: everyone(cache, context.domain).sentinels };

    const config = new k8s.core.v1.ConfigMap(
      `${name}-config`,
      { metadata: { ...metadata, name: `${part}-config` }, data: files },
      inside,
    );
    const proof = certificate(
      `${name}-certificate`,
      { name: `${part}-client`, namespace, issuerName, identity: relayIdentity(database), hosts: [] },
      inside,
    );
    oneAtATime(`${name}-budget`, metadata, inside);
    this.run(name, args, metadata, digestOf(JSON.stringify(files)), [...args.after, config, proof]);
    this.registerOutputs({});
  }

  private environment({ context, database, cache }: OutboxRelayArgs): Record<string, string> {
    return {
      ...coordinatorEnvironment(database, relayRole, context.domain),
      CLUSTER: database.name,
      SENTINELS: `${relayHome}/sentinels`,
      SENTINEL_PORT: String(cachePorts.sentinel),
      CACHE_NAME: cache.name,
      CACHE_USER: relayRole,
      CACHE_PASSWORD_FILE: `${paths.access}/${passwordKey}`,
      STREAM: invalidationStream.key,
      STREAM_LENGTH: String(invalidationStream.lengthMax),
      KEY_PREFIX: cacheUsers["query-results"].prefix,
      BATCH: String(outboxRelay.batch),
      POLL_SECONDS: String(outboxRelay.pollMs / 1000),
      ALIVE_FILE: aliveFile,
      METRICS_PORT: String(outboxRelay.metricsPort),
    };
  }

  private run(
    name: string,
    args: OutboxRelayArgs,
    metadata: PartMetadata,
    digest: string,
    dependsOn: pulumi.Resource[],
  ): void {
    const { labels } = metadata;
    const parts: PodParts = {
      ...accessParts(relayRole),
      userId: postgresUserId,
      certificateSecret: `${metadata.name}-client`,
      files: [{ name: "relay", configMap: `${metadata.name}-config`, path: relayHome, mode: 0o555 }],
      scratch: [{ name: "tmp", path: "/tmp", sizeLimit: "16Mi" }],
    };
    const { replicas, cpuMillis, memoryMib } = outboxRelay;
    replicaSet(
      name,
      {
        metadata,
        replicas,
        configDigest: digest,
        // Ready when the database answers, some of whose members may be in regions that are not deployed yet.
        needsOthers: true,
        pod: podSpec(parts, labels, {
          containers: [
            {
              name: "relay",
              image: databaseImage(args.context),
              command: [`${relayHome}/${file}`],
              env: Object.entries(this.environment(args)).map(([key, value]) => ({ name: key, value })),
              ports: [{ name: "metrics", containerPort: outboxRelay.metricsPort }],
              livenessProbe: {
                exec: {
                  command: [
                    "/bin/sh",
                    "-c",
                    `test -n "$(find ${aliveFile} -newermt "-${aliveSecondsMax} seconds")"`,
                  ],
                },
                initialDelaySeconds: aliveSecondsMax,
                periodSeconds: 20,
                timeoutSeconds: 5,
                failureThreshold: 2,
              },
              resources: guaranteed(`${cpuMillis}m`, `${memoryMib}Mi`),
              securityContext,
              volumeMounts: mountsOf(parts),
            },
          ],
        }),
      },
      { parent: this, dependsOn },
    );
  }
}
