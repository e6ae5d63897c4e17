import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { cachePorts, sentinelSize } from "../facts/cache";
import { sentinelHost, sentinelName } from "../facts/cacheCluster";
import { volumeClassName } from "../facts/dataClasses";
import { privateZoneName } from "../facts/network";
import {
  certificate,
  check,
  digestOf,
  guaranteed,
  memberSet,
  mountsOf,
  oneAtATime,
  type PartMetadata,
  podSpec,
  publishedPods,
  securityContext,
} from "../shared";
import { sentinelUsers, type CacheVerifier } from "./aclFile";
import { serverIdentity } from "./names";
import { paths, plannedUsers } from "./paths";
import {
  environment,
  everyone,
  labelsOf,
  namespace,
  partPods,
  probes,
  valkeyImage,
  type CachePartArgs,
} from "./parts";
import { sentinelConfig } from "./sentinelConfig";
import { rendered } from "./valkeyConfig";

export interface CacheSentinelsArgs extends CachePartArgs {
  readonly verifiers: readonly CacheVerifier[];
}

/**
 * The Sentinels of this region: they watch the members of all regions, tell clients who the primary is, and with a majority
 * of those elsewhere choose another. What each has learned stays on a small volume.
 * Costs to run: `sentinelSize` of facts for each.
 * @throws InvalidValueError where the region has none, or members and times do not go together.
 */
export class CacheSentinels extends pulumi.ComponentResource {
  /** Where they are reached, from every region. */
  readonly hosts: pulumi.Output<readonly string[]>;

  constructor(name: string, args: CacheSentinelsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:cache:CacheSentinels", name, {}, opts);
    const { context, cluster, issuerName } = args;
    const { domain, region } = context;
    const own = cluster.sentinels.filter((place) => place.region === region.name);
    check(
      own.length > 0,
      `CacheSentinels.cluster ${cluster.name}: region`,
      region.name,
      cluster.sentinels.map((place) => place.region).join(", "),
    );
    const part = sentinelName(cluster);
    const labels = labelsOf(part);
    const metadata = { name: part, namespace, labels };
    const inside = { parent: this, dependsOn: [...args.after] };
    const hosts = own.map((place) => sentinelHost(cluster, place, domain));
    const files = {
      ...Object.fromEntries(
        own.map((place) => [
          `${part}-${place.ordinal}.conf`,
          rendered(sentinelConfig({ cluster, place, domain })),
        ]),
      ),
      ...everyone(cluster, domain),
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
        data: { [plannedUsers]: sentinelUsers(args.verifiers) },
      },
      inside,
    );
    const proof = certificate(
      `${name}-certificate`,
      { name: `${part}-server`, namespace, issuerName, identity: serverIdentity(part), hosts },
      inside,
    );
    const service = new k8s.core.v1.Service(
      `${name}-service`,
      {
        metadata: {
          ...metadata,
          annotations: publishedPods(`${part}.${privateZoneName(region.name, domain)}`),
        },
        spec: {
          clusterIP: "None",
          publishNotReadyAddresses: true,
          selector: labels,
          ports: [{ name: "sentinel", port: cachePorts.sentinel }],
        },
      },
      inside,
    );
    oneAtATime(`${name}-budget`, metadata, inside);
    this.run(name, args, {
      metadata,
      replicas: own.length,
      digest: digestOf(JSON.stringify(files)),
      dependsOn: [...args.after, config, users, proof, service],
    });

    this.hosts = pulumi.output(hosts);
    this.registerOutputs({ hosts: this.hosts });
  }

  private run(
    name: string,
    { cluster, context }: CacheSentinelsArgs,
    {
      metadata,
      replicas,
      digest,
      dependsOn,
    }: {
      readonly metadata: PartMetadata;
      readonly replicas: number;
      readonly digest: string;
      readonly dependsOn: pulumi.Resource[];
    },
  ): void {
    const { labels } = metadata;
    const parts = partPods(metadata.name, "sentinel");
    memberSet(
      name,
      {
        metadata,
        replicas,
        annotations: { "azora/config-digest": digest },
        volumeGib: sentinelSize.volumeGib,
        storageClassName: volumeClassName(cluster.dataClass),
        pod: podSpec(parts, labels, {
          containers: [
            {
              name: "sentinel",
              image: valkeyImage(context),
              command: [`${paths.scripts}/sentinel-start.sh`],
              env: environment(cluster.name),
              ports: [{ name: "sentinel", containerPort: cachePorts.sentinel }],
              ...probes(cachePorts.sentinel),
              resources: guaranteed(`${sentinelSize.cpuMillis}m`, `${sentinelSize.memoryMib}Mi`),
              securityContext,
              volumeMounts: [{ name: "data", mountPath: paths.data }, ...mountsOf(parts)],
            },
          ],
        }),
      },
      { parent: this, dependsOn },
    );
  }
}
