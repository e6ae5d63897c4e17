import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const scripts = path.resolve(__dirname, "..", "..", "scripts");
let home: string;

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "azora-test-"));
  for (const folder of ["scripts", "node_modules/jest/bin", ".cache"])
    mkdirSync(path.join(home, folder), { recursive: true });
  for (const name of ["test.mjs", "dependencies.mjs", "lock.mjs"])
    cpSync(path.join(scripts, name), path.join(home, "scripts", name));
  writeFileSync(path.join(home, "package-lock.json"), '{"packages": {}}');
  writeFileSync(path.join(home, "node_modules", ".package-lock.json"), '{"packages": {}}');
});
afterEach(() => {
  rmSync(home, { recursive: true });
});

/** Runs `npm test` with a Jest that does this and nothing else. */
function test(jest: string): { readonly status: number | null; readonly stdout: string } {
  const body = `const file = process.argv.find((arg) => arg.startsWith("--outputFile=")).slice(13);\n${jest}`;
  writeFileSync(path.join(home, "node_modules", "jest", "bin", "jest.js"), body);
  const { status, stdout } = spawnSync(process.execPath, ["scripts/test.mjs"], {
    cwd: home,
    encoding: "utf8",
  });
  return { status, stdout };
}

const reporting = (report: object, exit: number): string =>
  `require("fs").writeFileSync(file, ${JSON.stringify(JSON.stringify(report))}); process.exitCode = ${exit};`;
const counts = { numPassedTests: 2, numFailedTests: 0, numPendingTests: 0, numRuntimeErrorTestSuites: 0 };

describe("npm test", () => {
  it("ends with the counts", () => {
    expect(test(reporting({ ...counts, testResults: [] }, 0))).toEqual({
      status: 0,
      stdout: "2 passed, 0 failed, 0 skipped\n",
    });
  });

  it("counts a file that cannot be loaded as a failure, also if Jest says nothing of it", () => {
    expect(test(reporting({ ...counts, numRuntimeErrorTestSuites: 1, testResults: [] }, 0))).toEqual({
      status: 1,
      stdout: "2 passed, 1 failed, 0 skipped\n",
    });
  });

  it("takes no earlier report for one that is missing", () => {
    writeFileSync(path.join(home, ".cache", "jest.json"), JSON.stringify({ ...counts, testResults: [] }));
    for (const jest of [
      "process.exitCode = 0;",
      "process.exitCode = 1;",
      'process.kill(process.pid, "SIGKILL");',
    ]) {
      const { status, stdout } = test(jest);
      expect(stdout).toBe("0 passed, 1 failed, 0 skipped\n");
      expect(status).toBe(1);
    }
  });

  it("names what was skipped", () => {
    const skipped = { status: "pending", fullName: "colours show (skipped: no terminal)" };
    const results = [{ name: path.join(home, "tests", "a.test.ts"), assertionResults: [skipped] }];
    const { stdout } = test(reporting({ ...counts, numPendingTests: 1, testResults: results }, 0));
    expect(stdout).toBe(
      "skipped: tests/a.test.ts: colours show (skipped: no terminal)\n2 passed, 0 failed, 1 skipped\n",
    );
  });
});
