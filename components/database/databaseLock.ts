import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { databasePorts, lockSize, postgresUserId } from "../facts/database";
import { podHost, type DatabaseClusterFact } from "../facts/databaseClusters";
import { namespaces } from "../facts/namespaces";
import { privateZoneName } from "../facts/network";
import {
  certificate,
  guaranteed,
  memberSet,
  mountsOf,
  oneAtATime,
  type PartMetadata,
  type PodParts,
  podSpec,
  publishedPods,
  securityContext,
} from "../shared";
import { lockConfig } from "./lockConfig";
import { lockIdentity } from "./names";
import { databaseImage, script, type DatabasePartArgs } from "./parts";
import { paths } from "./paths";

export interface DatabaseLockArgs extends DatabasePartArgs {
  /** A cluster whose lock it is; all clusters of one home region share it. */
  readonly cluster: DatabaseClusterFact;
  readonly storageClassName: string;
}

const namespace = namespaces.postgresLock.name;
const scriptNames = ["run-reloading.sh", "lock-start.sh", "lock-lead.sh"] as const;

/**
 * This region's member of a lock: an etcd member that votes on who leads the clusters of another home region, and beside it
 * what keeps the lock's leader where facts want it. A member that has lost its volume joins anew by itself.
 * Costs to run: a small pod and a volume of 8 GiB.
 * @throws InvalidValueError where the region holds no member of the lock.
 */
export class DatabaseLock extends pulumi.ComponentResource {
  /** Where the member is reached. */
  readonly host: pulumi.Output<string>;

  constructor(name: string, args: DatabaseLockArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:database:DatabaseLock", name, {}, opts);
    const { context, cluster, issuerName } = args;
    const { domain, region } = context;
    const { lock } = cluster;
    const settings = lockConfig({ cluster, region: region.name, domain });
    const labels = { "app.kubernetes.io/name": "etcd", "azora.io/lock": lock.name };
    const metadata = { name: lock.name, namespace, labels };
    const inside = { parent: this, dependsOn: [...args.after] };
    const host = podHost(lock.name, 0, region.name, domain);

    const scripts = new k8s.core.v1.ConfigMap(
      `${name}-scripts`,
      {
        metadata: { ...metadata, name: `${lock.name}-scripts` },
        data: Object.fromEntries(scriptNames.map((file) => [file, script(file)])),
      },
      inside,
    );
    const proof = certificate(
      `${name}-certificate`,
      {
        name: `${lock.name}-member`,
        namespace,
        issuerName,
        identity: lockIdentity(lock),
        hosts: [host, "localhost"],
      },
      inside,
    );
    const service = new k8s.core.v1.Service(
      `${name}-service`,
      {
        metadata: {
          ...metadata,
          annotations: publishedPods(`${lock.name}.${privateZoneName(region.name, domain)}`),
        },
        spec: {
          clusterIP: "None",
          publishNotReadyAddresses: true,
          selector: labels,
          ports: [
            { name: "client", port: databasePorts.etcdClient },
            { name: "peer", port: databasePorts.etcdPeer },
          ],
        },
      },
      inside,
    );
    oneAtATime(`${name}-budget`, metadata, inside);
    this.run(name, args, metadata, settings, [...args.after, scripts, proof, service]);

    this.host = pulumi.output(host);
    this.registerOutputs({ host: this.host });
  }

  private run(
    name: string,
    args: DatabaseLockArgs,
    metadata: PartMetadata,
    settings: Readonly<Record<string, string>>,
    dependsOn: pulumi.Resource[],
  ): void {
    const { labels } = metadata;
    const parts: PodParts = {
      serviceAccount: "etcd",
      userId: postgresUserId,
      certificateSecret: `${metadata.name}-member`,
      authoritiesConfigMap: args.authoritiesConfigMap,
      files: [{ name: "scripts", configMap: `${metadata.name}-scripts`, path: paths.scripts, mode: 0o555 }],
      scratch: [{ name: "tmp", path: "/tmp", sizeLimit: "64Mi" }],
    };
    const env = Object.entries(settings).map(([key, value]) => ({ name: key, value }));
    const image = databaseImage(args.context);
    const asked = (path: string, failureThreshold: number) => ({
      httpGet: { path, port: "metrics" },
      periodSeconds: 10,
      timeoutSeconds: 5,
      failureThreshold,
    });
    memberSet(
      name,
      {
        metadata,
        replicas: 1,
        volumeGib: lockSize.volumeGib,
        storageClassName: args.storageClassName,
        pod: podSpec(parts, labels, {
          containers: [
            {
              name: "etcd",
              image,
              command: [`${paths.scripts}/lock-start.sh`],
              env,
              ports: [
                { name: "client", containerPort: databasePorts.etcdClient },
                { name: "peer", containerPort: databasePorts.etcdPeer },
                { name: "metrics", containerPort: databasePorts.etcdMetrics },
              ],
              readinessProbe: asked("/health", 3),
              // A member without a majority is not dead: restarting it would help nobody.
              livenessProbe: { ...asked("/health?serializable=true", 6), initialDelaySeconds: 30 },
              resources: guaranteed(`${lockSize.cpuMillis}m`, `${lockSize.memoryMib}Mi`),
              securityContext,
              volumeMounts: [{ name: "data", mountPath: paths.lockData }, ...mountsOf(parts)],
            },
            {
              name: "lead",
              image,
              command: [`${paths.scripts}/lock-lead.sh`],
              env,
              resources: guaranteed("50m", "64Mi"),
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
