import { once } from "node:events";
import path from "node:path";
import { Worker } from "node:worker_threads";

type Answer = { readonly rows: readonly (readonly unknown[])[] } | { readonly error: string };

/** A PostgreSQL 17 of its own, in memory: one connection, whose statements come one after another. */
export class Postgres {
  private readonly worker = new Worker(path.join(__dirname, "postgresWorker.mjs"));

  private async ask(call: "rows" | "exec", sql: string): Promise<readonly (readonly unknown[])[]> {
    this.worker.postMessage({ call, sql });
    const [answer] = (await once(this.worker, "message")) as [Answer];
    if ("error" in answer) throw new Error(answer.error);
    return answer.rows;
  }

  /** Runs statements. */
  async exec(sql: string): Promise<void> {
    await this.ask("exec", sql);
  }

  /** What a query gives, as lists of values. */
  rows(sql: string): Promise<readonly (readonly unknown[])[]> {
    return this.ask("rows", sql);
  }

  /** Runs statements with a role's rights. */
  async as(role: string, sql: string): Promise<void> {
    await this.exec(`SET ROLE ${role}`);
    try {
      await this.exec(sql);
    } finally {
      await this.exec("RESET ROLE");
    }
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}
