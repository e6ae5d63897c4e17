/** What a restore does with what PostgreSQL and pgBackRest say; all are stand-ins that answer from files. */
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { callsIn, standInProgram, warning } from "../support/standInPrograms";

const scripts = path.resolve(__dirname, "..", "..", "components", "database", "scripts");
let home: string;
const file = (name: string): string => path.join(home, name);

const standIn = (name: string, ...rest: readonly string[]): void => {
  standInProgram(home, name, ...rest);
};

const at = (time: string): number => Date.parse(time) / 1000;
const backup = (
  label: string,
  stop: string,
  { error = false, timeline = 1, lsn = "0/5000000" } = {},
): object => ({
  label,
  error,
  timestamp: { start: at(stop) - 60, stop: at(stop) },
  archive: { start: `0000000${timeline}0000000000000005` },
  lsn: { start: lsn, stop: lsn },
});
const logFile = (name: string, time: string): Readonly<Record<string, object>> => ({
  [`17-1/${name}`]: { type: "file", size: 1, time: at(time) },
});

/** What pgBackRest lists of a group's log: the folder itself, and what says which clusters there were. */
const folder = {
  ".": { type: "path" },
  "17-1": { type: "path" },
  "archive.info": { type: "file", size: 500, time: 1_764_000_000 },
  "archive.info.copy": { type: "file", size: 500, time: 1_764_000_000 },
};

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "restore-script-"));
  mkdirSync(file("data"));
  for (const name of ["alone.py", "archived.py", "restore.py", "restore-table.py"])
    copyFileSync(path.join(scripts, name), file(name));
  standIn(
    "pgbackrest.sh",
    ...warning,
    'case "$*" in',
    `  *" info") cat "${home}/info" ;;`,
    `  *" repo-ls"*) cat "${home}/listed" ;;`,
    `  *" repo-get"*) cat "${home}/history" ;;`,
    `  *" archive-get "*) echo "$5" >"$6" ;;`,
    "esac",
  );
  standIn("pg_ctl");
  standIn("pg_waldump", `cat "${home}/log-$(cat "$2")" 2>/dev/null; exit 1`);
  standIn("pg_dump", "echo dumped");
  standIn(
    "psql",
    'case "$*" in',
    `  *pg_is_in_recovery*) [[ -e ${home}/fell ]] && exit 2; echo f ;;`,
    "  *datallowconn*) echo azora ;;",
    "  *to_regclass*) echo t ;;",
    "  *heartbeat*) echo 2026-11-26T08:29:58.000Z ;;",
    "  *pg_database_size*) echo 123456 ;;",
    `  *"--dbname=LIVE"*count*) cat "${home}/there" ;;`,
    "  *count*) echo 7 ;;",
    `  *--single-transaction*) cat >"${home}/loaded" ;;`,
    "esac",
  );
  writeFileSync(file("there"), "7\n");
  writeFileSync(file("listed"), JSON.stringify(folder));
  writeFileSync(
    file("info"),
    JSON.stringify([
      {
        backup: [
          backup("20261124-000000F", "2026-11-24T00:10:00Z"),
          backup("20261124-000000F_20261125-000000I", "2026-11-25T00:10:00Z"),
          backup("20261124-000000F_20261126-000000I", "2026-11-26T00:10:00Z", { error: true }),
          backup("20261124-000000F_20261126-090000I", "2026-11-26T09:00:00Z"),
        ],
      },
    ]),
  );
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

function restored(
  env: Readonly<Record<string, string>>,
  script = "restore.py",
): {
  readonly status: number | null;
  readonly said: string;
  readonly printed: string;
  readonly calls: readonly string[];
} {
  const { status, stdout, stderr } = spawnSync(
    "python3",
    [file(script), "core", "/c/restore-1.conf", "/c/restore-2.conf"],
    {
      encoding: "utf8",
      env: {
        PATH: `${home}:${process.env["PATH"] ?? ""}`,
        REPOSITORY: "2",
        MINUTES_MAX: "15",
        POINT_MINUTES: "5",
        PGDATA: file("data"),
        LOG: file("alone.log"),
        ...env,
      },
    },
  );
  const calls = callsIn(home);
  return { status, said: stderr.trim(), printed: stdout.trim(), calls };
}
const restoreCall = (calls: readonly string[]): string =>
  calls.find((call) => call.endsWith(" restore")) ?? "";

test("to the end of the log: the newest backup of the repository that is asked for, over what the volume has", () => {
  writeFileSync(file("data/postmaster.pid"), "1\n");
  const { status, printed, calls } = restored({ TARGET: "latest" });
  expect(status).toBe(0);
  expect(JSON.parse(printed)).toMatchObject({
    stanza: "core",
    config: "restore-2.conf",
    target: "latest",
    databaseBytes: 123_456,
    newestRow: "2026-11-26T08:29:58.000Z",
  });
  expect(restoreCall(calls)).toMatch(
    /^pgbackrest\.sh \/c\/restore-2\.conf --stanza=core .* --delta --set=20261124-000000F_20261126-090000I --target-timeline=current restore$/,
  );
  expect(existsSync(file("data/postmaster.pid"))).toBe(false);
  const own = calls.map((call) => call.split(" ").slice(0, 2).join(" "));
  expect(own[0]).toBe("pgbackrest.sh /c/restore-2.conf");
  expect(own.at(-1)).toBe("pg_ctl stop");
});

test("to a moment: the newest backup that was whole before it, and no log beyond", () => {
  const { status, calls } = restored({ TARGET: "2026-11-26T08:30:00Z" });
  expect(status).toBe(0);
  expect(restoreCall(calls)).toContain(
    "--set=20261124-000000F_20261125-000000I --target-timeline=current --type=time --target=2026-11-26 08:30:00+00 --target-action=promote restore",
  );
});

test("to a restore point: by its name, from a backup before its time", () => {
  const { calls } = restored({ TARGET: "azora_20261126T093000Z" });
  expect(restoreCall(calls)).toContain(
    "--set=20261124-000000F_20261126-090000I --target-timeline=current --type=name --target=azora_20261126T093000Z --target-action=promote restore",
  );
});

describe("after a restore before", () => {
  /** Timeline 2 left the first at 08:30, when the log was at 0/6000000; a backup of either is from after that. */
  beforeEach(() => {
    writeFileSync(
      file("listed"),
      JSON.stringify({ ...folder, ...logFile("00000002.history", "2026-11-26T10:00:00Z") }),
    );
    writeFileSync(file("history"), "1\t0/6000000\tbefore 2026-11-26 08:30:00+00\n");
    writeFileSync(
      file("info"),
      JSON.stringify([
        {
          backup: [
            backup("early", "2026-11-26T08:00:00Z"),
            backup("left", "2026-11-26T09:00:00Z", { lsn: "0/7000000" }),
            backup("later", "2026-11-26T11:00:00Z", { timeline: 2, lsn: "0/7100000" }),
          ],
        },
      ]),
    );
  });

  test.each([
    ["latest", "--set=later --target-timeline=current restore"],
    // Before the parting the first timeline is right, which a restore to a wrong moment left.
    ["2026-11-26T09:30:00Z", "--set=left --target-timeline=current --type=time"],
    // A backup of what was left does not lead to what came after it.
    ["2026-11-26T10:30:00Z", "--set=early --target-timeline=2 --type=time"],
    ["2026-11-26T11:30:00Z", "--set=later --target-timeline=current --type=time"],
  ])("to %s", (target, options) => {
    const { status, calls } = restored({ TARGET: target });
    expect(status).toBe(0);
    expect(restoreCall(calls)).toContain(options);
  });

  test.each([
    ["latest", "--set=later --target-timeline=current restore"],
    ["2026-11-26T11:30:00Z", "--set=later --target-timeline=current --type=time"],
  ])("to %s, when the bucket's lifecycle has taken the history and the backups before", (target, options) => {
    writeFileSync(file("listed"), JSON.stringify(folder));
    const later = backup("later", "2026-11-26T11:00:00Z", { timeline: 2, lsn: "0/7100000" });
    writeFileSync(file("info"), JSON.stringify([{ backup: [later] }]));
    const { status, calls } = restored({ TARGET: target });
    expect(status).toBe(0);
    expect(restoreCall(calls)).toContain(options);
    expect(calls.some((call) => call.includes("repo-get"))).toBe(false);
  });

  test("no backup of the timeline that was left is taken for one of a timeline whose history is gone", () => {
    writeFileSync(file("listed"), JSON.stringify(folder));
    const { status, calls } = restored({ TARGET: "2026-11-26T11:30:00Z" });
    expect(status).toBe(0);
    expect(restoreCall(calls)).toContain("--set=later ");
  });
});

test("what this recovery was told is not told to the server that leads afterwards", () => {
  const { calls } = restored({ TARGET: "latest" });
  const reset = calls.flatMap((call) => /ALTER SYSTEM RESET (\w+)/.exec(call)?.[1] ?? []);
  expect(reset).toEqual(
    expect.arrayContaining(["restore_command", "recovery_target_time", "recovery_target_name"]),
  );
});

test("log of the timeline that begins is marked, so that the member hands it over", () => {
  const { calls } = restored({ TARGET: "latest" });
  const start = calls.find((call) => call.startsWith("pg_ctl start"));
  expect(start).toContain("-c archive_mode='on'");
  expect(start).toContain("-c archive_command='/bin/false'");
});

test.each<[string, Readonly<Record<string, string>>, string]>([
  [
    "a moment before every backup",
    { TARGET: "2026-11-23T00:00:00Z" },
    "restore: no backup that leads to timeline 1 ended before 2026-11-23T00:00:00Z; the first that is whole ended at 2026-11-24T00:10:00Z",
  ],
  [
    "a moment that is none",
    { TARGET: "yesterday" },
    'restore: TARGET is "yesterday"; allowed: latest, a time such as 2026-11-01T12:00:00Z, the name of a restore point',
  ],
  [
    "a repository that is none",
    { TARGET: "latest", REPOSITORY: "3" },
    'restore: REPOSITORY is "3"; allowed: restore-1.conf, restore-2.conf',
  ],
])("%s is refused before anything is changed", (_, env, said) => {
  const answer = restored(env);
  expect(answer).toMatchObject({ status: 1, said, printed: "" });
  expect(restoreCall(answer.calls)).toBe("");
});

test("a server that does not come to the moment says why", () => {
  writeFileSync(file("fell"), "");
  writeFileSync(file("alone.log"), "FATAL: recovery ended before configured recovery target was reached\n");
  const { status, said } = restored({ TARGET: "2026-11-26T08:30:00Z" });
  expect(status).toBe(1);
  expect(said).toContain("recovery ended before configured recovery target was reached");
});

describe("restore points", () => {
  const names = [
    "000000010000000000000001",
    "000000010000000000000002",
    "000000010000000000000003",
    "000000020000000000000003",
  ] as const;
  const segment = (name: string, time: string): object =>
    logFile(`${name.slice(0, 16)}/${name}-0123abcd.zst`, time);
  const point = (name: string): string => `rmgr: XLOG desc: RESTORE_POINT ${name}\n`;
  beforeEach(() => {
    writeFileSync(
      file("listed"),
      JSON.stringify({
        ...folder,
        ...segment(names[0], "2026-11-26T07:00:00Z"),
        ...segment(names[1], "2026-11-26T08:29:10Z"),
        ...segment(names[2], "2026-11-26T08:31:10Z"),
        ...segment(names[3], "2026-11-26T08:31:20Z"),
      }),
    );
    writeFileSync(file(`log-${names[0]}`), point("azora_20261126T065900Z"));
    writeFileSync(file(`log-${names[1]}`), point("azora_20261126T082800Z") + point("azora_20261126T082900Z"));
    writeFileSync(file(`log-${names[2]}`), point("azora_20261126T083000Z") + point("azora_20261126T083100Z"));
    writeFileSync(file(`log-${names[3]}`), point("azora_20261126T083020Z"));
  });

  test("are found in the segments that came about then, of the timeline of then, and none is later than asked for", () => {
    const { status, printed, calls } = restored({ MODE: "points", TARGET: "2026-11-26T08:30:30Z" });
    expect(status).toBe(0);
    expect(JSON.parse(printed)).toEqual([
      "azora_20261126T083000Z",
      "azora_20261126T082900Z",
      "azora_20261126T082800Z",
    ]);
    expect(calls.some((call) => call.startsWith("pg_ctl"))).toBe(false);
    expect(calls.some((call) => call.includes(names[0]) || call.includes(names[3]))).toBe(false);
  });

  test("of the log's end are those before it, however long ago that was", () => {
    const { printed } = restored({ MODE: "points", TARGET: "latest" });
    expect(JSON.parse(printed)).toEqual([
      "azora_20261126T083100Z",
      "azora_20261126T083000Z",
      "azora_20261126T082900Z",
      "azora_20261126T082800Z",
    ]);
  });
});

describe("a file of the log", () => {
  const fetched = (name: string): number | null => {
    copyFileSync(path.join(scripts, "fetch-log.sh"), file("fetch-log.sh"));
    return spawnSync("bash", [file("fetch-log.sh"), "/c/restore-1.conf", "core", name, "/d/x"], {
      env: {
        PATH: process.env["PATH"],
        PAUSE_SECONDS: "0",
        PASSPHRASE_FILE: file("there"),
      },
    }).status;
  };
  const answers = (...statuses: readonly number[]): void => {
    writeFileSync(file("answers"), `${statuses.join("\n")}\n`);
    standIn("pgbackrest.sh", `s=$(head -n1 "${home}/answers"); sed -i 1d "${home}/answers"; exit $s`);
  };

  test.each([
    ["is there", [0], 0],
    ["is not there: the log ends", [1], 1],
    ["could not be fetched twice, and then was", [25, 82, 0], 0],
    ["cannot be fetched: the recovery ends, and not with what it has", [25, 25, 25], 255],
  ])("%s", (_, statuses, expected) => {
    answers(...statuses);
    expect(fetched("000000010000000000000001")).toBe(expected);
  });

  test("that is a timeline's history may be one that never was", () => {
    answers(39, 39, 39);
    expect(fetched("00000003.history")).toBe(1);
  });

  test("is not taken for missing where the passphrase is", () => {
    rmSync(file("there"));
    answers(1, 1, 1);
    expect(fetched("000000010000000000000001")).toBe(255);
  });
});

describe("one table", () => {
  const table = { TARGET: "2026-11-26T08:30:00Z", TABLE: "app.orders", LIVE: "LIVE" };

  test("comes back in a schema of its own, all of it", () => {
    const { status, printed, calls } = restored(table, "restore-table.py");
    expect(status).toBe(0);
    expect(JSON.parse(printed)).toMatchObject({ table: "restored_20261126t083000z.orders", rows: 7 });
    expect(calls.join("\n")).toContain("ALTER TABLE app.orders SET SCHEMA restored_20261126t083000z");
    expect(calls.find((call) => call.startsWith("pg_dump"))).toContain("--schema=restored_20261126t083000z");
    expect(readFileSync(file("loaded"), "utf8")).toBe("dumped\n");
    expect(restoreCall(calls)).not.toContain("--delta");
  });

  test("fails where rows are missing", () => {
    writeFileSync(file("there"), "6\n");
    expect(restored(table, "restore-table.py")).toMatchObject({
      status: 1,
      said: "restore-table: restored_20261126t083000z.orders has 6 rows; it had 7",
      printed: "",
    });
  });

  test("is refused where its name is no name", () => {
    const answer = restored({ ...table, TABLE: "orders; DROP TABLE x" }, "restore-table.py");
    expect(answer).toMatchObject({ status: 1, calls: [] });
    expect(answer.said).toContain("allowed: schema and name, such as app.orders");
  });
});
