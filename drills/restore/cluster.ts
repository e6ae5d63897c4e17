/** The cluster that the restore drill loses and brings back, by the command that a person would give. */
import { spawn } from "node:child_process";
import path from "node:path";
import { createInterface } from "node:readline";
import { paths } from "../../components/database/paths";
import { repositoriesOf } from "../../components/facts/repositories";
import { allRegions } from "../../components/facts/regions";
import { RunningCluster } from "../failover/cluster";
import { pause } from "../shared/scenarios";
import type { World } from "../world";
import { drilledCluster } from "./planned";
import type { StandInTools } from "./kubectl";

const root = path.resolve(__dirname, "..", "..");
/** Of rows that hold 1 KiB each, hashes so that nothing is compressed away. */
const rows = 1_050_000;
const loadTimeoutMs = 600_000;

/** What a restore's job printed. */
export interface Restored {
  readonly databaseBytes: number;
  readonly newestRow: string | null;
  readonly seconds: number;
}

export class RestoredCluster extends RunningCluster {
  constructor(
    world: World,
    entries: readonly string[],
    readonly tools: StandInTools,
    cluster = drilledCluster(),
  ) {
    super(world, cluster, entries);
  }

  /** Fills it, and backs it up into both repositories. */
  override async prepare(): Promise<void> {
    await super.prepare();
    await this.fill();
    // A backup waits a minute for the log that it needs, and no longer.
    await this.archived(600);
    const repositories = repositoriesOf(this.fact, this.fact.name);
    await Promise.all(repositories.map(({ number }) => this.backUp(number)));
  }

  /** Gives it a gibibyte. */
  protected async fill(): Promise<void> {
    const hash = (salt: number): string => `encode(sha512((i * 8 + ${salt})::text::bytea), 'hex')`;
    const row = Array.from({ length: 8 }, (_, salt) => hash(salt)).join(" || ");
    // Without autovacuum its pages are not logged once more for their hint bits.
    const statement = `CREATE TABLE drill.filler WITH (autovacuum_enabled = off) AS SELECT i, ${row} AS text FROM generate_series(1, ${rows}) AS i`;
    await this.podOf(this.leadingAtHome).exec(
      [
        "psql",
        "--no-psqlrc",
        "--host=/var/run/postgresql",
        "--username=postgres",
        "--dbname=azora",
        `--command=${statement}`,
      ],
      { timeoutMs: loadTimeoutMs },
    );
  }

  /** Waits until the repositories have all log that is written in full. @throws Error after `seconds`. */
  protected async archived(seconds: number): Promise<void> {
    const until = Date.now() + 1000 * seconds;
    const waiting = "SELECT count(*) FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready'";
    for (;;) {
      const left = await this.sql(this.leadingAtHome, waiting);
      if (left === "0") return;
      if (Date.now() > until)
        throw new Error(`after ${seconds} s ${left} files of the log wait for their repositories`);
      await pause(1000);
    }
  }

  /** The member that leads when all is well. */
  protected get leadingAtHome(): string {
    return `${this.fact.home}-0`;
  }

  /** Runs the plan's job that backs it up into one repository. */
  async backUp(repository: number): Promise<void> {
    await this.tools.run(this.fact.home, "postgres", `${this.fact.name}-backup-${repository}`);
  }

  /** Begins a repository that is empty, so that the log can go there: of what its job does the first part. */
  async begin(repository: number): Promise<void> {
    const { home, name } = this.fact;
    await this.tools.run(home, "postgres", `${name}-backup-${repository}`, {}, (command) => {
      const [, , stanza = "", config = ""] = command;
      return [`${paths.scripts}/pgbackrest.sh`, config, `--stanza=${stanza}`, "stanza-create"];
    });
  }

  /** Every pod of a region's part of the cluster, its way in and its buckets. */
  podsIn(region: string): readonly string[] {
    return this.world.podNames.filter((pod) => pod.startsWith(`${region}/`) && !pod.includes("/services/"));
  }

  /** Pods of members in a region. */
  membersIn(region: string): readonly string[] {
    return this.fact.members
      .filter((member) => member.region === region)
      .map(({ ordinal }) => `${region}/postgres/${this.fact.name}-${ordinal}`);
  }

  /**
   * Runs `npm run restore`, as a person does.
   * @param more options of it.
   * @returns what its job printed of the group.
   * @throws Error where it does not end with 0.
   */
  async restore(
    to: string,
    target: string,
    lost: readonly string[],
    more: Readonly<Record<string, string>> = {},
  ): Promise<Restored> {
    // Of the cluster's other members the drill has none.
    const others = allRegions()
      .map(({ name }) => name)
      .filter((name) => ![this.fact.home, this.fact.partner].includes(name));
    const args = {
      cluster: this.fact.name,
      to,
      target,
      lost: [...lost, ...others].join(","),
      reason: "a drill of the recovery",
      requester: "drill",
      approver: "drill-approver",
      ...more,
    };
    const env = await this.tools.open();
    const child = spawn(
      process.execPath,
      [
        "scripts/run.mjs",
        "scripts/restore/index.ts",
        ...Object.entries(args).map(([key, value]) => `--${key}=${value}`),
      ],
      { cwd: root, env, stdio: ["ignore", "pipe", "inherit"] },
    );
    let restored: Restored | undefined;
    createInterface(child.stdout).on("line", (line) => {
      this.world.journal.note("restore says", { line });
      if (line.startsWith("{")) restored = JSON.parse(line) as Restored;
    });
    const status = await new Promise((resolve) => child.once("close", resolve));
    if (status !== 0 || restored === undefined)
      throw new Error(`npm run restore ended with ${String(status)}`);
    return restored;
  }

  /** Where a repository is, and is tried. */
  protected regionOf(repository: number): string {
    const found = repositoriesOf(this.fact, this.fact.name).find(({ number }) => number === repository);
    if (found === undefined) throw new Error(`${this.fact.name} has no repository ${repository}`);
    return found.region;
  }

  /** Tries a repository's newest backup as the plan's job does. @returns what was wrong; `undefined` where all was well. */
  async tried(repository: number, env: Readonly<Record<string, string>> = {}): Promise<string | undefined> {
    try {
      await this.tools.run(this.regionOf(repository), "postgres-trial", `${this.fact.name}-trial`, env);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }
}
