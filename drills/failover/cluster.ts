/** A running cluster, as a person on call sees and moves it: by Patroni's own tool and by SQL. */
import { databaseName, databaseRoles } from "../../components/facts/database";
import type { DatabaseClusterFact } from "../../components/facts/databaseClusters";
import { restorePoints } from "../../components/facts/shards";
import { parse } from "yaml";
import { script } from "../../components/database/parts";
import { paths } from "../../components/database/paths";
import { backrest } from "../../components/database/repositoryConfig";
import { pause, type KeptRows, type Subject } from "../shared/scenarios";
import type { Pod, World } from "../world";
import { hostnameOf } from "../world/names";
import { podName } from "../world/planPods";

/** A line of `patronictl list`. */
interface MemberState {
  readonly Member: string;
  readonly Role: string;
  readonly State: string;
}

/** Passwords of the roles that clients log in as, in drills. */
const passwords = { durable: "drill-durable", fast: "drill-fast" } as const;
/** Longer than it takes to ask a member of the lock that does not answer, and then the next. */
const patronictlTimeoutMs = 60_000;
/** Longer than pgBackRest waits for a segment by itself. */
const repositoryTimeoutMs = 120_000;
/** Writers of each commit class in a client. */
const threads = 3;

export class RunningCluster implements Subject {
  constructor(
    readonly world: World,
    readonly fact: DatabaseClusterFact,
    /** Pods that services reach the cluster through, by their names. */
    private readonly entries: readonly string[],
  ) {}

  /** Begins the repositories, makes the table that clients write to, and lets them log in. */
  async prepare(): Promise<void> {
    // `check` ends when a segment of the log has come to each repository.
    for (const command of ["stanza-create", "check"])
      await this.podOf(this.first).exec(backrest(`--stanza=${this.fact.name}`, command), {
        timeoutMs: repositoryTimeoutMs,
      });
    const statements = [
      "CREATE SCHEMA IF NOT EXISTS drill",
      "CREATE TABLE IF NOT EXISTS drill.writes (run text, class text, thread int, sequence int, at timestamptz DEFAULT clock_timestamp())",
      ...Object.entries(passwords).flatMap(([role, password]) => [
        `ALTER ROLE ${role} PASSWORD '${password}'`,
        `GRANT USAGE ON SCHEMA drill TO ${role}`,
        `GRANT INSERT, SELECT ON drill.writes TO ${role}`,
      ]),
    ];
    for (const statement of statements) await this.sql(this.first, statement);
  }

  client(region: string, run: string): ReturnType<Subject["client"]> {
    const hosts = this.entries
      .filter((name) => name.startsWith(`${region}/`))
      .map((name) => this.world.addressOf(name));
    return {
      argv: ["python3", "/opt/client.py", `${run}-${region}`, String(threads), ...hosts],
      env: { DURABLE_PASSWORD: passwords.durable, FAST_PASSWORD: passwords.fast },
    };
  }

  promotedBy(pod: string, line: string): string | undefined {
    if (!/INFO: promoted self to leader/.test(line)) return undefined;
    const [region = "", , name = ""] = pod.split("/");
    return `${region}-${name.slice(name.lastIndexOf("-") + 1)}`;
  }

  async rowsOf(region: string, run: string): Promise<readonly KeptRows[]> {
    const text = await this.sql(
      this.first,
      `SELECT class, thread, string_agg(sequence::text, ',' ORDER BY sequence) FROM drill.writes WHERE run = '${run}-${region}' GROUP BY 1, 2`,
    );
    return text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => {
        const [commitClass = "", thread = "", sequences = ""] = line.split("|");
        return { commitClass, thread: Number(thread), sequences: sequences.split(",").map(Number) };
      });
  }

  /** Who leads when all is well. */
  private get first(): string {
    return this.fact.members[0]?.name ?? "";
  }

  /** The pod of a member. @example podOf("africa-0") */
  podOf(member: string): Pod {
    const at = member.lastIndexOf("-");
    return this.world.pod(
      podName(member.slice(0, at), "postgres", `${this.fact.name}-${member.slice(at + 1)}`),
    );
  }

  /** Name of the pod of a region's vote in the lock. */
  lockName(region: string): string {
    return podName(region, "postgres-lock", `${this.fact.lock.name}-0`);
  }

  /** Runs Patroni's tool in a member's pod. */
  async patronictl(
    member: string,
    args: readonly string[],
    options: { readonly input?: string } = {},
  ): Promise<string> {
    const pod = this.podOf(member);
    const call = ["patronictl", "-c", `/etc/azora/patroni/${hostnameOf(pod.spec)}.yaml`, ...args];
    return pod.exec(call, { ...options, timeoutMs: patronictlTimeoutMs });
  }

  /** What Patroni says of all members, asked in a member's pod. */
  async states(member: string): Promise<readonly MemberState[]> {
    return JSON.parse(await this.patronictl(member, ["list", "--format", "json"])) as readonly MemberState[];
  }

  /** The leader's name; `undefined` while there is none. */
  async leader(member: string): Promise<string | undefined> {
    return (await this.states(member)).find(({ Role }) => Role === "Leader")?.Member;
  }

  /** What a statement prints on a member, as its superuser. */
  async sql(member: string, statement: string, database = "azora"): Promise<string> {
    const text = await this.podOf(member).exec([
      "psql",
      "--no-psqlrc",
      "--tuples-only",
      "--no-align",
      "--set",
      "ON_ERROR_STOP=1",
      "--host",
      "/var/run/postgresql",
      "--username",
      "postgres",
      "--dbname",
      database,
      "--command",
      statement,
    ]);
    return text.trim();
  }

  /** All members follow the first at home and two are in step, one of them elsewhere; the lead is given back to it. */
  async well(seconds: number): Promise<void> {
    const { first } = this;
    const until = Date.now() + 1000 * seconds;
    let last = "";
    let nextPoint = 0;
    while (Date.now() < until) {
      try {
        const states = await this.states(first);
        last = states.map(({ Member, Role, State }) => `${Member} ${Role} ${State}`).join(", ");
        const leader = states.find(({ Role }) => Role === "Leader")?.Member;
        if (leader !== undefined && Date.now() >= nextPoint) {
          await this.restorePoint(leader);
          nextPoint = Date.now() + 1000 * restorePoints.intervalSeconds;
        }
        if (this.isWell(states)) {
          if (leader === first) {
            await this.handOverLock();
            return;
          }
          if (leader !== undefined) await this.switchover(leader, first);
        }
      } catch (error) {
        last = (error as Error).message;
      }
      await pause(1500);
    }
    throw new Error(`the cluster is not well after ${seconds} s: ${last}`);
  }

  /**
   * Runs the plan's job that names a restore point, as it runs each minute: what it writes is also what a rewound member waits for
   * that was told of the place where a fresh segment's first record will be, while nobody else writes.
   */
  protected async restorePoint(leader: string): Promise<void> {
    await this.podOf(leader).exec(["/bin/sh", "-s"], {
      input: script("restore-point.sh"),
      env: {
        PGHOST: paths.socket,
        PGUSER: databaseRoles.superuser,
        PGDATABASE: databaseName,
        SHARDED: "false",
        RESTORE_POINT_PREFIX: restorePoints.prefix,
        HEARTBEAT_DAYS: String(restorePoints.rowDays),
      },
    });
  }

  /** Hands the lead from one member to another, on purpose. */
  async switchover(from: string, to: string): Promise<void> {
    await this.patronictl(to, ["switchover", "--leader", from, "--candidate", to, "--force"]);
  }

  /**
   * Runs the plan's reconcile job, with some settings other than rendered, and reads back what the cluster then has.
   * @throws Error where the job fails, or a setting is not in force.
   */
  async reconcile(member: string, change: Readonly<Record<string, number>>): Promise<void> {
    const pod = this.podOf(member);
    const rendered = JSON.parse(await pod.exec(["cat", "/etc/azora/patroni/dynamic.json"])) as Record<
      string,
      unknown
    >;
    const wanted = { ...rendered, ...change };
    const urls = this.fact.members.map(({ name }) => {
      const [host = ""] = this.podOf(name).spec.hostnames;
      return `https://${host}:8008`;
    });
    const script = [
      "cat > /tmp/settings.json",
      `exec env PATRONI_CTL_CACERT=${paths.authorities} PATRONI_CTL_CERTFILE=${paths.certificate} PATRONI_CTL_KEYFILE=${paths.key} python3 ${paths.scripts}/reconcile.py /tmp/settings.json ${urls.join(" ")}`,
    ].join(" && ");
    await pod.exec(["/bin/sh", "-c", script], { input: JSON.stringify(wanted) });
    const found = parse(await this.patronictl(member, ["show-config"])) as Record<string, unknown>;
    for (const key of Object.keys({ ...change, ttl: 0 }))
      if (found[key] !== wanted[key])
        throw new Error(
          `${key} is ${String(found[key])} after the reconcile job; wanted: ${String(wanted[key])}`,
        );
  }

  /** Where the lock's leader stands; fails while that is not where facts want it. */
  private async handOverLock(): Promise<void> {
    const { leaderRegion } = this.fact.lock;
    const status = await this.world.exec(this.lockName(leaderRegion), [
      "etcdctl",
      "--endpoints=https://localhost:2379",
      "endpoint",
      "status",
    ]);
    if (status.split(", ")[4] !== "true")
      throw new Error(`the lock is not led in ${leaderRegion}: ${status}`);
  }

  private isWell(states: readonly MemberState[]): boolean {
    const inStep = states.filter(({ Role }) => Role === "Leader" || Role === "Sync Standby");
    const regions = new Set(inStep.map(({ Member }) => Member.slice(0, Member.lastIndexOf("-"))));
    return (
      states.length === this.fact.members.length &&
      states.every(({ Role, State }) => State === (Role === "Leader" ? "running" : "streaming")) &&
      inStep.length === 3 &&
      regions.size >= 2
    );
  }
}
