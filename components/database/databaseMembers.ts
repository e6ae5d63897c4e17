import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { databaseKinds, databasePorts, postgresUserId } from "../facts/database";
import { groupName, memberHost, type DatabaseClusterFact } from "../facts/databaseClusters";
import { namespaces } from "../facts/namespaces";
import { privateZoneName } from "../facts/network";
import { backupServerPort, repositorySecret } from "../facts/repositories";
import {
  certificate,
  check,
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
import { backupServer } from "./backupServer";
import { memberIdentity } from "./names";
import { databaseImage, scriptsOf, type DatabasePartArgs } from "./parts";
import { paths } from "./paths";
import { dynamicConfig, patroniConfig } from "./patroniConfig";
import { memberRepositoryFiles } from "./repositoryConfig";
import { rolesSql } from "./rolesSql";

export interface DatabaseMembersArgs extends DatabasePartArgs {
  readonly cluster: DatabaseClusterFact;
  /** Citus' group. */
  readonly group: number;
  /** Class of volumes that are encrypted with the key of the cluster's data class. */
  readonly storageClassName: string;
}

const namespace = namespaces.postgres.name;
const scripts = [
  "pgbackrest.sh",
  "pgbackrest-push.sh",
  "post-bootstrap.sh",
  "reconcile.py",
  "run-reloading.sh",
];

/**
 * The members that one group of a cluster has in this region: servers that stand in different zones, keep their volumes, and
 * find each other by name before they are ready. In the home region a job holds the cluster to its rendered settings.
 * Costs to run: `databaseKinds` of facts for each member.
 * @throws InvalidValueError where the region has no member, or members and times do not go together.
 */
export class DatabaseMembers extends pulumi.ComponentResource {
  /** Where the group's members in this region are reached. */
  readonly hosts: pulumi.Output<readonly string[]>;

  constructor(name: string, args: DatabaseMembersArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:database:DatabaseMembers", name, {}, opts);
    const { context, cluster, group, issuerName } = args;
    const { domain, region } = context;
    const own = cluster.members.filter((member) => member.region === region.name);
    check(
      own.length > 0,
      `DatabaseMembers.cluster ${cluster.name}: region`,
      region.name,
      cluster.members.map((member) => member.region).join(", "),
    );
    const objects = groupName(cluster, group);
    const labels = {
      "app.kubernetes.io/name": "postgres",
      "azora.io/cluster": cluster.name,
      "azora.io/group": String(group),
    };
    const metadata = { name: objects, namespace, labels };
    const inside = { parent: this, dependsOn: [...args.after] };
    const hosts = own.map((member) => memberHost(cluster, group, member, domain));

    const config = new k8s.core.v1.ConfigMap(
      `${name}-config`,
      {
        metadata: { ...metadata, name: `${objects}-config` },
        data: {
          ...Object.fromEntries(
            own.map((member) => [
              `${objects}-${member.ordinal}.yaml`,
              `${JSON.stringify(patroniConfig({ cluster, member, group, domain }), undefined, 2)}\n`,
            ]),
          ),
          ...memberRepositoryFiles(cluster, group, context.accountId),
          "dynamic.json": `${JSON.stringify(dynamicConfig(cluster), undefined, 2)}\n`,
        },
      },
      inside,
    );
    const programs = new k8s.core.v1.ConfigMap(
      `${name}-scripts`,
      {
        metadata: { ...metadata, name: `${objects}-scripts` },
        data: scriptsOf(scripts),
      },
      inside,
    );
    const sql = new k8s.core.v1.ConfigMap(
      `${name}-sql`,
      { metadata: { ...metadata, name: `${objects}-sql` }, data: { "010-roles.sql": rolesSql() } },
      inside,
    );
    const proof = certificate(
      `${name}-certificate`,
      { name: `${objects}-member`, namespace, issuerName, identity: memberIdentity(cluster), hosts },
      inside,
    );
    const service = new k8s.core.v1.Service(
      `${name}-service`,
      {
        metadata: {
          ...metadata,
          annotations: publishedPods(`${objects}.${privateZoneName(region.name, domain)}`),
        },
        spec: {
          clusterIP: "None",
          publishNotReadyAddresses: true,
          selector: labels,
          ports: [
            { name: "postgres", port: databasePorts.postgres },
            { name: "patroni", port: databasePorts.patroni },
            { name: "backup", port: backupServerPort },
          ],
        },
      },
      inside,
    );
    oneAtATime(`${name}-budget`, metadata, inside);
    this.run(name, args, {
      metadata,
      replicas: own.length,
      dependsOn: [...args.after, config, programs, sql, proof, service],
    });
    if (cluster.home === region.name) this.reconcile(name, args, metadata, [config, programs, proof]);

    this.hosts = pulumi.output(hosts);
    this.registerOutputs({ hosts: this.hosts });
  }

  private parts({ cluster, group, authoritiesConfigMap }: DatabaseMembersArgs): PodParts {
    const objects = groupName(cluster, group);
    return {
      serviceAccount: "postgres",
      userId: postgresUserId,
      certificateSecret: `${objects}-member`,
      authoritiesConfigMap,
      files: [
        { name: "config", configMap: `${objects}-config`, path: paths.config },
        { name: "scripts", configMap: `${objects}-scripts`, path: paths.scripts, mode: 0o555 },
        { name: "sql", configMap: `${objects}-sql`, path: paths.sql },
      ],
      secrets: [{ name: "passphrases", secretName: repositorySecret(cluster), path: paths.passphrase }],
      scratch: [
        { name: "run", path: paths.socket, sizeLimit: "64Mi" },
        { name: "tmp", path: "/tmp", sizeLimit: "1Gi" },
        { name: "spool", path: paths.spool, sizeLimit: "1Gi" },
        // Parallel queries share memory here; the container runtime's own 64 MiB is too little.
        { name: "shm", path: "/dev/shm", sizeLimit: "1Gi", inMemory: true },
      ],
    };
  }

  private run(
    name: string,
    args: DatabaseMembersArgs,
    {
      metadata,
      replicas,
      dependsOn,
    }: {
      readonly metadata: PartMetadata;
      readonly replicas: number;
      readonly dependsOn: pulumi.Resource[];
    },
  ): void {
    const { cluster, context } = args;
    const { size } = databaseKinds[cluster.kind];
    const { labels } = metadata;
    const parts = this.parts(args);
    const asked = (path: string, periodSeconds: number, failureThreshold: number) => ({
      httpGet: { path, port: "patroni", scheme: "HTTPS" },
      periodSeconds,
      failureThreshold,
      timeoutSeconds: 5,
    });
    memberSet(
      name,
      {
        metadata,
        replicas,
        volumeGib: size.volumeGib,
        storageClassName: args.storageClassName,
        pod: podSpec(parts, labels, {
          // Patroni hands the lead over and stops its server.
          terminationGracePeriodSeconds: 120,
          containers: [
            {
              name: "postgres",
              image: databaseImage(context),
              command: [
                `${paths.scripts}/run-reloading.sh`,
                paths.certificate,
                "patroni",
                `${paths.config}/$(POD_NAME).yaml`,
              ],
              env: [{ name: "POD_NAME", valueFrom: { fieldRef: { fieldPath: "metadata.name" } } }],
              ports: [
                { name: "postgres", containerPort: databasePorts.postgres },
                { name: "patroni", containerPort: databasePorts.patroni },
              ],
              readinessProbe: asked("/readiness", 5, 3),
              livenessProbe: { ...asked("/liveness", 10, 6), initialDelaySeconds: 30 },
              resources: guaranteed(String(size.cpu), `${size.memoryGib}Gi`),
              securityContext,
              volumeMounts: [{ name: "data", mountPath: paths.data }, ...mountsOf(parts)],
            },
            backupServer(context, parts, { name: "data", mountPath: paths.data }),
          ],
        }),
      },
      { parent: this, dependsOn },
    );
  }

  /** Patroni writes its dynamic settings once, at bootstrap; this holds the running cluster to those of the plan. */
  private reconcile(
    name: string,
    args: DatabaseMembersArgs,
    metadata: PartMetadata,
    needs: readonly pulumi.Resource[],
  ): void {
    const { cluster, group, context } = args;
    const parts: PodParts = {
      ...this.parts(args),
      scratch: [{ name: "tmp", path: "/tmp", sizeLimit: "16Mi" }],
    };
    const labels = { ...metadata.labels, "app.kubernetes.io/name": "postgres-reconcile" };
    const urls = cluster.members.map(
      (member) => `https://${memberHost(cluster, group, member, context.domain)}:${databasePorts.patroni}`,
    );
    new k8s.batch.v1.CronJob(
      `${name}-reconcile`,
      {
        metadata: { ...metadata, name: `${metadata.name}-reconcile`, labels },
        spec: {
          schedule: "*/5 * * * *",
          concurrencyPolicy: "Forbid",
          successfulJobsHistoryLimit: 1,
          failedJobsHistoryLimit: 3,
          jobTemplate: {
            spec: {
              backoffLimit: 1,
              activeDeadlineSeconds: 120,
              template: {
                metadata: { labels: { ...labels } },
                spec: podSpec(parts, labels, {
                  restartPolicy: "Never",
                  affinity: {},
                  containers: [
                    {
                      name: "reconcile",
                      image: databaseImage(context),
                      command: ["python3", `${paths.scripts}/reconcile.py`, `${paths.config}/dynamic.json`],
                      args: urls,
                      env: [
                        { name: "PATRONI_CTL_CACERT", value: paths.authorities },
                        { name: "PATRONI_CTL_CERTFILE", value: paths.certificate },
                        { name: "PATRONI_CTL_KEYFILE", value: paths.key },
                      ],
                      resources: guaranteed("50m", "64Mi"),
                      securityContext,
                      volumeMounts: mountsOf(parts),
                    },
                  ],
                }),
              },
            },
          },
        },
      },
      { parent: this, dependsOn: [...args.after, ...needs] },
    );
  }
}
