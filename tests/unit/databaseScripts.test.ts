/** What the jobs' scripts do with what the database says; `psql` is a stand-in that answers from a list and notes what it was asked. */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const scripts = path.resolve(__dirname, "..", "..", "components", "database", "scripts");
let home: string;
beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "database-scripts-"));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

interface Outcome {
  readonly status: number | null;
  readonly said: string;
  readonly asked: string;
}

/**
 * Runs a script.
 * @param answers by a word of the question: what is said the first time, the second, and so on; the last is repeated.
 */
function run(
  file: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  answers: Readonly<Record<string, readonly string[]>>,
): Outcome {
  const cases = Object.entries(answers).map(([word, lines], index) => {
    writeFileSync(path.join(home, `answers-${index}`), `${lines.join("\n")}\n`);
    return `  *'${word}'*) file="${home}/answers-${index}" ;;`;
  });
  const psql = path.join(home, "psql");
  writeFileSync(
    psql,
    [
      "#!/bin/sh",
      'asked="$*"',
      'case "$asked" in *"--file -"*) asked="$asked $(cat)" ;; esac',
      `echo "$asked" >>"${home}/asked"`,
      "file=",
      'case "$asked" in',
      ...cases,
      "esac",
      '[ -n "$file" ] || exit 0',
      'head -n 1 "$file"',
      '[ "$(wc -l <"$file")" -le 1 ] || sed -i 1d "$file"',
      "",
    ].join("\n"),
  );
  chmodSync(psql, 0o755);
  writeFileSync(path.join(home, "asked"), "");
  const { status, stderr, stdout } = spawnSync("sh", [path.join(scripts, file), ...args], {
    env: { ...process.env, ...env, PATH: `${home}:${process.env.PATH ?? ""}` },
    encoding: "utf8",
  });
  return { status, said: `${stdout}${stderr}`, asked: readFileSync(path.join(home, "asked"), "utf8") };
}

describe("rebalance.sh", () => {
  const rebalance = (states: readonly string[], moves: readonly string[]): Outcome =>
    run(
      "rebalance.sh",
      [],
      { REBALANCE_CHECK_SECONDS: "0" },
      { "SELECT state": states, get_rebalance_table_shards_plan: moves },
    );

  test("starts, waits, and is content when no move is left", () => {
    const { status, asked, said } = rebalance(["", "scheduled", "running", "finished"], ["10", "0"]);
    expect([status, said.trim()]).toEqual([0, "rebalance: finished"]);
    expect(asked.match(/citus_rebalance_start/g)).toHaveLength(1);
  });

  test("starts nothing where every shard stands right", () => {
    const { status, asked } = rebalance([""], ["0"]);
    expect(status).toBe(0);
    expect(asked).not.toContain("citus_rebalance_start");
  });

  test("waits for one that runs and starts no second", () => {
    const { status, asked } = rebalance(["running", "finished"], ["0"]);
    expect(status).toBe(0);
    expect(asked).not.toContain("citus_rebalance_start");
  });

  test.each(["failed", "cancelled"])("fails loudly when it is %s", (end) => {
    const { status, said } = rebalance(["finished", "running", end], ["10"]);
    expect(status).toBe(1);
    expect(said).toContain(`rebalance: ${end}; the tasks and why: SELECT * FROM citus_rebalance_status()`);
  });

  test("fails when it ends and shards stand unevenly", () => {
    const { status, said } = rebalance(["", "finished"], ["10", "3"]);
    expect(status).toBe(1);
    expect(said).toContain("rebalance: finished with 3 moves left; allowed: 0");
  });
});

describe("migrate.sh", () => {
  const second = "SELECT 'second';\n";
  const digest = createHash("sha256").update(second).digest("hex");
  const migrate = (found: string): Outcome => {
    writeFileSync(path.join(home, "000-migrations.sql"), "SELECT 'first';\n");
    writeFileSync(path.join(home, "010-second.sql"), second);
    return run("migrate.sh", [home], { WORKERS: "2" }, { "SELECT digest": [found], pg_dist_node: ["2"] });
  };

  test("applies a file that is not recorded, in one transaction with its record", () => {
    const { status, asked } = migrate("");
    expect(status).toBe(0);
    expect(asked).toContain("--single-transaction --set number=010 --set name=010-second");
    expect(asked.indexOf("SELECT 'second'")).toBeLessThan(asked.indexOf("INSERT INTO azora.migrations"));
    expect(asked).toContain(`--set digest=${digest}`);
  });

  test("leaves one that is recorded as it is now", () => {
    const { status, asked } = migrate(digest);
    expect(status).toBe(0);
    expect(asked).not.toContain("SELECT 'second'");
  });

  test("refuses one that has changed since it was applied", () => {
    const { status, asked, said } = migrate("0a".repeat(32));
    expect(status).toBe(1);
    expect(said).toContain(
      `migrate: 010-second was applied with digest ${"0a".repeat(32)} and now has ${digest}; allowed: the file as it was applied`,
    );
    expect(asked).not.toContain("SELECT 'second'");
  });
});

describe("restore-point.sh", () => {
  test.each([
    ["true", "pg_catalog.citus_create_restore_point(:'name')"],
    ["false", "pg_catalog.pg_create_restore_point(:'name')"],
  ])("with shards %s it calls %s, with the time in the name", (SHARDED, call) => {
    const { status, asked } = run(
      "restore-point.sh",
      [],
      { SHARDED, RESTORE_POINT_PREFIX: "azora_", HEARTBEAT_DAYS: "31" },
      {},
    );
    expect(status).toBe(0);
    expect(asked).toContain(call);
    expect(asked).toMatch(/name=azora_\d{8}T\d{6}Z /);
  });
});
