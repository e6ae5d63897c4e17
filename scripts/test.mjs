/** `npm test`: installs what is missing, runs Jest, and ends with `N passed, N failed, N skipped`. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureDependencies } from "./dependencies.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
ensureDependencies();

const cache = path.join(root, ".cache");
const report = path.join(cache, "jest.json");
mkdirSync(cache, { recursive: true });
// What an earlier run reported must not stand for one that came to nothing.
rmSync(report, { force: true });
const { status } = spawnSync(
  process.execPath,
  [
    // Node 20's optimiser was seen to hang in long, hot runs (V8 escape analysis).
    ...(process.versions.node.startsWith("20.") ? ["--no-turbo-escape"] : []),
    path.join(root, "node_modules", "jest", "bin", "jest.js"),
    "--json",
    `--outputFile=${report}`,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: ["ignore", "ignore", "inherit"] },
);

/** What Jest reported; a run without a report is one failure. */
function outcome() {
  try {
    return JSON.parse(readFileSync(report, "utf8"));
  } catch {
    process.stderr.write(`Jest left no report (exit ${status ?? "by a signal"})\n`);
    return {
      numPassedTests: 0,
      numFailedTests: 1,
      numPendingTests: 0,
      numRuntimeErrorTestSuites: 0,
      testResults: [],
    };
  }
}

const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites, testResults } = outcome();
for (const { name, assertionResults } of testResults)
  for (const { status: ended, fullName } of assertionResults)
    // A skipped test's title says why.
    if (ended === "pending") process.stdout.write(`skipped: ${path.relative(root, name)}: ${fullName}\n`);
// A file that cannot even be loaded is a failure, though it holds no failed test.
const failed = numFailedTests + numRuntimeErrorTestSuites;
process.stdout.write(`${numPassedTests} passed, ${failed} failed, ${numPendingTests} skipped\n`);
process.exitCode = status || (failed > 0 ? 1 : 0);
