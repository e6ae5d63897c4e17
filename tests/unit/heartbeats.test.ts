/** The rows that a job writes each minute, and what a trial of a backup says of them; on a real PostgreSQL 17 (PGlite). */
import { script } from "../../components/database/parts";
import { Postgres } from "../support/postgres";

const [, written = ""] = /<<SQL \|\n([\s\S]*?)\nSQL\n/.exec(script("restore-point.sh")) ?? [];
const [, chain = ""] = /CHAIN = """\n([\s\S]*?)"""/.exec(script("try-backup.py")) ?? [];
const beat = written
  .replace("$create(:'name')", "1")
  .replace("$HEARTBEAT_DAYS", "31")
  .replace("SET synchronous_commit = local;", "");

let database: Postgres;
const broken = async (): Promise<unknown> => (await database.rows(chain)).flat()[0];
beforeAll(async () => {
  database = new Postgres();
  expect(chain).toContain("azora.heartbeats");
  await database.exec(beat);
});
beforeEach(async () => {
  await database.exec("TRUNCATE azora.heartbeats");
  for (let minute = 0; minute < 4; minute++) await database.exec(beat);
});
afterAll(() => database.close());

test("are numbered one after the other, and whole", async () => {
  expect((await database.rows("SELECT number::int FROM azora.heartbeats ORDER BY 1")).flat()).toEqual([
    1, 2, 3, 4,
  ]);
  expect(await broken()).toBe("0 0");
});

test("none at all are no fault of the rows: that there is no newest one is told by its age", async () => {
  await database.exec("TRUNCATE azora.heartbeats");
  expect(await broken()).toBe("0 0");
});

test("one that is missing is found, by its number and by the next one's digest", async () => {
  await database.exec("DELETE FROM azora.heartbeats WHERE number = 3");
  expect(await broken()).toBe("1 1");
});

test.each([
  ["another time", "at = at + interval '1 microsecond'"],
  ["another digest", "digest = sha256('x')"],
])("one with %s is found, and what rests on it", async (_, change) => {
  await database.exec(`UPDATE azora.heartbeats SET ${change} WHERE number = 4`);
  expect(await broken()).toBe("0 1");
});

test("those that are too old go, and what is left is whole", async () => {
  await database.exec("UPDATE azora.heartbeats SET at = at - interval '32 days' WHERE number <= 2");
  await database.exec(beat);
  expect((await database.rows("SELECT number::int FROM azora.heartbeats ORDER BY 1")).flat()).toEqual([
    3, 4, 5,
  ]);
  expect(await broken()).toBe("0 0");
});
