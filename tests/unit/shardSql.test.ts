/**
 * The rendered SQL, on a real PostgreSQL 17 (PGlite) as far as it does not need Citus, and all of it through PostgreSQL's own
 * parser. The functions of Citus are stand-ins that this test makes: they have Citus' names and arguments and do nothing but
 * note their calls. What Citus does with them is told in docs/decisions/0009-sharding.md.
 */
import { createHash } from "node:crypto";
import { loadModule, parseSync } from "libpg-query";
import { migrationsOf } from "../../components/database/migrations";
import { databaseClusters } from "../../components/facts/databaseClusters";
import { sharding } from "../../components/facts/shards";
import { citusStandIns, Postgres, rolesForTests } from "../support/postgres";

const cluster = databaseClusters().find(({ groups }) => groups.length > 1);
if (!cluster) throw new Error("no cluster is sharded");
const migrations = Object.entries(migrationsOf(cluster));
const tenant = "00000000-0000-4000-8000-000000000001";
const other = "00000000-0000-4000-8000-000000000002";
let database: Postgres;
const rows = (sql: string): Promise<readonly unknown[]> => database.rows(sql);
const statementsIn = (sql: string): readonly unknown[] =>
  (parseSync(sql) as { readonly stmts: readonly unknown[] }).stmts;
const as = (role: string, sql: string): Promise<void> => database.as(role, sql);

beforeAll(async () => {
  await loadModule();
  database = new Postgres();
  await database.exec(`${rolesForTests()}\n${citusStandIns}`);
  for (const [, sql] of migrations) await database.exec(`BEGIN;\n${sql}\nCOMMIT;`);
  await database.exec(`
    INSERT INTO azora.countries VALUES ('KE', 'Kenya');
    INSERT INTO azora.plans VALUES ('basic', 5, 10);
    INSERT INTO azora.tenants (tenant_id, name, country, plan) VALUES ('${tenant}', 'one', 'KE', 'basic'), ('${other}', 'two', 'KE', 'basic');
  `);
});
afterAll(() => database.close());

test.each(migrations)("%s is PostgreSQL's own language, statement by statement", (_, sql) => {
  expect(statementsIn(sql).length).toBeGreaterThan(0);
  expect(sql).not.toContain(":shard_count");
});

test.each(migrations)("%s asks nothing of shards that Citus refuses", (_, sql) => {
  const statements = sql.replaceAll(/--.*/g, "");
  // "cannot execute ADD COLUMN command with PRIMARY KEY, UNIQUE, FOREIGN and CHECK constraints": only with names of their own.
  for (const [column] of statements.matchAll(/ADD COLUMN[^;]*?(?=,\s*ADD|;)/g))
    expect(column).not.toMatch(/CHECK|UNIQUE|REFERENCES|PRIMARY KEY/);
  // A list without columns becomes a question without an answer's form (citusdata/citus#5094).
  for (const table of ["tenants", "persons", "accounts", "sightings", "outbox"])
    expect(statements).not.toMatch(new RegExp(`SELECT\\s+FROM\\s+azora\\.${table}\\b`));
});

test("the parser refuses what is none", () => {
  expect(() => statementsIn("CREATE TABLE azora.tenants (tenant_id uuid")).toThrow("syntax error");
});

test("PostgreSQL is the planned major version", async () => {
  expect(await rows("SELECT current_setting('server_version_num')::int / 10000")).toEqual([[17]]);
});

test("tenants' tables are distributed by tenant_id and stand together, in the planned number of shards", async () => {
  expect(
    await rows("SELECT relation, detail FROM public.calls WHERE call = 'distributed' ORDER BY 1"),
  ).toEqual([
    ["azora.accounts", "tenant_id azora.tenants"],
    ["azora.outbox", "tenant_id azora.tenants"],
    ["azora.persons", "tenant_id azora.tenants"],
    ["azora.sightings", "tenant_id azora.tenants"],
    ["azora.tenants", `tenant_id ${sharding.shards}`],
  ]);
  expect(
    await rows("SELECT call, relation FROM public.calls WHERE call <> 'distributed' ORDER BY 2"),
  ).toEqual([
    ["reference", "azora.countries"],
    ["reference", "azora.plans"],
    ["local", "azora.refresh_policies"],
  ]);
});

test("every key of a distributed table holds tenant_id, or Citus could not check it", async () => {
  const without = await rows(`
    SELECT i.indexrelid::regclass::text FROM pg_index i JOIN public.calls c ON c.relation::regclass = i.indrelid
     WHERE c.call = 'distributed' AND i.indisunique AND NOT EXISTS (
       SELECT FROM pg_attribute a WHERE a.attrelid = i.indrelid AND a.attname = 'tenant_id' AND a.attnum = ANY (i.indkey))`);
  expect(without).toEqual([]);
});

test("a change and its row of the outbox are there together, and gone together", async () => {
  await database.exec("DELETE FROM azora.outbox");
  const person = "00000000-0000-4000-8000-0000000000aa";
  await database.exec("BEGIN");
  await database.exec(
    `INSERT INTO azora.persons (tenant_id, person_id, sealed) VALUES ('${tenant}', '${person}', 'a')`,
  );
  await database.exec("ROLLBACK");
  expect(await rows("SELECT count(*)::int FROM azora.outbox")).toEqual([[0]]);
  await as("durable", `UPDATE azora.tenants SET name = 'three' WHERE tenant_id = '${tenant}'`);
  await as("durable", `DELETE FROM azora.tenants WHERE tenant_id = '${other}'`);
  const bucket = (id: string): number => createHash("sha256").update(id).digest()[0] as number;
  expect(await rows("SELECT tenant_id, topic, bucket FROM azora.outbox ORDER BY changed_at")).toEqual([
    [tenant, "tenants", bucket(tenant)],
    [other, "tenants", bucket(other)],
  ]);
});

describe("roles", () => {
  test("the relay takes rows of the outbox away and sees nothing else", async () => {
    await as("relay", "SELECT topic, bucket FROM azora.outbox");
    await as("relay", `DELETE FROM azora.outbox WHERE tenant_id = '${other}'`);
    await expect(as("relay", "SELECT FROM azora.persons")).rejects.toThrow(
      "permission denied for table persons",
    );
  });

  test("nobody but the trigger writes to the outbox", async () => {
    const forged = "INSERT INTO azora.outbox (tenant_id, topic, bucket) VALUES (gen_random_uuid(), 'x', 1)";
    for (const role of ["durable", "fast", "relay"])
      await expect(as(role, forged)).rejects.toThrow("permission denied for table outbox");
  });

  test("what may be lost goes to sightings and nowhere else", async () => {
    const sighting = `INSERT INTO azora.sightings (tenant_id, account_id) VALUES ('${tenant}', gen_random_uuid())`;
    await expect(as("fast", sighting)).resolves.toBeUndefined();
    await expect(as("fast", "DELETE FROM azora.accounts")).rejects.toThrow(
      "permission denied for table accounts",
    );
    await expect(as("fast", "SELECT FROM azora.persons")).rejects.toThrow(
      "permission denied for table persons",
    );
  });

  test("isolating a tenant and refreshing are the platform's", async () => {
    await expect(as("durable", `SELECT azora.isolate_tenant('${tenant}')`)).rejects.toThrow(
      "permission denied",
    );
    await expect(as("durable", "CALL azora.refresh_due()")).rejects.toThrow("permission denied");
  });
});

test("a materialised view is refreshed when it is due, and not before", async () => {
  const seen = (): Promise<readonly unknown[]> =>
    rows("SELECT plan, country, tenants::int FROM azora.usage_by_plan");
  await database.exec("CALL azora.refresh_due()");
  expect(await seen()).toEqual([["basic", "KE", 1]]);
  await database.exec(
    `INSERT INTO azora.tenants (tenant_id, name, country, plan) VALUES ('${other}', 'two', 'KE', 'basic')`,
  );
  await database.exec("CALL azora.refresh_due()");
  expect(await seen()).toEqual([["basic", "KE", 1]]);
  await database.exec("UPDATE azora.refresh_policies SET refreshed_at = now() - every");
  await database.exec("CALL azora.refresh_due()");
  expect(await seen()).toEqual([["basic", "KE", 2]]);
});

test("the file that runs each time may run again", async () => {
  const [first] = migrations;
  await database.exec(first?.[1] ?? "");
  expect(first?.[0]).toBe("000-migrations.sql");
});
