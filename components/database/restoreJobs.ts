/** Which jobs of the plan a restore starts, and what it waits for. */
import { groupName } from "../facts/databaseClusters";
import { namespaces } from "../facts/namespaces";
import { repositoriesOf, restoreJob, restores, restoreTableJob } from "../facts/repositories";
import { paths } from "./paths";
import { jobEnded, jobStarted, kubectl, once, type RestorePhase } from "./restoreCommands";
import { utc, type RestoreRequest } from "./restoreRequest";

const postgres = namespaces.postgres.name;

/** One run of a restore's jobs. */
export class RestoreJobs {
  readonly groups: readonly { readonly number: number; readonly name: string }[];
  readonly sharded: boolean;
  /** Ends the names of what a restore makes. @example "20261101t120000z" */
  readonly id: string;

  constructor(private readonly request: RestoreRequest) {
    const { cluster, begunAt } = request;
    this.groups = cluster.groups.map((number) => ({ number, name: groupName(cluster, number) }));
    this.sharded = cluster.groups.length > 1;
    this.id = utc(begunAt).replaceAll(/[-:]/g, "").toLowerCase();
  }

  /** That there are backups which can be read, before anything is closed; a member that does not run cannot say. */
  readable(): RestorePhase {
    const { target, repository } = this.request;
    const tool = `${paths.scripts}/pgbackrest.sh ${paths.config}/archive-${repository.number}.conf`;
    const info = (group: string): string =>
      kubectl(
        target,
        postgres,
        "exec",
        `${group}-0`,
        "--container=postgres",
        "--",
        `${tool} --stanza=${group} info`,
      );
    return {
      title: `See that the repository in ${repository.region} has backups`,
      steps: this.groups.map(({ name }) =>
        once(
          `found="$(${info(name)})" || exit 0; case "$found" in *"full backup: "*) ;; *) echo "$found" >&2; exit 2 ;; esac`,
        ),
      ),
      secondsMax: 60,
    };
  }

  /** The moment that all groups of a sharded cluster can be brought back to. */
  find(): readonly RestorePhase[] {
    if (!this.sharded) return [];
    const { target, moment, repository } = this.request;
    const job = (group: string): string => `${group}-points-${this.id}`;
    return [
      {
        title: "Look for restore points in each group's log",
        steps: this.groups.map(({ name }) =>
          jobStarted(target, job(name), restoreJob(name), {
            MODE: "points",
            REPOSITORY: String(repository.number),
            TARGET: moment === undefined ? restores.latest : utc(moment),
          }),
        ),
        secondsMax: 60,
      },
      {
        title: "Wait for them",
        steps: this.groups.map(({ name }) => jobEnded(target, job(name))),
        secondsMax: restores.pointsSeconds,
      },
      {
        title: "Take the newest that all groups have",
        steps: this.groups.map(({ name }) => once(kubectl(target, postgres, "logs", `job/${job(name)}`))),
        secondsMax: 60,
        yields: "point",
      },
    ];
  }

  bringBack(): readonly RestorePhase[] {
    const { target, moment, repository } = this.request;
    const single = moment === undefined ? restores.latest : utc(moment);
    const job = (group: string): string => `${restoreJob(group)}-${this.id}`;
    return [
      {
        title: `Bring the files back in ${target}, from the repository in ${repository.region}`,
        steps: this.groups.map(({ name }) =>
          jobStarted(target, job(name), restoreJob(name), {
            REPOSITORY: String(repository.number),
            TARGET: this.sharded ? "$POINT" : single,
          }),
        ),
        secondsMax: 60,
      },
      {
        title: "Wait until all log up to there is replayed",
        steps: this.groups.map(({ name }) => jobEnded(target, job(name))),
        secondsMax: restores.hoursMax * 3600,
      },
      {
        title: "Read what came back",
        steps: this.groups.map(({ name }) => once(kubectl(target, postgres, "logs", `job/${job(name)}`))),
        secondsMax: 60,
        yields: "result",
      },
    ];
  }

  /** One table, while the cluster is in use. */
  bringTable(table: string): readonly RestorePhase[] {
    const { cluster, target, moment, repository } = this.request;
    const template = restoreTableJob(cluster.name);
    const job = `${template}-${this.id}`;
    return [
      {
        title: `Bring ${table} back beside the one in use, from the repository in ${repository.region}`,
        steps: [
          jobStarted(target, job, template, {
            REPOSITORY: String(repository.number),
            TABLE: table,
            TARGET: moment === undefined ? restores.latest : utc(moment),
          }),
        ],
        secondsMax: 60,
      },
      {
        title: "Wait until its rows are there",
        steps: [jobEnded(target, job)],
        secondsMax: restores.hoursMax * 3600,
      },
      {
        title: "Read which table has them; compare, and take from it what is needed",
        steps: [once(kubectl(target, postgres, "logs", `job/${job}`))],
        secondsMax: 60,
        yields: "result",
      },
    ];
  }

  /** Backups of before lead to a timeline that is left: until there is a new one, a restore has a gap to cross. */
  backUp(): readonly RestorePhase[] {
    const { cluster, lost } = this.request;
    if (lost.includes(cluster.home)) return [];
    const jobs = this.groups.flatMap(({ name }) =>
      repositoriesOf(cluster, name)
        .filter(({ region }) => !lost.includes(region))
        .map(({ number }) => `${name}-backup-${number}`),
    );
    return [
      {
        title: "Begin a backup of what is there now",
        steps: jobs.map((job) =>
          once(
            kubectl(cluster.home, postgres, "create", "job", `${job}-${this.id}`, `--from=cronjob/${job}`),
          ),
        ),
        secondsMax: 60,
      },
    ];
  }
}
