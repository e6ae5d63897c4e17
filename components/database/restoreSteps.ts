/** What a restore of a cluster does, step by step; the same for a dry run, for a person's command and for the drill. */
import { databaseEntry } from "../facts/database";
import { namespaces } from "../facts/namespaces";
import { recordPrefix } from "../facts/rehearsals";
import { repositoriesOf, restores } from "../facts/repositories";
import { paths } from "./paths";
import { memberRegions } from "./pgHba";
import { asked, kubectl, once, until, type RestorePhase, type RestoreStep } from "./restoreCommands";
import { erasurePhases } from "./restoreErasures";
import { RestoreJobs } from "./restoreJobs";
import { recordOf, type RestoreRequest } from "./restoreRequest";

const postgres = namespaces.postgres.name;
const postgresEntry = namespaces.postgresEntry.name;
const postgresLock = namespaces.postgresLock.name;
/** What a leader before left in the lock; what the cluster is, `config` and `initialize`, stays. */
const leftInLock = ["failover", "history", "leader", "members/", "status", "sync"];

/** What a restore's commands name that no fact does. */
export interface RestorePlaces {
  /** AWS account by region, for the record's bucket. */
  readonly accountIds: Readonly<Record<string, string>>;
  /** Below which the regions' private zones are. */
  readonly domain: string;
}

/** A restore as steps. */
class Steps {
  private readonly jobs: RestoreJobs;

  constructor(
    private readonly request: RestoreRequest,
    private readonly places: RestorePlaces,
  ) {
    this.jobs = new RestoreJobs(request);
  }

  private get reachable(): readonly string[] {
    const { cluster, lost } = this.request;
    return memberRegions(cluster).filter((region) => !lost.includes(region));
  }

  private sets(region: string, replicas: (region: string) => number): RestoreStep {
    const names = this.jobs.groups.map(({ name }) => `statefulset/${name}`);
    return once(kubectl(region, postgres, "scale", ...names, `--replicas=${replicas(region)}`));
  }

  private membersIn = (region: string): number =>
    this.request.cluster.members.filter((member) => member.region === region).length;

  private record(what: "begun" | "ended"): RestorePhase {
    const { cluster, target } = this.request;
    const bucket = `azora-${target}-audit-${this.places.accountIds[target] ?? ""}`;
    return {
      title: `Record that it has ${what}`,
      steps: [
        once(
          `aws s3 cp - s3://${bucket}/${recordPrefix(target, "restores")}/${cluster.name}/${this.jobs.id}-${what}.json`,
          `${JSON.stringify(recordOf(this.request, what))}\n`,
        ),
      ],
      secondsMax: 60,
    };
  }

  /** That every region lets this in, before any is closed: one that does not would leave the others closed. */
  private admitted(): RestorePhase {
    return {
      title: `See that ${this.reachable.join(", ")} ${this.reachable.length === 1 ? "lets" : "let"} this in`,
      steps: this.reachable.map((region) =>
        once(
          kubectl(region, postgresEntry, "auth", "can-i", "patch", "deployments.apps", "--subresource=scale"),
        ),
      ),
      secondsMax: 60,
    };
  }

  /** Nobody writes what the restore would throw away. */
  private close(): readonly RestorePhase[] {
    const { cluster } = this.request;
    const selector = `--selector=app.kubernetes.io/name=postgres,azora.io/cluster=${cluster.name}`;
    const gone = (region: string): RestoreStep =>
      until(`test -z "$(${kubectl(region, postgres, "get", "pods", selector, "--output=name")})"`);
    // Home last: a standby that lost its leader would take the lead.
    const turns = [
      this.reachable.filter((region) => region !== cluster.home),
      this.reachable.filter((region) => region === cluster.home),
    ].filter((regions) => regions.length > 0);
    return [
      {
        title: "Close the cluster's entries",
        steps: this.reachable.map((region) => this.entries(region, 0)),
        secondsMax: 60,
      },
      ...this.handOver(),
      ...turns.flatMap((regions): readonly RestorePhase[] => [
        {
          title: `Stop its members in ${regions.join(", ")}`,
          steps: regions.map((region) => this.sets(region, () => 0)),
          secondsMax: 60,
        },
        {
          title: "Wait until they are gone",
          steps: regions.map(gone),
          secondsMax: restores.stopSeconds,
        },
      ]),
    ];
  }

  /**
   * Has the leader, whichever it is, hand over its log: Patroni gives its server 3 s to stop, and what is then on the volume only is
   * restored over. A lost repository takes none, and the leader would wait for it.
   */
  private handOver(): readonly RestorePhase[] {
    const { cluster, lost } = this.request;
    if (repositoriesOf(cluster, cluster.name).some(({ region }) => lost.includes(region))) return [];
    const members = cluster.members.filter(({ region }) => this.reachable.includes(region));
    const each = (
      make: (command: string) => RestoreStep,
      statement: string,
      wanted: string,
    ): readonly RestoreStep[] =>
      members.flatMap(({ region, ordinal }) =>
        this.jobs.groups.map(({ name }) =>
          make(`test "$(${asked(region, name, statement, ordinal)})" ${wanted}`),
        ),
      );
    return [
      {
        title: "Have the leader end its segment of the log",
        steps: each(
          once,
          "SELECT CASE WHEN NOT pg_is_in_recovery() THEN pg_switch_wal() END IS NULL",
          '!= ""',
        ),
        secondsMax: 60,
        isOptional: true,
      },
      {
        title: "Wait until both repositories have it",
        steps: each(
          until,
          "SELECT count(*) FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready' AND NOT pg_is_in_recovery()",
          "= 0",
        ),
        secondsMax: restores.handOverSeconds,
        isOptional: true,
      },
    ];
  }

  private entries(region: string, replicas: number): RestoreStep {
    const deployment = `deployment/${this.request.cluster.name}`;
    return once(kubectl(region, postgresEntry, "scale", deployment, `--replicas=${replicas}`));
  }

  private lead(): readonly RestorePhase[] {
    const { cluster, target, lost } = this.request;
    const voter = cluster.lock.regions.find((region) => !lost.includes(region)) ?? "";
    const scope = (number: number): string =>
      `/azora/${cluster.name}/${this.jobs.sharded ? `${number}/` : ""}`;
    const deletes = (number: number): string =>
      `sh -c 'for key in ${leftInLock.join(" ")}; do etcdctl --endpoints=https://localhost:2379 del --prefix ${scope(number)}$key || exit 1; done'`;
    return [
      {
        title: "Take out of the lock what the leader before left there",
        steps: this.jobs.groups.map(({ number }) =>
          once(
            kubectl(
              voter,
              postgresLock,
              "exec",
              `${cluster.lock.name}-0`,
              "--container=etcd",
              "--",
              deletes(number),
            ),
          ),
        ),
        secondsMax: 60,
      },
      {
        title: `Start the first member in ${target}`,
        steps: [this.sets(target, () => 1)],
        secondsMax: 60,
      },
      {
        title: "Wait until it leads",
        steps: this.jobs.groups.map(({ name }) =>
          until(`test "$(${asked(target, name, "SELECT pg_is_in_recovery()")})" = f`),
        ),
        secondsMax: restores.leadSeconds,
      },
    ];
  }

  /** Lets other members of some regions copy the leader. */
  private join(regions: readonly string[], opening: boolean): readonly RestorePhase[] {
    const { cluster, target } = this.request;
    const members = cluster.members.filter(
      ({ region, ordinal }) => regions.includes(region) && !(region === target && ordinal === 0),
    );
    if (members.length === 0) return [];
    const reinit = (group: { readonly number: number; readonly name: string }, member: string): string => {
      const tool = `patronictl -c ${paths.config}/${group.name}-0.yaml reinit ${cluster.name}${this.jobs.sharded ? ` --group ${group.number}` : ""} ${member}`;
      // It ends with 0 whatever the member answers, and asks whether to cancel what that is at: a copy that runs goes on, all else is waited for.
      return `printf 'y\\nn\\n' | ${kubectl(target, postgres, "exec", "--stdin", `${group.name}-0`, "--container=postgres", "--", tool)} | grep -E 'Success: reinitialize|bootstrap from .* already in progress'`;
    };
    const names = members.map(({ name }) => name);
    // A copy that is under way streams as well, under another name.
    const listed = names.map((name) => `'${name}'`).join(", ");
    const inStep = opening ? " AND sync_state = 'sync'" : "";
    return [
      {
        title: `Start ${names.join(", ")}`,
        steps: regions.map((region) => this.sets(region, this.membersIn)),
        secondsMax: 60,
      },
      {
        title: "Have them copy the leader, whatever they had",
        steps: this.jobs.groups.flatMap((group) => names.map((name) => until(reinit(group, name)))),
        secondsMax: restores.leadSeconds,
      },
      {
        title: "Wait until they follow it",
        steps: this.jobs.groups.map(({ name }) =>
          until(
            `test "$(${asked(target, name, `SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming' AND application_name IN (${listed})${inStep}`)})" = ${members.length}`,
          ),
        ),
        secondsMax: restores.hoursMax * 3600,
      },
    ];
  }

  private open(): RestorePhase {
    return {
      title: "Open the cluster's entries",
      steps: this.reachable.map((region) => this.entries(region, databaseEntry.replicas)),
      secondsMax: 60,
    };
  }

  phases(): readonly RestorePhase[] {
    const { target, table } = this.request;
    if (table !== undefined)
      return [
        this.jobs.readable(),
        this.record("begun"),
        ...this.jobs.bringTable(table),
        this.record("ended"),
      ];
    const others = this.reachable.filter((region) => region !== target);
    return [
      this.admitted(),
      this.jobs.readable(),
      this.record("begun"),
      ...this.close(),
      ...this.jobs.find(),
      ...this.jobs.bringBack(),
      ...this.lead(),
      // Durable writes wait for a second copy.
      ...this.join([target], true),
      ...erasurePhases(this.request, this.places.domain),
      this.open(),
      ...[...this.jobs.backUp(), ...this.join(others, false), this.record("ended")].map((phase) => ({
        ...phase,
        isOpen: true as const,
      })),
    ];
  }
}

/** What a restore does, in order. */
export function restorePhases(request: RestoreRequest, places: RestorePlaces): readonly RestorePhase[] {
  return new Steps(request, places).phases();
}
