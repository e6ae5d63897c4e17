import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { databaseKinds, postgresUserId } from "../facts/database";
import { groupName, groupsAtHome, type DatabaseClusterFact } from "../facts/databaseClusters";
import { scratchClassName } from "../facts/dataClasses";
import { namespaces } from "../facts/namespaces";
import { backupTrialCron, backupTrials, repositorySecret } from "../facts/repositories";
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
import { restoreRepositoryFiles } from "./repositoryConfig";

export interface DatabaseTrialsArgs extends Pick<DatabasePartArgs, "context" | "after"> {
  readonly cluster: DatabaseClusterFact;
}

const namespace = namespaces.postgresTrial.name;
const home = "/etc/azora/restore";
/** Whom trials run as: it reads repositories, and nothing else. */
export const trialAccount = "postgres-trial";

/**
 * Tries every group's newest backup each day, in a namespace that nothing reaches: restores it with all log, waits until the server
 * writes, checks every table and index, and throws it away with its disk.
 * Costs to run: a pod of `backupTrials.size` and a disk as large as a member's for as long as that takes; what is read from the other
 * region every other day ("EC2 data transfer").
 * @throws InvalidValueError where the region is not the cluster's home.
 */
export class DatabaseTrials extends pulumi.ComponentResource {
  /** Names of the jobs. */
  readonly jobs: pulumi.Output<readonly string[]>;

  constructor(name: string, args: DatabaseTrialsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:database:DatabaseTrials", name, {}, opts);
    const { cluster, context } = args;
    check(
      cluster.home === context.region.name,
      `DatabaseTrials.cluster ${cluster.name}: region`,
      context.region.name,
      cluster.home,
    );
    const inside = { parent: this, dependsOn: [...args.after] };
    const labels = { "azora.io/cluster": cluster.name };
    const scripts = new k8s.core.v1.ConfigMap(
      `${name}-scripts`,
      {
        metadata: { name: `${cluster.name}-trial-scripts`, namespace, labels },
        data: Object.fromEntries(["pgbackrest.sh", "try-backup.py"].map((file) => [file, script(file)])),
      },
      inside,
    );
    const jobs = cluster.groups.map((group) => {
      const stanza = groupName(cluster, group);
      const files = restoreRepositoryFiles(cluster, group, context.accountId);
      const config = new k8s.core.v1.ConfigMap(
        `${name}-config-${group}`,
        { metadata: { name: `${stanza}-trial`, namespace, labels }, data: files },
        inside,
      );
      this.job(`${name}-${group}`, args, stanza, Object.keys(files), [scripts, config]);
      return `${stanza}-trial`;
    });

    this.jobs = pulumi.output(jobs);
    this.registerOutputs({ jobs: this.jobs });
  }

  private job(
    urnName: string,
    { cluster, context, after }: DatabaseTrialsArgs,
    stanza: string,
    files: readonly string[],
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
    const env = {
      MINUTES_MAX: String(backupTrials.minutesMax),
      LOSS_MINUTES_MAX: String(backupTrials.lossMinutesMax),
      PROCESSES: String(backupTrials.processes),
      PGHOST: paths.socket,
      PGDATA: `${paths.data}/data`,
    };
    const { cpu, memoryGib } = backupTrials.size;
    new k8s.batch.v1.CronJob(
      urnName,
      {
        metadata: { name: `${stanza}-trial`, namespace, labels },
        spec: {
          schedule: backupTrialCron(groupsAtHome(cluster.home).indexOf(stanza)),
          concurrencyPolicy: "Forbid",
          successfulJobsHistoryLimit: 3,
          failedJobsHistoryLimit: 3,
          jobTemplate: {
            spec: {
              activeDeadlineSeconds: backupTrials.hoursMax * 3600,
              // One that succeeds the second time has shown that the first did not.
              backoffLimit: 0,
              template: {
                metadata: { labels: { ...labels }, annotations: { ...notDisrupted } },
                spec: podSpec(parts, labels, {
                  restartPolicy: "Never",
                  affinity: onDemand,
                  priorityClassName: "batch",
                  containers: [
                    {
                      name: "trial",
                      image: databaseImage(context),
                      command: [
                        "python3",
                        `${paths.scripts}/try-backup.py`,
                        stanza,
                        ...files.map((file) => `${home}/${file}`),
                      ],
                      env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
                      resources: guaranteed(String(cpu), `${memoryGib}Gi`),
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
      { parent: this, dependsOn: [...after, ...needs] },
    );
  }
}
