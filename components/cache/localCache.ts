import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { cachePorts, invalidationStream, localCache } from "../facts/cache";
import {
  certificate,
  digestOf,
  guaranteed,
  mountsOf,
  oneAtATime,
  type PartMetadata,
  podSpec,
  replicaSet,
  securityContext,
} from "../shared";
import { localUsers, type CacheVerifier } from "./aclFile";
import { serverIdentity } from "./names";
import { paths, plannedUsers } from "./paths";
import { exporterContainer, localAddress, monitorFiles } from "./exporterParts";
import {
  environment,
  labelsOf,
  namespace,
  partPods,
  probes,
  replicasIn,
  valkeyImage,
  type CachePartArgs,
} from "./parts";
import { localConfig, rendered } from "./valkeyConfig";

export interface LocalCacheArgs extends CachePartArgs {
  readonly verifiers: readonly CacheVerifier[];
}

/**
 * The region's own cache, for its own services: nothing of it is replicated or on a disk, and the least used goes when it is
 * full. Beside each server one follows the stream of invalidations on the region's own replica. Services may reach any of the
 * servers; what one does not have yet costs a miss.
 * Costs to run: `localCache` of facts for each replica.
 */
export class LocalCache extends pulumi.ComponentResource {
  /** Where services of this region connect. */
  readonly address: pulumi.Output<string>;

  constructor(name: string, args: LocalCacheArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:cache:LocalCache", name, {}, opts);
    const { context, cluster, issuerName, verifiers } = args;
    const { domain, region } = context;
    const part = localCache.name;
    const labels = labelsOf(part);
    const metadata = { name: part, namespace, labels };
    const inside = { parent: this, dependsOn: [...args.after] };
    const files = {
      [`${part}.conf`]: rendered(localConfig()),
      replicas: replicasIn(cluster, region.name, domain),
    };

    const config = new k8s.core.v1.ConfigMap(
      `${name}-config`,
      { metadata: { ...metadata, name: `${part}-config` }, data: files },
      inside,
    );
    const users = new k8s.core.v1.ConfigMap(
      `${name}-users`,
      {
        metadata: { ...metadata, name: `${part}-users` },
        data: { [plannedUsers]: localUsers(verifiers, region.name) },
      },
      inside,
    );
    const proof = certificate(
      `${name}-certificate`,
      {
        name: `${part}-server`,
        namespace,
        issuerName,
        identity: serverIdentity(part),
        hosts: [localAddress, `${part}.${namespace}.svc`, `${part}.${namespace}`],
      },
      inside,
    );
    new k8s.core.v1.Service(
      `${name}-service`,
      {
        metadata,
        spec: {
          type: "ClusterIP",
          selector: labels,
          ports: [{ name: "valkey", port: cachePorts.local }],
        },
      },
      inside,
    );
    oneAtATime(`${name}-budget`, metadata, inside);
    this.run(name, args, metadata, digestOf(JSON.stringify(files)), [...args.after, config, users, proof]);

    this.address = pulumi.output(localAddress);
    this.registerOutputs({ address: this.address });
  }

  private run(
    name: string,
    { context }: LocalCacheArgs,
    metadata: PartMetadata,
    digest: string,
    dependsOn: pulumi.Resource[],
  ): void {
    const { labels } = metadata;
    const parts = partPods(metadata.name, "invalidator");
    const container = {
      image: valkeyImage(context),
      securityContext,
      volumeMounts: mountsOf(parts),
      env: [
        ...environment(metadata.name),
        { name: "STREAM", value: invalidationStream.key },
        { name: "STREAM_BATCH", value: String(invalidationStream.batch) },
        { name: "STREAM_WAIT_MS", value: String(invalidationStream.waitMs) },
      ],
    };
    replicaSet(
      name,
      {
        metadata,
        replicas: localCache.replicas,
        configDigest: digest,
        needsOthers: false,
        pod: podSpec({ ...parts, secrets: [...(parts.secrets ?? []), monitorFiles] }, labels, {
          // The name that its certificate has, for who stands beside it.
          hostAliases: [{ ip: "127.0.0.1", hostnames: [localAddress] }],
          containers: [
            {
              ...container,
              name: "valkey",
              command: [`${paths.scripts}/local-start.sh`],
              ports: [{ name: "valkey", containerPort: cachePorts.local }],
              ...probes(cachePorts.local),
              resources: guaranteed(String(localCache.cpu), `${localCache.memoryMib}Mi`),
            },
            {
              ...container,
              name: "invalidator",
              command: [`${paths.scripts}/local-invalidate.sh`],
              resources: guaranteed("100m", `${localCache.invalidatorMib}Mi`),
            },
            exporterContainer(context, parts, "own server"),
          ],
        }),
      },
      { parent: this, dependsOn },
    );
  }
}
