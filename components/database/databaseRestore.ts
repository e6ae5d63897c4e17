import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { databaseKinds, databaseRoles, postgresUserId } from "../facts/database";
import { scratchClassName } from "../facts/dataClasses";
import { groupName, ledgerOf, type DatabaseClusterFact } from "../facts/databaseClusters";
import { namespaces } from "../facts/namespaces";
import { repositorySecret, restoreJob, restores, restoreTableJob } from "../facts/repositories";
import { check, guaranteed, type PodParts } from "../shared";
import { groupJob } from "./groupJob";
import { coordinatorAddress, scriptsOf, type DatabasePartArgs } from "./parts";
import { paths } from "./paths";
import { restoreRepositoryFiles } from "./repositoryConfig";

export interface DatabaseRestoreArgs extends Pick<
  DatabasePartArgs,
  "context" | "authoritiesConfigMap" | "after"
> {
  readonly cluster: DatabaseClusterFact;
}

const namespace = namespaces.postgres.name;
const home = "/etc/azora/restore";

/**
 * What a restore of a cluster runs in this region: for each group a job that waits to be started (docs/runbooks), which brings the
 * files back on the volume of the group's first member here. It runs as members do, who read their repositories and end no backup.
 * Costs to run: nothing until it is started.
 * @throws InvalidValueError where the region has no member that a restored cluster may be led by.
 */
export class DatabaseRestore extends pulumi.ComponentResource {
  /** Names of the jobs. */
  readonly jobs: pulumi.Output<readonly string[]>;

  constructor(name: string, args: DatabaseRestoreArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:database:DatabaseRestore", name, {}, opts);
    const { cluster, context } = args;
    const leading = [cluster.home, cluster.partner];
    const { region } = context;
    check(
      leading.includes(region.name),
      `DatabaseRestore.cluster ${cluster.name}: region`,
      region.name,
      leading.join(", "),
    );
    const inside = { parent: this, dependsOn: [...args.after] };
    const labels = { "azora.io/cluster": cluster.name };
    const scripts = new k8s.core.v1.ConfigMap(
      `${name}-scripts`,
      {
        metadata: { name: `${cluster.name}-restore-scripts`, namespace, labels },
        data: scriptsOf([
          "alone.py",
          "archived.py",
          "fetch-log.sh",
          "pgbackrest.sh",
          "restore.py",
          ...(ledgerOf(cluster) === undefined ? ["restore-table.py"] : []),
        ]),
      },
      inside,
    );
    const jobs = cluster.groups.map((group) => {
      const stanza = groupName(cluster, group);
      const files = restoreRepositoryFiles(cluster, group, context.accountId);
      const config = new k8s.core.v1.ConfigMap(
        `${name}-config-${group}`,
        { metadata: { name: restoreJob(stanza), namespace, labels }, data: files },
        inside,
      );
      this.job(`${name}-${group}`, args, stanza, Object.keys(files), [scripts, config]);
      return restoreJob(stanza);
    });

    this.jobs = pulumi.output(jobs);
    this.registerOutputs({ jobs: this.jobs });
  }

  private job(
    urnName: string,
    args: DatabaseRestoreArgs,
    stanza: string,
    files: readonly string[],
    needs: readonly pulumi.Resource[],
  ): void {
    const { cluster, context, after } = args;
    const { dataClass, size } = databaseKinds[cluster.kind];
    const labels = { "app.kubernetes.io/name": "postgres-restore", "azora.io/cluster": cluster.name };
    const parts: PodParts = {
      userId: postgresUserId,
      serviceAccount: "postgres",
      files: [
        { name: "config", configMap: restoreJob(stanza), path: home },
        { name: "scripts", configMap: `${cluster.name}-restore-scripts`, path: paths.scripts, mode: 0o555 },
      ],
      secrets: [{ name: "passphrases", secretName: repositorySecret(cluster), path: paths.passphrase }],
      scratch: [
        { name: "run", path: paths.socket, sizeLimit: "64Mi" },
        { name: "tmp", path: "/tmp", sizeLimit: "1Gi" },
        { name: "spool", path: paths.spool, sizeLimit: "1Gi" },
        { name: "shm", path: "/dev/shm", sizeLimit: "1Gi", inMemory: true },
      ],
    };
    const template = (
      urn: string,
      name: string,
      script: string,
      own: Partial<PodParts>,
      env: Readonly<Record<string, string>>,
    ): void => {
      groupJob(
        urn,
        {
          context,
          metadata: { name, namespace, labels },
          hoursMax: restores.hoursMax,
          retries: 0,
          kept: 3,
          parts: { ...parts, ...own },
          container: restores.container,
          command: [
            "python3",
            `${paths.scripts}/${script}`,
            stanza,
            ...files.map((file) => `${home}/${file}`),
          ],
          env: {
            // What is not said must fail: kubectl prints no object where what is set is what there was.
            TARGET: "",
            REPOSITORY: "",
            MINUTES_MAX: String(60 * restores.hoursMax),
            PGHOST: paths.socket,
            PGDATA: `${paths.data}/data`,
            ...env,
          },
          // A member's own: in place of one that is away, or beside it on another node.
          resources: guaranteed(String(size.cpu), `${size.memoryGib}Gi`),
        },
        { parent: this, dependsOn: [...after, ...needs] },
      );
    };
    template(
      urnName,
      restoreJob(stanza),
      "restore.py",
      { claim: { name: "data", path: paths.data, claimName: `data-${stanza}-0` } },
      { POINT_MINUTES: String(restores.pointMinutes) },
    );
    // Of people's data, or their keys, nothing comes back beside what is in use: an erasure would not find it.
    if (ledgerOf(cluster) !== undefined) return;
    template(
      `${urnName}-table`,
      restoreTableJob(stanza),
      "restore-table.py",
      {
        // A member's: it is what the leader takes for the superuser.
        certificateSecret: `${stanza}-member`,
        authoritiesConfigMap: args.authoritiesConfigMap,
        disk: {
          name: "data",
          path: paths.data,
          storageClassName: scratchClassName(dataClass),
          sizeGib: size.volumeGib,
        },
      },
      { LIVE: coordinatorAddress(cluster, databaseRoles.superuser, context.domain), TABLE: "" },
    );
  }
}
