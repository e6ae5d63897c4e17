import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { databaseEntry, databasePorts, postgresUserId } from "../facts/database";
import type { DatabaseClusterFact } from "../facts/databaseClusters";
import { namespaces } from "../facts/namespaces";
import {
  certificate,
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
import { haproxyConfig, pgbouncerConfig, pgbouncerUsers } from "./entryConfig";
import { poolerIdentity } from "./names";
import { databaseImage, script, type DatabasePartArgs } from "./parts";
import { paths } from "./paths";

export interface DatabaseEntryArgs extends DatabasePartArgs {
  readonly cluster: DatabaseClusterFact;
}

const namespace = namespaces.postgresEntry.name;

/**
 * How services of this region reach a cluster: poolers that keep connections and a proxy in each that knows the leader, behind
 * one service. Costs to run: two small pods.
 */
export class DatabaseEntry extends pulumi.ComponentResource {
  /** Where services connect, in the cluster's own network. */
  readonly address: pulumi.Output<string>;

  constructor(name: string, args: DatabaseEntryArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:database:DatabaseEntry", name, {}, opts);
    const { context, cluster, issuerName } = args;
    const labels = { "app.kubernetes.io/name": "postgres-entry", "azora.io/cluster": cluster.name };
    const metadata = { name: cluster.name, namespace, labels };
    const inside = { parent: this, dependsOn: [...args.after] };
    const address = `${cluster.name}.${namespace}.svc.cluster.local`;

    const data = {
      "haproxy.cfg": haproxyConfig({ cluster, region: context.region.name, domain: context.domain }),
      "pgbouncer.ini": pgbouncerConfig(),
      "userlist.txt": pgbouncerUsers(),
      "run-reloading.sh": script("run-reloading.sh"),
    };
    const config = new k8s.core.v1.ConfigMap(
      `${name}-config`,
      { metadata: { ...metadata, name: `${cluster.name}-config` }, data },
      inside,
    );
    const proof = certificate(
      `${name}-certificate`,
      {
        name: `${cluster.name}-pooler`,
        namespace,
        issuerName,
        identity: poolerIdentity(cluster),
        hosts: [address, `${cluster.name}.${namespace}.svc`, `${cluster.name}.${namespace}`],
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
          ports: [{ name: "postgres", port: databasePorts.postgres, targetPort: "postgres" }],
        },
      },
      inside,
    );
    oneAtATime(`${name}-budget`, metadata, inside);
    this.run(name, args, metadata, digestOf(JSON.stringify(data)), [...args.after, config, proof]);

    this.address = pulumi.output(address);
    this.registerOutputs({ address: this.address });
  }

  private run(
    name: string,
    args: DatabaseEntryArgs,
    metadata: PartMetadata,
    configDigest: string,
    dependsOn: pulumi.Resource[],
  ): void {
    const { labels } = metadata;
    const parts: PodParts = {
      serviceAccount: "postgres-entry",
      userId: postgresUserId,
      certificateSecret: `${metadata.name}-pooler`,
      authoritiesConfigMap: args.authoritiesConfigMap,
      files: [{ name: "config", configMap: `${metadata.name}-config`, path: paths.config, mode: 0o555 }],
      scratch: [{ name: "tmp", path: "/tmp", sizeLimit: "16Mi" }],
    };
    const image = databaseImage(args.context);
    const container = { image, securityContext, volumeMounts: mountsOf(parts) };
    replicaSet(
      name,
      {
        metadata,
        replicas: databaseEntry.replicas,
        // Replaced with its configuration, which neither program reads anew as a whole.
        configDigest,
        // Ready when it has reached a member, which may be in a region that is not deployed yet.
        needsOthers: true,
        pod: podSpec(parts, labels, {
          containers: [
            {
              ...container,
              name: "pgbouncer",
              command: [
                `${paths.config}/run-reloading.sh`,
                paths.certificate,
                "pgbouncer",
                `${paths.config}/pgbouncer.ini`,
              ],
              ports: [{ name: "postgres", containerPort: databasePorts.pooler }],
              readinessProbe: { tcpSocket: { port: "postgres" }, periodSeconds: 5, failureThreshold: 2 },
              resources: guaranteed("500m", "256Mi"),
            },
            {
              ...container,
              name: "haproxy",
              command: ["haproxy", "-W", "-db", "-f", `${paths.config}/haproxy.cfg`],
              ports: [{ name: "health", containerPort: databasePorts.entryHealth }],
              livenessProbe: {
                httpGet: { path: "/healthz", port: "health" },
                periodSeconds: 10,
                failureThreshold: 3,
              },
              resources: guaranteed("250m", "256Mi"),
            },
          ],
        }),
      },
      { parent: this, dependsOn },
    );
  }
}
