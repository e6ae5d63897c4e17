/** A home's keys, and the people whom they belong to: what is erased in both, and what a restore would bring back. */
import { createHash } from "node:crypto";
import { migrationsOf } from "../../components/database/migrations";
import { backrest } from "../../components/database/repositoryConfig";
import { RunningCluster } from "../failover/cluster";
import { RestoredCluster } from "../restore/cluster";
import type { StandInTools } from "../restore/kubectl";
import type { World } from "../world";
import { keys, people } from "./planned";

const tenant = "00000000-0000-4000-8000-000000000001";
const sqlTimeoutMs = 60_000;
const stanzaTimeoutMs = 120_000;

export class ErasureCluster extends RestoredCluster {
  private readonly people: RunningCluster;

  constructor(world: World, entries: readonly string[], tools: StandInTools) {
    super(world, entries, tools, keys());
    this.people = new RunningCluster(world, people(), []);
  }

  override async well(seconds: number): Promise<void> {
    await Promise.all([super.well(seconds), this.people.well(seconds)]);
  }

  /** Gives both their tables; those of people's data are Citus', and not here. */
  protected override async fill(): Promise<void> {
    await this.people.podOf(this.leadingAtHome).exec(backrest(`--stanza=${people().name}`, "stanza-create"), {
      timeoutMs: stanzaTimeoutMs,
    });
    for (const [name, sql] of Object.entries(migrationsOf(this.fact))) {
      await this.apply(this, sql);
      if (!/keys|roles/.test(name)) await this.apply(this.people, sql);
    }
  }

  private async apply(cluster: RunningCluster, sql: string): Promise<void> {
    await cluster
      .podOf(this.leadingAtHome)
      .exec(
        [
          "psql",
          "--no-psqlrc",
          "--quiet",
          "--set=ON_ERROR_STOP=1",
          "--single-transaction",
          "--host=/var/run/postgresql",
          "--username=postgres",
          "--dbname=azora",
          "--file=-",
        ],
        { input: sql, timeoutMs: sqlTimeoutMs },
      );
  }

  /** Makes a person's key. */
  async makeKey(person: string): Promise<void> {
    await this.sql(
      this.leadingAtHome,
      `INSERT INTO azora.subject_keys (tenant_id, person_id, wrapped_key, email_tag) VALUES ('${tenant}', '${person}', 'wrapped', sha256('${person}'))`,
    );
  }

  /** Erases a person as their right asks for: in both clusters, keys first. */
  async erase(person: string): Promise<void> {
    const subject = createHash("sha256").update(`${tenant} ${person}`).digest("hex");
    const statement = `SET ROLE eraser; INSERT INTO azora.erasures (subject) VALUES (decode('${subject}', 'hex')) ON CONFLICT DO NOTHING`;
    for (const cluster of [this, this.people]) await cluster.sql(this.leadingAtHome, statement);
  }

  /** How many keys of a person there are. */
  async keysOf(person: string): Promise<number> {
    return Number(
      await this.sql(
        this.leadingAtHome,
        `SELECT count(*) FROM azora.subject_keys WHERE person_id = '${person}'`,
      ),
    );
  }
}
