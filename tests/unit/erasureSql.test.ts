/** What an erasure takes away, and what cannot come back, on a real PostgreSQL 17 (PGlite); Citus' functions are stand-ins. */
import { createHash } from "node:crypto";
import { migrationsOf } from "../../components/database/migrations";
import { databaseClusters } from "../../components/facts/databaseClusters";
import { citusStandIns, Postgres, rolesForTests } from "../support/postgres";

const tenant = "00000000-0000-4000-8000-000000000001";
const ada = "00000000-0000-4000-8000-0000000000aa";
const joe = "00000000-0000-4000-8000-0000000000bb";
const subject = (person: string): string => createHash("sha256").update(`${tenant} ${person}`).digest("hex");
const erasure = (person: string): string =>
  `INSERT INTO azora.erasures (subject) VALUES (decode('${subject(person)}', 'hex'))`;
const keyOf = (person: string, address = person): string =>
  `INSERT INTO azora.subject_keys (tenant_id, person_id, wrapped_key, email_tag) VALUES ('${tenant}', '${person}', 'wrapped', sha256('${address}'))`;

/** A cluster of a kind with all of its files applied. */
async function databaseOf(kind: string): Promise<Postgres> {
  const cluster = databaseClusters().find((each) => each.kind === kind);
  if (!cluster) throw new Error(`no cluster of ${kind}`);
  const database = new Postgres();
  await database.exec(`${rolesForTests()}\n${citusStandIns}`);
  for (const sql of Object.values(migrationsOf(cluster))) await database.exec(`BEGIN;\n${sql}\nCOMMIT;`);
  return database;
}

describe("the cluster of keys", () => {
  let database: Postgres;
  const keys = async (): Promise<readonly unknown[]> =>
    (await database.rows("SELECT person_id FROM azora.subject_keys ORDER BY 1")).flat();
  beforeAll(async () => {
    database = await databaseOf("keys");
  });
  beforeEach(async () => {
    await database.exec("TRUNCATE azora.erasures, azora.subject_keys");
    await database.as("durable", `${keyOf(ada)}; ${keyOf(joe)}`);
  });
  afterAll(() => database.close());

  test("an erasure takes the subject's key, and no other, in its own transaction", async () => {
    await database.as("eraser", `BEGIN; ${erasure(ada)}; ROLLBACK`);
    expect(await keys()).toEqual([ada, joe]);
    await database.as("eraser", erasure(ada));
    expect(await keys()).toEqual([joe]);
  });

  test("no key is made anew for whom nobody may know any more", async () => {
    await database.as("eraser", erasure(ada));
    await expect(database.as("durable", keyOf(ada))).rejects.toThrow(
      `person ${ada} of tenant ${tenant} is erased; allowed: a new person`,
    );
  });

  test("a copy from before the erasure loses the key as soon as it is told", async () => {
    await database.exec(
      `CREATE TEMPORARY TABLE told (LIKE azora.erasures); INSERT INTO told VALUES (decode('${subject(ada)}', 'hex'), now())`,
    );
    const replay = "INSERT INTO azora.erasures SELECT * FROM told ON CONFLICT DO NOTHING";
    await database.exec(replay);
    expect(await keys()).toEqual([joe]);
    await database.exec(replay);
    expect(await keys()).toEqual([joe]);
    await database.exec("DROP TABLE told");
  });

  test("only an erasure takes a key away, and nobody takes an erasure back", async () => {
    const refused = (role: string, sql: string) =>
      expect(database.as(role, sql)).rejects.toThrow("permission denied");
    await refused("durable", "DELETE FROM azora.subject_keys");
    await refused("durable", erasure(ada));
    await refused("fast", "SELECT FROM azora.subject_keys");
    for (const role of ["eraser", "durable"]) {
      await refused(role, "DELETE FROM azora.erasures");
      await refused(role, "UPDATE azora.erasures SET erased_at = now()");
    }
    await refused("eraser", "SELECT FROM azora.subject_keys");
  });

  test("the same address is refused once more, and not read", async () => {
    await expect(database.as("durable", keyOf("00000000-0000-4000-8000-0000000000cc", ada))).rejects.toThrow(
      "subject_keys_tenant_id_email_tag_key",
    );
  });

  test("nobody's own table takes a key, or holds anybody up", async () => {
    for (const name of ["forget", "wait_for_keys", "refuse_erased"])
      await expect(
        database.as(
          "durable",
          `CREATE TEMPORARY TABLE own (subject bytea); CREATE TRIGGER mine AFTER INSERT ON own REFERENCING NEW TABLE AS erased FOR EACH STATEMENT EXECUTE FUNCTION azora.${name}()`,
        ),
      ).rejects.toThrow(`permission denied for function azora.${name}`);
    expect(await keys()).toEqual([ada, joe]);
  });

  test.each(["repeatable read", "serializable"])(
    "neither keys nor erasures are made in %s",
    async (level) => {
      const within = async (role: string, sql: string): Promise<void> => {
        await database.exec(`BEGIN ISOLATION LEVEL ${level}; SET LOCAL ROLE ${role}`);
        await expect(database.exec(sql)).rejects.toThrow(
          `transaction_isolation is "${level}"; allowed: read committed`,
        );
        await database.exec("ROLLBACK");
      };
      await within("eraser", erasure(ada));
      await within("durable", keyOf("00000000-0000-4000-8000-0000000000cc"));
    },
  );

  test("an erasure of thousands takes one lock", async () => {
    await database.exec(
      "BEGIN; INSERT INTO azora.erasures (subject) SELECT sha256(n::text::bytea) FROM generate_series(1, 20000) AS n",
    );
    const [[held]] = (await database.rows(
      "SELECT count(*)::int FROM pg_locks WHERE mode = 'ShareRowExclusiveLock'",
    )) as [[number]];
    expect(held).toBe(1);
    await database.exec("ROLLBACK");
  });

  test("rows that are gone are vacuumed whatever their share", async () => {
    const [[options]] = (await database.rows(
      "SELECT reloptions::text FROM pg_class WHERE oid = 'azora.subject_keys'::regclass",
    )) as [[string]];
    expect(options).toContain("autovacuum_vacuum_scale_factor=0");
    expect(options).toContain("autovacuum_vacuum_threshold=0");
  });

  test("a key may be wrapped anew, and stays its person's", async () => {
    await database.as("durable", "UPDATE azora.subject_keys SET wrapped_key = 'anew'");
    await expect(
      database.as("durable", "UPDATE azora.subject_keys SET person_id = gen_random_uuid()"),
    ).rejects.toThrow("permission denied");
  });

  test("who is erased is not told by name", async () => {
    await database.as("eraser", erasure(ada));
    const columns = await database.rows(
      "SELECT column_name FROM information_schema.columns WHERE table_name = 'erasures' ORDER BY ordinal_position",
    );
    expect(columns.flat()).toEqual(["subject", "erased_at"]);
    await expect(database.exec("INSERT INTO azora.erasures (subject) VALUES ('ada')")).rejects.toThrow(
      "erasures_subject_check",
    );
  });
});

describe("the cluster of people", () => {
  let database: Postgres;
  const count = async (table: string): Promise<unknown> =>
    (await database.rows(`SELECT count(*)::int FROM azora.${table}`)).flat()[0];
  beforeAll(async () => {
    database = await databaseOf("people");
    await database.exec(`
      INSERT INTO azora.countries VALUES ('KE', 'Kenya');
      INSERT INTO azora.plans VALUES ('basic', 5, 10);
      INSERT INTO azora.tenants (tenant_id, name, country, plan) VALUES ('${tenant}', 'one', 'KE', 'basic');
    `);
    for (const person of [ada, joe])
      await database.as(
        "durable",
        `INSERT INTO azora.persons (tenant_id, person_id, sealed) VALUES ('${tenant}', '${person}', 'x');
         INSERT INTO azora.accounts (tenant_id, account_id, person_id) VALUES ('${tenant}', gen_random_uuid(), '${person}')`,
      );
  });
  afterAll(() => database.close());

  test("has no column that says who a person is", async () => {
    const columns = await database.rows(
      "SELECT column_name FROM information_schema.columns WHERE table_name = 'persons'",
    );
    expect(columns.flat().sort()).toEqual(["created_at", "person_id", "sealed", "tenant_id"]);
  });

  test("an erasure takes the person and what hangs on them, and nobody else", async () => {
    await database.as("eraser", erasure(ada));
    expect(await database.rows("SELECT person_id FROM azora.persons")).toEqual([[joe]]);
    expect(await count("accounts")).toBe(1);
    expect(await count("tenants")).toBe(1);
  });

  test("nobody's own table takes a person", async () => {
    for (const role of ["durable", "fast"])
      await expect(
        database.as(
          role,
          "CREATE TEMPORARY TABLE own (subject bytea); CREATE TRIGGER mine AFTER INSERT ON own REFERENCING NEW TABLE AS erased FOR EACH STATEMENT EXECUTE FUNCTION azora.forget()",
        ),
      ).rejects.toThrow("permission denied for function azora.forget");
  });
});
