import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { databaseKinds, postgresUserId } from "../facts/database";
import { groupName, type DatabaseClusterFact } from "../facts/databaseClusters";
import { scratchClassName } from "../facts/dataClasses";
import { namespaces } from "../facts/namespaces";
import {
  backupTrialCron,
  backupTrials,
  groupsKeptIn,
  repositoriesOf,
  repositorySecret,
} from "../facts/repositories";
import { check, guaranteed, type PodParts } from "../shared";
import { groupJob } from "./groupJob";
import { scriptsOf, type DatabasePartArgs } from "./parts";
import { paths } from "./paths";
import { restoreRepositoryFile, restoreRepositoryFiles } from "./repositoryConfig";

export interface DatabaseTrialsArgs extends Pick<DatabasePartArgs, "context" | "after"> {
  readonly cluster: DatabaseClusterFact;
}

const namespace = namespaces.postgresTrial.name;
const home = "/etc/azora/restore";
/** Whom trials run as: it reads repositories, and nothing else. */
export const trialAccount = "postgres-trial";

/**
 * Tries every group's newest backup in the region's own repository each day, in a namespace that nothing reaches: restores it with all
 * log, waits until the server writes, checks every table and index, and throws it away with its disk.
 * Costs to run: a pod of `backupTrials.size` and a disk as large as a member's for as long as that takes.
 * @throws InvalidValueError where the cluster has no repository in the region.
 */
export class DatabaseTrials extends pulumi.ComponentResource {
  /** Names of the jobs. */
  readonly jobs: pulumi.Output<readonly string[]>;

  constructor(name: string, args: DatabaseTrialsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:database:DatabaseTrials", name, {}, opts);
    const { cluster, context } = args;
    const { name: region } = context.region;
    const places = repositoriesOf(cluster, cluster.name);
    const here = places.find((repository) => repository.region === region);
    check(
      here !== undefined,
      `DatabaseTrials.cluster ${cluster.name}: region`,
      region,
      places.map((repository) => repository.region).join(", "),
    );
    const inside = { parent: this, dependsOn: [...args.after] };
    const labels = { "azora.io/cluster": cluster.name };
    const scripts = new k8s.core.v1.ConfigMap(
      `${name}-scripts`,
      {
        metadata: { name: `${cluster.name}-trial-scripts`, namespace, labels },
        data: scriptsOf(["alone.py", "archived.py", "fetch-log.sh", "pgbackrest.sh", "try-backup.py"]),
      },
      inside,
    );
    const jobs = cluster.groups.map((group) => {
      const stanza = groupName(cluster, group);
      const file = restoreRepositoryFile(here);
      const data = { [file]: restoreRepositoryFiles(cluster, group, context.accountId)[file] ?? "" };
      const config = new k8s.core.v1.ConfigMap(
        `${name}-config-${group}`,
        { metadata: { name: `${stanza}-trial`, namespace, labels }, data },
        inside,
      );
      this.job(`${name}-${group}`, args, stanza, file, [scripts, config]);
      return `${stanza}-trial`;
    });

    this.jobs = pulumi.output(jobs);
    this.registerOutputs({ jobs: this.jobs });
  }

  private job(
    urnName: string,
    { cluster, context, after }: DatabaseTrialsArgs,
    stanza: string,
    file: string,
    needs: readonly pulumi.Resource[],
  ): void {
    const { dataClass, size } = databaseKinds[cluster.kind];
    const labels = { "app.kubernetes.io/name": "postgres-trial", "azora.io/cluster": cluster.name };
    const parts: PodParts = {
      userId: postgresUserId,
      serviceAccount: trialAccount,
      files: [
        { name: "config", configMap: `${stanza}-trial`, path: home },
        { name: "scripts", configMap: `${cluster.name}-trial-scripts`, path: paths.scripts, mode: 0o555 },
      ],
      secrets: [{ name: "passphrases", secretName: repositorySecret(cluster), path: paths.passphrase }],
      scratch: [
        { name: "run", path: paths.socket, sizeLimit: "64Mi" },
        { name: "tmp", path: "/tmp", sizeLimit: "64Mi" },
        { name: "spool", path: paths.spool, sizeLimit: "1Gi" },
        { name: "shm", path: "/dev/shm", sizeLimit: "1Gi", inMemory: true },
      ],
      disk: {
        name: "data",
        path: paths.data,
        storageClassName: scratchClassName(dataClass),
        sizeGib: size.volumeGib,
      },
    };
    const { cpu, memoryGib } = backupTrials.size;
    groupJob(
      urnName,
      {
        context,
        metadata: { name: `${stanza}-trial`, namespace, labels },
        schedule: backupTrialCron(groupsKeptIn(context.region.name).indexOf(stanza)),
        hoursMax: backupTrials.hoursMax,
        // One that succeeds the second time has shown that the first did not.
        retries: 0,
        kept: 3,
        parts,
        pod: { priorityClassName: "batch" },
        container: "trial",
        command: ["python3", `${paths.scripts}/try-backup.py`, stanza, `${home}/${file}`],
        env: {
          MINUTES_MAX: String(backupTrials.minutesMax),
          LOSS_MINUTES_MAX: String(backupTrials.lossMinutesMax),
          PROCESSES: String(backupTrials.processes),
          PGHOST: paths.socket,
          PGDATA: `${paths.data}/data`,
        },
        resources: guaranteed(String(cpu), `${memoryGib}Gi`),
      },
      { parent: this, dependsOn: [...after, ...needs] },
    );
  }
}
