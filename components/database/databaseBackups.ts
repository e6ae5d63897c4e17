import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { postgresUserId } from "../facts/database";
import { groupName, groupsAtHome, type DatabaseClusterFact } from "../facts/databaseClusters";
import { namespaces } from "../facts/namespaces";
import {
  backupMinute,
  backupSchedule,
  repositoriesOf,
  repositoryKinds,
  repositorySecret,
  type Repository,
} from "../facts/repositories";
import { guaranteed, type PodParts } from "../shared";
import { groupJob } from "./groupJob";
import { checkHome, scriptsOf, type DatabasePartArgs } from "./parts";
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
    checkHome("DatabaseBackups", cluster, context);
    const inside = { parent: this, dependsOn: [...args.after] };
    const labels = { "azora.io/cluster": cluster.name };
    const scripts = new k8s.core.v1.ConfigMap(
      `${name}-scripts`,
      {
        metadata: { name: `${cluster.name}-backup-scripts`, namespace, labels },
        data: scriptsOf(["backup.py", "pgbackrest.sh"]),
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
    groupJob(
      urnName,
      {
        context,
        metadata: { name: `${stanza}-backup-${repository.number}`, namespace, labels },
        schedule: `${backupMinute(groupsAtHome(cluster.home).indexOf(stanza), repository)} * * * *`,
        hoursMax: backupSchedule.hoursMax,
        retries: 2,
        kept: 1,
        parts,
        container: "backup",
        command: [
          "python3",
          `${paths.scripts}/backup.py`,
          stanza,
          `${home}/${jobRepositoryFile(repository)}`,
        ],
        env: {
          FULL_DAYS: String(repositoryKinds[cluster.kind].fullDays),
          DIFFERENTIAL_HOURS: String(backupSchedule.differentialHours),
        },
        // It encrypts and sends what members compress.
        resources: guaranteed("1", "512Mi"),
      },
      { parent: this, dependsOn: [...args.after, ...needs] },
    );
  }
}
