/** What a trial does with what PostgreSQL and pgBackRest say; both are stand-ins that answer from files. */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { callsIn, standInProgram, warning } from "../support/standInPrograms";

const scripts = path.resolve(__dirname, "..", "..", "components", "database", "scripts");
let home: string;
const file = (name: string): string => path.join(home, name);

const standIn = (name: string, ...rest: readonly string[]): void => {
  standInProgram(home, name, ...rest);
};

/** The log's only segment is of now, and names a moment so many seconds ago. */
const pointed = (seconds: number): void => {
  const now = Date.now() / 1000;
  const segment = "17-1/0000000100000000/000000010000000000000001-0123abcd.zst";
  const time = Math.floor(now);
  writeFileSync(
    file("listed"),
    JSON.stringify({ "17-1": { type: "path" }, [segment]: { type: "file", size: 1, time } }),
  );
  const name = new Date(1000 * (now - seconds)).toISOString().replaceAll(/[-:]|\.\d+/g, "");
  writeFileSync(file("points"), `rmgr: XLOG desc: RESTORE_POINT azora_${name}\n`);
};

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "backup-trial-"));
  for (const name of ["alone.py", "archived.py", "fetch-log.sh", "try-backup.py"])
    copyFileSync(path.join(scripts, name), file(name));
  standIn(
    "pgbackrest.sh",
    ...warning,
    'case "$*" in',
    '  *" info") cat "$HOME_OF_TEST/info" ;;',
    '  *" repo-ls"*) cat "$HOME_OF_TEST/listed" ;;',
    '  *" archive-get "*) : >"$6" ;;',
    "esac",
  );
  standIn("pg_waldump", 'cat "$HOME_OF_TEST/points"');
  standIn("pg_ctl");
  standIn("pg_amcheck");
  standIn(
    "psql",
    'case "$*" in',
    '  *pg_is_in_recovery*) n=$(cat "$HOME_OF_TEST/left" 2>/dev/null || echo 0)',
    '    if [ "$n" -gt 0 ]; then echo $((n - 1)) >"$HOME_OF_TEST/left"; echo t; else echo f; fi ;;',
    "  *datallowconn*) printf 'postgres\\nazora\\n' ;;",
    '  *dbname=azora*pg_dist_local_group*IS*) cat "$HOME_OF_TEST/sharded" ;;',
    '  *dbname=azora*to_regclass*) cat "$HOME_OF_TEST/has" ;;',
    "  *to_regclass*) echo f ;;",
    '  *groupid*) cat "$HOME_OF_TEST/group" ;;',
    '  *"azora.erased_left()"*) cat "$HOME_OF_TEST/erased" ;;',
    '  *sha256*) cat "$HOME_OF_TEST/chain" ;;',
    '  *heartbeat*) cat "$HOME_OF_TEST/age" ;;',
    "  *pg_database_size*) echo 123456 ;;",
    "esac",
  );
  writeFileSync(file("has"), "t\n");
  writeFileSync(file("sharded"), "f\n");
  pointed(30);
  writeFileSync(file("info"), JSON.stringify([{ status: { code: 0 }, repo: [{ status: { code: 0 } }] }]));
  writeFileSync(file("age"), "42.5\n");
  writeFileSync(file("chain"), "0 0\n");
  writeFileSync(file("erased"), "0\n");
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

function tried(env: Readonly<Record<string, string>> = {}): {
  readonly status: number | null;
  readonly said: string;
  readonly printed: string;
  readonly calls: readonly string[];
} {
  const { status, stdout, stderr } = spawnSync("python3", [file("try-backup.py"), "core", "/c/1.conf"], {
    encoding: "utf8",
    env: {
      PATH: `${home}:${process.env.PATH ?? ""}`,
      HOME_OF_TEST: home,
      MINUTES_MAX: "15",
      LOSS_MINUTES_MAX: "5",
      PROCESSES: "4",
      PGDATA: file("data"),
      LOG: file("alone.log"),
      ...env,
    },
  });
  const calls = callsIn(home);
  return { status, said: stderr.trim(), printed: stdout.trim(), calls };
}

test("a backup that comes back whole and in time is told in one line", () => {
  const { status, printed, calls } = tried();
  expect(status).toBe(0);
  const config = "1.conf";
  expect(JSON.parse(printed)).toMatchObject({
    stanza: "core",
    config,
    databaseBytes: 123_456,
    heartbeatAgeSeconds: 42.5,
    rowsMissing: 0,
    rowsWrong: 0,
    erasedLeft: 0,
  });
  const { restorePointAgeSeconds } = JSON.parse(printed) as { restorePointAgeSeconds: number };
  // Names tell whole seconds.
  expect(restorePointAgeSeconds).toBeGreaterThanOrEqual(30);
  expect(restorePointAgeSeconds).toBeLessThan(60);
  const of = (name: string): readonly string[] => calls.filter((call) => call.startsWith(`${name} `));
  expect(of("pgbackrest.sh").slice(0, 2)).toEqual([
    `pgbackrest.sh /c/${config} --log-level-console=error --stanza=core --output=json info`,
    `pgbackrest.sh /c/${config} --stanza=core --recovery-option=restore_command=${file("fetch-log.sh")} /c/${config} core %f "%p" restore`,
  ]);
  expect(of("pg_ctl").map((call) => call.split(" ")[1])).toEqual(["start", "stop"]);
  for (const alone of [
    "archive_mode='off'",
    "listen_addresses=''",
    "synchronous_standby_names=''",
    "ssl='off'",
  ])
    expect(of("pg_ctl")[0]).toContain(`-c ${alone}`);
  expect(of("pg_amcheck")[0]).toContain("--all --install-missing --heapallindexed --jobs=4");
});

test("it waits until the log is replayed", () => {
  writeFileSync(file("left"), "2");
  const { status, calls } = tried();
  expect(status).toBe(0);
  expect(calls.filter((call) => call.includes("pg_is_in_recovery"))).toHaveLength(3);
});

test("a group of Citus' workers has no heartbeat of its own, and the log's restore points say how old it is", () => {
  writeFileSync(file("has"), "f\n");
  writeFileSync(file("sharded"), "t\n");
  writeFileSync(file("group"), "2\n");
  const { status, printed } = tried();
  expect(status).toBe(0);
  expect(JSON.parse(printed)).toMatchObject({ heartbeatAgeSeconds: null });
  pointed(3600);
  expect(tried()).toMatchObject({
    status: 1,
    said: "try-backup: the newest restore point is inf s old; allowed: 300",
  });
});

test.each([
  ["that has no shards", "f", ""],
  ["of the coordinator", "t", "0"],
])("a group %s without a table of heartbeats fails", (_, sharded, group) => {
  writeFileSync(file("has"), "f\n");
  writeFileSync(file("sharded"), `${sharded}\n`);
  writeFileSync(file("group"), `${group}\n`);
  expect(tried()).toMatchObject({ status: 1, said: "try-backup: the newest row is inf s old; allowed: 300" });
});

test.each([
  ["pgbackrest.sh", "info ended with 3"],
  ["pg_ctl", "start ended with 3"],
  ["pg_amcheck", "pg_amcheck ended with 3"],
  ["psql", "psql ended with 3"],
])("it fails where %s does, and says so", (name, why) => {
  writeFileSync(file(`${name}.down`), "");
  const { status, said, printed } = tried();
  expect({ status, said, printed }).toEqual({ status: 1, said: `try-backup: ${why}`, printed: "" });
});

test("a newest row that is older than promised fails, and so does one that is missing", () => {
  writeFileSync(file("age"), "301\n");
  expect(tried()).toMatchObject({ status: 1, said: "try-backup: the newest row is 301 s old; allowed: 300" });
  writeFileSync(file("age"), "\n");
  expect(tried()).toMatchObject({ status: 1, said: "try-backup: the newest row is inf s old; allowed: 300" });
});

test("a repository that nobody can read is not taken for one without backups", () => {
  // As pgBackRest says it: with bytes of what it could not read.
  const message = "[FormatError] unable to load info file: \u0001BYTE";
  const text = JSON.stringify([
    { status: { code: 99, message: "other" }, repo: [{ status: { code: 99, message } }] },
  ]).replaceAll("\\u0001", "\u0001");
  const [before = "", after = ""] = text.split("BYTE");
  writeFileSync(file("info"), Buffer.concat([Buffer.from(before), Buffer.from([0x95]), Buffer.from(after)]));
  const { status, said, calls } = tried();
  expect({ status, said: said.split(": [")[0] }).toEqual({
    status: 1,
    said: "try-backup: the repository cannot be read, as with another passphrase than its own",
  });
  expect(said).toContain("unable to load info file");
  expect(calls.filter((call) => call.endsWith(" restore"))).toEqual([]);
});

test("rows that are missing or other than written fail, and so does a key of whom is erased", () => {
  writeFileSync(file("chain"), "2 1\n");
  expect(tried()).toMatchObject({
    status: 1,
    said: "try-backup: of the rows of each minute 2 are missing and 1 are other than they were written",
  });
  writeFileSync(file("chain"), "0 0\n");
  writeFileSync(file("erased"), "3\n");
  expect(tried()).toMatchObject({ status: 1, said: "try-backup: 3 of those who are erased have their keys" });
});

test("one that takes longer than promised fails", () => {
  writeFileSync(file("left"), "1000");
  expect(tried({ MINUTES_MAX: "0.02" })).toMatchObject({
    status: 1,
    said: "try-backup: after 1 s log is still replayed",
  });
});
