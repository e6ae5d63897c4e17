/** What members' scripts do with the log; `pgbackrest` is a stand-in that notes how it was called and fails where told. */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { warning } from "../support/standInPrograms";

const scripts = path.resolve(__dirname, "..", "..", "components", "database", "scripts");
const file = (name: string): string => path.join(home, name);
let home: string;

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "repository-scripts-"));
  mkdirSync(file("config"));
  mkdirSync(file("pg_wal/archive_status"), { recursive: true });
  // As a pod has them: in one folder, to be run.
  for (const script of ["pgbackrest.sh", "pgbackrest-push.sh"]) {
    copyFileSync(path.join(scripts, script), file(script));
    chmodSync(file(script), 0o555);
  }
  writeFileSync(file("passphrase"), "open sesame\n");
  for (const number of [1, 2])
    writeFileSync(
      file(`config/archive-${number}.conf`),
      `[global]\nrepo${number}-type=s3\nrepo${number}-bundle=y\n`,
    );
  writeFileSync(file("config/pgbackrest.conf"), "[global]\nrepo1-type=s3\nrepo2-type=s3\n");
  const stand = [
    "#!/bin/bash",
    'echo "$* [${PGBACKREST_REPO1_CIPHER_PASS:-}|${PGBACKREST_REPO2_CIPHER_PASS:-}]${PGBACKREST_ARCHIVE_PUSH_QUEUE_MAX:+ $PGBACKREST_ARCHIVE_PUSH_QUEUE_MAX}" >>"$HOME_OF_TEST/calls"',
    'for arg in "$@"; do [[ $arg == --config=* && -e ${arg#--config=}.down ]] && exit 82; done',
    "exit 0",
  ].join("\n");
  writeFileSync(file("pgbackrest"), stand);
  chmodSync(file("pgbackrest"), 0o755);
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

function run(script: string, ...args: readonly string[]): { status: number | null; calls: string[] } {
  const { status } = spawnSync(file(script), args, {
    cwd: home,
    env: {
      PATH: `${home}:${process.env.PATH ?? ""}`,
      HOME_OF_TEST: home,
      CONFIG_HOME: file("config"),
      PASSPHRASE_FILE: file("passphrase"),
    },
  });
  const text = existsSync(file("calls")) ? readFileSync(file("calls"), "utf8") : "";
  return {
    status,
    calls: text
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.replaceAll(home, ""))
      .sort(),
  };
}

/** A file of the log that waits, from some second on. */
function waiting(name: string, second: number): void {
  const status = file(`pg_wal/archive_status/${name}.ready`);
  writeFileSync(status, "");
  utimesSync(status, second, second);
}

test("pgBackRest is given the passphrase of each repository that its file names, and of no other", () => {
  expect(run("pgbackrest.sh", file("config/pgbackrest.conf"), "check").calls).toEqual([
    "--config=/config/pgbackrest.conf check [open sesame|open sesame]",
  ]);
  expect(run("pgbackrest.sh", file("config/archive-2.conf"), "info").calls).toContain(
    "--config=/config/archive-2.conf info [|open sesame]",
  );
});

test("without a passphrase nothing is called", () => {
  rmSync(file("passphrase"));
  expect(run("pgbackrest.sh", file("config/pgbackrest.conf"), "check")).toMatchObject({ calls: [] });
  expect(run("pgbackrest-push.sh", "core", "pg_wal/A").status).not.toBe(0);
});

test("a file of the log goes to each repository", () => {
  expect(run("pgbackrest-push.sh", "core", "pg_wal/A")).toEqual({
    status: 0,
    calls: [
      "--config=/config/archive-1.conf --stanza=core archive-push pg_wal/A [open sesame|]",
      "--config=/config/archive-2.conf --stanza=core archive-push pg_wal/A [|open sesame]",
    ],
  });
});

test("while one does not answer the server is told so, and the other gets what has come since", () => {
  writeFileSync(file("config/archive-1.conf.down"), "");
  waiting("B", 1000);
  waiting("D", 3000);
  waiting("C", 2000);
  const { status, calls } = run("pgbackrest-push.sh", "core", "pg_wal/A");
  expect(status).toBe(82);
  expect(calls).toEqual([
    "--config=/config/archive-1.conf --stanza=core archive-push pg_wal/A [open sesame|]",
    "--config=/config/archive-2.conf --stanza=core archive-push pg_wal/A [|open sesame]",
    "--config=/config/archive-2.conf --stanza=core archive-push pg_wal/D [|open sesame] 4503599627370496",
  ]);
});

test("while none answers nothing else is tried", () => {
  for (const number of [1, 2]) writeFileSync(file(`config/archive-${number}.conf.down`), "");
  waiting("B", 1000);
  expect(run("pgbackrest-push.sh", "core", "pg_wal/A")).toMatchObject({ status: 82, calls: { length: 2 } });
});

describe("a backup", () => {
  const day = 86_400;
  const now = Math.floor(Date.now() / 1000);
  const backup = (type: string, ageSeconds: number, error = false) => ({
    type,
    error,
    timestamp: { stop: now - ageSeconds },
  });

  /** What is called where `info` says this of the stanza. */
  function backedUp(stanza: object | undefined): { status: number | null; calls: string[] } {
    writeFileSync(file("info.json"), JSON.stringify(stanza === undefined ? [] : [stanza]));
    writeFileSync(
      file("pgbackrest.sh"),
      [
        "#!/bin/bash",
        'echo "$*" >>"$HOME_OF_TEST/calls"',
        ...warning,
        '[[ " $* " == *" info "* ]] && cat "$HOME_OF_TEST/info.json"',
        "[[ -e $HOME_OF_TEST/down ]] && exit 82",
        "exit 0",
      ].join("\n"),
      { mode: 0o755 },
    );
    copyFileSync(path.join(scripts, "backup.py"), file("backup.py"));
    const { status } = spawnSync("python3", [file("backup.py"), "core", "x.conf"], {
      env: { PATH: process.env.PATH, HOME_OF_TEST: home, FULL_DAYS: "7", DIFFERENTIAL_HOURS: "24" },
    });
    const calls = readFileSync(file("calls"), "utf8").trim().split("\n");
    return { status, calls: calls.slice(1).map((line) => line.replace("x.conf --stanza=core ", "")) };
  }
  beforeEach(() => {
    rmSync(file("pgbackrest.sh"));
  });

  const known = (...backups: object[]) => ({ status: { code: 0 }, backup: backups });
  test.each<[string, object | undefined, string[]]>([
    ["of nothing begins the stanza, and is full", undefined, ["stanza-create", "--type=full backup"]],
    [
      "of a folder that is missing too",
      { status: { code: 1 }, backup: [] },
      ["stanza-create", "--type=full backup"],
    ],
    ["of a stanza without backups is full", { status: { code: 2 }, backup: [] }, ["--type=full backup"]],
    [
      "a week after the last full one is full",
      known(backup("full", 7 * day), backup("incr", 60)),
      ["--type=full backup"],
    ],
    ["after a full one that was damaged is full", known(backup("full", 60, true)), ["--type=full backup"]],
    [
      "a day after the last differential one is differential",
      known(backup("full", 3 * day), backup("diff", day)),
      ["--type=diff backup"],
    ],
    [
      "in between is incremental",
      known(backup("full", 3 * day), backup("diff", day - 120), backup("incr", 7200)),
      ["--type=incr backup"],
    ],
  ])("%s", (_, stanza, calls) => {
    expect(backedUp(stanza)).toEqual({ status: 0, calls });
  });

  test.each([99, 4, 5])("of a repository of which nothing is known (%i) is none", (code) => {
    expect(backedUp({ status: { code, message: "other" }, backup: [] })).toEqual({ status: 1, calls: [] });
  });

  test("ends as pgBackRest does where that fails", () => {
    writeFileSync(file("down"), "");
    expect(backedUp(undefined)).toEqual({ status: 82, calls: [] });
  });
});
