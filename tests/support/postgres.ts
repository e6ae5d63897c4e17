import { once } from "node:events";
import path from "node:path";
import { Worker } from "node:worker_threads";
import { rolesSql } from "../../components/database/rolesSql";

type Answer = { readonly rows: readonly (readonly unknown[])[] } | { readonly error: string };

/** Citus' functions by their names and arguments, which do nothing but note their calls. */
export const citusStandIns = `
  CREATE TABLE public.calls (call text, relation text, detail text);
  CREATE FUNCTION create_distributed_table(table_name regclass, distribution_column text, distribution_type text DEFAULT 'hash',
    colocate_with text DEFAULT 'default', shard_count int DEFAULT NULL) RETURNS void LANGUAGE sql
    AS $$ INSERT INTO public.calls VALUES ('distributed', table_name::text, distribution_column || ' ' || COALESCE(shard_count::text, colocate_with)) $$;
  CREATE FUNCTION create_reference_table(table_name regclass) RETURNS void LANGUAGE sql
    AS $$ INSERT INTO public.calls VALUES ('reference', table_name::text) $$;
  CREATE FUNCTION citus_add_local_table_to_metadata(table_name regclass, cascade_via_foreign_keys boolean DEFAULT false) RETURNS void
    LANGUAGE sql AS $$ INSERT INTO public.calls VALUES ('local', table_name::text) $$;
  CREATE FUNCTION isolate_tenant_to_new_shard(table_name regclass, tenant_id uuid, cascade_option text DEFAULT '',
    shard_transfer_mode text DEFAULT 'auto') RETURNS bigint LANGUAGE sql AS $$ SELECT 1::bigint $$;
`;

/** Roles as a cluster's first statements make them; the database itself and psql's own commands are left out. */
export function rolesForTests(): string {
  return rolesSql()
    .split("\n")
    .filter((line) => !/\\(gexec|connect)/.test(line))
    .join("\n")
    .replaceAll(/DATABASE azora/g, "DATABASE postgres");
}

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
