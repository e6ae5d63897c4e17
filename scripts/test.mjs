/** `npm test`: installs what is missing, runs Jest, and ends with `N passed, N failed, N skipped`. */
import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { ensureDependencies } from "./dependencies.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
ensureDependencies();

const cache = path.join(root, ".cache");
const report = path.join(cache, "jest.json");
mkdirSync(cache, { recursive: true });
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
const { numPassedTests, numFailedTests, numPendingTests, numRuntimeErrorTestSuites } = JSON.parse(
  readFileSync(report, "utf8"),
);
// A file that cannot even be loaded is a failure, though it holds no failed test.
const failed = numFailedTests + numRuntimeErrorTestSuites;
process.stdout.write(`${numPassedTests} passed, ${failed} failed, ${numPendingTests} skipped\n`);
process.exitCode = status ?? 1;
