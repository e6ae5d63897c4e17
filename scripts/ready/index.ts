/**
 * `npm run ready -- [--json] STATE.json…`: whether everything that was deployed is up. Exit status: 0 it is; 1 something is
 * not, or cannot be told; 2 bad usage or configuration.
 */
import { readiness } from "../../components/facts/readiness";
import { StateError } from "../discharge/state";
import { run } from "./run";

run(process.argv.slice(2), {
  env: process.env,
  write: (text) => {
    process.stdout.write(text);
  },
  isTerminal: process.stdout.isTTY,
  now: new Date(),
  timeoutMs: readiness.answerTimeoutSeconds * 1000,
}).then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    if (!(error instanceof StateError)) throw error;
    process.stderr.write(`error ${error.message}\n`);
    process.exitCode = 2;
  },
);
