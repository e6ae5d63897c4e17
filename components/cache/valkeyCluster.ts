import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { cachePorts, cacheSize } from "../facts/cache";
import { cacheHost } from "../facts/cacheCluster";
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
import { memberUsers, type CacheVerifier } from "./aclFile";
import { serverIdentity } from "./names";
import { plannedUsers, paths } from "./paths";
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
import { rendered, valkeyConfig } from "./valkeyConfig";

export interface ValkeyClusterArgs extends CachePartArgs {
  readonly verifiers: readonly CacheVerifier[];
}

/**
 * The members that the replicated cache has in this region: servers in different zones that keep their volumes, find each
 * other by name, and start as what a majority of the Sentinels says they are.
 * Costs to run: `cacheSize` of facts for each member.
 * @throws InvalidValueError where the region has no member, or members, times and sizes do not go together.
 */
export class ValkeyCluster extends pulumi.ComponentResource {
  /** Where the members in this region are reached, from every region. */
  readonly hosts: pulumi.Output<readonly string[]>;
  /** Where services of this region read. */
  readonly readAddress: pulumi.Output<string>;

  constructor(name: string, args: ValkeyClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:cache:ValkeyCluster", name, {}, opts);
    const { context, cluster, issuerName } = args;
    const { domain, region } = context;
    const own = cluster.members.filter((member) => member.region === region.name);
    check(
      own.length > 0,
      `ValkeyCluster.cluster ${cluster.name}: region`,
      region.name,
      cluster.members.map((member) => member.region).join(", "),
    );
    const labels = labelsOf(cluster.name);
    const metadata = { name: cluster.name, namespace, labels };
    const inside = { parent: this, dependsOn: [...args.after] };
    const hosts = own.map((member) => cacheHost(cluster, member, domain));
    const reader = `${cluster.name}-read`;
    const readAddress = `${reader}.${namespace}.svc.cluster.local`;
    const files = {
      ...Object.fromEntries(
        own.map((member) => [
          `${cluster.name}-${member.ordinal}.conf`,
          rendered(valkeyConfig({ cluster, member, domain })),
        ]),
      ),
      ...everyone(cluster, domain),
    };

    const config = new k8s.core.v1.ConfigMap(
      `${name}-config`,
      { metadata: { ...metadata, name: `${cluster.name}-config` }, data: files },
      inside,
    );
    const users = new k8s.core.v1.ConfigMap(
      `${name}-users`,
      {
        metadata: { ...metadata, name: `${cluster.name}-users` },
        data: { [plannedUsers]: memberUsers(args.verifiers) },
      },
      inside,
    );
    const proof = certificate(
      `${name}-certificate`,
      {
        name: `${cluster.name}-server`,
        namespace,
        issuerName,
        identity: serverIdentity(cluster.name),
        hosts: [...hosts, readAddress, `${reader}.${namespace}.svc`, `${reader}.${namespace}`],
      },
      inside,
    );
    const ports = [{ name: "valkey", port: cachePorts.replicated }];
    const service = new k8s.core.v1.Service(
      `${name}-service`,
      {
        metadata: {
          ...metadata,
          annotations: publishedPods(`${cluster.name}.${privateZoneName(region.name, domain)}`),
        },
        spec: { clusterIP: "None", publishNotReadyAddresses: true, selector: labels, ports },
      },
      inside,
    );
    new k8s.core.v1.Service(
      `${name}-read`,
      { metadata: { ...metadata, name: reader }, spec: { type: "ClusterIP", selector: labels, ports } },
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
    this.readAddress = pulumi.output(readAddress);
    this.registerOutputs({ hosts: this.hosts, readAddress: this.readAddress });
  }

  private run(
    name: string,
    { cluster, context }: ValkeyClusterArgs,
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
    const parts = partPods(cluster.name, "replication");
    memberSet(
      name,
      {
        metadata,
        replicas,
        // Replaced one by one with its configuration, which a server reads at its start; users it reads anew.
        annotations: { "azora/config-digest": digest },
        volumeGib: cacheSize.volumeGib,
        storageClassName: volumeClassName(cluster.dataClass),
        pod: podSpec(parts, labels, {
          // A primary waits up to 10 s for another, and then as long for its replicas.
          terminationGracePeriodSeconds: 60,
          containers: [
            {
              name: "valkey",
              image: valkeyImage(context),
              command: [`${paths.scripts}/valkey-start.sh`],
              env: environment(cluster.name),
              ports: [{ name: "valkey", containerPort: cachePorts.replicated }],
              ...probes(cachePorts.replicated),
              lifecycle: { preStop: { exec: { command: [`${paths.scripts}/valkey-stop.sh`] } } },
              resources: guaranteed(String(cacheSize.cpu), `${cacheSize.memoryMib}Mi`),
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
