import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { postgresUserId } from "../facts/database";
import { groupName, groupsAtHome, type DatabaseClusterFact } from "../facts/databaseClusters";
import { namespaces } from "../facts/namespaces";
import {
  backupMinute,
  backupSchedule,
  repositoriesOf,
  repositorySecret,
  type Repository,
} from "../facts/repositories";
import {
  check,
  guaranteed,
  mountsOf,
  notDisrupted,
  onDemand,
  podSpec,
  securityContext,
  type PodParts,
} from "../shared";
import { databaseImage, script, type DatabasePartArgs } from "./parts";
import { paths } from "./paths";
import { jobRepositoryFile, jobRepositoryFiles } from "./repositoryConfig";

export interface DatabaseBackupsArgs extends DatabasePartArgs {
  readonly cluster: DatabaseClusterFact;
}

const namespace = namespaces.postgres.name;
const home = "/etc/azora/backup";
/** Whom jobs run as; it may let backups go, and a member may not. */
export const backupAccount = "postgres-backup";

/**
 * Backs every group of a cluster up into each of its repositories, from its home region: full, differential or incremental by the age
 * of what the repository has.
 * Costs to run: a pod of 1 vCPU and 512 MiB for the minutes that a backup takes, each hour and repository; requests to S3, and what
 * is sent to the other region ("EC2 data transfer").
 * @throws InvalidValueError where the region is not the cluster's home.
 */
export class DatabaseBackups extends pulumi.ComponentResource {
  /** Names of the jobs. */
  readonly jobs: pulumi.Output<readonly string[]>;

  constructor(name: string, args: DatabaseBackupsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:database:DatabaseBackups", name, {}, opts);
    const { cluster, context } = args;
    check(
      cluster.home === context.region.name,
      `DatabaseBackups.cluster ${cluster.name}: region`,
      context.region.name,
      cluster.home,
    );
    const inside = { parent: this, dependsOn: [...args.after] };
    const labels = { "azora.io/cluster": cluster.name };
    const scripts = new k8s.core.v1.ConfigMap(
      `${name}-scripts`,
      {
        metadata: { name: `${cluster.name}-backup-scripts`, namespace, labels },
        data: Object.fromEntries(["backup.py", "pgbackrest.sh"].map((file) => [file, script(file)])),
      },
      inside,
    );
    const jobs = cluster.groups.flatMap((group) => {
      const stanza = groupName(cluster, group);
      const config = new k8s.core.v1.ConfigMap(
        `${name}-config-${group}`,
        {
          metadata: { name: `${stanza}-backup`, namespace, labels },
          data: jobRepositoryFiles(cluster, group, context),
        },
        inside,
      );
      return repositoriesOf(cluster, stanza).map((repository) => {
        this.job(`${name}-${group}-${repository.number}`, args, { stanza, repository }, [scripts, config]);
        return `${stanza}-backup-${repository.number}`;
      });
    });

    this.jobs = pulumi.output(jobs);
    this.registerOutputs({ jobs: this.jobs });
  }

  private job(
    urnName: string,
    args: DatabaseBackupsArgs,
    { stanza, repository }: { readonly stanza: string; readonly repository: Repository },
    needs: readonly pulumi.Resource[],
  ): void {
    const { cluster, context, authoritiesConfigMap } = args;
    const labels = { "app.kubernetes.io/name": "postgres-backup", "azora.io/cluster": cluster.name };
    const parts: PodParts = {
      userId: postgresUserId,
      serviceAccount: backupAccount,
      // A member's: their backup servers let in nobody else.
      certificateSecret: `${stanza}-member`,
      authoritiesConfigMap,
      files: [
        { name: "config", configMap: `${stanza}-backup`, path: home },
        { name: "scripts", configMap: `${cluster.name}-backup-scripts`, path: paths.scripts, mode: 0o555 },
      ],
      secrets: [{ name: "passphrases", secretName: repositorySecret(cluster), path: paths.passphrase }],
      scratch: [{ name: "tmp", path: "/tmp", sizeLimit: "64Mi" }],
    };
    const env = {
      FULL_DAYS: String(backupSchedule.fullDays),
      DIFFERENTIAL_HOURS: String(backupSchedule.differentialHours),
    };
    new k8s.batch.v1.CronJob(
      urnName,
      {
        metadata: { name: `${stanza}-backup-${repository.number}`, namespace, labels },
        spec: {
          schedule: `${backupMinute(groupsAtHome(cluster.home).indexOf(stanza), repository)} * * * *`,
          concurrencyPolicy: "Forbid",
          successfulJobsHistoryLimit: 1,
          failedJobsHistoryLimit: 3,
          jobTemplate: {
            spec: {
              activeDeadlineSeconds: backupSchedule.hoursMax * 3600,
              backoffLimit: 2,
              template: {
                metadata: { labels: { ...labels }, annotations: { ...notDisrupted } },
                spec: podSpec(parts, labels, {
                  restartPolicy: "Never",
                  affinity: onDemand,
                  containers: [
                    {
                      name: "backup",
                      image: databaseImage(context),
                      command: [
                        "python3",
                        `${paths.scripts}/backup.py`,
                        stanza,
                        `${home}/${jobRepositoryFile(repository)}`,
                      ],
                      env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
                      // It encrypts and sends what members compress.
                      resources: guaranteed("1", "512Mi"),
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
