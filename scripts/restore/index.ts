/**
 * `npm run restore -- --cluster NAME --to TIME --target REGION …`: brings a cluster back from its backups. Exit status: 0 done, or
 * printed; 1 a step failed; 2 bad usage, and nothing was begun.
 */
import { userInfo } from "node:os";
import path from "node:path";
import { bash } from "./carry";
import { placesIn } from "./places";
import { run } from "./run";
import { streams } from "./streams";

run(process.argv.slice(2), {
  places: () => placesIn(path.resolve(__dirname, "..", "..")),
  user: userInfo().username,
  now: new Date(),
  ...streams,
  shell: bash,
}).then((status) => {
  process.exitCode = status;
}, console.error);
