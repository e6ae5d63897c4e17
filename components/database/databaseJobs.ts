import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { databaseRoles, postgresUserId } from "../facts/database";
import { groupName, type DatabaseClusterFact } from "../facts/databaseClusters";
import { namespaces } from "../facts/namespaces";
import { refresh, restorePoints, sharding } from "../facts/shards";
import { digestOf, guaranteed, mountsOf, podSpec, securityContext, type PodParts } from "../shared";
import { migrationsOf } from "./migrations";
import { checkHome, coordinatorEnvironment, databaseImage, scriptsOf, type DatabasePartArgs } from "./parts";

export interface DatabaseJobsArgs extends DatabasePartArgs {
  readonly cluster: DatabaseClusterFact;
}

type PodTemplate = k8s.types.input.core.v1.PodTemplateSpec;

/** One job: which script it runs, with what, and for how long at most. */
interface Work {
  readonly what: string;
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly deadlineSeconds: number;
  readonly schedule?: string;
  /** Whether it waits for a person to start it. */
  readonly suspended?: boolean;
}

const namespace = namespaces.postgres.name;
const home = "/etc/azora/jobs";
const migrationsHome = "/etc/azora/migrations";

/**
 * What is done to a cluster as a whole, from its home region: a restore point each minute, its tables and, where it is sharded, the
 * refresh of its materialised views, and its rebalance. Each asks whichever member of the coordinator's group leads.
 * Costs to run: a small pod for some seconds each minute.
 * @throws InvalidValueError where the region is not the cluster's home, or shards are fewer than its worker groups.
 */
export class DatabaseJobs extends pulumi.ComponentResource {
  /** Names of the jobs. */
  readonly jobs: pulumi.Output<readonly string[]>;

  constructor(name: string, args: DatabaseJobsArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azora:database:DatabaseJobs", name, {}, opts);
    const { cluster, context } = args;
    checkHome("DatabaseJobs", cluster, context);
    const workerGroups = cluster.groups.length - 1;
    const sharded = workerGroups > 0;
    const migrations = migrationsOf(cluster);
    const hasTables = Object.keys(migrations).length > 0;
    const works = [
      this.restorePoint(sharded),
      ...(hasTables ? [this.migrate(workerGroups)] : []),
      ...(sharded ? this.ofShards() : []),
    ];
    const inside = { parent: this, dependsOn: [...args.after] };
    const scripts = scriptsOf([...new Set(works.flatMap(({ command }) => command.slice(0, 1)))]);

    const needs = [this.files(`${name}-scripts`, `${cluster.name}-jobs`, cluster, scripts, inside)];
    if (hasTables)
      needs.push(this.files(`${name}-migrations`, `${cluster.name}-migrations`, cluster, migrations, inside));
    const digest = digestOf(JSON.stringify({ migrations, scripts }));
    const jobs = works.map((work) => {
      const job = work.schedule === undefined ? `${work.what}-${digest.slice(0, 10)}` : work.what;
      this.run(name, `${cluster.name}-${job}`, work, args, [...args.after, ...needs]);
      return `${cluster.name}-${job}`;
    });

    this.jobs = pulumi.output(jobs);
    this.registerOutputs({ jobs: this.jobs });
  }

  private restorePoint(sharded: boolean): Work {
    return {
      what: "restore-point",
      command: ["restore-point.sh"],
      env: {
        SHARDED: String(sharded),
        RESTORE_POINT_PREFIX: restorePoints.prefix,
        HEARTBEAT_DAYS: String(restorePoints.rowDays),
      },
      schedule: restorePoints.schedule,
      // A point that comes late is the next one's.
      deadlineSeconds: restorePoints.intervalSeconds,
    };
  }

  private migrate(workerGroups: number): Work {
    return {
      what: "migrate",
      command: ["migrate.sh", migrationsHome],
      env: { WORKERS: String(workerGroups) },
      // It waits for a leader and for workers, whose other regions may be deployed hours later.
      deadlineSeconds: 86_400,
    };
  }

  private ofShards(): readonly Work[] {
    return [
      {
        what: "refresh",
        command: ["refresh.sh"],
        schedule: refresh.schedule,
        deadlineSeconds: 10 * refresh.intervalSeconds,
      },
      {
        what: "rebalance",
        command: ["rebalance.sh"],
        env: { REBALANCE_CHECK_SECONDS: String(sharding.rebalanceCheckSeconds) },
        schedule: "0 1 * * *",
        // Moving shards is for a person to begin, after a worker group has come or before one goes.
        suspended: true,
        deadlineSeconds: sharding.rebalanceHoursMax * 3600,
      },
    ];
  }

  private files(
    urnName: string,
    name: string,
    cluster: DatabaseClusterFact,
    data: Readonly<Record<string, string>>,
    opts: pulumi.CustomResourceOptions,
  ): k8s.core.v1.ConfigMap {
    return new k8s.core.v1.ConfigMap(
      urnName,
      { metadata: { name, namespace, labels: { "azora.io/cluster": cluster.name } }, data },
      opts,
    );
  }

  private template(work: Work, args: DatabaseJobsArgs, labels: Record<string, string>): PodTemplate {
    const { cluster, context } = args;
    const parts: PodParts = {
      userId: postgresUserId,
      serviceAccount: "postgres",
      // A member's: it is what the servers take for the superuser, which Citus' own functions ask for.
      certificateSecret: `${groupName(cluster, 0)}-member`,
      authoritiesConfigMap: args.authoritiesConfigMap,
      files: [
        { name: "scripts", configMap: `${cluster.name}-jobs`, path: home, mode: 0o555 },
        ...(work.what === "migrate"
          ? [{ name: "migrations", configMap: `${cluster.name}-migrations`, path: migrationsHome }]
          : []),
      ],
      scratch: [{ name: "tmp", path: "/tmp", sizeLimit: "16Mi" }],
    };
    const env = {
      ...coordinatorEnvironment(cluster, databaseRoles.superuser, context.domain),
      PGCONNECT_TIMEOUT: "5",
      PGOPTIONS: "-c client_min_messages=warning",
      ...work.env,
    };
    const [file = "", ...rest] = work.command;
    return {
      metadata: { labels: { ...labels } },
      spec: podSpec(parts, labels, {
        restartPolicy: "Never",
        // It holds nothing that a node's end would lose, and another member of its kind may stand beside it.
        affinity: {},
        containers: [
          {
            name: work.what,
            image: databaseImage(context),
            command: [`${home}/${file}`, ...rest],
            env: Object.entries(env).map(([key, value]) => ({ name: key, value })),
            resources: guaranteed("50m", "64Mi"),
            securityContext,
            volumeMounts: mountsOf(parts),
          },
        ],
      }),
    };
  }

  private run(
    name: string,
    job: string,
    work: Work,
    args: DatabaseJobsArgs,
    dependsOn: pulumi.Resource[],
  ): void {
    const labels = {
      "app.kubernetes.io/name": `postgres-${work.what}`,
      "azora.io/cluster": args.cluster.name,
    };
    const metadata = { name: job, namespace, labels };
    const spec = {
      activeDeadlineSeconds: work.deadlineSeconds,
      template: this.template(work, args, labels),
    };
    const opts = { parent: this, dependsOn };
    if (work.schedule === undefined)
      new k8s.batch.v1.Job(
        `${name}-${work.what}`,
        {
          metadata: {
            ...metadata,
            // Done when a leader and its workers are there, whose other members may be in regions that are not deployed yet.
            annotations: { "pulumi.com/skipAwait": "true" },
          },
          // Named after its files, so that a change is a new job. It stays, or Pulumi would make it anew at each deployment.
          spec: { ...spec, backoffLimit: 6 },
        },
        opts,
      );
    else
      new k8s.batch.v1.CronJob(
        `${name}-${work.what}`,
        {
          metadata,
          spec: {
            schedule: work.schedule,
            suspend: work.suspended ?? false,
            concurrencyPolicy: "Forbid",
            successfulJobsHistoryLimit: 1,
            failedJobsHistoryLimit: 3,
            jobTemplate: { spec: { ...spec, backoffLimit: 0 } },
          },
        },
        opts,
      );
  }
}
